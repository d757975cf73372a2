// SPDX-License-Identifier: Apache-2.0

public import RotundaRendering
public import RotundaSolids

/// Scenes to be photographed one after the other: random homes, or a mesh of the user's.
///
/// Everything is a pure function of the scene's number, so that shards and restarted runs agree.
public protocol SceneSeries: Sendable {
  /// What the scenes come from, as a folder name: "rooms".
  var name: String { get }
  /// Panoramas of each scene.
  var viewsPerScene: Int { get }
  /// A scene's name, unique in the series and fit for a file name.
  func name(ofScene index: Int) -> String
  /// A scene ready to be rendered, with its views.
  ///
  /// - Throws: `RenderingError`.
  func scene(at index: Int) throws(RenderingError) -> PhotographedScene
}

/// A scene ready to be rendered, and how it is photographed.
public struct PhotographedScene: Sendable {
  /// The geometry as the tracer wants it; shared by all views.
  public let prepared: PreparedScene
  /// The photographs to take.
  public let views: [View]

  /// A photograph to take.
  public struct View: Sendable, Hashable {
    /// Where from.
    public var camera: Camera
    /// How light becomes bytes.
    public var look: Look
    /// Seed of the paths that light is followed along.
    public var seed: UInt64

    /// A photograph from a camera.
    public init(camera: Camera, look: Look, seed: UInt64) {
      self.camera = camera
      self.look = look
      self.seed = seed
    }
  }

  /// A scene with its views.
  public init(prepared: PreparedScene, views: [View]) {
    self.prepared = prepared
    self.views = views
  }
}
