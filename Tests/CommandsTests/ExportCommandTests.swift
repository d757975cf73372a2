// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaScenes
import RotundaTestSupport
import Testing

@testable import RotundaCommands

/// `rotunda export`, and the exports of `rotunda predict`, as their user meets them.
@Suite(.serialized) struct ExportCommandTests {
  /// A rendered room's photo and exact depth in a folder.
  private func writeRoom(_ folder: URL) throws -> (photo: String, depth: String) {
    let sample = try RoomsSource(RoomsAddress(seed: 5), width: 256, height: 128).sample(at: 0)
    let (photo, depth) = (folder.appending(path: "hall.jpg"), folder.appending(path: "hall.exr"))
    try sample.panorama.write(to: photo, as: .jpeg(quality: 92))
    try #require(sample.depth).write(to: depth, as: .exr)
    return (photo.path, depth.path)
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func aDepthMapBecomesEveryFormat() async throws {
    try await withTemporaryFolder { folder in
      let room = try writeRoom(folder)
      let target = folder.appending(path: "out")
      let result = await rotunda(
        "export", room.depth, "--photo", room.photo, "--format", "ply,glb,html,cube,layers", "-o", target.path)
      #expect(result.status == .done, "\(result.complaints)")
      #expect(
        try names(target) == [
          "cloud.ply", "cube-back.png", "cube-down.png", "cube-front.png", "cube-left.png", "cube-right.png",
          "cube-up.png", "layers.json", "layers.png", "mesh.glb", "view.html",
        ])
      #expect(result.output.contains("mesh.glb"))
      // The photo's own bytes are the texture.
      let photo = try Data(contentsOf: URL(filePath: room.photo))
      #expect(try Data(contentsOf: target.appending(path: "mesh.glb")).range(of: photo) != nil)
    }
  }

  @Test func predictExportsAndSkipsWhatIsDone() async throws {
    try await withTemporaryFolder { folder in
      let room = try writeRoom(folder)
      func predict() async -> String {
        await rotunda("predict", room.photo, "-o", folder.path, "--format", "glb,html", "--faces", "5000").output
      }
      #expect(!(await predict()).contains("done already"))
      let target = folder.appending(path: "hall")
      #expect(try names(target) == ["depth.json", "mesh.glb", "preview.png", "view.html"])
      #expect(await predict().contains("done already"))
      let sidecar = try JSONDecoder().decode(
        Sidecar.self, from: Data(contentsOf: target.appending(path: "depth.json")))
      #expect(sidecar.files.map(\.content) == ["mesh", "viewer", "preview"])
      // Other formats replace them.
      let result = await rotunda("predict", room.photo, "-o", folder.path, "--format", "npy,ply")
      #expect(result.status == .done)
      #expect(try names(target) == ["cloud.ply", "depth.json", "depth.npy", "preview.png"])
    }
  }

  @Test func otherGeometryIsNotDoneAlready() async throws {
    try await withTemporaryFolder { folder in
      let room = try writeRoom(folder)
      func predict(_ faces: String) async -> String {
        await rotunda("predict", room.photo, "-o", folder.path, "--format", "glb", "--faces", faces).output
      }
      _ = await predict("5000")
      #expect(!(await predict("900")).contains("done already"))
      let glb = try Data(contentsOf: folder.appending(path: "hall/mesh.glb"))
      #expect(glb.count < 100_000)
    }
  }

  @Test(arguments: [
    (["--format", "png"], "predict writes the others"), (["--faces", "3"], "--faces"), (["--error", "2"], "--error"),
    (["--max-distance", "-1"], "--max-distance"), (["--grazing", "90"], "--grazing"), (["--points", "1"], "--points"),
  ])
  func wrongOptionsAreUsage(options: [String], complaint: String) async throws {
    let result = await rotunda(arguments: ["export", "depth.exr", "--photo", "photo.jpg"] + options)
    #expect(result.status == .usage && result.complaints.contains(complaint), "\(result.complaints)")
  }

  @Test func whatIsNotDepthIsToldByName() async throws {
    try await withTemporaryFolder { folder in
      let room = try writeRoom(folder)
      let photo = await rotunda("export", room.photo, "--photo", room.photo)
      #expect(photo.status == .badData && photo.complaints.contains("hall.jpg"))
      let missing = await rotunda("export", folder.path + "/no.exr", "--photo", room.photo)
      #expect(missing.status == .inputMissing && missing.complaints.contains("no.exr"))
      let square = folder.appending(path: "square.npy")
      try ScalarMap(width: 8, height: 8, values: [Float](repeating: 1, count: 64)).write(to: square, as: .npy)
      let result = await rotunda("export", square.path, "--photo", room.photo)
      #expect(result.status == .badData && result.complaints.contains("8x8"))
      #expect(try names(folder) == ["hall.exr", "hall.jpg", "square.npy"])
    }
  }

  @Test func aSpreadOfAnotherSizeIsRefused() async throws {
    try await withTemporaryFolder { folder in
      let room = try writeRoom(folder)
      let spread = folder.appending(path: "spread.npy")
      try ScalarMap(width: 8, height: 4, values: [Float](repeating: 1, count: 32)).write(to: spread, as: .npy)
      let result = await rotunda("export", room.depth, "--photo", room.photo, "--spread", spread.path)
      #expect(result.status == .badData && result.complaints.contains("spread"))
    }
  }
}
