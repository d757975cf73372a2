// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The colour space CIE 1976 L* u* v* of sRGB, with its white, D65.
///
/// - Source: CIE 15:2004, section 8.2.2; sRGB's primaries from IEC 61966-2-1.
enum CIELUV {
  /// L*, u* and v* of red, green and blue in [0, 1] as they stand in a file.
  static func colour(_ encoded: SIMD3<Float>) -> SIMD3<Double> {
    let light = SIMD3(
      SRGB.linear(Double(encoded.x)), SRGB.linear(Double(encoded.y)), SRGB.linear(Double(encoded.z)))
    let (x, y, z) = tristimulus(light)
    let sum = x + 15 * y + 3 * z
    guard sum > 0 else { return .zero }
    let lightness = y > 216.0 / 24389 ? 116 * cbrt(y) - 16 : 24389.0 / 27 * y
    return SIMD3(lightness, 13 * lightness * (4 * x / sum - white.u), 13 * lightness * (9 * y / sum - white.v))
  }

  private static func tristimulus(_ light: SIMD3<Double>) -> (x: Double, y: Double, z: Double) {
    (
      (SIMD3(0.412_456_4, 0.357_576_1, 0.180_437_5) * light).sum(),
      (SIMD3(0.212_672_9, 0.715_152_2, 0.072_175_0) * light).sum(),
      (SIMD3(0.019_333_9, 0.119_192_0, 0.950_304_1) * light).sum()
    )
  }

  private static let white: (u: Double, v: Double) = {
    let (x, y, z) = tristimulus(SIMD3(1, 1, 1))
    return (4 * x / (x + 15 * y + 3 * z), 9 * y / (x + 15 * y + 3 * z))
  }()
}
