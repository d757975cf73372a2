// SPDX-License-Identifier: Apache-2.0

/// Something that moves things without changing their shape.
package protocol RigidMotion {
  func point(_ point: SIMD3<Float>) -> SIMD3<Float>
  func direction(_ vector: SIMD3<Float>) -> SIMD3<Float>
}

extension Pose: RigidMotion {}

/// Axes of a part of a model: an origin and three unit vectors at right angles.
package struct Frame: RigidMotion, Sendable {
  package var origin: SIMD3<Float>
  package var x: SIMD3<Float>
  package var y: SIMD3<Float>
  package var z: SIMD3<Float>

  package func point(_ point: SIMD3<Float>) -> SIMD3<Float> { origin + direction(point) }
  package func direction(_ vector: SIMD3<Float>) -> SIMD3<Float> { x * vector.x + y * vector.y + z * vector.z }

  /// The part's axes turned by angles in radians: first rolled about z, then pitched about x (positive leans back what
  /// stands: +y towards -z), then yawed about y (+z towards +x).
  package init(_ origin: SIMD3<Float> = .zero, yaw: Float = 0, pitch: Float = 0, roll: Float = 0) {
    let pose = Pose(yaw: yaw)
    let (c, s) = (cosine(pitch), sine(pitch))
    func turned(_ v: SIMD3<Float>) -> SIMD3<Float> {
      pose.direction(SIMD3(v.x, c * v.y + s * v.z, c * v.z - s * v.y))
    }
    self.origin = origin
    x = turned(SIMD3(cosine(roll), sine(roll), 0))
    y = turned(SIMD3(-sine(roll), cosine(roll), 0))
    z = turned(SIMD3(0, 0, 1))
  }

  /// Axes whose y runs along a direction, for shapes of revolution that do not stand.
  package init(_ origin: SIMD3<Float>, upwards direction: SIMD3<Float>) {
    self.origin = origin
    y = normalised(direction)
    let helper: SIMD3<Float> = abs(y.x) < 0.9 ? SIMD3(1, 0, 0) : SIMD3(0, 0, 1)
    z = normalised(cross(helper, y))
    x = cross(y, z)
  }
}
