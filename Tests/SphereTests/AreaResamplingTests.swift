// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct AreaResamplingTests {
  @Test func `a picture of one colour keeps it on every grid`() {
    let grid = EquirectangularGrid(width: 24, height: 12)
    let colour: [UInt8] = [200, 3, 255]
    let picture = (0..<24 * 12).flatMap { _ in colour }
    for (width, height) in [(1, 1), (2, 1), (7, 5), (24, 12), (30, 12), (10, 40), (100, 51)] {
      let resampled = grid.areaResampled(
        picture, channels: 3, to: EquirectangularGrid(width: width, height: height))
      #expect(resampled == (0..<width * height).flatMap { _ in colour }, "\(width)x\(height)")
    }
  }

  @Test func `a smaller picture holds the mean of the area that each pixel covers, whatever the ratio`() {
    // Independent of the two passes: the area each source pixel shares with the output pixel, in whole numbers.
    var generator = SeededGenerator(seed: 4)
    let source = EquirectangularGrid(width: 30, height: 14)
    let target = EquirectangularGrid(width: 8, height: 5)
    let picture = (0..<3 * 30 * 14).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let means = source.areaMeans(of: picture, channels: 3, on: target)
    for row in 0..<5 {
      for column in 0..<8 {
        for channel in 0..<3 {
          var sum = 0
          for y in 0..<14 {
            for x in 0..<30 {
              let shared = overlap(column, x, 30, 8) * overlap(row, y, 14, 5)
              sum += shared * Int(picture[(y * 30 + x) * 3 + channel])
            }
          }
          let expected = Float(sum) / Float(30 * 14)
          #expect(abs(means[(row * 8 + column) * 3 + channel] - expected) < 1e-3)
        }
      }
    }
  }

  /// What output pixel `a` and source pixel `b` share, in units of 1 / (source * target).
  private func overlap(_ a: Int, _ b: Int, _ source: Int, _ target: Int) -> Int {
    max(0, min((a + 1) * source, (b + 1) * target) - max(a * source, b * target))
  }

  @Test func `a thousand white rows stay white`() {
    let grid = EquirectangularGrid(width: 2, height: 1000)
    let white = [UInt8](repeating: 255, count: 2 * 1000)
    let mean = grid.areaMeans(of: white, channels: 1, on: EquirectangularGrid(width: 1, height: 1))
    #expect(abs(mean[0] - 255) < 1e-3)
  }

  @Test func `the network's input is planar and in [0, 1]`() {
    let grid = EquirectangularGrid(width: 4, height: 2)
    let picture = (0..<8).flatMap { pixel -> [UInt8] in [UInt8(pixel * 10), 255, 0] }
    let input = grid.networkInput(picture, on: EquirectangularGrid(width: 2, height: 1))
    let expected: [Float] = [25.0 / 255, 45.0 / 255, 1, 1, 0, 0]
    #expect(relativeToMaximum(input, expected) < 1e-6)
  }

  @Test func `a larger picture is interpolated across the seam and the poles`() {
    // Linear in the angle between its knots: triangle waves around the horizon and over the poles.
    let source = EquirectangularGrid(width: 8, height: 4)
    let target = EquirectangularGrid(width: 32, height: 16)
    let picture = (0..<32).map { UInt8([0, 80, 160, 240, 240, 160, 80, 0][$0 % 8]) }
    let enlarged = source.areaResampled(picture, channels: 1, to: target)
    for row in 0..<16 {
      for column in 0..<32 {
        let expected = source.bilinear(
          picture.map(Float.init), column: (Double(column) + 0.5) / 4 - 0.5, row: (Double(row) + 0.5) / 4 - 0.5)
        #expect(abs(Float(enlarged[row * 32 + column]) - expected) <= 0.501)
      }
    }
    // Above the first row's centres the opposite meridian comes in: 3/8 of its value in the first output row.
    #expect(enlarged[1] == 90)
  }

  @Test func `resampling and turning by whole columns of both grids commute`() {
    var generator = SeededGenerator(seed: 5)
    let source = EquirectangularGrid(width: 32, height: 16)
    let picture = (0..<3 * 32 * 16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for (target, columns) in [
      (EquirectangularGrid(width: 16, height: 8), 6), (EquirectangularGrid(width: 64, height: 32), 3),
    ] {
      let turnedFirst = source.areaResampled(
        source.rolled(picture, channels: 3, by: columns), channels: 3, to: target)
      let turnedLast = target.rolled(
        source.areaResampled(picture, channels: 3, to: target), channels: 3,
        by: columns * target.width / source.width)
      #expect(turnedFirst == turnedLast)
    }
  }
}
