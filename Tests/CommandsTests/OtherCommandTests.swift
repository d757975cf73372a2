// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaNetworks
import RotundaTestSupport
import Testing

@testable import RotundaCommands

@Suite(.serialized) struct OtherCommandTests {
  @Test func theLayerTableEndsWithTheTotals() async {
    let result = await rotunda("network", "rectnet")
    #expect(result.status == .done)
    #expect(result.output.contains("8,870,194") && result.output.contains("384.689"))
    let plan = await rotunda("network", "rectnet-w4", "--plan", "--size", "128x64")
    #expect(plan.status == .done)
    #expect(plan.output.contains("Winograd F(") && plan.output.contains("inner products"))
    let exact = await rotunda("network", "rectnet-w4", "--plan", "--size", "128x64", "--accuracy", "exact")
    #expect(exact.status == .done && exact.output != plan.output)
    #expect(await rotunda("network", "rectnet", "--plan", "--accuracy", "wild").status == .usage)
    let benchmark = await rotunda("benchmark", "rectnet-w8", "--size", "64x32", "--rounds", "1", "--threads", "1")
    #expect(benchmark.status == .done && benchmark.output.contains("GFLOP/s in registers"))
    #expect(await rotunda("benchmark", "rectnet-w8", "--rounds", "0").status == .usage)
    #expect(await rotunda("benchmark", "resnet").status == .usage)
    let unknown = await rotunda("network", "resnet")
    #expect(unknown.status == .usage && unknown.complaints.contains("rectnet"))
    #expect(await rotunda("network", "rectnet", "--size", "510x256").status == .usage)
  }

  @Test func conventionsAreToldAsTheFilesFollowThem() async {
    let output = await rotunda("conventions").output
    #expect(output.contains("-z forward") && output.contains("millimetres; 0 is invalid"))
  }

  @Test func theWebApplicationIsNotStartedWithFaultyOptions() async {
    #expect(await rotunda("serve", "--port", "65536").status == .usage)
    #expect(await rotunda("serve", "--max-upload", "0").status == .usage)
    let result = await rotunda("serve", "--address", "0.0.0.0")
    #expect(result.status == .usage)
    #if Server
      #expect(result.complaints.contains("set a token in ROTUNDA_TOKEN"))
    #else
      #expect(result.complaints.contains("swift build -c release --traits Server"))
    #endif
  }

  @Test func weightsAreToldAndConverted() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "w.safetensors")
      let architecture = Architecture(.rectnet, widthDivisor: 8, padding: .sphere)
      let extent = Extent(height: 32, width: 64)
      try Weights.initialised(for: architecture.network, seed: 1, scheme: .xavierNormal)
        .labelled(as: architecture, inputSize: extent).write(to: file)
      let half = folder.appending(path: "half.safetensors")
      #expect(await rotunda("weights", "convert", file.path, "-o", half.path, "--precision", "half").status == .done)
      let info = await rotunda("weights", "info", half.path)
      #expect(info.output.contains("fits rectnet-w8-sphere") && info.output.contains("input0_0.conv.weight"))
      #expect(try Weights(contentsOf: half).inputSize == extent)
      let wrong = await rotunda("weights", "convert", file.path, "-o", half.path, "--architecture", "uresnet")
      #expect(wrong.status == .badData && wrong.complaints.contains("missing"))
    }
  }

  @Test func aPublishedCheckpointIsImported() async throws {
    try await withTemporaryFolder { folder in
      let checkpoints = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/checkpoints")
      let files = try FileManager.default.contentsOfDirectory(atPath: checkpoints.path).filter {
        $0.hasPrefix("rectnet") && $0.hasSuffix(".pth")
      }
      #expect(!files.isEmpty)
      for file in files {
        let target = folder.appending(path: "\(file).safetensors")
        let result = await rotunda("weights", "import", checkpoints.appending(path: file).path, "-o", target.path)
        #expect(result.status == .done, "\(file): \(result.complaints)")
        #expect(try Weights(contentsOf: target).architecture == Architecture(.rectnet, widthDivisor: 8))
      }
    }
  }

  @Test func depthFilesAreToldWhatTheyAre() async throws {
    try await withTemporaryFolder { folder in
      // A room: floor 1.6 m below, ceiling 1 m above, walls 2 m away, as ray distances.
      let (width, height) = (128, 64)
      var values: [Float] = []
      for row in 0..<height {
        for column in 0..<width {
          let longitude = 2 * Double.pi * (Double(column) + 0.5) / Double(width) - .pi
          let latitude = Double.pi / 2 - .pi * (Double(row) + 0.5) / Double(height)
          let direction = SIMD3(cos(latitude) * sin(longitude), sin(latitude), -cos(latitude) * cos(longitude))
          let vertical = direction.y < 0 ? 1.6 / -direction.y : 1.0 / direction.y
          values.append(Float(min(vertical, 2 / abs(direction.x), 2 / abs(direction.z))))
        }
      }
      let file = folder.appending(path: "depth.exr")
      try DepthMap(width: width, height: height, values: values).write(to: file, as: .exr)
      let result = await rotunda("inspect", file.path)
      #expect(result.output.contains("ray distance") && result.output.contains("1.60 m below"))
      #expect(await rotunda("inspect", folder.appending(path: "none").path).status == .inputMissing)
      let picture = folder.appending(path: "picture.png")
      let noise = (0..<64 * 32 * 3).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
      try RGBImage(width: 64, height: 32, pixels: noise).write(to: picture, as: .png)
      #expect(await rotunda("inspect", picture.path).output.contains("panorama, PNG, 64x32"))
      let whole = try Data(contentsOf: picture)
      try whole.prefix(whole.count / 2).write(to: picture)
      #expect(await rotunda("inspect", picture.path).status == .badData)
    }
  }

  @Test func roomsAreRendered() async throws {
    try await withTemporaryFolder { folder in
      let arguments = [
        "render", "--data", "rooms:seed=3,count=2", "--size", "64x32", "--quality", "draft", "--with", "mask", "-o",
        folder.path,
      ]
      let result = await rotunda(arguments: arguments)
      #expect(result.status == .done)
      let stem = "rooms/home3x0/0_home3x01"
      let depth = try DepthMap(contentsOf: folder.appending(path: "\(stem)_depth_0_Left_Down_0.0.exr"))
      #expect(depth.width == 64 && depth.validShare > 0.9)
      #expect(await rotunda(arguments: arguments).output.contains("2 were there"))
      let list = try String(contentsOf: folder.appending(path: "train.txt"), encoding: .utf8)
      #expect(list.hasPrefix("\(stem)_color_0_Left_Down_0.0.png \(stem)_depth_0_Left_Down_0.0.exr\n"))
      // The record alone makes the folder again.
      let again = folder.appending(path: "again")
      let record = folder.appending(path: "rooms/home3x0/scene.json")
      #expect(await rotunda("render", "--scene", record.path, "-o", again.path).status == .done)
      #expect(
        try Data(contentsOf: again.appending(path: "\(stem)_color_0_Left_Down_0.0.png"))
          == Data(contentsOf: folder.appending(path: "\(stem)_color_0_Left_Down_0.0.png")))
    }
  }

  @Test func whatCannotBeRenderedIsSaid() async throws {
    #expect(await rotunda("render", "--data", "halls:seed=3").status == .usage)
    #expect(await rotunda("render", "--data", "rooms:seed=three").status == .usage)
    #expect(await rotunda("render", "--data", "rooms:seed=3").status == .usage)
    #expect(await rotunda("render", "--shard", "5/4").status == .usage)
    #expect(await rotunda("render", "--with", "shadows").status == .usage)
    #expect(await rotunda("render", "--mesh", "nowhere.glb").status == .inputMissing)
    #expect(await rotunda("render", "--scene", "nowhere.json").status == .inputMissing)
  }

  @Test func helpIsNoError() async {
    let result = await rotunda("--help")
    #expect(result.status == .done && result.output.contains("predict"))
    #expect(await rotunda("--version").output == programVersion)
    #expect(await rotunda("fly").status == .usage)
  }
}
