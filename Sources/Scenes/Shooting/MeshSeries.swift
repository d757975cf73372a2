// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import RotundaRendering
public import RotundaSolids

/// One mesh, photographed from several places.
public struct MeshSeries: SceneSeries {
  /// Where cameras stand in a mesh.
  public enum Places: Sendable, Hashable {
    /// At the positions in a text file.
    case listed(URL)
    /// At as many places as are fit for a camera, at most `count`, drawn with a seed.
    case sampled(count: Int, seed: UInt64)
  }

  /// The folder "mesh".
  public let name = "mesh"
  private let sceneName: String
  private let scene: PhotographedScene

  /// Reads a mesh and finds the places for cameras in it; `sky` takes the place of the file's where the mesh is lit.
  ///
  /// - Throws: `MeshError` where a file cannot be read or no place is fit for a camera, `RenderingError` where the
  ///   geometry is not valid.
  public init(_ file: URL, options: MeshOptions = MeshOptions(), places: Places, sky: Sky? = nil) throws {
    var scene = try Scene(contentsOf: file, options: options)
    let isBaked = scene.model.lamps.isEmpty && scene.model.materials.allSatisfy(\.isUnlit)
    if let sky, !isBaked { scene.sky = sky }
    let prepared = try PreparedScene(scene)
    let cameras =
      switch places {
      case .listed(let file): try Viewpoints.read(file, options: options)
      case .sampled(let count, let seed): try Viewpoints.sampled(count, in: prepared, seed: seed)
      }
    let views = cameras.enumerated().map { number, camera in
      PhotographedScene.View(camera: camera, look: isBaked ? .unaltered : .synthetic, seed: UInt64(number))
    }
    self.scene = PhotographedScene(prepared: prepared, views: views)
    sceneName = String(file.deletingPathExtension().lastPathComponent.map { $0.isWhitespace ? "-" : $0 })
  }

  /// As many as there are places.
  public var viewsPerScene: Int { scene.views.count }
  /// The file's name without its ending.
  public func name(ofScene index: Int) -> String { sceneName }
  /// The mesh, whatever the number.
  public func scene(at index: Int) throws(RenderingError) -> PhotographedScene { scene }
}
