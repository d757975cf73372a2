// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaScenes
import RotundaTestSupport
import Testing

@testable import RotundaCommands

/// Several panoramas at once: how many, in which order, and that it changes no depth.
@Suite(.serialized) struct PredictManyTests {
  private func work(_ seconds: Double, network: Double, pixels: Int = 1 << 17) -> PictureWork {
    PictureWork(seconds: seconds, networkSeconds: network, pixels: pixels)
  }

  private func count(
    _ jobs: Jobs = .automatic, predictions: Int = 1, cores: Int, memory: Int = 1 << 40, _ works: PictureWork...
  ) -> Int {
    var atOnce = PicturesAtOnce(jobs, predictions: predictions)
    (atOnce.cores, atOnce.memory) = (cores, memory)
    for work in works { atOnce.learn(work) }
    return atOnce.count
  }

  @Test func asManyAreWorkedOnAsKeepTheNetworkBusy() {
    // Nothing is known: one is read ahead of those that the network works on.
    #expect(count(cores: 8) == 2)
    #expect(count(predictions: 4, cores: 8) == 5)
    // Files take as long as the network again, so two pictures keep it busy, and one more is there early.
    #expect(count(cores: 8, work(2, network: 1)) == 3)
    #expect(count(cores: 8, work(3, network: 1), work(5, network: 1)) == 5)
    // Where files take nearly all the time, the cores are the limit.
    #expect(count(cores: 2, work(100, network: 1)) == 3)
    // Three pictures of 100 million pixels at 24 bytes each are 7.2 of the 8 GB that a quarter of the memory is.
    #expect(count(cores: 64, memory: 32_000_000_000, work(100, network: 1, pixels: 100_000_000)) == 3)
    #expect(count(cores: 64, memory: 1_000_000_000, work(100, network: 1, pixels: 100_000_000)) == 1)
    #expect(count(.fixed(7), cores: 2, work(100, network: 1)) == 7)
  }

  @Test func reportsComeInTheOrderOfTheInputsAndDepthIsTheSame() async throws {
    try await withTemporaryFolder { folder in
      // The first is the largest, and the fifth is broken: without care the small ones would be reported first.
      for index in 0..<6 {
        let width = index == 0 ? 2048 : 128
        try RoomsSource(RoomsAddress(seed: 77), width: width, height: width / 2).sample(at: index).panorama.write(
          to: folder.appending(path: "room\(index).jpg"), as: .jpeg(quality: 92))
      }
      try Data("no picture".utf8).write(to: folder.appending(path: "room4.jpg"))
      var depths: [[DepthMap]] = []
      for jobs in ["1", "4", "auto"] {
        let output = folder.appending(path: "out\(jobs)")
        let result = await rotunda(
          "predict", folder.path, "-o", output.path, "--format", "exr", "--jobs", jobs, "--json")
        #expect(result.status == .someFailed)
        let inputs = try result.output.split(separator: "\n").compactMap { line -> String? in
          let event = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
          guard event["event"] as? String == "done" || event["event"] as? String == "failed" else { return nil }
          if event["event"] as? String == "done" {
            let (network, whole) = (event["networkSeconds"] as? Double, event["seconds"] as? Double)
            #expect(try 0 < #require(network) && #require(network) < #require(whole))
          }
          return (event["input"] as? String).map { URL(filePath: $0).lastPathComponent }
        }
        #expect(inputs == (0..<6).map { "room\($0).jpg" }, "--jobs \(jobs)")
        depths.append(
          try [0, 1, 2, 3, 5].map { try DepthMap(contentsOf: output.appending(path: "room\($0)/depth.exr")) })
      }
      #expect(depths[0] == depths[1] && depths[0] == depths[2])
    }
  }

  @Test func accuracyAndThreadsAreOptionsOfWhatPredicts() async throws {
    try await withTemporaryFolder { folder in
      let photo = folder.appending(path: "room.jpg")
      try RoomsSource(RoomsAddress(seed: 77), width: 256, height: 128).sample(at: 0).panorama.write(
        to: photo, as: .jpeg(quality: 92))
      var depths: [DepthMap] = []
      for accuracy in ["exact", "fast"] {
        let result = await rotunda(
          "predict", photo.path, "-o", folder.path, "--format", "exr", "--overwrite", "--accuracy", accuracy,
          "--threads", "1")
        #expect(result.status == .done, "\(result.complaints)")
        depths.append(try DepthMap(contentsOf: folder.appending(path: "room/depth.exr")))
      }
      let worst = zip(depths[0].values, depths[1].values).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst > 0 && worst < 2e-3 * (depths[0].values.max() ?? 0))
    }
    for command in [["predict", "a.jpg"], ["evaluate"], ["consistency", "--data", "a"]] {
      #expect(await rotunda(arguments: command + ["--accuracy", "perfect"]).status == .usage)
      #expect(await rotunda(arguments: command + ["--threads", "0"]).status == .usage)
    }
    #expect(await rotunda("predict", "a.jpg", "--jobs", "some").status == .usage)
  }
}
