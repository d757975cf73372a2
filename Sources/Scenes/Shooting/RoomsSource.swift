// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
public import RotundaRendering
import RotundaSolids
import Synchronization

/// Random rooms as samples to train and to judge on, rendered when they are asked for.
///
/// `rooms:seed=7` never ends; `rooms:seed=7,count=200,look=synthetic` has an end and another look. Neighbouring samples
/// come from one home; samples of different seeds share nothing.
public struct RoomsSource: SampleSource {
  /// Which rooms.
  public let address: RoomsAddress
  /// Columns of the panoramas.
  public let width: Int
  /// Rows of the panoramas.
  public let height: Int
  private let series: HomeSeries
  private let renderer: PanoramaRenderer
  private let scenes: SceneCache

  /// Rooms at an address, rendered at a size.
  public init(_ address: RoomsAddress, width: Int, height: Int, quality: PanoramaRenderer.Quality = .train) {
    self.address = address
    self.width = width
    self.height = height
    series = HomeSeries(seed: address.seed, look: address.look)
    renderer = PanoramaRenderer(quality: quality)
    scenes = SceneCache(series)
  }

  /// The address.
  public var uri: String { address.uri }
  /// Panoramas; nil where it never ends.
  public var count: Int? { address.count }
  /// The panoramas of a home, which is built once for all of them.
  public var groupSize: Int { series.viewsPerScene }

  /// Panorama number `index` of the series: the same on every call and every thread.
  public func sample(at index: Int) throws -> Sample {
    let (sceneNumber, viewNumber) = index.quotientAndRemainder(dividingBy: series.viewsPerScene)
    let scene = try scenes.scene(at: sceneNumber)
    let view = scene.views[viewNumber]
    let centre = try photograph(scene, view, from: .centre)
    let partners =
      address.hasPartners
      ? StereoPartners(right: try photograph(scene, view, from: .right), up: try photograph(scene, view, from: .up))
      : nil
    return Sample(
      name: "\(series.name(ofScene: sceneNumber))-\(viewNumber)", panorama: centre.panorama, depth: centre.depth,
      partners: partners)
  }

  private func photograph(
    _ scene: PhotographedScene, _ view: PhotographedScene.View, from rig: DatasetLayout.Rig
  ) throws -> StereoPartners.View {
    let exposure = try renderer.render(
      scene.prepared, camera: view.camera.moved(to: rig), width: width, height: height, seed: view.seed)
    return StereoPartners.View(panorama: try view.look.developed(exposure), depth: exposure.depth)
  }
}

/// The scenes asked for last, so that neighbouring views need not prepare the same one again.
final class SceneCache: Sendable {
  /// As many as a machine has threads at most read at once, and a few; each holds some ten megabytes.
  private static let capacity = 6

  private let series: any SceneSeries
  private let state = Mutex<[Entry]>([])

  /// A scene that is made by the first who asks; others wait for it.
  private final class Entry: Sendable {
    let number: Int
    let scene = Mutex<Result<PhotographedScene, RenderingError>?>(nil)
    init(number: Int) { self.number = number }
  }

  init(_ series: any SceneSeries) { self.series = series }

  func scene(at number: Int) throws -> PhotographedScene {
    let entry = state.withLock { entries in
      let entry = entries.first { $0.number == number } ?? Entry(number: number)
      entries.removeAll { $0.number == number }
      entries.append(entry)
      if entries.count > Self.capacity { entries.removeFirst() }
      return entry
    }
    return try entry.scene.withLock { scene in
      if let scene { return scene }
      let made = Result { () throws(RenderingError) in try series.scene(at: number) }
      scene = made
      return made
    }.get()
  }
}
