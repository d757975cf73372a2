// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaNetworks
import RotundaTestSupport
import Testing

@testable import RotundaCommands

@Suite(.serialized) struct EvaluateTests {
  /// A folder with five rooms of 64x32 in the layout of 360D, weights of a narrow network, and depth maps that are right.
  private struct Rooms {
    let folder: URL
    var weights: String { folder.appending(path: "w.safetensors").path }
    var output: URL { folder.appending(path: "out") }
    var truth: String { folder.appending(path: "truth").path }

    init(in folder: URL) async throws {
      self.folder = folder
      let rooms = try SampleSources.open("rooms:seed=5,count=5", width: 64, height: 32)
      try FileManager.default.createDirectory(atPath: truth, withIntermediateDirectories: true)
      for index in 0..<5 {
        let sample = try rooms.sample(at: index)
        let stem = "\(index)_a1"
        try sample.panorama.write(to: folder.appending(path: "\(stem)_color_0_Left_Down_0.0.png"), as: .png)
        try sample.label().write(to: folder.appending(path: "\(stem)_depth_0_Left_Down_0.0.exr"), as: .exr)
        try sample.label().write(to: folder.appending(path: "truth/\(stem)_color_0_Left_Down_0.0.npy"), as: .npy)
      }
      let rows = (0..<5).map { "\($0)_a1_color_0_Left_Down_0.0.png \($0)_a1_depth_0_Left_Down_0.0.exr\n" }
      try Data(rows.joined().utf8).write(to: folder.appending(path: "test.txt"))
      let architecture = Architecture(.rectnet, widthDivisor: 8, padding: .sphere)
      try Weights.initialised(for: architecture.network, seed: 1, scheme: .xavierNormal)
        .labelled(as: architecture, inputSize: Extent(height: 32, width: 64)).write(to: URL(filePath: weights))
    }

    func evaluate(_ more: String...) async -> CommandResult {
      await rotunda(
        arguments: ["evaluate", "--weights", weights, "--data", "rotunda:\(folder.path)?split=test"] + more)
    }

    func text(_ file: String) throws -> String {
      try String(contentsOf: output.appending(path: file), encoding: .utf8)
    }
  }

  @Test func `a report has tables for people, papers and programs, and a picture of the worst`() async throws {
    try await withTemporaryFolder { folder in
      let rooms = try await Rooms(in: folder)
      let result = await rooms.evaluate(
        "--predictions", rooms.truth, "--baseline", "rooms:seed=9,count=2", "--protocol", "omnidepth", "--protocol",
        "rotunda", "-o", rooms.output.path)
      #expect(result.status == .done, "\(result.complaints)")
      // The rules stand in full beside the numbers; maps that are right have no error.
      #expect(result.output.contains("pixels count where 0 < truth <= 8 m"))
      #expect(result.output.contains("| metric") && result.output.contains("mean depth map"))
      #expect(try rooms.text("report.md").contains("## By true distance"))
      let table = try rooms.text("report.csv")
      #expect(table.contains("truth,omnidepth,abs_rel,0.00000000,0.00000000,0.00000000\n"))
      #expect(table.contains("w.safetensors,rotunda-spherical,rms,"))
      #expect(table.contains("truth,geometry,normals_11.25,1.0"))
      #expect(try rooms.text("report.tex").contains("w.safetensors & "))
      // Five images, four predictors, three protocols.
      #expect(try rooms.text("images.csv").split(separator: "\n").count == 1 + 5 * 4 * 3)
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: rooms.output.appending(path: "report.json")))
      let predictors = try #require((json as? [String: Any])?["predictors"] as? [[String: Any]])
      #expect(predictors.map { $0["name"] as? String } == ["w.safetensors", "truth", "mean depth map", "box room"])
      for plot in ["distance", "latitude"] {
        #expect(try rooms.text("\(plot).svg").contains("mean depth map"))
        let picture = try Data(contentsOf: rooms.output.appending(path: "\(plot).png"))
        #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      }
      let sheet = try Panorama(
        contentsOf: rooms.output.appending(path: "worst.png"), options: ReadingOptions(acceptsAnyAspect: true))
      #expect(sheet.width == 5 * (256 + 8) + 8 && sheet.height > 4 * 128)
    }
  }

  @Test func `a run that was killed goes on where it was, and shards make the whole`() async throws {
    try await withTemporaryFolder { folder in
      let rooms = try await Rooms(in: folder)
      #expect(await rooms.evaluate("-o", rooms.output.path).status == .done)
      let whole = try rooms.text("images.csv")
      let results = rooms.output.appending(path: "results/1-of-1.jsonl")
      // Killed while it wrote the fourth image.
      let lines = try String(contentsOf: results, encoding: .utf8).split(separator: "\n")
      try Data((lines.prefix(4).joined(separator: "\n") + "\n" + lines[4].prefix(40)).utf8).write(to: results)
      try FileManager.default.removeItem(at: rooms.output.appending(path: "images.csv"))
      let resumed = await rooms.evaluate("-o", rooms.output.path)
      #expect(resumed.status == .done && resumed.complaints.contains("going on after 3"))
      #expect(resumed.output.contains("2 samples judged"))
      #expect(try rooms.text("images.csv") == whole)

      try FileManager.default.removeItem(at: rooms.output)
      #expect(await rooms.evaluate("-o", rooms.output.path, "--shard", "2/2").status == .done)
      #expect(try rooms.text("results/2-of-2.jsonl").split(separator: "\n").count == 1 + 2)
      #expect(await rooms.evaluate("-o", rooms.output.path, "--shard", "1/2").status == .done)
      #expect(try rooms.text("images.csv") == whole)
      // A shard that begins again leaves the work of the other one.
      let again = await rooms.evaluate("-o", rooms.output.path, "--shard", "1/2", "--overwrite")
      #expect(again.status == .done && again.output.contains("3 samples judged"))
      let joined = await rooms.evaluate("-o", rooms.output.path)
      #expect(joined.status == .done && !joined.output.contains("samples judged"))
    }
  }

  @Test func `results of other weights, data or protocols are not gone on with`() async throws {
    try await withTemporaryFolder { folder in
      let rooms = try await Rooms(in: folder)
      #expect(await rooms.evaluate("-o", rooms.output.path).status == .done)
      let other = await rooms.evaluate("-o", rooms.output.path, "--protocol", "svs")
      #expect(other.status == .cannotWrite && other.complaints.contains("--overwrite"))
      let architecture = Architecture(.rectnet, widthDivisor: 8, padding: .sphere)
      try Weights.initialised(for: architecture.network, seed: 2, scheme: .xavierNormal)
        .labelled(as: architecture, inputSize: Extent(height: 32, width: 64)).write(to: URL(filePath: rooms.weights))
      #expect(await rooms.evaluate("-o", rooms.output.path).status == .cannotWrite)
      #expect(await rooms.evaluate("-o", rooms.output.path, "--overwrite").status == .done)
      // The same name, but another picture.
      let pixels = [UInt8](repeating: 90, count: 3 * 64 * 32)
      try Panorama(width: 64, height: 32, pixels: pixels).write(
        to: folder.appending(path: "0_a1_color_0_Left_Down_0.0.png"), as: .png)
      #expect(await rooms.evaluate("-o", rooms.output.path).status == .cannotWrite)
    }
  }

  @Test func `results that another run writes to are left alone`() async throws {
    try await withTemporaryFolder { folder in
      let rooms = try await Rooms(in: folder)
      #expect(await rooms.evaluate("-o", rooms.output.path).status == .done)
      let whole = try rooms.text("results/1-of-1.jsonl")
      let descriptor = open(rooms.output.appending(path: "results/1-of-1.jsonl").path, O_RDWR)
      #expect(flock(descriptor, LOCK_EX) == 0)
      let second = await rooms.evaluate("-o", rooms.output.path, "--overwrite")
      #expect(second.status == .cannotWrite && second.complaints.contains("another run"))
      close(descriptor)
      #expect(try rooms.text("results/1-of-1.jsonl") == whole)
      #expect(await rooms.evaluate("-o", rooms.output.path).status == .done)
    }
  }

  @Test func `what is missing is named, and the rest is judged`() async throws {
    try await withTemporaryFolder { folder in
      let rooms = try await Rooms(in: folder)
      try FileManager.default.removeItem(at: folder.appending(path: "truth/3_a1_color_0_Left_Down_0.0.npy"))
      let result = await rooms.evaluate("--predictions", rooms.truth)
      #expect(result.status == .someFailed && result.complaints.contains("3_a1_color_0_Left_Down_0.0.png"))
      #expect(result.output.contains("4 of 5 images"))
      #expect(await rooms.evaluate("--predictions", "/nowhere").status == .inputMissing)
      let unknown = await rooms.evaluate("--protocol", "kitti")
      #expect(unknown.status == .usage && unknown.complaints.contains("unifuse-corrected"))
      #expect(await rooms.evaluate("--shard", "1/2").status == .usage)
      #expect(await rooms.evaluate("--shard", "3/2", "-o", rooms.output.path).status == .usage)
      #expect(await rooms.evaluate("--jobs", "0").status == .usage)
      #expect(await rooms.evaluate("--size", "wide").status == .usage)
      #expect(await rooms.evaluate("-o", "/dev/null/out").status == .cannotWrite)
    }
  }
}
