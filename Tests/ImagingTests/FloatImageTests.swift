// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaTestSupport
import Testing

@testable import RotundaImaging

@Suite struct FloatImageTests {
  /// A picture with runs, noise, black and a wide range; 37 x 19 leaves the last EXR chunk incomplete.
  private func picture() -> FloatImage {
    var random = SeededGenerator(seed: 5)
    var values = (0..<3 * 37 * 19).map { _ in Float.random(in: 0.001...40, using: &random) }
    for index in 0..<3 * 90 { values[index] = [0, 0.25, 3][index % 3] }
    for index in 300..<303 { values[index] = 0 }
    values[400] = 20_000
    return FloatImage(width: 37, height: 19, values: values)
  }

  private func rows(of file: some LinearRows) throws -> [Float] {
    var values: [Float] = []
    try file.forEachRow { _, samples in
      for pixel in 0..<samples.count / 4 { values += samples[4 * pixel..<4 * pixel + 3] }
    }
    return values
  }

  @Test func `OpenEXR keeps every number in its channel`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "light.exr")
      try picture().write(to: url, as: .exr)
      let read = try rows(of: OpenEXRFile(SourceFile(url)).colourRows())
      #expect(read == picture().values)
    }
  }

  /// Noise with so many equal numbers in it that ZIP saves about what its own bytes cost: in some of these maps exactly.
  @Test func `OpenEXR keeps chunks that compression leaves as large as they were`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "noise.exr")
      for seed in 0..<400 {
        var random = SeededGenerator(seed: UInt64(seed))
        var values = (0..<64 * 16).map { _ in Float.random(in: 1..<5, using: &random) }
        for index in 100..<114 + seed % 4 { values[index] = 2 }
        try DepthMap(width: 64, height: 16, values: values).write(to: url, as: .exr)
        let read = try DepthMap(contentsOf: url).values
        #expect(read == values, "seed \(seed)")
      }
    }
  }

  @Test func `Radiance keeps light to half a step of the brightest channel`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "light.hdr")
      try picture().write(to: url, as: .radiance)
      let file = try RadianceHDRFile(SourceFile(url))
      let read = try rows(of: file.rows(maximumPixels: 37 * 19))
      for (pixel, value) in picture().values.enumerated() {
        let greatest = picture().values[pixel / 3 * 3..<pixel / 3 * 3 + 3].max() ?? 0
        #expect(abs(read[pixel] - value) <= greatest / 256 + 1e-6, "number \(pixel)")
      }
    }
  }

  @Test func `sides that Radiance cannot hold are refused`() throws {
    try withTemporaryFolder { folder in
      let narrow = FloatImage(width: 4, height: 2, values: Array(repeating: 1, count: 24))
      #expect(throws: ImagingError.self) { try narrow.write(to: folder.appending(path: "a.hdr"), as: .radiance) }
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "a.hdr").path))
    }
  }
}
