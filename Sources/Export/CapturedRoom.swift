// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging
public import RotundaSphere

/// A photographed place and its distances: what every export starts from.
///
/// Photo and depth are equirectangular pictures of the same sphere, each of its own size. What is exported lies in level
/// world axes around the camera: metres, y up, -z where the levelled photo's centre looks.
public struct CapturedRoom: Sendable {
  /// What it is called, for people.
  public var title: String
  /// The photo.
  public let photo: Panorama
  /// The bytes of a JPEG that shows the same picture, if larger; nil makes exports encode one.
  public let photoJPEG: [UInt8]?
  /// Ray distances in metres; 0 is invalid.
  public let depth: DepthMap
  /// One standard deviation of each distance, metres; nil where it is not known by pixel.
  public let spread: DepthMap?
  /// How wrong a distance may be where `spread` says nothing.
  public var error: DistanceError
  /// Takes the camera's axes to level world axes.
  public let pose: Rotation
  /// Where the distances come from, for people: a network's name, a scanner, ...
  public var origin: String
  /// Where their scale comes from, for people.
  public var scale: String

  /// Puts a photo and its distances together.
  ///
  /// - `acceptsAnyAspect`: whether pictures of other shapes than 2:1 are laid over the sphere as they are.
  /// - Throws: `ExportError` where either is not twice as wide as high, the spread is of another size than the depth, or
  ///   no pixel holds a distance.
  public init(
    title: String, photo: Panorama, photoJPEG: [UInt8]? = nil, depth: DepthMap, spread: DepthMap? = nil,
    error: DistanceError = .unknown, pose: Rotation = .identity, origin: String = "", scale: String = "",
    acceptsAnyAspect: Bool = false
  ) throws(ExportError) {
    func isSphere(_ width: Int, _ height: Int) -> Bool {
      // Odd sizes are rounded: two columns either way, as where pictures are read.
      height >= 2 && (acceptsAnyAspect || abs(width - 2 * height) <= 2)
    }
    guard isSphere(photo.width, photo.height) else {
      throw .notEquirectangular(what: "photo", width: photo.width, height: photo.height)
    }
    guard isSphere(depth.width, depth.height) else {
      throw .notEquirectangular(what: "depth map", width: depth.width, height: depth.height)
    }
    if let spread, spread.width != depth.width || spread.height != depth.height {
      throw .otherSize(what: "spread", width: spread.width, height: spread.height, expected: depth.width)
    }
    guard depth.values.contains(where: { $0 > 0 }) else { throw .nothingValid }
    self.title = title
    self.photo = photo
    self.photoJPEG = photoJPEG
    self.depth = depth
    self.spread = spread
    self.error = error
    self.pose = pose
    self.origin = origin
    self.scale = scale
  }
}

/// How far a distance may be from the truth.
public struct DistanceError: Sendable, Hashable {
  /// One standard deviation over the distance; nil where nobody knows.
  public let relative: Double?
  /// Where the figure comes from, for people.
  public let source: String

  /// An error of `relative` times the distance.
  public init(relative: Double?, source: String) {
    self.relative = relative
    self.source = source
  }

  /// The mean error that weights had on rendered homes; unknown where nobody has judged them.
  public init(ofWeights name: String, meanRelative: Double?) {
    self =
      meanRelative.map { DistanceError(relative: $0, source: "mean error of \(name) on rendered homes") } ?? .unknown
  }

  /// Nothing is known.
  public static let unknown = DistanceError(relative: nil, source: "not known")
}
