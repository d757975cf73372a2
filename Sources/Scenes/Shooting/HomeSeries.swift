// SPDX-License-Identifier: Apache-2.0

package import RotundaHomes
public import RotundaRendering
public import RotundaSolids

/// Random homes of a seed, without end.
public struct HomeSeries: SceneSeries {
  /// Seed of the series; series of different seeds share nothing.
  public let seed: UInt64
  /// What the homes look like; their geometry does not depend on it.
  public let look: RoomLook
  /// What is seen through windows in place of a random sky.
  public let sky: Sky?

  /// The homes of a seed.
  public init(seed: UInt64, look: RoomLook, sky: Sky? = nil) {
    self.seed = seed
    self.look = look
    self.sky = sky
  }

  /// The folder "rooms".
  public var name: String { "rooms" }

  /// Every home is photographed from as many places.
  public var viewsPerScene: Int { Home.viewpointCount }

  /// A home's name: seed and number.
  public func name(ofScene index: Int) -> String { "home\(seed)x\(index)" }

  /// The home with a number.
  ///
  /// - Throws: `RenderingError.rayTracer` where memory is short.
  public func scene(at index: Int) throws(RenderingError) -> PhotographedScene {
    try photographed(Home.random(seed: seed, index: index), number: index)
  }

  /// As above, where the home with the number was made already.
  package func photographed(_ home: Home, number index: Int) throws(RenderingError) -> PhotographedScene {
    var scene = home.scene
    if let sky { scene.sky = sky }
    var random = RandomStream(seed: seed ^ 0x5EED_0FA1, index: index)
    let views = home.viewpoints.map { viewpoint in
      let photographic = Look.photographic(&random)
      let look: Look =
        switch self.look {
        case .synthetic: .synthetic
        case .photo: photographic
        }
      return PhotographedScene.View(camera: viewpoint.camera, look: look, seed: random.next())
    }
    switch look {
    case .synthetic: scene = scene.plain()
    case .photo: break
    }
    return PhotographedScene(prepared: try PreparedScene(scene), views: views)
  }
}
