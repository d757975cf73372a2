// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaTestSupport
import Testing

@testable import RotundaImaging

/// Depths spread from single pixels, against a dense solution and by what they must look like.
struct DepthSpreadingTests {
  private let width = 14
  private let height = 9

  private func picture(_ value: (Int, Int) -> Int) -> RGBImage {
    let pixels = (0..<width * height).flatMap { Array(repeating: UInt8(value($0 % width, $0 / width)), count: 3) }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  @Test func depthsSolveTheDenseSystem() {
    var random = SeededGenerator(seed: 8)
    let image = picture { column, row in 10 * column + 3 * row + Int.random(in: 0...60, using: &random) }
    let known = [15, 31, 60, 77, 101, 120]
    let depths = [1.0, 2, 4, 3, 1.5, 2.5]
    let luma = (0..<width * height).map { Double(image.pixels[3 * $0]) / 255 }
    var a = luma.indices.map { row in luma.indices.map { row == $0 ? 1.0 : 0 } }
    var (b, start) = (luma.map { _ in 0.0 }, luma.map { _ in 2.0 })
    for (pixel, depth) in zip(known, depths) {
      a[pixel][pixel] += 1
      (b[pixel], start[pixel]) = (depth, depth)
    }
    for pixel in luma.indices {
      let around = luma.indices.filter {
        $0 != pixel && abs($0 % width - pixel % width) <= 1 && abs($0 / width - pixel / width) <= 1
      }
      let window = around.map { luma[$0] } + [luma[pixel]]
      let mean = window.reduce(0, +) / Double(window.count)
      let variance = window.map { $0 * $0 }.reduce(0, +) / Double(window.count) - mean * mean
      let closest = around.map { pow(luma[$0] - luma[pixel], 2) }.min() ?? 0
      let scale = max(0.6 * variance, -closest / log(0.01), 2e-6)
      let weights = around.map { exp(-pow(luma[$0] - luma[pixel], 2) / scale) }
      for (other, weight) in zip(around, weights) { a[pixel][other] -= weight / weights.reduce(0, +) }
    }
    let expected = DenseSolver.solve(a, b).x
    let found = DepthSpreading(over: image, known: known)(start)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect((expected.max() ?? 0) - (expected.min() ?? 0) > 0.5)
  }

  @Test func oneDepthSpreadsEverywhere() {
    let image = picture { column, row in (column * 19 + row * 31) % 256 }
    let map = Array(repeating: 2.5, count: width * height)
    let spread = DepthSpreading(over: image, known: [40, 70])(map.indices.map { $0 == 40 || $0 == 70 ? 2.5 : 0 })
    #expect(spread.allSatisfy { abs($0 - 2.5) < 1e-6 })
  }

  @Test func depthsStopAtEdgesOfThePicture() {
    let image = picture { column, _ in column < 7 ? 40 : 210 }
    let halves = Superpixels(width: width, height: height, labels: (0..<width * height).map { $0 % width < 7 ? 0 : 1 })
    let spread = halves.spread([1, 3], over: image)
    for index in spread.indices {
      #expect(abs(spread[index] - (index % width < 7 ? 1 : 3)) < (index % width == 6 || index % width == 7 ? 0.6 : 0.4))
    }
  }
}
