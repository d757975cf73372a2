// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaNetworks
import RotundaTestSupport
import Testing

@testable import RotundaCommands

@Suite(.serialized) struct ConsistencyTests {
  /// A folder of three photographs of 64x32, and two weights of a narrow network.
  private struct Photographs {
    let folder: URL
    var photos: URL { folder.appending(path: "photos") }
    var output: URL { folder.appending(path: "out") }

    init(in folder: URL) throws {
      self.folder = folder
      try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
      let rooms = try SampleSources.open("rooms:seed=5,count=3", width: 64, height: 32)
      for index in 0..<3 {
        try rooms.sample(at: index).panorama.write(to: photos.appending(path: "\(index).png"), as: .png)
      }
      for seed in UInt64(1)...2 {
        let architecture = Architecture(.rectnet, widthDivisor: 8, padding: .sphere)
        var weights = Weights.initialised(for: architecture.network, seed: seed, scheme: .variancePreserving)
        // About three metres away, so that hardly any prediction is raised to the least distance.
        weights.arrays["prediction1.bias"]?.values = [3]
        try weights.labelled(as: architecture, inputSize: Extent(height: 32, width: 64))
          .write(to: URL(filePath: self.weights(seed)))
      }
    }

    func weights(_ seed: UInt64) -> String { folder.appending(path: "w\(seed).safetensors").path }

    func measure(_ more: String...) async -> CommandResult {
      await rotunda(arguments: ["consistency", "--weights", weights(1)] + more)
    }

    func text(_ file: String) throws -> String {
      try String(contentsOf: output.appending(path: file), encoding: .utf8)
    }
  }

  @Test func `two weights are compared on photographs without depth`() async throws {
    try await withTemporaryFolder { folder in
      let photographs = try Photographs(in: folder)
      let result = await photographs.measure(
        "--weights", photographs.weights(2), "--data", photographs.photos.path, "-o", photographs.output.path)
      #expect(result.status == .done, "\(result.complaints)")
      #expect(result.output.contains("3 of 3 images") && result.output.contains("| w2.safetensors less w1.safetensors"))
      #expect(try photographs.text("report.md").contains("Measured without labels on folder:"))
      // A network that wraps around commutes with a quarter turn, of which 16 columns are a multiple of its stride.
      let rows = try photographs.text("report.csv").split(separator: "\n").map { $0.split(separator: ",") }
      let quarter = try #require(rows.first { $0[0] == "w1.safetensors" && $0[1] == "quarter_turn" })
      let odd = try #require(rows.first { $0[0] == "w1.safetensors" && $0[1] == "odd_turn" })
      #expect(try #require(Double(quarter[3])) < 1e-5)
      #expect(try #require(Double(odd[3])) > 1e-3)
      let images = try photographs.text("images.csv").split(separator: "\n")
      #expect(images.count == 1 + 3 * 2 && images[1].hasPrefix("0.png,w1.safetensors,"))
    }
  }

  @Test func `the truth stands beside, where there is one`() async throws {
    try await withTemporaryFolder { folder in
      let photographs = try Photographs(in: folder)
      let result = await photographs.measure(
        "--truth", "--data", "rooms:seed=5,count=2", "-o", photographs.output.path)
      #expect(result.status == .done && result.output.contains("truth less w1.safetensors"))
      #expect(try photographs.text("report.csv").contains("truth,quarter_turn,2,0.00000000,"))
      let unlabelled = await photographs.measure("--truth", "--data", photographs.photos.path)
      #expect(unlabelled.status == .badData && unlabelled.complaints.contains("has no depth"))
    }
  }

  @Test func `a photograph that cannot be read is named, and the rest is measured`() async throws {
    try await withTemporaryFolder { folder in
      let photographs = try Photographs(in: folder)
      try Data("no picture".utf8).write(to: photographs.photos.appending(path: "1.png"))
      let result = await photographs.measure("--data", photographs.photos.path)
      #expect(result.status == .someFailed && result.complaints.contains("1.png"))
      #expect(result.output.contains("2 of 3 images"))
      for name in ["0.png", "2.png"] {
        try Data("no picture".utf8).write(to: photographs.photos.appending(path: name))
      }
      #expect(await photographs.measure("--data", photographs.photos.path).status == .badData)
      #expect(await photographs.measure("--data", "/nowhere").status == .inputMissing)
      #expect(await photographs.measure("--data", "rooms:seed=1").status == .usage)
      #expect(await photographs.measure("--data", "rooms:seed=1,count=1", "--jobs", "0").status == .usage)
      #expect(await photographs.measure().status == .usage)
      let blocked = await photographs.measure("--data", "rooms:seed=1,count=1", "-o", "/dev/null/out")
      #expect(blocked.status == .cannotWrite)
    }
  }
}
