// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

/// Random numbers that a seed reproduces everywhere, for tests.
public struct SeededGenerator: RandomNumberGenerator {
  private var generator: SplitMix64

  /// A generator that always gives the same numbers for `seed`.
  public init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// The next 64 bits.
  public mutating func next() -> UInt64 { generator.next() }

  /// Numbers from the standard normal distribution (Box-Muller).
  public mutating func normals(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      let radius = (-2 * logarithm(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self))).squareRoot()
      return Float(radius * cosine(2 * .pi * Double.random(in: 0..<1, using: &self)))
    }
  }
}
