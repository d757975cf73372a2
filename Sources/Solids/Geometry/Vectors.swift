// SPDX-License-Identifier: Apache-2.0

@inlinable @inline(__always)
package func dot(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float { (a * b).sum() }
@inlinable @inline(__always)
package func dot(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float { (a * b).sum() }
@inlinable @inline(__always)
package func length(_ a: SIMD3<Float>) -> Float { dot(a, a).squareRoot() }
@inlinable @inline(__always)
package func length(_ a: SIMD2<Float>) -> Float { dot(a, a).squareRoot() }

@inlinable @inline(__always)
package func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

/// The vector of length 1 in the same direction; zero stays zero.
@inlinable @inline(__always)
package func normalised(_ a: SIMD3<Float>) -> SIMD3<Float> {
  let length = length(a)
  return length > 0 ? a / length : a
}
