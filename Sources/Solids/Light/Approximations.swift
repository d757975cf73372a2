// SPDX-License-Identifier: Apache-2.0

// Polynomials for what a sky is asked at every shadow ray; errors are far below what an eye or a sensor sees.

/// e^x within 1e-4 relative, for |x| < 80: two to the whole part by its bits, to the rest by a polynomial.
@inline(__always)
func fastExponential(_ x: Float) -> Float {
  let scaled = min(max(x, -80), 80) * 1.442_695_04
  let whole = wholePart(scaled)
  let rest = scaled - Float(whole)
  let power = 1 + rest * (0.693_147_2 + rest * (0.240_226_5 + rest * (0.055_504_1 + rest * 0.011_0)))
  return power * Float(bitPattern: UInt32(bitPattern: whole &+ 127) << 23)
}

/// Arc cosine within 7e-5 (Abramowitz and Stegun 1964, 4.4.45).
@inlinable @inline(__always)
package func fastArcCosine(_ x: Float) -> Float {
  let a = min(abs(x), 1)
  let angle = (1 - a).squareRoot() * (1.570_728_8 + a * (-0.212_114_4 + a * (0.074_261 - a * 0.018_729_3)))
  return x < 0 ? .pi - angle : angle
}

/// Angle of (x, y) in (-pi, pi] within 1e-5 (Hastings, "Approximations for Digital Computers", 1955, sheet 13).
@inlinable @inline(__always)
package func fastArcTangent(_ y: Float, _ x: Float) -> Float {
  let (a, b) = (abs(x), abs(y))
  let z = min(a, b) / max(max(a, b), 1e-20)
  let s = z * z
  let polynomial = 0.193_543_46 + s * (-0.116_432_87 + s * (0.052_653_32 - s * 0.011_721_2))
  var angle = z * (0.999_977_26 + s * (-0.332_623_47 + s * polynomial))
  if b > a { angle = 0.5 * .pi - angle }
  if x < 0 { angle = .pi - angle }
  return y < 0 ? -angle : angle
}

/// Relative luminance of linear sRGB.
@inlinable @inline(__always)
package func luminance(_ colour: SIMD3<Float>) -> Float { dot(colour, SIMD3(0.2126, 0.7152, 0.0722)) }
