// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaTestSupport
import Testing

/// Datasets whose files are cut off or altered: errors that name the sample, or samples, and never a crash.
@Suite struct DamageTests {
  /// One dataset of one sample a kind of file, and the file to damage.
  private static let kinds: [(scheme: String, query: String, file: String)] = [
    ("360d", "?split=test", "test.txt"), ("360d", "?split=test", "Matterport3D/1_a_depth_0_Left_Down_0.0.exr"),
    ("360d", "?split=test", "Matterport3D/1_a_color_0_Left_Down_0.0.png"), ("pano3d", "?list=split.yaml", "split.yaml"),
    ("matterport3d", "", "house/pano_skybox_color/1.jpg"), ("matterport3d", "", "house/pano_depth/1.png"),
    ("matterport3d", "?stitch=bifuse", "house/1/depth.npy"), ("matterport3d", "?stitch=bifuse", "other/1/depth.npy"),
    ("matterport360", "", "house/1_depth.dpt"),
  ]

  private func write(_ fixture: Fixture) throws {
    try fixture.writeView("Matterport3D/1_a", 1)
    let stem = "Matterport3D/1_a_"
    try fixture.writeText("test.txt", "\(stem)color_0_Left_Down_0.0.png \(stem)depth_0_Left_Down_0.0.exr\n")
    try fixture.writePicture("scene/0_spherical_1_emission_center_0.png", 1)
    try fixture.writeFloats("scene/0_spherical_1_depth_center_0.exr", fixture.values(1), as: .exr)
    try fixture.writeText("split.yaml", "scene:\n  - 0_spherical_1_emission_center_0.png\n")
    try fixture.writePicture("house/pano_skybox_color/1.jpg", 1)
    try fixture.writeSteps("house/pano_depth/1.png", fixture.values(1, scale: 4000))
    try fixture.writePicture("house/1/color.jpg", 1)
    try fixture.writeFloats("house/1/depth.npy", fixture.values(1), as: .npy)
    // BiFuse's reader takes any depth format, told by content.
    try fixture.writePicture("other/1/color.jpg", 1)
    try fixture.writeFloats("other/1/depth.npy", fixture.values(1), as: .pfm)
    try fixture.writePicture("house/1_rgb.png", 1)
    try fixture.writeDPT("house/1_depth.dpt", fixture.values(1))
  }

  /// Reads every sample; anything but a `DatasetsError` or a sample of the right size fails the test.
  ///
  /// - Returns: whether all could be read.
  private func reads(_ fixture: Fixture, _ scheme: String, _ query: String) throws -> Bool {
    do {
      let source = try fixture.open(scheme, query)
      for index in 0..<(source.count ?? 0) {
        let sample = try source.sample(at: index)
        let depth = try sample.label()
        #expect(sample.panorama.width == 32 && depth.width == 32 && depth.height == 16)
        #expect(depth.values.allSatisfy { $0 >= 0 && $0.isFinite })
      }
      return true
    } catch is DatasetsError {
      return false
    }
  }

  /// Overwrites without flushing to the disk, which `Data.write` does: there are hundreds.
  private func replace(_ url: URL, with bytes: Data) throws {
    let stream = try #require(fopen(url.path(percentEncoded: false), "w"))
    defer { fclose(stream) }
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, stream) }
  }

  @Test(arguments: kinds.indices) func `a file cut off at every 97th byte is an error`(kind: Int) throws {
    let (scheme, query, file) = Self.kinds[kind]
    try Fixture.with { fixture in
      try write(fixture)
      #expect(try reads(fixture, scheme, query))
      let whole = try Data(contentsOf: fixture.url(file))
      for length in stride(from: 0, to: whole.count, by: 97) {
        try replace(fixture.url(file), with: whole.prefix(length))
        #expect(try !reads(fixture, scheme, query), "\(file) cut at \(length)")
      }
    }
  }

  @Test(arguments: kinds.indices) func `a file with altered bytes is an error or a sample`(kind: Int) throws {
    let (scheme, query, file) = Self.kinds[kind]
    var random = SeededGenerator(seed: UInt64(kind))
    try Fixture.with { fixture in
      try write(fixture)
      let whole = try Data(contentsOf: fixture.url(file))
      for trial in 0..<60 {
        var bytes = whole
        // Half of them near the start, where headers are.
        let end = trial % 2 == 0 ? min(64, whole.count) : whole.count
        for _ in 0..<(1 + trial % 3) {
          bytes[Int.random(in: 0..<end, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        }
        try replace(fixture.url(file), with: bytes)
        _ = try reads(fixture, scheme, query)
      }
    }
  }

  @Test func `lists of odd characters and of deep YAML are errors`() throws {
    try Fixture.with { fixture in
      try write(fixture)
      let texts = [
        String(repeating: "[", count: 100_000), "&a [*a, *a]", "scene: &x\n  - *x\n",
        "\u{202E}\u{0}.png a.exr", "../../../../etc/passwd ../x.exr", String(repeating: "a/", count: 10_000) + "x y",
      ]
      for text in texts {
        for (name, scheme) in [("odd.yaml", "pano3d"), ("odd.txt", "360d")] {
          try fixture.writeText(name, text)
          #expect(try !reads(fixture, scheme, "?list=\(name)"))
        }
      }
    }
  }
}
