// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import RotundaSolids

/// How a mesh file is placed and lit.
public struct MeshOptions: Sendable, Hashable, Codable {
  /// Which of the file's axes points up.
  public enum UpAxis: String, Sendable, Hashable, CaseIterable, Codable {
    /// Right-handed with y up, as glTF prescribes.
    case y
    /// Right-handed with z up, as surveyors, Matterport3D, ScanNet and Replica have it.
    case z
  }

  /// Where the light of the scene comes from.
  public enum Light: String, Sendable, Hashable, CaseIterable, Codable {
    /// From the pictures: surfaces shine as they were photographed, and nothing else does.
    case baked
    /// From the file's lamps and the sky.
    case lit
  }

  /// Which of the file's axes points up.
  public var upAxis = UpAxis.y
  /// Metres of one unit of the file.
  public var scale: Float = 1
  /// Where the light comes from; nil takes the file's lamps where it has any, else what is baked into its pictures.
  public var light: Light?

  /// y up, metres, and the light that the file has.
  public init(upAxis: UpAxis = .y, scale: Float = 1, light: Light? = nil) {
    (self.upAxis, self.scale, self.light) = (upAxis, scale, light)
  }

  /// How the file's axes lie in the scene.
  var placement: Affine {
    let s = Double(scale)
    return switch upAxis {
    case .y: Affine(x: SIMD3(s, 0, 0), y: SIMD3(0, s, 0), z: SIMD3(0, 0, s))
    case .z: Affine(x: SIMD3(s, 0, 0), y: SIMD3(0, 0, -s), z: SIMD3(0, s, 0))
    }
  }
}

extension Model {
  /// Reads a mesh: glTF 2.0 (.gltf, .glb), Wavefront OBJ or PLY, told by its content.
  ///
  /// - Throws: `MeshError`, which names the file and the reason.
  public init(contentsOf url: URL, options: MeshOptions = MeshOptions()) throws(MeshError) {
    self = try Scene(contentsOf: url, options: options).model
  }

  /// The model with its light in its surfaces: they give off their colours, return nothing, and there are no lamps.
  public func baked() -> Model {
    var model = self
    model.lamps = []
    for index in model.materials.indices {
      model.materials[index].emission = max(1, model.materials[index].emission)
      model.materials[index].finish = .matte
      model.materials[index].isUnlit = true
    }
    return model
  }
}

extension Scene {
  /// Reads a mesh and lights it: see `MeshOptions.Light`.
  ///
  /// Where a scan has holes and its light is baked, what is seen through them is black.
  ///
  /// - Throws: `MeshError`, which names the file and the reason.
  public init(contentsOf url: URL, options: MeshOptions = MeshOptions()) throws(MeshError) {
    let file = try MeshFile(url)
    let scene: Scene =
      switch file.format {
      case .gltf: try GLTFReader.scene(of: file, placement: options.placement)
      case .obj: Scene(model: try WavefrontReader.model(of: file, placement: options.placement))
      case .ply: Scene(model: try PLYReader.model(of: file, placement: options.placement))
      }
    let hasLamps = !scene.model.lamps.isEmpty || scene.sky.sun != nil
    switch options.light ?? (hasLamps ? .lit : .baked) {
    case .lit: self = scene
    case .baked: self.init(model: scene.model.baked(), sky: .dark)
    }
  }
}

extension Sky {
  /// No light from outside.
  static let dark = Sky(.uniform(.zero), ground: .zero)
}
