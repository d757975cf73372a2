// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A linear map and a shift, in double precision: how a part of a mesh file goes into the scene.
struct Affine: Sendable, Hashable {
  /// Where the axes go.
  var x = SIMD3<Double>(1, 0, 0)
  var y = SIMD3<Double>(0, 1, 0)
  var z = SIMD3<Double>(0, 0, 1)
  /// Where the origin goes.
  var origin = SIMD3<Double>.zero

  init() {}

  init(x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>, origin: SIMD3<Double> = .zero) {
    (self.x, self.y, self.z, self.origin) = (x, y, z, origin)
  }

  /// First scaled, then turned by a unit quaternion (x, y, z, w), then moved.
  init(translation: SIMD3<Double>, rotation q: SIMD4<Double>, scale: SIMD3<Double>) {
    let (a, b, c, w) = (q.x, q.y, q.z, q.w)
    x = scale.x * SIMD3(1 - 2 * (b * b + c * c), 2 * (a * b + c * w), 2 * (a * c - b * w))
    y = scale.y * SIMD3(2 * (a * b - c * w), 1 - 2 * (a * a + c * c), 2 * (b * c + a * w))
    z = scale.z * SIMD3(2 * (a * c + b * w), 2 * (b * c - a * w), 1 - 2 * (a * a + b * b))
    origin = translation
  }

  func point(_ p: SIMD3<Double>) -> SIMD3<Double> { origin + vector(p) }

  func vector(_ v: SIMD3<Double>) -> SIMD3<Double> { x * v.x + y * v.y + z * v.z }

  /// First `second`, then `first`.
  static func * (first: Affine, second: Affine) -> Affine {
    Affine(
      x: first.vector(second.x), y: first.vector(second.y), z: first.vector(second.z),
      origin: first.point(second.origin))
  }

  /// Volume of the image of a unit cube; negative where the map mirrors.
  var determinant: Double { (x * cofactors.x).sum() }

  /// Normals go by the cofactors, which are the inverse transpose up to a factor, and turn where the map mirrors.
  func normal(_ n: SIMD3<Float>) -> SIMD3<Float> {
    let n = SIMD3<Double>(n)
    let (a, b, c) = cofactors
    let turned = (a * n.x + b * n.y + c * n.z) * (determinant < 0 ? -1 : 1)
    let length = (turned * turned).sum().squareRoot()
    return length > 0 && length.isFinite ? SIMD3<Float>(turned / length) : .zero
  }

  private var cofactors: (x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>) {
    func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
      SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }
    return (cross(y, z), cross(z, x), cross(x, y))
  }
}
