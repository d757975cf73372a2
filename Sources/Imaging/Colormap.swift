// SPDX-License-Identifier: Apache-2.0

/// A colour for every number from 0 to 1.
public struct Colormap: Sendable, Hashable {
  /// Coefficients of a polynomial in the number, lowest power first, for red, green and blue.
  private let coefficients: [SIMD3<Double>]

  /// The sRGB colour of `position`, which is clamped to [0, 1].
  public func colour(at position: Double) -> SIMD3<UInt8> {
    let position = position > 0 ? min(position, 1) : 0
    let value = coefficients.reversed().reduce(SIMD3<Double>.zero) { $0 * position + $1 }
    return SIMD3<UInt8>((value.clamped(lowerBound: .zero, upperBound: .one) * 255).rounded(.toNearestOrEven))
  }

  /// Turbo: from dark blue over green and yellow to dark red, even in lightness.
  ///
  /// Source: Anton Mikhailov, "Turbo, An Improved Rainbow Colormap for Visualization", Google AI Blog, 2019; the
  /// coefficients of its polynomial approximation by Ruofei Du.
  public static let turbo = Colormap(coefficients: [
    SIMD3(0.135_721_38, 0.091_402_61, 0.106_673_30),
    SIMD3(4.615_392_60, 2.194_188_39, 12.641_946_08),
    SIMD3(-42.660_322_58, 4.842_966_58, -60.582_048_36),
    SIMD3(132.131_082_34, -14.185_033_33, 110.362_767_71),
    SIMD3(-152.942_393_96, 4.277_298_57, -89.903_109_12),
    SIMD3(59.286_379_43, 2.829_566_04, 27.348_249_73),
  ])
}
