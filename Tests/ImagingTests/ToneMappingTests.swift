// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import Testing

@Suite struct ToneMappingTests {
  /// The operator of `ToneMapping`, evaluated for the fixtures' linear gradient 2^(x / 4 - 4), blue half of it.
  ///
  /// Every row holds the same light, so weights by latitude do not matter: the log-average between the 1st and 99th
  /// percentile is that of the 32 columns less 0.32 of the first and last, whose mean is their middle.
  private func expected() -> [[Double]] {
    let luminanceShare = 0.2126 + 0.7152 + 0.0722 / 2
    let average = exp2(31.0 / 8 - 4) * luminanceShare
    let exposure = 0.18 / average
    let white = max(1, exp2(31.0 / 4 - 4) * luminanceShare * exposure)
    return (0..<32).map { column in
      [1, 1, 0.5].map { share in
        let value = exp2(Double(column) / 4 - 4) * share * exposure
        let shown = min(value * (1 + value / (white * white)) / (1 + value), 1)
        return 255 * (shown <= 0.003_130_8 ? 12.92 * shown : 1.055 * pow(shown, 1 / 2.4) - 0.055)
      }
    }
  }

  /// Mantissas of RGBE have 8 bits and the histogram's bins are a sixteenth of a stop: three bytes' steps in all.
  private static let tolerance = 3.5

  @Test(
    "Linear light is exposed and mapped as documented, from every encoding of it",
    arguments: ["runs.hdr", "flat.hdr", "upside_down.hdr", "half.exr", "tiled_piz.exr"])
  func documentedOperator(name: String) throws {
    let panorama = try Panorama(contentsOf: fixture(name))
    #expect(panorama.width == 32 && panorama.height == 16)
    let expected = expected()
    for pixel in 0..<512 {
      for channel in 0..<3 {
        let difference = abs(Double(panorama.pixels[3 * pixel + channel]) - expected[pixel % 32][channel])
        #expect(difference <= Self.tolerance, "\(name) pixel \(pixel)")
      }
    }
  }

  @Test("Run-length and flat scanlines, and the eight directions of one, give the same bytes")
  func sameBytes() throws {
    let runs = try Panorama(contentsOf: fixture("runs.hdr"))
    #expect(try runs == Panorama(contentsOf: fixture("flat.hdr")))
    #expect(try runs == Panorama(contentsOf: fixture("upside_down.hdr")))
    #expect(try Panorama(contentsOf: fixture("half.exr")) == Panorama(contentsOf: fixture("tiled_piz.exr")))
  }

  @Test("Old repeat codes fill their scanlines")
  func oldRuns() throws {
    let options = ReadingOptions(acceptsAnyAspect: true)
    let panorama = try Panorama(contentsOf: fixture("old_runs.hdr"), options: options)
    #expect(panorama.width == 300 && panorama.height == 3)
    #expect(Set(stride(from: 0, to: panorama.pixels.count, by: 3).map { panorama.pixels[$0] }).count == 1)
    #expect(panorama.pixels[0] > panorama.pixels[1] && panorama.pixels[1] > panorama.pixels[2])
  }

  @Test("NaN shows nothing, negative light is black, infinite light white, and none moves the exposure")
  func notFinite() throws {
    let clean = try Panorama(contentsOf: fixture("half.exr"))
    let broken = try Panorama(contentsOf: fixture("notfinite.exr"))
    let row = 3 * 32 * 3
    let coverage = try #require(broken.coverage)
    #expect(coverage.indices.allSatisfy { coverage[$0] == ($0 == 3 * 32 + 5 ? 0 : 255) })
    #expect(Array(broken.pixels[row + 15..<row + 18]) == [0, 0, 0])
    #expect(broken.pixels[row + 3 * 6 + 1] == 255)
    #expect(broken.pixels[row + 3 * 7 + 2] == 0)
    let changed = [row + 15, row + 16, row + 17, row + 3 * 6 + 1, row + 3 * 7 + 2]
    for index in clean.pixels.indices where !changed.contains(index) {
      #expect(abs(Int(clean.pixels[index]) - Int(broken.pixels[index])) <= 1)
    }
  }

  @Test("Transparent pixels of an OpenEXR file are not covered")
  func alpha() throws {
    let coverage = try #require(try Panorama(contentsOf: fixture("alpha.exr")).coverage)
    #expect((0..<512).allSatisfy { coverage[$0] == ($0 < 128 ? 0 : 255) })
  }

  private static let photos = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/panoramas")

  @Test(
    "A real HDR panorama comes out about as bright as its photographer's JPEG",
    .enabled(if: FileManager.default.fileExists(atPath: photos.path)),
    arguments: [
      ("hdr/polyhaven_artist_workshop_1k.hdr", "indoor/polyhaven_artist_workshop.jpg"),
      ("hdr/polyhaven_vestibule_1k.hdr", "indoor/polyhaven_vestibule.jpg"),
    ])
  func realPhotos(hdr: String, jpeg: String) throws {
    let mapped = try Panorama(contentsOf: Self.photos.appending(path: hdr))
    let developed = try Panorama(contentsOf: Self.photos.appending(path: jpeg))
    func mean(_ panorama: Panorama) -> Double {
      Double(panorama.pixels.reduce(into: 0) { $0 += Int($1) }) / Double(panorama.pixels.count)
    }
    #expect(abs(mean(mapped) - mean(developed)) < 12)
  }
}
