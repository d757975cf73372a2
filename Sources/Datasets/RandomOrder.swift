// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

/// A random order of `0..<count`, computed place by place: no table, and any place at once.
///
/// A Feistel network permutes the numbers of an even number of bits; what falls beyond `count` is permuted again until it
/// falls inside (cycle walking), which keeps it a permutation.
///
/// - Source: Black, Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002.
struct RandomOrder: Sendable {
  private let count: UInt64
  private let halfBits: UInt64
  private let keys: [UInt64]

  /// Six rounds, as halves may be as small as four bits.
  private static let rounds = 6
  /// Fewer bits would reach only some of the orders of three or four things.
  private static let fewestHalfBits = 4

  /// The order of one of the streams of a seed; `count` is at least 1.
  init(count: Int, seed: UInt64, stream: UInt64) {
    precondition(count > 0, "an order of something")
    self.count = UInt64(count)
    let bits = UInt64.bitWidth - UInt64(count - 1).leadingZeroBitCount
    halfBits = UInt64(max(Self.fewestHalfBits, (bits + 1) / 2))
    var random = SplitMix64(seed: seed, stream: stream)
    keys = (0..<Self.rounds).map { _ in random.next() }
  }

  /// What comes at a place.
  subscript(place: Int) -> Int {
    var number = UInt64(place)
    repeat { number = permuted(number) } while number >= count
    return Int(number)
  }

  private func permuted(_ number: UInt64) -> UInt64 {
    let mask = (1 << halfBits) - 1 as UInt64
    var (left, right) = (number >> halfBits, number & mask)
    for key in keys {
      var mixer = SplitMix64(seed: right ^ key)
      (left, right) = (right, left ^ (mixer.next() & mask))
    }
    return left << halfBits | right
  }
}
