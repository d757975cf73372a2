// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: a stream of random numbers that its seed reproduces bit for bit on every machine.
///
/// Only integer arithmetic and exact conversions are used, never the system's mathematics library.
public struct RandomStream: Sendable, RandomNumberGenerator {
  private var state: UInt64

  /// The stream of `seed`.
  public init(seed: UInt64) { state = seed }

  /// The stream of an item of a sequence; streams of neighbouring items share nothing.
  public init(seed: UInt64, index: Int) {
    var first = RandomStream(seed: seed)
    var second = RandomStream(seed: first.next() ^ (UInt64(bitPattern: Int64(index)) &* 0xD134_2543_DE82_EF95))
    state = second.next()
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in [0, 1).
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A number of a range.
  mutating func number(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

  /// A whole number of a range, both ends included.
  mutating func whole(_ low: Int, _ high: Int) -> Int {
    low >= high ? low : low + Int(next() >> 33) % (high - low + 1)
  }

  /// True with a probability.
  mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  /// Nearly normal with mean 0 and deviation 1: the sum of twelve uniforms less six, within [-6, 6].
  mutating func normal() -> Float {
    var sum: Float = -6
    for _ in 0..<12 { sum += unit() }
    return sum
  }

  /// One of several; the array must not be empty.
  mutating func one<T>(of choices: [T]) -> T { choices[whole(0, choices.count - 1)] }

  /// An index drawn in proportion to weights.
  mutating func index(weights: [Float]) -> Int {
    var remaining = unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      remaining -= weight
      if remaining < 0 { return index }
    }
    return weights.count - 1
  }

  /// Thirty-two bits, to seed a texture.
  mutating func bits() -> UInt32 { UInt32(truncatingIfNeeded: next() >> 32) }
}
