// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation
import RotundaImaging
import RotundaNetworks
public import RotundaScenes
import RotundaSolids

/// What `rotunda render` photographs.
struct SceneOptions: ParsableArguments {
  @Option(help: "Random rooms: rooms:seed=N,count=N,look=photo|synthetic.")
  var data = "rooms:seed=7,count=6"

  @Option(help: "A mesh to photograph instead: glTF, GLB, OBJ or PLY.", completion: .file())
  var mesh: String?

  @Option(help: "Which axis of the mesh points up: y or z.")
  var up = MeshOptions.UpAxis.y

  @Option(help: "Metres of one unit of the mesh.")
  var scale: Float = 1

  @Option(help: "Light of the mesh: baked (in its pictures) or lit (lamps and sky); by default what it has.")
  var light: MeshOptions.Light?

  @Option(
    help: "Text file with a place for a camera a line: x y z, or x y z and a heading in degrees.", completion: .file())
  var positions: String?

  @Option(help: "Places to find in the mesh where none are given.")
  var places = 8

  @Option(help: "Seed of the search for places.")
  var seed: UInt64 = 1

  @Option(help: "A panorama (HDR or EXR) to see through windows and to light rooms by day.", completion: .file())
  var sky: String?

  @Option(help: "A scene.json: render its folder again, with its own settings.", completion: .file())
  var scene: String?

  func validate() throws {
    guard scale > 0, scale.isFinite else { throw ValidationError("--scale is above zero, not \(scale)") }
    guard places > 0 else { throw ValidationError("--places is above zero, not \(places)") }
  }

  /// What to render.
  func plan(defaultSettings: RenderSettings) throws -> RenderPlan {
    if let scene { return try RenderPlan(repeating: SceneRecord(contentsOf: URL(filePath: scene))) }
    let stampedSky = try sky.map(SeriesDescription.FileStamp.init(of:))
    if let mesh {
      let description = SeriesDescription.MeshDescription(
        file: try .init(of: mesh), options: MeshOptions(upAxis: up, scale: scale, light: light),
        positions: try positions.map(SeriesDescription.FileStamp.init(of:)), count: places, seed: seed, sky: stampedSky)
      return try RenderPlan(.mesh(source: description), viewCount: nil, settings: defaultSettings)
    }
    guard data.hasPrefix("rooms:") else { throw CommandError.unknownData(uri: data) }
    let address = try RoomsAddress(parsing: String(data.dropFirst("rooms:".count)))
    guard let count = address.count else { throw CommandError.unknownData(uri: "\(data) without count=N") }
    return try RenderPlan(
      .rooms(seed: address.seed, look: address.look, sky: stampedSky), viewCount: count,
      settings: address.hasPartners ? defaultSettings.adding(.partners) : defaultSettings)
  }
}

extension MeshOptions.UpAxis: ExpressibleByArgument {}
extension MeshOptions.Light: ExpressibleByArgument {}

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

  /// The first views of a series; nil for all of one scene.
  init(_ description: SeriesDescription, viewCount: Int?, settings: RenderSettings) throws {
    self.description = description
    self.settings = settings
    series = try description.series()
    self.viewCount = viewCount ?? series.viewsPerScene
    sceneNumbers = Array(0..<(self.viewCount + series.viewsPerScene - 1) / series.viewsPerScene)
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
  /// The series that is described.
  ///
  /// - Throws: `CommandError.changedFile` where a file is not what it was, and what reading a mesh or a sky throws.
  func series() throws -> any SceneSeries {
    switch self {
    case .rooms(let seed, let look, let sky):
      return HomeSeries(seed: seed, look: look, sky: try sky.map { try Sky(contentsOf: $0.unchanged()) })
    case .mesh(let mesh):
      let places: MeshSeries.Places =
        if let positions = mesh.positions {
          .listed(try positions.unchanged())
        } else {
          .sampled(count: mesh.count, seed: mesh.seed)
        }
      return try MeshSeries(
        mesh.file.unchanged(), options: mesh.options, places: places,
        sky: try mesh.sky.map { try Sky(contentsOf: $0.unchanged()) })
    }
  }
}

extension SeriesDescription.FileStamp {
  /// The stamp of a file as it is now.
  ///
  /// - Throws: `ImagingError.notFound`.
  init(of path: String) throws {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { throw ImagingError.notFound(path: path) }
    self.init(path: path, sha256: SHA256.hexadecimal(of: Array(bytes)))
  }

  /// The file, if its bytes are still those of the stamp.
  ///
  /// - Throws: `CommandError.changedFile`.
  func unchanged() throws -> URL {
    guard try Self(of: path).sha256 == sha256 else { throw CommandError.changedFile(path: path) }
    return URL(filePath: path)
  }
}
