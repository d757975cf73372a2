// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Pairs of numbers in [0, 1) that are spread evenly within a pixel and also among its neighbours, so that what a
/// filter averages is stratified.
///
/// Pixels are counted along a Z-shaped curve, and the count, scrambled, drives Sobol's first two dimensions.
///
/// - Sources: Burley, "Practical hash-based Owen scrambling", JCGT 9(4), 2020; Ahmed and Wonka, "Screen-space
///   blue-noise
///   diffusion of Monte Carlo sampling error via hierarchical ordering of pixels", SIGGRAPH Asia 2020.
struct PixelSequence {
  /// What the numbers are for; pairs of different uses are independent.
  enum Use: UInt32 {
    case lamp = 1
    case place, sun, bounce, coat, gatheredLamp, gatheredPlace
  }

  private let place: UInt32
  private let seed: UInt32

  init(column: Int, row: Int, seed: UInt64) {
    place =
      PixelSequence.spread(UInt32(truncatingIfNeeded: column)) | PixelSequence.spread(UInt32(truncatingIfNeeded: row))
      << 1
    self.seed = scrambled(UInt32(truncatingIfNeeded: seed ^ seed >> 32))
  }

  /// Pairs of numbers in [0, 1), as many as a power of two.
  struct Pairs {
    fileprivate var x: UInt32
    fileprivate var y: UInt32

    /// One of the pairs: the first, moved to another square of the pixel's own net.
    @inline(__always)
    subscript(sample: Int) -> SIMD2<Float> {
      let index = UInt32(truncatingIfNeeded: sample)
      let (u, v) = (x ^ PixelSequence.reversed(index), y ^ PixelSequence.reversed(PixelSequence.pascal(index)))
      return SIMD2(Float(u >> 8) * 0x1p-24, Float(v >> 8) * 0x1p-24)
    }
  }

  /// The pair that a pixel draws for a use.
  @inline(__always)
  func pair(_ use: Use) -> SIMD2<Float> { pairs(use, bits: 0)[0] }

  /// The `1 << bits` pairs that a pixel draws for a use.
  @inline(__always)
  func pairs(_ use: Use, bits: UInt32) -> Pairs {
    let index = place << bits
    let seed = scrambled(self.seed &+ use.rawValue &* 0x9E37_79B9)
    // Sobol's first dimension is the index reversed; scrambling the index is scrambling that.
    let shuffled = PixelSequence.reversed(PixelSequence.scramble(PixelSequence.reversed(index), seed))
    return Pairs(
      x: PixelSequence.reversed(PixelSequence.scramble(shuffled, seed ^ 0x68BC_21EB)),
      y: PixelSequence.reversed(PixelSequence.scramble(PixelSequence.pascal(shuffled), seed ^ 0x02E5_BE93)))
  }

  /// Sobol's second dimension is Pascal's triangle modulo 2 times the index: by Lucas' theorem a sum over supersets of
  /// its bits.
  @inline(__always)
  private static func pascal(_ index: UInt32) -> UInt32 {
    var x = index
    x ^= x >> 1 & 0x5555_5555
    x ^= x >> 2 & 0x3333_3333
    x ^= x >> 4 & 0x0F0F_0F0F
    x ^= x >> 8 & 0x00FF_00FF
    return x ^ (x >> 16 & 0x0000_FFFF)
  }

  /// The hash of Laine and Karras with Vegdahl's constants: each bit is flipped depending on lower bits alone.
  @inline(__always)
  private static func scramble(_ bits: UInt32, _ seed: UInt32) -> UInt32 {
    var x = bits
    x ^= x &* 0x3D20_ADEA
    x &+= seed
    x &*= (seed >> 16) | 1
    x ^= x &* 0x0552_6C56
    x ^= x &* 0x53A2_2864
    return x
  }

  @inline(__always)
  private static func reversed(_ bits: UInt32) -> UInt32 {
    var x = bits.byteSwapped
    x = (x >> 4 & 0x0F0F_0F0F) | (x & 0x0F0F_0F0F) << 4
    x = (x >> 2 & 0x3333_3333) | (x & 0x3333_3333) << 2
    return (x >> 1 & 0x5555_5555) | (x & 0x5555_5555) << 1
  }

  /// Sixteen bits with a gap after each.
  @inline(__always)
  private static func spread(_ bits: UInt32) -> UInt32 {
    var x = bits & 0xFFFF
    x = (x | x << 8) & 0x00FF_00FF
    x = (x | x << 4) & 0x0F0F_0F0F
    x = (x | x << 2) & 0x3333_3333
    return (x | x << 1) & 0x5555_5555
  }
}
