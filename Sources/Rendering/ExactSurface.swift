// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Tracer {
  /// Distance and geometric normal of a hit in double precision, from the plane or the sphere that was met.
  ///
  /// Embree's own distance has the rounding errors of single precision, which grow at grazing angles.
  func exact(
    _ hit: Hit, from origin: SIMD3<Double>, along direction: SIMD3<Double>
  ) -> (distance: Double, normal: SIMD3<Double>) {
    let found =
      switch hit.target {
      case .triangle(let index, _, _): exactPlane(triangles[index], origin, direction)
      case .ball(let index): exactSphere(balls[index], origin, direction, near: Double(hit.distance))
      }
    guard let found, found.distance > 0, found.distance.isFinite else {
      return (Double(hit.distance), -direction)
    }
    return (found.distance, (found.normal * direction).sum() > 0 ? -found.normal : found.normal)
  }

  private func exactPlane(
    _ triangle: SIMD4<UInt32>, _ origin: SIMD3<Double>, _ direction: SIMD3<Double>
  ) -> (distance: Double, normal: SIMD3<Double>)? {
    let corner = SIMD3<Double>(positions[Int(triangle.x)])
    let a = SIMD3<Double>(positions[Int(triangle.y)]) - corner
    let b = SIMD3<Double>(positions[Int(triangle.z)]) - corner
    let normal = SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    let speed = (normal * direction).sum()
    guard speed != 0 else { return nil }
    return ((normal * (corner - origin)).sum() / speed, normal / (normal * normal).sum().squareRoot())
  }

  /// Where a ray enters or leaves a sphere, whichever is nearer to the distance that Embree found.
  private func exactSphere(
    _ ball: Ball, _ origin: SIMD3<Double>, _ direction: SIMD3<Double>, near distance: Double
  ) -> (distance: Double, normal: SIMD3<Double>)? {
    let (centre, radius) = (SIMD3<Double>(ball.centre), Double(ball.radius))
    let offset = origin - centre
    let middle = -(offset * direction).sum()
    // The square of the ray's distance from the centre, without the cancellation of |offset|^2 - middle^2.
    let across = offset + direction * middle
    let half = max(0, radius * radius - (across * across).sum()).squareRoot()
    let exact = abs(middle - half - distance) <= abs(middle + half - distance) ? middle - half : middle + half
    return (exact, (offset + direction * exact) / radius)
  }
}
