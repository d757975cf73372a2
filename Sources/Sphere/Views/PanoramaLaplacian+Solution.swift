// SPDX-License-Identifier: Apache-2.0

extension PanoramaLaplacian {
  /// Steps of conjugate gradients at most; sizes that halve down to a few pixels take about 15, 1000 by
  /// 500 takes 65.
  private static let stepLimit = 500
  /// Share of the first error's energy, x' A x, at which it ends.
  private static let leastEnergy = 1e-16

  /// The x of least squares for differences g, laid out as the weights, and data y, which it starts from.
  ///
  /// Conjugate gradients on the normal equations, preconditioned by one cycle over ever coarser panoramas.
  func solution(beside differences: [Double], above upwards: [Double], data values: [Double]) -> [Double] {
    let b = rightSide(beside: differences, above: upwards, data: values)
    let levels = Levels(self)
    var x = values
    var residual = residual(of: x, for: b)
    var correction = levels.cycle(residual)
    var direction = correction
    var energy = dot(residual, correction)
    let end = Self.leastEnergy * energy
    for _ in 0..<Self.stepLimit where energy > end && energy > .leastNormalMagnitude {
      let image = self.residual(of: direction, for: Array(repeating: 0, count: x.count))
      // `image` is -A direction.
      let step = -energy / dot(direction, image)
      for pixel in x.indices {
        x[pixel] += step * direction[pixel]
        residual[pixel] += step * image[pixel]
      }
      correction = levels.cycle(residual)
      let next = dot(residual, correction)
      for pixel in direction.indices {
        direction[pixel] = correction[pixel] + next / energy * direction[pixel]
      }
      energy = next
    }
    centre(&x, on: values)
    return x
  }

  /// Makes sum over p of v_p (x_p - y_p) vanish, as the sum of all equations says; the energy hardly sees a common shift.
  private func centre(_ x: inout [Double], on values: [Double]) {
    let total = data.reduce(0, +)
    guard total > 0 else { return }
    var shift = 0.0
    for pixel in x.indices { shift += data[pixel] * (values[pixel] - x[pixel]) }
    for pixel in x.indices { x[pixel] += shift / total }
  }
}

/// A panorama's problem and ever coarser ones.
private struct Levels {
  private let all: [PanoramaLaplacian]

  /// Sweeps on the coarsest level, each there and back: enough for the eight pixels that powers of two end at.
  private static let coarsestSweeps = 20

  init(_ finest: PanoramaLaplacian) {
    var levels = [finest]
    while let coarser = levels[levels.count - 1].halved { levels.append(coarser) }
    all = levels
  }

  /// An approximate solution of A x = b by a V-cycle from 0, whose second half mirrors the first: symmetric in b.
  func cycle(_ b: [Double]) -> [Double] { cycle(b, level: 0) }

  private func cycle(_ b: [Double], level: Int) -> [Double] {
    let system = all[level]
    var x = [Double](repeating: 0, count: b.count)
    guard level + 1 < all.count else {
      for _ in 0..<Self.coarsestSweeps {
        system.relax(&x, for: b, backwards: false)
        system.relax(&x, for: b, backwards: true)
      }
      return x
    }
    system.relax(&x, for: b, backwards: false)
    let coarse = cycle(system.blockSums(system.residual(of: x, for: b)), level: level + 1)
    system.addBlocks(coarse, to: &x)
    system.relax(&x, for: b, backwards: true)
    return x
  }
}

/// Inner product.
private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}
