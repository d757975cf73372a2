// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaNetworks
import RotundaScenes
import RotundaTestSupport
import Testing

@testable import RotundaCommands

/// `rotunda predict` as its user meets it: what it writes, what it skips, what it says when something is wrong.
@Suite(.serialized) struct PredictTests {
  private func writeRoom(_ url: URL, index: Int = 0, width: Int = 256) throws {
    try RoomsSource(RoomsAddress(seed: 77), width: width, height: width / 2).sample(at: index).panorama.write(
      to: url, as: .jpeg(quality: 92))
  }

  @Test func aPhotoBecomesAFolderOfDepthPreviewAndSidecar() async throws {
    try await withTemporaryFolder { folder in
      let photo = folder.appending(path: "kitchen.jpg")
      try writeRoom(photo)
      let result = await rotunda(
        "predict", photo.path, "--output", folder.path, "--format", "png,exr,npy,pfm")
      #expect(result.status == .done, "\(result.complaints)")
      let target = folder.appending(path: "kitchen")
      let names = try FileManager.default.contentsOfDirectory(atPath: target.path).sorted()
      #expect(names == ["depth.exr", "depth.json", "depth.npy", "depth.pfm", "depth.png", "preview.png"])
      let exact = try DepthMap(contentsOf: target.appending(path: "depth.exr"))
      #expect(exact.width == 256 && exact.height == 128 && exact.validShare == 1)
      #expect(try DepthMap(contentsOf: target.appending(path: "depth.npy")) == exact)
      #expect(try DepthMap(contentsOf: target.appending(path: "depth.pfm")) == exact)
      let png = try DepthMap(contentsOf: target.appending(path: "depth.png"))
      let worst = zip(png.values, exact.values).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst <= 0.000_501)
      let sidecar = try JSONDecoder().decode(
        Sidecar.self, from: Data(contentsOf: target.appending(path: "depth.json")))
      #expect(sidecar.unit == "metre" && sidecar.depth == "ray distance" && sidecar.scaleSource == "network")
      #expect(sidecar.weightsSHA256.count == 64 && sidecar.source.name == "kitchen.jpg")
    }
  }

  @Test func workThatIsDoneIsSkippedUntilSomethingElseIsWanted() async throws {
    try await withTemporaryFolder { folder in
      let photo = folder.appending(path: "hall.jpg")
      try writeRoom(photo, width: 512)
      func predict(_ more: String...) async -> String {
        var arguments = ["predict", photo.path, "--output", folder.path]
        arguments += more
        return await run(arguments).output
      }
      #expect(!(await predict()).contains("done already"))
      #expect(await predict().contains("done already"))
      #expect(!(await predict("--overwrite")).contains("done already"))
      #expect(!(await predict("--format", "exr")).contains("done already"))
      #expect(!(await predict("--size", "network", "--format", "exr")).contains("done already"))
      #expect(await predict("--size", "network", "--format", "exr").contains("done already"))
      // A run that was killed before its sidecar starts this picture again.
      try FileManager.default.removeItem(at: folder.appending(path: "hall/depth.json"))
      #expect(!(await predict("--size", "network", "--format", "exr")).contains("done already"))
    }
  }

  @Test func aSheetShowsEveryPanoramaAboveItsDepth() async throws {
    try await withTemporaryFolder { folder in
      for index in 0..<3 { try writeRoom(folder.appending(path: "room\(index).jpg"), index: index) }
      try Data("no picture".utf8).write(to: folder.appending(path: "broken.jpg"))
      let (output, sheet) = (folder.appending(path: "out"), folder.appending(path: "sheet.png"))
      let result = await rotunda(
        "predict", folder.path, "-o", output.path, "--size", "network", "--sheet", sheet.path)
      #expect(result.status == .someFailed && result.output.contains("3 panoramas"))
      let picture = try RGBImage(contentsOf: sheet)
      #expect(picture.width == 3 * 520 + 8 && picture.height > 512)
      // The panorama of the second room begins where its cell does.
      let room = try RGBImage(contentsOf: folder.appending(path: "room1.jpg")).resized(width: 512, height: 256)
      let inSheet = (0..<256).flatMap { row in
        let start = 3 * ((8 + row) * picture.width + 8 + 520)
        return picture.pixels[start..<start + 3 * 512]
      }
      #expect(inSheet == room.pixels)
      // What is done already is shown too.
      let again = await rotunda(
        "predict", folder.appending(path: "room1.jpg").path, "-o", output.path, "--size", "network", "--sheet",
        folder.appending(path: "one.jpg").path)
      #expect(again.status == .done && again.output.contains("1 panoramas"))
      #expect(await rotunda("predict", folder.path, "--sheet", "sheet.gif").status == .usage)
    }
  }

  private func run(_ arguments: [String]) async -> CommandResult { await rotunda(arguments: arguments) }

  @Test func badInputsAreNamedAndTheOthersFinished() async throws {
    try await withTemporaryFolder { folder in
      try writeRoom(folder.appending(path: "good.jpg"))
      try Data().write(to: folder.appending(path: "nothing.jpg"))
      let whole = try Data(contentsOf: folder.appending(path: "good.jpg"))
      try whole.prefix(whole.count / 2).write(to: folder.appending(path: "half.jpg"))
      try Data("no picture".utf8).write(to: folder.appending(path: "text.png"))
      let square = RGBImage(width: 64, height: 64, pixels: Array(repeating: 9, count: 64 * 64 * 3))
      try square.write(to: folder.appending(path: "square.png"), as: .png)
      let output = folder.appending(path: "out")
      let result = await rotunda(
        "predict", folder.path, folder.appending(path: "missing.jpg").path, "--output", output.path)
      #expect(result.status == .someFailed)
      for name in ["nothing.jpg", "half.jpg", "text.png", "square.png", "missing.jpg"] {
        #expect(result.complaints.contains(name), "\(name) is not named")
      }
      #expect(result.complaints.contains("64 columns too narrow"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: output.path) == ["good"])
    }
  }

  @Test func oneBadInputDecidesTheStatus() async throws {
    try await withTemporaryFolder { folder in
      try Data().write(to: folder.appending(path: "nothing.jpg"))
      #expect(await rotunda("predict", folder.appending(path: "nothing.jpg").path).status == .badData)
      #expect(await rotunda("predict", folder.appending(path: "missing.jpg").path).status == .inputMissing)
      let empty = folder.appending(path: "empty")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
      let result = await rotunda("predict", empty.path)
      #expect(result.status == .inputMissing && result.complaints.contains("holds no picture"))
      #expect(await rotunda("predict", folder.path + "/*.tiff").status == .inputMissing)
      #expect(await rotunda("predict", "a.jpg", "--jobs", "0").status == .usage)
      #expect(await rotunda("predict", "a.jpg", "--level", "up").status == .usage)
      #expect(await rotunda("predict", "a.jpg", "--camera-height", "-1").status == .usage)
    }
  }

  @Test func anOutputThatCannotBeWrittenIsSaidAndHasItsStatus() async throws {
    try await withTemporaryFolder { folder in
      try writeRoom(folder.appending(path: "room.jpg"))
      // A file where the folder would go: refused also for root, whom permissions do not stop.
      try Data().write(to: folder.appending(path: "blocked"))
      let result = await rotunda(
        "predict", folder.appending(path: "room.jpg").path, "--output", folder.appending(path: "blocked").path)
      #expect(result.status == .cannotWrite)
      #expect(result.complaints.contains("blocked"))
    }
  }

  @Test func notTwiceAsWideIsAcceptedByForce() async throws {
    try await withTemporaryFolder { folder in
      let picture = RGBImage(width: 300, height: 100, pixels: Array(repeating: 90, count: 90_000))
      let file = folder.appending(path: "wide.png")
      try picture.write(to: file, as: .png)
      #expect(await rotunda("predict", file.path, "--output", folder.path).status == .badData)
      #expect(await rotunda("predict", file.path, "--output", folder.path, "--force").status == .done)
      let depth = try DepthMap(contentsOf: folder.appending(path: "wide/depth.png"))
      #expect(depth.width == 300 && depth.height == 100)
    }
  }

  @Test func eventsAreJSONLines() async throws {
    try await withTemporaryFolder { folder in
      try writeRoom(folder.appending(path: "room.jpg"))
      let result = await rotunda(
        "predict", folder.appending(path: "room.jpg").path, folder.appending(path: "no.jpg").path, "--output",
        folder.path, "--json")
      let events = try result.output.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
      let kinds = Set(events.compactMap { $0["event"] as? String })
      #expect(kinds == ["started", "progress", "done", "failed", "finished"])
      #expect(result.complaints.isEmpty)
    }
  }

  @Test func anEnsembleWritesItsSpread() async throws {
    try await withTemporaryFolder { folder in
      try writeRoom(folder.appending(path: "room.jpg"))
      let result = await rotunda(
        "predict", folder.appending(path: "room.jpg").path, "--output", folder.path, "--ensemble", "8", "--format",
        "exr")
      #expect(result.status == .done)
      let spread = try DepthMap(contentsOf: folder.appending(path: "room/spread.exr"))
      #expect(spread.validShare == 1 && spread.values.contains { $0 > 0.001 })
    }
  }

  @Test func weightsOfAnotherNetworkAreRefused() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "bad.safetensors")
      try Data("{}".utf8).write(to: file)
      let result = await rotunda("predict", "room.jpg", "--weights", file.path)
      #expect(result.status == .badData && result.complaints.contains("bad.safetensors"))
      let missing = await rotunda("predict", "room.jpg", "--weights", folder.appending(path: "none").path)
      #expect(missing.status == .inputMissing)
    }
  }

  @Test func twoPhotosOfOneNameGetFoldersOfTheirOwn() {
    let inputs = Inputs.find(["a/room.jpg", "b/room.jpg", "b/room.png", "./a/room.jpg"]).inputs
    #expect(inputs.map(\.name) == ["room", "room.jpg", "room.png"])
  }
}

/// What may not be lost or mixed up between runs.
@Suite(.serialized) struct PredictAgainTests {
  private func photo(_ index: Int) throws -> RGBImage {
    try RoomsSource(RoomsAddress(seed: 77), width: 256, height: 128).sample(at: index).panorama.image
  }

  @Test func anotherPictureOfTheSameNameIsNotTakenForDone() async throws {
    try await withTemporaryFolder { folder in
      for (name, index) in [("a", 0), ("b", 1)] {
        let sub = folder.appending(path: name)
        try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: false)
        try photo(index).write(to: sub.appending(path: "room.png"), as: .png)
      }
      let output = folder.appending(path: "out").path
      func predict(_ name: String, _ more: String...) async -> CommandResult {
        await rotunda(arguments: ["predict", folder.appending(path: "\(name)/room.png").path, "-o", output] + more)
      }
      #expect(await predict("a").status == .done)
      let refused = await predict("b")
      #expect(refused.status == .cannotWrite && refused.complaints.contains("another picture"))
      #expect(await predict("b", "--overwrite").status == .done)
      #expect(await predict("b").output.contains("done already"))
    }
  }

  @Test func filesOfAnEarlierRunDoNotStayBesideOtherSettings() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "room.png")
      try photo(0).write(to: file, as: .png)
      func predict(_ more: String...) async -> Bool {
        await rotunda(arguments: ["predict", file.path, "-o", folder.path] + more).status == .done
      }
      func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "room").path).sorted()
      }
      #expect(await predict("--format", "exr,npy", "--ensemble", "2"))
      #expect(try names() == ["depth.exr", "depth.json", "depth.npy", "preview.png", "spread.exr", "spread.npy"])
      try Data().write(to: folder.appending(path: "room/notes.txt"))
      #expect(await predict("--format", "pfm"))
      #expect(try names() == ["depth.json", "depth.pfm", "notes.txt", "preview.png"])
    }
  }

  @Test func aSphereWithoutFloorIsNotScaled() async throws {
    try await withTemporaryFolder { folder in
      let grey = RGBImage(width: 256, height: 128, pixels: Array(repeating: 120, count: 256 * 128 * 3))
      let file = folder.appending(path: "fog.png")
      try grey.write(to: file, as: .png)
      let weights = folder.appending(path: "flat.safetensors")
      // Weights that are zero but for the last bias: everything is three metres away, a ball around the camera.
      let architecture = Architecture(.rectnet, widthDivisor: 8, padding: .sphere)
      var arrays: [String: Weights.Array] = [:]
      for parameter in architecture.network.parameters {
        let value: Float = parameter.name == "prediction1.bias" ? 3 : 0
        arrays[parameter.name] = Weights.Array(
          shape: parameter.shape, values: Array(repeating: value, count: parameter.count))
      }
      try Weights(arrays: arrays).labelled(as: architecture, inputSize: Extent(height: 64, width: 128))
        .write(to: weights)
      let common = ["predict", file.path, "-o", folder.path, "--weights", weights.path, "--format", "exr"]
      let refused = await rotunda(arguments: common + ["--camera-height", "1.6"])
      #expect(refused.status == .badData && refused.complaints.contains("no floor"))
      #expect(await rotunda(arguments: common).status == .done)
      let depth = try DepthMap(contentsOf: folder.appending(path: "fog/depth.exr"))
      #expect(depth.values.allSatisfy { abs($0 - 3) < 1e-4 })
    }
  }

  @Test func weightsOfAnotherNetworkAreNamedWithWhatIsWrong() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "other.safetensors")
      let uresnet = Architecture(.uresnet, widthDivisor: 8)
      try Weights.initialised(for: uresnet.network, seed: 1, scheme: .xavierNormal)
        .labelled(as: Architecture(.rectnet, widthDivisor: 8)).write(to: file)
      let result = await rotunda("predict", "room.jpg", "--weights", file.path)
      #expect(result.status == .badData)
      #expect(result.complaints.contains("other.safetensors") && result.complaints.contains("missing"))
    }
  }

  @Test func aHostilePickleIsRefusedByName() async throws {
    let hostile = try FileManager.default.contentsOfDirectory(atPath: goldenFile("checkpoints").path)
      .filter { $0.contains("hostile") }
    #expect(!hostile.isEmpty)
    for name in hostile {
      let result = await rotunda("predict", "room.jpg", "--weights", goldenFile("checkpoints/\(name)").path)
      #expect(result.status == .badData && result.complaints.contains(name), "\(name): \(result.complaints)")
    }
  }

  @Test func sizesBeyondWhatIsReadAreRefused() async {
    for size in ["100000x50000", "4294967296x2147483648", "512x512", "0x0"] {
      #expect(await rotunda("predict", "room.jpg", "--size", size).status == .usage, "\(size)")
    }
    #expect(await rotunda("network", "rectnet", "--size", "4000000000x4000000000").status == .usage)
    #expect(await rotunda("predict", "room.jpg", "--level", "1e300,0").status == .usage)
  }

  @Test func thePoseOfAPhotoIsWrittenIntoItsSidecar() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "room.png")
      try photo(0).write(to: file, as: .png)
      let result = await rotunda("predict", file.path, "-o", folder.path, "--level", "-10,5")
      #expect(result.status == .done, "\(result.complaints)")
      let sidecar = try JSONDecoder().decode(
        Sidecar.self, from: Data(contentsOf: folder.appending(path: "room/depth.json")))
      #expect(sidecar.levelling == Sidecar.Levelling(pitchDegrees: -10, rollDegrees: 5))
    }
  }
}
