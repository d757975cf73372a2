// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation
import RotundaImaging
import RotundaNetworks
import RotundaRendering
public import RotundaScenes

/// `rotunda render`.
struct Render: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render panoramas with their exact depth: random homes, or your own meshes.",
    discussion: """
      Writes a dataset in the layout of 360D: pictures, depth (EXR), scene.json, which reproduces a folder bit for bit, \
      and the lists train.txt, val.txt and test.txt, split by scene. What is there already is not rendered again; a \
      killed run goes on when it is started again. Several machines may share the work with --shard.
      """)

  @OptionGroup var scenes: SceneOptions

  @Option(help: "Size of the panoramas, WIDTHxHEIGHT.")
  var size = "1024x512"

  @Option(help: "How carefully light is followed: draft, train or photo.")
  var quality = PanoramaRenderer.Quality.train

  @Option(help: "Format of the pictures: png, jpg, or hdr (linear light, without the camera's look).")
  var picture = RenderSettings.Picture.png

  @Option(help: "What is written besides, with commas: normals, mask, partners (stereo, as in 3D60), preview.")
  var with = ExtrasList(list: [])

  @Option(help: "The part K of N of the scenes to render, as 3/16.")
  var shard = Shard.all

  @Option(help: "Scenes worked on at once; as many as there are cores where there are as many scenes.")
  var jobs: Int?

  @Option(name: .shortAndLong, help: "Folder to write to.", completion: .directory)
  var output = "rooms"

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be above zero, not \(jobs)") }
  }

  func run() async throws {
    let plan = try scenes.plan(defaultSettings: try requestedSettings())
    let numbers = plan.sceneNumbers.filter(shard.contains)
    let folder = URL(filePath: output)
    try OutputFolder.make(folder)
    let writer = DatasetWriter(
      plan.series, described: plan.description, settings: plan.settings, to: folder, version: programVersion)
    let report = RenderReport(total: numbers.reduce(0) { $0 + plan.views(ofScene: $1) })
    let interruption = Interruption()
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let jobs = self.jobs ?? min(cores, max(numbers.count, 1))
    await withTaskGroup(of: (Int, Result<DatasetWriter.Outcome, any Error>).self) { group in
      var waiting = numbers[...]
      func begin() {
        guard !interruption.isRequested, let number = waiting.popFirst() else { return }
        let viewCount = plan.views(ofScene: number)
        group.addTask {
          let outcome = Result {
            try writer.writeScene(
              at: number, viewCount: viewCount, threads: max(1, cores / jobs),
              isStopped: { interruption.isRequested }, progress: report.rendered)
          }
          return (number, outcome)
        }
      }
      for _ in 0..<jobs { begin() }
      for await (number, outcome) in group {
        report.finished(plan.series.name(ofScene: number), outcome)
        begin()
      }
    }
    if plan.writesLists { try writer.writeLists(viewCount: plan.viewCount) }
    try report.conclude(folder: folder, interrupted: interruption.isRequested)
  }

  private func requestedSettings() throws -> RenderSettings {
    let extent = try Extent(parsing: size)
    guard extent.width * extent.height <= ReadingOptions.defaultMaximumPixels else { throw CommandError.notASize(size) }
    return RenderSettings(
      size: Sidecar.Size(width: extent.width, height: extent.height), quality: quality, picture: picture,
      extras: with.list)
  }
}

extension PanoramaRenderer.Quality: ExpressibleByArgument {}
extension RenderSettings.Picture: ExpressibleByArgument {}

/// `--with`: extras with commas between them.
struct ExtrasList: ExpressibleByArgument {
  let list: [RenderSettings.Extra]

  init(list: [RenderSettings.Extra]) { self.list = list }

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let extras = names.compactMap { RenderSettings.Extra(rawValue: String($0)) }
    guard extras.count == names.count else { return nil }
    list = extras
  }
}

/// `--shard K/N`: every N-th scene, from the K-th on.
struct Shard: ExpressibleByArgument {
  static let all = Shard(number: 1, count: 1)

  let number: Int
  let count: Int

  private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], count >= 1, (1...count).contains(number)
    else { return nil }
    self.init(number: number, count: count)
  }

  var defaultValueDescription: String { "1/1" }

  func contains(_ scene: Int) -> Bool { scene % count == number - 1 }
}
