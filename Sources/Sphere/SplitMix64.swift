// SPDX-License-Identifier: Apache-2.0

/// Random numbers that a seed reproduces bit for bit on every machine.
///
/// Here because every room that draws numbers sees this one.
///
/// - Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  /// The numbers of `seed`.
  @inlinable
  package init(seed: UInt64) { state = seed }

  /// The numbers of one of the streams of `seed`; they do not overlap in practice, neighbours neither.
  @inlinable
  package init(seed: UInt64, stream: UInt64) {
    state = seed
    state = next() ^ (stream &* 0xD134_2543_DE82_EF95)
    state = next()
  }

  /// The next 64 bits.
  @inlinable
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
