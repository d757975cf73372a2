// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

/// What a room is exported as.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable, Codable {
  /// A point cloud: binary PLY with normals, colours and, where it is known, confidence.
  case ply
  /// A textured mesh: binary glTF 2.0.
  case glb
  /// A viewer with everything in one HTML file.
  case html
  /// Six 16-bit PNG files of z-depth, the faces of a cube.
  case cube
  /// An 8-bit depth picture with the settings of panorama viewers that displace a sphere by it.
  case layers

  /// What its files hold, as sidecars say it.
  public var content: String {
    switch self {
    case .ply: "point cloud"
    case .glb: "mesh"
    case .html: "viewer"
    case .cube: "z-depth of a cube's face"
    case .layers: "depth for panorama viewers"
    }
  }
}

/// How a room is exported; every format takes what concerns it.
public struct ExportOptions: Sendable, Hashable {
  /// Most triangles of a mesh.
  public var faces = 500_000
  /// Most points of a cloud; as many as the depth map tells apart where it has fewer.
  public var points = 1_000_000
  /// Points farther than this many metres are left out of clouds; nil keeps all.
  public var maximumDistance: Double?
  /// Points whose surface is seen at fewer than this many degrees are left out of clouds.
  public var leastGrazing = 5.0

  /// Half a million faces, a million points.
  public init() {}
}

extension Sidecar.Geometry {
  /// The limits that exports were asked to keep.
  public init(_ options: ExportOptions) {
    self.init(
      faces: options.faces, points: options.points, maximumDistance: options.maximumDistance,
      leastGrazing: options.leastGrazing)
  }
}
