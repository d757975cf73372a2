// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaNetworks
import RotundaTestSupport
import Testing

@testable import RotundaCommands

@Suite(.serialized) struct PerspectiveEvaluationTests {
  /// A panorama of 64x32 in the layout of 360D, and what is known of its depth.
  private static func data(in folder: URL, red: (Int) -> UInt8, depth: (UInt8) -> Float) throws -> String {
    let pixels = (0..<64 * 32).map(red)
    try Panorama(width: 64, height: 32, pixels: pixels.flatMap { [$0, 90, 30] })
      .write(to: folder.appending(path: "0_a1_color_0_Left_Down_0.0.png"), as: .png)
    try DepthMap(width: 64, height: 32, values: pixels.map(depth))
      .write(to: folder.appending(path: "0_a1_depth_0_Left_Down_0.0.exr"), as: .exr)
    return "rotunda:\(folder.path)"
  }

  private static func card(_ name: String, in folder: URL, _ lines: String) throws -> String {
    let file = folder.appending(path: "\(name).yaml")
    try Data(lines.utf8).write(to: file)
    return file.path
  }

  private static func script(_ name: String) -> String { goldenFile("scripts/\(name).pt").path }

  /// Mean relative errors by predictor.
  private static func errors(_ folder: URL) throws -> [String: Double] {
    let lines = try String(contentsOf: folder.appending(path: "report.csv"), encoding: .utf8).split(separator: "\n")
    var errors: [String: Double] = [:]
    for line in lines where line.contains(",rotunda,abs_rel,") {
      let parts = line.components(separatedBy: ",rotunda,abs_rel,")
      errors[parts[0]] = parts[1].split(separator: ",").first.flatMap { Double($0) }
    }
    return errors
  }

  private static func narrowWeights(_ family: Architecture.Family, in folder: URL) throws -> String {
    let file = folder.appending(path: "\(family.rawValue).safetensors")
    let network = Architecture(family, widthDivisor: 8).network
    try Weights.initialised(for: network, seed: 1, scheme: .variancePreserving).write(to: file)
    return file.path
  }

  #if LibTorch
    @Test func `a panoramic program is judged by what its card says that its numbers mean`() async throws {
      try await withTemporaryFolder { folder in
        let data = try Self.data(in: folder, red: { UInt8($0 % 64 * 4) }, depth: { 1 + Float($0) / 255 })
        let card = try Self.card(
          "pano", in: folder,
          "model: \(Self.script("panorama"))\nview: panorama\nwidth: 64\nrange: 255\noutput: inverse-depth\nresult: 1\n"
        )
        let output = folder.appending(path: "out")
        let result = await rotunda(
          arguments: ["evaluate", "--model", card, "--data", data, "--size", "64x32", "-o", output.path])
        #expect(result.status == .done, "\(result.complaints)")
        #expect(try #require(Self.errors(output)["pano"]) < 1e-6)
      }
    }

    @Test(arguments: ["cube", "wide-cube", "icosahedron"])
    func `a perspective program is judged through views, in metres and under two scalings`(views: String) async throws {
      try await withTemporaryFolder { folder in
        let data = try Self.data(in: folder, red: { _ in 80 }, depth: { _ in 2 })
        // z-depths of a picture of 90 degrees: true on the cube and the icosahedron, where twice the focal length halves all.
        let card = try Self.card(
          "sphere", in: folder,
          "model: \(Self.script("perspective"))\nview: perspective\nsize: 64\noutput: depth\nfocal: 64\n")
        let output = folder.appending(path: "out")
        let result = await rotunda(
          arguments: ["evaluate", "--model", card, "--data", data, "--views", views, "-o", output.path])
        #expect(result.status == .done, "\(result.complaints)")
        let errors = try Self.errors(output)
        #expect(errors.count == 3)
        guard views != "wide-cube" else { return }
        for (name, error) in errors {
          #expect(name.contains(", raw)") ? abs(error - 0.5) < 1e-4 : error < 1e-4, "\(name) \(error)")
        }
      }
    }

    @Test func `a program that complains says so, and nothing is lost`() async throws {
      try await withTemporaryFolder { folder in
        let data = try Self.data(in: folder, red: { _ in 80 }, depth: { _ in 2 })
        let card = try Self.card(
          "broken", in: folder, "model: \(Self.script("broken"))\nview: panorama\nwidth: 64\noutput: distance\n")
        let result = await rotunda(arguments: ["evaluate", "--model", card, "--data", data])
        #expect(result.status != .done && result.complaints.contains("forward"), "\(result.complaints)")
      }
    }

    @Test(
      "Cards that cannot be used are told apart by what is wrong",
      arguments: [
        ("view: panorama\nwidth: 64\noutput: distance", "model is missing"),
        ("model: x.pt\nview: fisheye\noutput: distance", "not fisheye"),
        ("model: x.pt\nview: panorama\nwidth: 64\noutput: metres", "not metres"),
        ("model: x.pt\nview: panorama\nwidth: wide\noutput: distance", "not wide"),
        ("model: x.pt\nview: panorama\nwidht: 64\noutput: distance", "widht is no known name"),
        ("model: x.pt\nview: perspective\nsize: 64\noutput: depth\nmean: [1, 2]", "mean is three numbers"),
        ("model: x.pt\nview: panorama\nwidth: 64\noutput: distance", "x.pt"), ("a: [", "YAML"),
      ])
    func cards(text: String, complaint: String) async throws {
      try await withTemporaryFolder { folder in
        let data = try Self.data(in: folder, red: { _ in 80 }, depth: { _ in 2 })
        let card = try Self.card("card", in: folder, text)
        let result = await rotunda(arguments: ["evaluate", "--model", card, "--data", data])
        #expect(result.status == .badData && result.complaints.contains(complaint), "\(result.complaints)")
      }
    }
  #endif

  @Test(arguments: [Architecture.Family.fcrn, .monodepthresnet50, .dcnf])
  func `perspective weights get a row a scaling, beside panoramic ones`(family: Architecture.Family) async throws {
    try await withTemporaryFolder { folder in
      let data = try Self.data(in: folder, red: { UInt8($0 % 251) }, depth: { 1 + Float($0) / 100 })
      let weights = try Self.narrowWeights(family, in: folder)
      let panoramic = try Self.narrowWeights(.svs, in: folder)
      let output = folder.appending(path: "out")
      let result = await rotunda(
        arguments: [
          "evaluate", "--weights", weights, "--weights", panoramic, "--data", data, "--size", "64x32", "--view-size",
          "64",
          "--merge", "cross-faded", "--views", "wide-cube", "-o", output.path,
        ])
      #expect(result.status == .done, "\(result.complaints)")
      let errors = try Self.errors(output)
      #expect(errors.count == 4 && errors["svs.safetensors"] != nil)
      #expect(errors.values.allSatisfy { $0.isFinite })
    }
  }

  @Test func `predict refuses networks that are not for panoramas, and train pictures of them that are not square`()
    async throws
  {
    try await withTemporaryFolder { folder in
      let photo = folder.appending(path: "photo.png")
      try Panorama(width: 64, height: 32, pixels: Array(repeating: 90, count: 64 * 32 * 3)).write(to: photo, as: .png)
      let weights = try Self.narrowWeights(.fcrn, in: folder)
      let predicted = await rotunda(arguments: ["predict", photo.path, "--weights", weights])
      #expect(
        predicted.status == .badData && predicted.complaints.contains("faces of a cube"), "\(predicted.complaints)")
      #if LibTorch
        let trained = await rotunda(
          arguments: [
            "train", "--architecture", "bts-w8", "--size", "256x128", "--validate", "rooms:seed=1,count=1", "--output",
            folder.appending(path: "run").path,
          ])
        #expect(trained.status == .usage && trained.complaints.contains("pictures are square"), "\(trained.complaints)")
      #endif
    }
  }
}
