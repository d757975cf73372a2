// SPDX-License-Identifier: Apache-2.0

/// max|a - b| / max|b|: the one measure of agreement between backends.
///
/// Element-wise relative error says nothing where a result crosses zero. Infinite where the counts differ or a value is
/// not finite.
public func relativeToMaximum(_ values: [Float], _ reference: [Float]) -> Double {
  guard values.count == reference.count else { return .infinity }
  var largest = 0.0
  var worst = 0.0
  for (value, expected) in zip(values, reference) {
    guard value.isFinite, expected.isFinite else { return .infinity }
    largest = max(largest, abs(Double(expected)))
    worst = max(worst, abs(Double(value) - Double(expected)))
  }
  return worst / max(largest, .leastNormalMagnitude)
}

/// SplitMix64: random numbers that a seed reproduces everywhere.
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A generator that always gives the same numbers for `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Numbers from the standard normal distribution (Box-Muller).
  public mutating func normals(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      let radius = (-2 * logarithm(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self))).squareRoot()
      return Float(radius * cosine(2 * .pi * Double.random(in: 0..<1, using: &self)))
    }
  }
}
