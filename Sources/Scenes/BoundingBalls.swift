// SPDX-License-Identifier: Apache-2.0

/// Balls around the parts of a scene, eight a vector, to leave out what a bundle of rays cannot meet.
struct BoundingBalls {
  private var x: [Lanes] = []
  private var y: [Lanes] = []
  private var z: [Lanes] = []
  private var radius: [Lanes] = []
  private let count: Int

  init(_ balls: [(centre: SIMD3<Float>, radius: Float)]) {
    count = balls.count
    for start in stride(from: 0, to: balls.count, by: 8) {
      var (x, y, z) = (Lanes.zero, Lanes.zero, Lanes.zero)
      var radius = Lanes(repeating: -1e9)
      for lane in 0..<min(8, balls.count - start) {
        let ball = balls[start + lane]
        (x[lane], y[lane], z[lane]) = (ball.centre.x, ball.centre.y, ball.centre.z)
        radius[lane] = ball.radius
      }
      self.x.append(x)
      self.y.append(y)
      self.z.append(z)
      self.radius.append(radius)
    }
  }

  /// Balls that a cone of rays may meet.
  func meeting(apex: SIMD3<Float>, axis: SIMD3<Float>, cosine: Float, sine: Float, into list: inout [Int32]) {
    list.removeAll(keepingCapacity: true)
    for group in x.indices {
      let (dx, dy, dz) = (x[group] - apex.x, y[group] - apex.y, z[group] - apex.z)
      let along = dx * axis.x + dy * axis.y + dz * axis.z
      let aside = roots(dx * dx + dy * dy + dz * dz - along * along)
      append(group, where: (aside * cosine - along * sine) .< radius[group], to: &list)
    }
  }

  /// Balls within `margin` of the segment from `start` to `end`.
  func near(_ start: SIMD3<Float>, _ end: SIMD3<Float>, margin: Float, into list: inout [Int32]) {
    list.removeAll(keepingCapacity: true)
    let edge = end - start
    let scale = 1 / max(dot(edge, edge), 1e-9)
    for group in x.indices {
      var (dx, dy, dz) = (x[group] - start.x, y[group] - start.y, z[group] - start.z)
      var along = (dx * edge.x + dy * edge.y + dz * edge.z) * scale
      along = smaller(larger(along, Lanes(repeating: 0)), Lanes(repeating: 1))
      dx -= along * edge.x
      dy -= along * edge.y
      dz -= along * edge.z
      let reach = radius[group] + margin
      append(group, where: (dx * dx + dy * dy + dz * dz .< reach * reach) .& (reach .> 0), to: &list)
    }
  }

  /// All of them.
  func all(into list: inout [Int32]) {
    list.removeAll(keepingCapacity: true)
    for index in 0..<count { list.append(Int32(index)) }
  }

  @inline(__always)
  private func append(_ group: Int, where mask: LaneMask, to list: inout [Int32]) {
    guard isAny(mask) else { return }
    for lane in 0..<8 where mask[lane] { list.append(Int32(group * 8 + lane)) }
  }
}
