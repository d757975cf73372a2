// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Piece {
  /// A piece whose solids are the boxes around its parts between equally many heights.
  ///
  /// So things fit under the crown of a tree or beside the pole of a lamp. The model is moved to the middle of its
  /// footprint, on to the floor.
  init(_ model: Model, slabs: Int, surfaces: [SupportSurface] = []) {
    guard let (low, high) = model.bounds else {
      self.init(model, surfaces: surfaces)
      return
    }
    let shift = SIMD3(-(low.x + high.x) / 2, -low.y, -(low.z + high.z) / 2)
    var moved = Model()
    moved.add(model, at: Pose(position: shift))
    let step = (high.y - low.y) / Float(max(1, slabs))
    let solids = (0..<max(1, slabs)).compactMap { moved.solid(from: Float($0) * step, to: Float($0 + 1) * step) }
    let plan = SIMD2(shift.x, shift.z)
    self.init(
      moved, solids: solids,
      surfaces: surfaces.map {
        SupportSurface(
          height: $0.height + shift.y, low: $0.low + plan, high: $0.high + plan, clearHeight: $0.clearHeight)
      })
  }

  /// A piece on a wall that keeps the floor below it free: its solid reaches down to y = 0.
  init(downToFloor model: Model, surfaces: [SupportSurface] = []) {
    var all = Piece(model).extent
    all.low.y = 0
    self.init(model, solids: [all], surfaces: surfaces)
  }
}

extension Model {
  /// The box around what lies between two heights; nil where there is nothing.
  fileprivate func solid(from bottom: Float, to top: Float) -> Solid? {
    var bounds: (low: SIMD3<Float>, high: SIMD3<Float>)?
    func cover(_ low: SIMD3<Float>, _ high: SIMD3<Float>) {
      bounds = bounds.map { (pointwiseMin($0.low, low), pointwiseMax($0.high, high)) } ?? (low, high)
    }
    for triangle in mesh.triangles {
      let corners = [triangle.x, triangle.y, triangle.z].map { mesh.positions[Int($0)] }
      for point in Model.clipped(corners, from: bottom, to: top) { cover(point, point) }
    }
    for ball in balls where ball.centre.y + ball.radius > bottom && ball.centre.y - ball.radius < top {
      var (low, high) = (ball.centre - ball.radius, ball.centre + ball.radius)
      low.y = max(low.y, bottom)
      high.y = min(high.y, top)
      cover(low, high)
    }
    return bounds.map { Solid($0.low, $0.high) }
  }

  /// The corners of a polygon's part between two heights.
  private static func clipped(_ outline: [SIMD3<Float>], from bottom: Float, to top: Float) -> [SIMD3<Float>] {
    var polygon = outline
    for (sign, limit) in [(Float(1), bottom), (-1, -top)] {
      var kept: [SIMD3<Float>] = []
      for index in polygon.indices {
        let (a, b) = (polygon[index], polygon[(index + 1) % polygon.count])
        let (inA, inB) = (sign * a.y - limit, sign * b.y - limit)
        if inA >= 0 { kept.append(a) }
        if (inA >= 0) != (inB >= 0) { kept.append(a + (b - a) * (inA / (inA - inB))) }
      }
      polygon = kept
    }
    return polygon
  }
}
