// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import Testing

@testable import RotundaEvaluation

@Suite struct BrightnessLeakTests {
  @Test func `ranks correlate as scipy says, ties included`() throws {
    // scipy.stats.spearmanr([1, 2, 2, 5, 3, 0], [2, 1, 4, 4, 5, 0]).statistic
    let rho = try #require(spearman([1, 2, 2, 5, 3, 0], [2, 1, 4, 4, 5, 0]))
    #expect(abs(rho - 0.7794117647058825) < 1e-12)
    #expect(spearman([1, 1, 1], [1, 2, 3]) == nil)
  }

  @Test func `light that falls off from the camera is found, and pixels without distance do not count`() throws {
    let distances: [Float] = [1, 2, 3, 4, 0, 6, 7, 8]
    let light = distances.flatMap { distance -> [UInt8] in
      Array(repeating: distance > 0 ? UInt8(250 / (distance * distance)) : 0, count: 3)
    }
    var leak = BrightnessLeak()
    leak.add(
      Panorama(width: 4, height: 2, pixels: light), DepthMap(width: 4, height: 2, values: distances))
    #expect(try #require(leak.correlation) > 0.98)
  }
}
