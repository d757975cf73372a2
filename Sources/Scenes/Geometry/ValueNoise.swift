// SPDX-License-Identifier: Apache-2.0

/// Scrambles 32 bits (the finaliser of MurmurHash3).
@inline(__always)
func scrambled(_ bits: UInt32) -> UInt32 {
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
  let mixed = UInt32(bitPattern: x) &* 0x9E37_79B1 ^ UInt32(bitPattern: y) &* 0x85EB_CA77 ^ seed
  return Float(scrambled(mixed) >> 8) * 0x1p-24
}

/// `floor(x)` as an integer, for |x| < 2^31.
@inline(__always)
func wholePart(_ x: Float) -> Int32 {
  let truncated = Int32(x)
  return Float(truncated) > x ? truncated - 1 : truncated
}

/// Smooth noise in [0, 1]: random values on a unit lattice, blended with cubic weights.
@inline(__always)
func valueNoise(_ x: Float, _ y: Float, _ seed: UInt32) -> Float {
  let column = wholePart(x)
  let row = wholePart(y)
  let fx = x - Float(column)
  let fy = y - Float(row)
  let wx = fx * fx * (3 - 2 * fx)
  let wy = fy * fy * (3 - 2 * fy)
  let top = mix(latticeValue(column, row, seed), latticeValue(column &+ 1, row, seed), wx)
  let bottom = mix(latticeValue(column, row &+ 1, seed), latticeValue(column &+ 1, row &+ 1, seed), wx)
  return mix(top, bottom, wy)
}

/// Noise of three octaves in [0, 1].
@inline(__always)
func turbulence(_ x: Float, _ y: Float, _ seed: UInt32) -> Float {
  valueNoise(x, y, seed) * 0.57 + valueNoise(x * 2.1, y * 2.1, seed ^ 0x5BD1) * 0.29
    + valueNoise(x * 4.7, y * 4.7, seed ^ 0xA341) * 0.14
}

/// Linear interpolation.
@inline(__always)
func mix(_ a: Float, _ b: Float, _ weight: Float) -> Float { a + (b - a) * weight }

/// Linear interpolation of colours.
@inline(__always)
func mix(_ a: SIMD3<Float>, _ b: SIMD3<Float>, _ weight: Float) -> SIMD3<Float> { a + (b - a) * weight }

/// `x` within [0, 1].
@inline(__always)
func saturated(_ x: Float) -> Float { x < 0 ? 0 : (x > 1 ? 1 : x) }
