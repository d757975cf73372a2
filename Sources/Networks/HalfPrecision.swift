// SPDX-License-Identifier: Apache-2.0

// IEEE 754 binary16 in integer arithmetic: Swift has no Float16 on Intel Macs, and the bits must not depend on the machine.

extension Float {
  /// The number that 16 bits stand for; exact.
  init(half bits: UInt16) {
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits) & 0x3FF
    let magnitude: Float
    switch exponent {
    case 0: magnitude = Float(fraction) * 0x1p-24
    case 0x1F: magnitude = Float(bitPattern: 0x7F80_0000 | fraction << 13)
    default: magnitude = Float(bitPattern: (exponent + 112) << 23 | fraction << 13)
    }
    self = Float(bitPattern: magnitude.bitPattern | UInt32(bits & 0x8000) << 16)
  }

  /// The nearest number of 16 bits, ties to even; infinity from 65520 on.
  var halfBits: UInt16 {
    let sign = UInt16(bitPattern >> 16) & 0x8000
    let magnitude = bitPattern & 0x7FFF_FFFF
    guard magnitude <= 0x7F80_0000 else { return sign | 0x7E00 }
    // 65536, beyond which even the exponent does not fit.
    guard magnitude < 0x4780_0000 else { return sign | 0x7C00 }
    // 2^-14, below which halves are multiples of 2^-24.
    guard magnitude < 0x3880_0000 else { return sign | UInt16((magnitude - 0x3800_0000).halved(13)) }
    let exponent = magnitude >> 23
    // Less than 2^-25 is nearest to zero.
    guard exponent >= 102 else { return sign }
    return sign | UInt16(((magnitude & 0x7F_FFFF) | 0x80_0000).halved(126 - exponent))
  }
}

extension UInt32 {
  /// This divided by two `times` times, rounded to nearest, ties to even; `times` is 1 to 31.
  fileprivate func halved(_ times: UInt32) -> UInt32 {
    let quotient = self >> times
    let remainder = self & ((1 << times) - 1)
    let tie: UInt32 = 1 << (times - 1)
    return remainder > tie || (remainder == tie && quotient & 1 == 1) ? quotient + 1 : quotient
  }
}
