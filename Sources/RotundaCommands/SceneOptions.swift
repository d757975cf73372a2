// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaScenes

/// What `rotunda render` photographs.
struct SceneOptions: ParsableArguments {
  @Option(help: "Random rooms: rooms:seed=N,count=N,look=photo|synthetic.")
  var data = "rooms:seed=7,count=4"

  @Option(help: "A panorama (HDR or EXR) to see through the windows and to light the rooms by day.", completion: .file())
  var sky: String?

  @Option(help: "A scene.json: render its folder again, with its own settings.", completion: .file())
  var scene: String?

  /// What to render.
  func plan(defaultSettings: RenderSettings) throws -> RenderPlan {
    if let scene { return try RenderPlan(repeating: SceneRecord(contentsOf: URL(filePath: scene))) }
    guard data.hasPrefix("rooms:") else { throw CommandError.unknownData(uri: data) }
    let address = try RoomsAddress(parsing: String(data.dropFirst("rooms:".count)))
    guard let count = address.count else { throw CommandError.unknownData(uri: "\(data) without count=N") }
    let description = SeriesDescription.rooms(
      seed: address.seed, look: address.look, sky: nil)
    return try RenderPlan(description, viewCount: count, settings: defaultSettings)
  }
}

/// The views to render of a series.
struct RenderPlan {
  let description: SeriesDescription
  let series: any SceneSeries
  let settings: RenderSettings
  let sceneNumbers: [Int]
  /// Views of the whole series, of which the last scene may have fewer.
  let viewCount: Int
  /// Whether this is a dataset rather than a folder made again.
  let writesLists: Bool

  /// The first views of a series.
  init(_ description: SeriesDescription, viewCount: Int, settings: RenderSettings) throws {
    self.description = description
    self.settings = settings
    self.viewCount = viewCount
    series = try description.series()
    sceneNumbers = Array(0..<(viewCount + series.viewsPerScene - 1) / series.viewsPerScene)
    writesLists = true
  }

  /// The scene of a record, all of its views.
  init(repeating record: SceneRecord) throws {
    description = record.series
    settings = record.settings
    series = try description.series()
    sceneNumbers = [record.scene]
    viewCount = (record.scene + 1) * series.viewsPerScene
    writesLists = false
  }

  func views(ofScene number: Int) -> Int {
    min(series.viewsPerScene, viewCount - number * series.viewsPerScene)
  }
}

extension SeriesDescription {
  /// The series, for files that are still what they were.
  func series() throws -> any SceneSeries {
    switch self {
    case .rooms(let seed, let look, _): HomeSeries(seed: seed, look: look)
    }
  }
}
