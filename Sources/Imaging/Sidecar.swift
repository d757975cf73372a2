// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What a depth file cannot say about itself: `NAME.json` beside it.
///
/// The first fields state the conventions that every file of this program follows; they are written so that a reader
/// needs nothing else, and never differ.
public struct Sidecar: Codable, Sendable, Hashable {
  /// Unit of the distances; a PNG holds thousandths of it.
  public let unit: String
  /// What a distance is measured along.
  public let depth: String
  /// The number that stands for "no distance".
  public let invalid: Int
  /// How pixels lie on the sphere.
  public let projection: String
  /// Which direction a pixel's centre looks along, `u` columns from the left and `v` rows from the top.
  public let pixelCentres: String
  /// The camera's axes.
  public let axes: String
  /// Size of the depth map.
  public var size: Size
  /// The picture that the depth belongs to.
  public var source: Source
  /// Size of the picture that the network saw.
  public var networkInput: Size
  /// Name of the network.
  public var network: String
  /// SHA-256 of the network's weights, in hexadecimal.
  public var weightsSHA256: String
  /// Where the scale in metres comes from: the network, a camera height, ...
  public var scaleSource: String
  /// What the network's distances were multiplied by to make the camera's height true; nil where they were not.
  public var scaleFactor: Double?
  /// Share of the view below the camera that lies on the floor found in it; nil where no floor was looked for.
  public var floorInlierFraction: Double?
  /// How the picture was levelled before prediction; nil where it was not.
  public var levelling: Levelling?
  /// Passes over the turned panorama, of which the depth is the median.
  public var passes: Int
  /// How meshes and clouds were made; nil where there are none.
  public var geometry: Geometry?
  /// The files written beside this one.
  public var files: [File]
  /// Name of the program.
  public let program: String
  /// Version of the program.
  public var version: String

  /// Columns and rows.
  public struct Size: Codable, Sendable, Hashable {
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// A size in pixels.
    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// The picture that a depth map was made from.
  public struct Source: Codable, Sendable, Hashable {
    /// Its file name, without folders.
    public var name: String
    /// Bytes of the file.
    public var byteCount: Int
    /// SHA-256 of the file, in hexadecimal: another picture of the same name and size is told by it.
    public var sha256: String
    /// Columns, upright and on the full sphere.
    public var width: Int
    /// Rows, upright and on the full sphere.
    public var height: Int

    /// A picture by its file and size.
    public init(name: String, byteCount: Int, sha256: String, width: Int, height: Int) {
      self.name = name
      self.byteCount = byteCount
      self.sha256 = sha256
      self.width = width
      self.height = height
    }
  }

  /// A rotation that made the picture level.
  public struct Levelling: Codable, Sendable, Hashable {
    /// Pitch taken out, in degrees.
    public var pitchDegrees: Double
    /// Roll taken out, in degrees.
    public var rollDegrees: Double

    /// A rotation by its two angles.
    public init(pitchDegrees: Double, rollDegrees: Double) {
      self.pitchDegrees = pitchDegrees
      self.rollDegrees = rollDegrees
    }
  }

  /// How meshes and clouds were made.
  public struct Geometry: Codable, Sendable, Hashable {
    /// Most triangles of a mesh.
    public var faces: Int
    /// Most points of a cloud.
    public var points: Int
    /// Metres beyond which points were left out; nil for none.
    public var maximumDistance: Double?
    /// Degrees below which points of surfaces seen so flatly were left out.
    public var leastGrazing: Double

    /// The limits of a mesh and a cloud.
    public init(faces: Int, points: Int, maximumDistance: Double?, leastGrazing: Double) {
      self.faces = faces
      self.points = points
      self.maximumDistance = maximumDistance
      self.leastGrazing = leastGrazing
    }
  }

  /// A file that was written.
  public struct File: Codable, Sendable, Hashable {
    /// Its name, without folders.
    public var name: String
    /// What it holds: "depth"; "confidence", the spread of the passes at each pixel, in metres: the smaller the surer,
    /// and 0 is invalid as in depth; "preview", a picture to look at.
    public var content: String
    /// Its format: png, exr, npy, pfm, jpeg.
    public var format: String

    /// A file by name, content and format.
    public init(name: String, content: String, format: String) {
      self.name = name
      self.content = content
      self.format = format
    }
  }

  /// A sidecar of this program's conventions and one prediction's particulars.
  public init(
    size: Size, source: Source, networkInput: Size, network: String, weightsSHA256: String, scaleSource: String,
    scaleFactor: Double? = nil, floorInlierFraction: Double? = nil, levelling: Levelling?, passes: Int = 1,
    geometry: Geometry? = nil, files: [File], version: String
  ) {
    let conventions = FileConventions()
    unit = conventions.unit
    depth = conventions.depth
    invalid = conventions.invalid
    projection = conventions.projection
    pixelCentres = conventions.pixelCentres
    axes = conventions.axes
    program = "rotunda"
    self.size = size
    self.source = source
    self.networkInput = networkInput
    self.network = network
    self.weightsSHA256 = weightsSHA256
    self.scaleSource = scaleSource
    self.scaleFactor = scaleFactor
    self.floorInlierFraction = floorInlierFraction
    self.levelling = levelling
    self.passes = passes
    self.geometry = geometry
    self.files = files
    self.version = version
  }

  /// The JSON text: keys sorted, indented, one final newline.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// Writes the JSON text; the file appears whole or not at all.
  public func write(to url: URL) throws {
    try AtomicFile.write(try json(), to: url)
  }
}
