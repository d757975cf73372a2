// SPDX-License-Identifier: Apache-2.0

/// Random numbers that a seed and a stream number reproduce everywhere.
///
/// - Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// The numbers of stream `stream`; streams of one seed do not overlap in practice.
  init(seed: UInt64, stream: UInt64) {
    state = seed
    let mixed = next() ^ (stream &* 0xD134_2543_DE82_EF95)
    state = mixed
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
