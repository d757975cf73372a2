// SPDX-License-Identifier: Apache-2.0

package import RotundaSphere

/// What a room is drawn from: random choices that its seed reproduces bit for bit on every machine.
///
/// Only integer arithmetic and exact conversions are used, never the system's mathematics library.
package struct RandomStream: Sendable {
  @usableFromInline var generator: SplitMix64

  /// The stream of `seed`.
  package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// The stream of an item of a sequence; streams of neighbouring items share nothing.
  package init(seed: UInt64, index: Int) {
    generator = SplitMix64(seed: seed, stream: UInt64(bitPattern: Int64(index)))
  }

  /// The next 64 bits.
  @inlinable
  package mutating func next() -> UInt64 { generator.next() }

  /// A number in [0, 1).
  @inlinable
  package mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A number of a range.
  @inlinable
  package mutating func number(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

  /// A whole number of a range, both ends included.
  package mutating func whole(_ low: Int, _ high: Int) -> Int {
    low >= high ? low : low + Int(next() >> 33) % (high - low + 1)
  }

  /// True with a probability.
  package mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  /// Nearly normal with mean 0 and deviation 1: the sum of twelve uniforms less six, within [-6, 6].
  package mutating func normal() -> Float {
    var sum: Float = -6
    for _ in 0..<12 { sum += unit() }
    return sum
  }

  /// One of several; the array must not be empty.
  package mutating func one<T>(of choices: [T]) -> T { choices[whole(0, choices.count - 1)] }

  /// An index drawn in proportion to weights.
  package mutating func index(weights: [Float]) -> Int {
    var remaining = unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      remaining -= weight
      if remaining < 0 { return index }
    }
    return weights.count - 1
  }

  /// Thirty-two bits, to seed a texture.
  package mutating func bits() -> UInt32 { UInt32(truncatingIfNeeded: next() >> 32) }
}
