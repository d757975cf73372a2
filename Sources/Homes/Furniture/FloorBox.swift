// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A box that stands upright, turned about the vertical, between two heights: what a solid is in its room.
struct FloorBox: Sendable, Hashable {
  /// The middle on the floor plan: x and z.
  var centre: SIMD2<Float>
  /// Half its width along `axis` and half its depth across.
  var half: SIMD2<Float>
  /// Unit vector of its width.
  var axis: SIMD2<Float>
  var low: Float
  var high: Float

  /// A piece's solid where the piece is.
  init(_ solid: Solid, at pose: Pose) {
    let centre = pose.point((solid.low + solid.high) / 2)
    let axis = pose.direction(SIMD3(1, 0, 0))
    self.centre = SIMD2(centre.x, centre.z)
    half = SIMD2(solid.high.x - solid.low.x, solid.high.z - solid.low.z) / 2
    self.axis = SIMD2(axis.x, axis.z)
    low = pose.position.y + solid.low.y
    high = pose.position.y + solid.high.y
  }

  /// A rectangle of floor up to a height.
  init(_ rectangle: RoomShell.Rectangle, from low: Float = 0, to high: Float) {
    centre = (rectangle.low + rectangle.high) / 2
    half = rectangle.size / 2
    axis = SIMD2(1, 0)
    self.low = low
    self.high = high
  }

  /// Space in front of a stretch of wall.
  init(_ wall: RoomShell.Wall, from: Float, to: Float, depth: Float, low: Float, high: Float) {
    centre = wall.start + wall.along * ((from + to) / 2) + wall.inward * (depth / 2)
    half = SIMD2(to - from, depth) / 2
    axis = wall.along
    self.low = low
    self.high = high
  }

  /// Unit vector across the width.
  var across: SIMD2<Float> { SIMD2(-axis.y, axis.x) }

  /// In order around the box.
  var corners: [SIMD2<Float>] {
    let (u, v) = (axis * half.x, across * half.y)
    return [centre - u - v, centre + u - v, centre + u + v, centre - u + v]
  }

  /// Whether two boxes share space; those that only touch, or nearly, do not.
  ///
  /// - Source: the separating axis theorem; Gottschalk, Lin, Manocha, "OBBTree", SIGGRAPH 1996.
  func overlaps(_ other: FloorBox, slack: Float = 0.001) -> Bool {
    guard low < other.high - slack, other.low < high - slack else { return false }
    let apart = other.centre - centre
    for direction in [axis, across, other.axis, other.across]
    where abs(dot(apart, direction)) > reach(direction) + other.reach(direction) - slack {
      return false
    }
    return true
  }

  /// How far it goes from its middle along a unit vector.
  func reach(_ direction: SIMD2<Float>) -> Float {
    half.x * abs(dot(axis, direction)) + half.y * abs(dot(across, direction))
  }

  /// Distance on the floor plan from a point to the box; 0 inside.
  func distance(to point: SIMD2<Float>) -> Float {
    let offset = point - centre
    let outside = SIMD2(max(0, abs(dot(offset, axis)) - half.x), max(0, abs(dot(offset, across)) - half.y))
    return length(outside)
  }

  /// Whether it lies over a floor that is a union of rectangles: whether they cover all of its area.
  func isOver(_ floor: [RoomShell.Rectangle], slack: Float = 0.002) -> Bool {
    var shrunk = self
    shrunk.half = pointwiseMax(half - slack, SIMD2(repeating: 0.0005))
    let outline = shrunk.corners
    let covered = floor.reduce(Float(0)) { $0 + FloorBox.area(of: FloorBox.clipped(outline, to: $1)) }
    return covered >= 4 * shrunk.half.x * shrunk.half.y * 0.9995
  }

  /// A convex polygon's part within a rectangle.
  ///
  /// - Source: Sutherland, Hodgman, "Reentrant polygon clipping", Communications of the ACM 17(1), 1974.
  private static func clipped(_ outline: [SIMD2<Float>], to rectangle: RoomShell.Rectangle) -> [SIMD2<Float>] {
    var polygon = outline
    for (normal, limit) in [
      (SIMD2<Float>(1, 0), rectangle.low.x), (SIMD2(-1, 0), -rectangle.high.x), (SIMD2(0, 1), rectangle.low.y),
      (SIMD2(0, -1), -rectangle.high.y),
    ] {
      var kept: [SIMD2<Float>] = []
      for index in polygon.indices {
        let (a, b) = (polygon[index], polygon[(index + 1) % polygon.count])
        let (da, db) = (dot(a, normal) - limit, dot(b, normal) - limit)
        if da >= 0 { kept.append(a) }
        if (da >= 0) != (db >= 0) { kept.append(a + (b - a) * (da / (da - db))) }
      }
      polygon = kept
    }
    return polygon
  }

  private static func area(of polygon: [SIMD2<Float>]) -> Float {
    guard let first = polygon.first else { return 0 }
    var twice: Float = 0
    for index in polygon.indices {
      let (a, b) = (polygon[index] - first, polygon[(index + 1) % polygon.count] - first)
      twice += a.x * b.y - a.y * b.x
    }
    return abs(twice) / 2
  }
}
