// SPDX-License-Identifier: Apache-2.0

// Patterns averaged over what a pixel covers. A pixel's footprint is taken as a square along the pattern's axes, so that
// grids and stripes have exact means (differences of their integrals); noise fades to its mean once it is finer.

/// Share of the interval of length `footprint` about `x` that lies within stripes [n, n + width], n whole.
@inline(__always)
func stripeShare(_ x: Float, width: Float, footprint: Float) -> Float {
  // A thousandth of a repeat is a sharp edge, and keeps the difference above the rounding of its terms.
  let length = max(footprint, 1e-3)
  let low = x - 0.5 * length
  return saturated((stripeIntegral(low + length, width) - stripeIntegral(low, width)) / length)
}

/// Integral of the stripes from 0 to `x`.
@inline(__always)
private func stripeIntegral(_ x: Float, _ width: Float) -> Float {
  let whole = cell(x).number
  return whole * width + min(x - whole, width)
}

/// Share of the lines of a grid with period 1 that are `lines` wide across and along, centred on whole numbers.
@inline(__always)
func gridShare(_ position: SIMD2<Float>, lines: SIMD2<Float>, footprint: SIMD2<Float>) -> Float {
  let across = stripeShare(position.x + 0.5 * lines.x, width: lines.x, footprint: footprint.x)
  let along = stripeShare(position.y + 0.5 * lines.y, width: lines.y, footprint: footprint.y)
  return 1 - (1 - across) * (1 - along)
}

/// Mean of |2 fraction(x) - 1|^power over an interval: valleys in the middle of each repeat, crests on whole numbers.
@inline(__always)
func crest(_ x: Float, power: Int, footprint: Float) -> Float {
  let length = max(footprint, 1e-2)
  let low = x - 0.5 * length
  return saturated((crestIntegral(low + length, power) - crestIntegral(low, power)) / length)
}

@inline(__always)
private func crestIntegral(_ x: Float, _ power: Int) -> Float {
  let whole = cell(x).number
  let side = 2 * (x - whole) - 1
  var raised = side
  for _ in 0..<power { raised *= abs(side) }
  return (whole + 0.5 * (raised + 1)) / Float(power + 1)
}

/// What is left of the differences between cells of size 1 when a pixel covers `footprint` of them across.
///
/// Half of a box filter's loss is that of the cell's own share; past three cells nothing is left to see.
@inline(__always)
package func contrast(_ footprint: Float) -> Float { saturated(1.25 - 0.4 * footprint) }

/// Value noise about its mean, from -1/2 to 1/2, faded by the footprint in lattice steps; free of charge where it is gone.
@inline(__always)
func fadedNoise(_ x: Float, _ y: Float, _ footprint: Float, _ seed: UInt32) -> Float {
  let left = contrast(footprint)
  return left > 0 ? left * (valueNoise(x, y, seed) - 0.5) : 0
}

/// Three octaves of faded noise about its mean, from -1/2 to 1/2.
@inline(__always)
func fadedTurbulence(_ x: Float, _ y: Float, _ footprint: Float, _ seed: UInt32) -> Float {
  0.57 * fadedNoise(x, y, footprint, seed) + 0.29 * fadedNoise(x * 2.1, y * 2.1, footprint * 2.1, seed ^ 0x5BD1)
    + 0.14 * fadedNoise(x * 4.7, y * 4.7, footprint * 4.7, seed ^ 0xA341)
}

/// 1 inside where `distance` is positive, 0 outside, a ramp as wide as the footprint between.
@inline(__always)
package func edge(_ distance: Float, _ footprint: Float) -> Float { saturated(distance / max(footprint, 1e-4) + 0.5) }

/// What is behind the point, in [0, 1).
@inline(__always)
package func fraction(_ x: Float) -> Float { x - cell(x).number }

/// A lattice number about its mean, from -1/2 to 1/2.
@inline(__always)
func latticeShift(_ x: Int32, _ y: Int32, _ seed: UInt32) -> Float { latticeValue(x, y, seed) - 0.5 }

/// Index of the cell that a position lies in.
@inline(__always)
package func index(_ x: Float) -> Int32 { cell(x).whole }
