// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A box that a camera keeps away from, upright and turned about the vertical.
struct Obstacle: Sendable, Hashable {
  var centre: SIMD3<Float>
  var half: SIMD3<Float>
  var yaw: Float = 0

  /// A box along the axes between two corners.
  init(_ a: SIMD3<Float>, _ b: SIMD3<Float>) {
    centre = (a + b) / 2
    half = abs(a - b) / 2
  }

  /// The box around a model's own bounds at a pose.
  init(low: SIMD3<Float>, high: SIMD3<Float>, at pose: Pose) {
    centre = pose.point((low + high) / 2)
    half = (high - low) / 2
    yaw = pose.yaw
  }

  /// Distance of a point to the box; 0 inside.
  func distance(to point: SIMD3<Float>) -> Float {
    let offset = Pose(yaw: -yaw).direction(point - centre)
    let outside = pointwiseMax(abs(offset) - half, .zero)
    return length(outside)
  }

  /// The rectangle along the axes around its footprint.
  var footprint: RoomShell.Rectangle {
    let (c, s) = (abs(cosine(yaw)), abs(sine(yaw)))
    let reach = SIMD2(c * half.x + s * half.z, s * half.x + c * half.z)
    let middle = SIMD2(centre.x, centre.z)
    return RoomShell.Rectangle(low: middle - reach, high: middle + reach)
  }
}

private func abs(_ v: SIMD3<Float>) -> SIMD3<Float> { pointwiseMax(v, -v) }
