// SPDX-License-Identifier: Apache-2.0

/// Pairs of numbers in [0, 1) that are spread evenly within a pixel and also among its neighbours, so that what a filter
/// averages is stratified.
///
/// Pixels are counted along a Z-shaped curve, and the count, scrambled, drives Sobol's first two dimensions.
///
/// - Sources: Burley, "Practical hash-based Owen scrambling", JCGT 9(4), 2020; Ahmed and Wonka, "Screen-space blue-noise
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

  /// Pair `sample` of `1 << bits` that a pixel draws for a use.
  @inline(__always)
  func pair(_ use: Use, sample: Int = 0, bits: UInt32 = 0) -> SIMD2<Float> {
    let index = place << bits | UInt32(truncatingIfNeeded: sample)
    let seed = scrambled(self.seed &+ use.rawValue &* 0x9E37_79B9)
    // Sobol's first dimension is the index reversed; scrambling the index is scrambling that.
    let first = PixelSequence.scramble(PixelSequence.reversed(index), seed)
    // The second is Pascal's triangle modulo 2 times the index: by Lucas' theorem a sum over supersets of its bits.
    var second = PixelSequence.reversed(first)
    second ^= second >> 1 & 0x5555_5555
    second ^= second >> 2 & 0x3333_3333
    second ^= second >> 4 & 0x0F0F_0F0F
    second ^= second >> 8 & 0x00FF_00FF
    second ^= second >> 16 & 0x0000_FFFF
    let x = PixelSequence.reversed(PixelSequence.scramble(PixelSequence.reversed(first), seed ^ 0x68BC_21EB))
    let y = PixelSequence.reversed(PixelSequence.scramble(second, seed ^ 0x02E5_BE93))
    return SIMD2(Float(x >> 8) * 0x1p-24, Float(y >> 8) * 0x1p-24)
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
