// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

/// Normally distributed random numbers that a seed reproduces bit for bit on every machine.
package struct NormalNumbers {
  private var generator: SplitMix64
  private var spare: Double?

  package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A number from -1 to 1, a multiple of 2^-52.
  private mutating func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-52 - 1 }

  /// A number from the standard normal distribution, by Marsaglia's polar method.
  package mutating func next() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    while true {
      let (x, y) = (uniform(), uniform())
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      let factor = (-2 * naturalLogarithm(square) / square).squareRoot()
      spare = y * factor
      return x * factor
    }
  }
}

/// ln x for a normal positive x, from sums and products only: C libraries differ in the last bit.
///
/// ln x = e ln 2 + 2 artanh((m - 1) / (m + 1)) for x = m 2^e; with m within sqrt(2) of 1 eleven terms reach 1e-17.
private func naturalLogarithm(_ x: Double) -> Double {
  let isHigh = x.significand > 1.414_213_562_373_095_1
  let m = isHigh ? x.significand / 2 : x.significand
  let s = (m - 1) / (m + 1)
  var series = 0.0
  for k in stride(from: 21.0, through: 1, by: -2) { series = series * s * s + 1 / k }
  return Double(isHigh ? x.exponent + 1 : x.exponent) * 0.693_147_180_559_945_3 + 2 * s * series
}
