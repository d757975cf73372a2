// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import RotundaImaging
public import RotundaRendering
public import RotundaSolids

/// `scene.json`: what the files of a scene's folder mean, and all that is needed to make them again bit for bit.
public struct SceneRecord: Codable, Sendable, Hashable {
  /// What depth files mean; the same for all files of this program.
  public var conventions = FileConventions()
  /// What normals mean.
  public var normals = "unit vectors in the camera's axes, facing the camera; channels R, G, B are x, y, z"
  /// Name of the program.
  public var program = "rotunda"
  /// Version of the program.
  public var version: String
  /// What the scene comes from.
  public var series: SeriesDescription
  /// The scene's number in the series.
  public var scene: Int
  /// How it was rendered.
  public var settings: RenderSettings
  /// The cameras, in the order of the views.
  public var cameras: [Camera]

  /// The JSON text: keys sorted, indented, one final newline.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// The record in a file.
  ///
  /// - Throws: `ScenesError.unreadableRecord` where it is not there or not a record.
  public init(contentsOf url: URL) throws(ScenesError) {
    do {
      self = try JSONDecoder().decode(SceneRecord.self, from: Data(contentsOf: url))
    } catch {
      throw .unreadableRecord(path: url.path(percentEncoded: false))
    }
  }

  init(version: String, series: SeriesDescription, scene: Int, settings: RenderSettings, cameras: [Camera]) {
    (self.version, self.series, self.scene) = (version, series, scene)
    (self.settings, self.cameras) = (settings, cameras)
  }
}

/// How scenes are rendered and what is written of them.
public struct RenderSettings: Codable, Sendable, Hashable {
  /// Columns and rows.
  public var size: Sidecar.Size
  /// How carefully light is followed.
  public var quality: PanoramaRenderer.Quality
  /// Format of the pictures.
  public var picture: Picture
  /// What is written besides pictures and depth; each once, in the order of their declaration.
  public let extras: [Extra]

  /// A format for pictures.
  public enum Picture: String, Codable, Sendable, Hashable, CaseIterable {
    /// sRGB bytes, exact.
    case png
    /// sRGB bytes, JPEG of quality 95.
    case jpg
    /// Linear radiance as the camera received it, Radiance RGBE; the look is not applied.
    case hdr
  }

  /// What can be written besides pictures and depth.
  public enum Extra: String, Codable, Sendable, Hashable, CaseIterable {
    /// Surface normals, EXR.
    case normals
    /// 255 where there is depth, 0 elsewhere, PNG.
    case mask
    /// The stereo partners of 3D60, 0.26 m to the right and up, with depth and normals of all three.
    case partners
    /// Depth in colours, PNG.
    case preview
  }

  /// Settings for a size.
  public init(size: Sidecar.Size, quality: PanoramaRenderer.Quality, picture: Picture, extras: [Extra]) {
    self.size = size
    self.quality = quality
    self.picture = picture
    self.extras = Extra.allCases.filter(extras.contains)
  }

  /// The same, with one thing more written.
  public func adding(_ extra: Extra) -> RenderSettings {
    RenderSettings(size: size, quality: quality, picture: picture, extras: extras + [extra])
  }
}
