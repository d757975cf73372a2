// SPDX-License-Identifier: Apache-2.0

/// Scrambles 32 bits (the finaliser of MurmurHash3).
@inlinable @inline(__always)
package func scrambled(_ bits: UInt32) -> UInt32 {
  var h = bits
  h ^= h >> 16
  h &*= 0x85EB_CA6B
  h ^= h >> 13
  h &*= 0xC2B2_AE35
  return h ^ (h >> 16)
}

/// A number in [0, 1) that belongs to a lattice point.
@inline(__always)
func latticeValue(_ x: Int32, _ y: Int32, _ seed: UInt32) -> Float {
  latticeNumber(UInt32(bitPattern: x) &* columnFactor ^ UInt32(bitPattern: y) &* rowFactor ^ seed)
}

private let columnFactor: UInt32 = 0x9E37_79B1
private let rowFactor: UInt32 = 0x85EB_CA77

/// One round of mixing is enough here: the upper bits of a product depend on all lower ones.
@inline(__always)
private func latticeNumber(_ bits: UInt32) -> Float {
  let mixed = (bits ^ bits >> 15) &* 0x2C1B_3C6D
  return Float(Int32(bitPattern: mixed >> 8)) * 0x1p-24
}

/// `floor(x)` as an integer, for |x| < 2^31.
@inlinable @inline(__always)
package func wholePart(_ x: Float) -> Int32 {
  let truncated = Int32(x)
  return Float(truncated) > x ? truncated - 1 : truncated
}

/// The unit cell that `x` lies in, as a number and as an integer, for |x| < 2^22; a whole number may count to either of
/// the cells that it parts.
///
/// Adding 1.5 * 2^23 leaves the whole number nearest to x - 1/2 in the lowest bits of the sum: no conversion, no check,
/// and no branch, which the processor would guess wrong half of the time.
@inline(__always)
package func cell(_ x: Float) -> (number: Float, whole: Int32) {
  let shifted = (x - 0.5) + 0x1.8p23
  return (shifted - 0x1.8p23, Int32(bitPattern: shifted.bitPattern) &- 0x4B40_0000)
}

/// Smooth noise in [0, 1]: random values on a unit lattice, blended with cubic weights.
@inline(__always)
package func valueNoise(_ x: Float, _ y: Float, _ seed: UInt32) -> Float {
  let (left, column) = cell(x)
  let (lower, row) = cell(y)
  let fx = x - left
  let fy = y - lower
  let wx = fx * fx * (3 - 2 * fx)
  let wy = fy * fy * (3 - 2 * fy)
  let x0 = UInt32(bitPattern: column) &* columnFactor ^ seed
  let x1 = UInt32(bitPattern: column &+ 1) &* columnFactor ^ seed
  let y0 = UInt32(bitPattern: row) &* rowFactor
  let y1 = y0 &+ rowFactor
  // The four corners at once; as `latticeNumber`.
  let bits = SIMD4(x0, x1, x0, x1) ^ SIMD4(y0, y0, y1, y1)
  let numbers = SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: ((bits ^ bits &>> 15) &* 0x2C1B_3C6D) &>> 8))
  let sides = numbers.lowHalf + (numbers.highHalf - numbers.lowHalf) * wy
  return (sides.x + (sides.y - sides.x) * wx) * 0x1p-24
}

/// Noise of three octaves in [0, 1].
@inline(__always)
func turbulence(_ x: Float, _ y: Float, _ seed: UInt32) -> Float {
  valueNoise(x, y, seed) * 0.57 + valueNoise(x * 2.1, y * 2.1, seed ^ 0x5BD1) * 0.29
    + valueNoise(x * 4.7, y * 4.7, seed ^ 0xA341) * 0.14
}

/// Linear interpolation.
@inlinable @inline(__always)
package func mix(_ a: Float, _ b: Float, _ weight: Float) -> Float { a + (b - a) * weight }

/// Linear interpolation of colours.
@inlinable @inline(__always)
package func mix(_ a: SIMD3<Float>, _ b: SIMD3<Float>, _ weight: Float) -> SIMD3<Float> { a + (b - a) * weight }

/// `x` within [0, 1].
@inlinable @inline(__always)
package func saturated(_ x: Float) -> Float { x < 0 ? 0 : (x > 1 ? 1 : x) }
