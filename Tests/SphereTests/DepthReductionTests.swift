// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct DepthReductionTests {
  private let source = EquirectangularGrid(width: 96, height: 48)

  /// A wall of 4 to 5 m, furniture at half its distance, and holes: where each is, is random.
  private func depth(seed: UInt64) -> [Float] {
    var random = SeededGenerator(seed: seed)
    return (0..<source.width * source.height).map { _ in
      let wall = Float.random(in: 4...4.3, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: return 0
      case 1: return wall / 2
      default: return wall
      }
    }
  }

  @Test(arguments: [(24, 12), (40, 20), (95, 47), (96, 24), (10, 5)])
  func `a smaller map agrees with the definition in double precision and invents nothing`(width: Int, height: Int) {
    let target = EquirectangularGrid(width: width, height: height)
    var worst = 0.0
    var mixed = 0
    for seed in UInt64(0)..<3 {
      let depth = depth(seed: seed)
      let small = source.depthResampled(depth, to: target)
      for row in 0..<height {
        for column in 0..<width {
          let value = Double(small[row * width + column])
          // Sums of weights that should be one half may fall on either side of it in single precision.
          let defined = [-1e-6, 1e-6].map { slack in
            abs(value - definition(depth, column: column, row: row, of: target, slack: slack))
          }
          worst = max(worst, defined.min() ?? .infinity)
          let isInvented = value != 0 && !(1.99...2.16).contains(value) && !(3.99...4.31).contains(value)
          if isInvented { mixed += 1 }
        }
      }
    }
    #expect(worst < 2e-6 * 4)
    #expect(mixed == 0)
  }

  /// Weighted by covered area: 0 below one half valid, else the mean of those within 10 % of the weighted median.
  private func definition(_ depth: [Float], column: Int, row: Int, of target: EquirectangularGrid, slack: Double)
    -> Double
  {
    func covered(_ pixel: Int, _ index: Int, _ source: Int, _ target: Int) -> Double {
      let scale = Double(source) / Double(target)
      return max(0, min(Double(pixel + 1), Double(index + 1) * scale) - max(Double(pixel), Double(index) * scale))
        / scale
    }
    var samples: [(distance: Double, weight: Double)] = []
    for y in 0..<source.height {
      let rowWeight = covered(y, row, source.height, target.height)
      guard rowWeight > 1e-9 else { continue }
      for x in 0..<source.width {
        let weight = rowWeight * covered(x, column, source.width, target.width)
        let distance = Double(depth[y * source.width + x])
        if weight > 1e-9, distance > 0 { samples.append((distance, weight)) }
      }
    }
    let valid = samples.map(\.weight).reduce(0, +)
    guard valid >= 0.5 + slack else { return 0 }
    samples.sort { $0.distance < $1.distance }
    var below = 0.0
    let median =
      samples.first { sample in
        below += sample.weight
        return below >= valid / 2 + slack
      }?.distance ?? 0
    let near = samples.filter { abs($0.distance - median) <= 0.1 * min($0.distance, median) }
    return near.map { $0.distance * $0.weight }.reduce(0, +) / near.map(\.weight).reduce(0, +)
  }
}
