// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Height of a ceiling over one coordinate of the plan: level, sloping, gabled or vaulted.
struct CeilingShape: Sendable, Hashable {
  /// 0 where the height changes along x, 1 along z.
  var axis: Int
  /// Places in ascending order and heights there; straight between them, level beyond.
  var points: [SIMD2<Float>]

  static func level(_ height: Float) -> CeilingShape { CeilingShape(axis: 0, points: [SIMD2(0, height)]) }

  /// Two slopes that meet in a ridge, with a level middle if `flat` is above 0.
  static func gable(axis: Int, from low: Float, to high: Float, eaves: Float, ridge: Float, flat: Float) -> CeilingShape
  {
    let (middle, half) = ((low + high) / 2, flat / 2)
    var points = [SIMD2(low, eaves), SIMD2(middle - half, ridge), SIMD2(middle + half, ridge), SIMD2(high, eaves)]
    if half < 0.01 { points.remove(at: 2) }
    return CeilingShape(axis: axis, points: points)
  }

  /// One slope.
  static func shed(axis: Int, from low: Float, to high: Float, heights: SIMD2<Float>) -> CeilingShape {
    CeilingShape(axis: axis, points: [SIMD2(low, heights.x), SIMD2(high, heights.y)])
  }

  /// Half an ellipse.
  static func vault(axis: Int, from low: Float, to high: Float, spring: Float, rise: Float) -> CeilingShape {
    let (middle, half) = ((low + high) / 2, (high - low) / 2)
    let steps = 16
    let points = (0...steps).map { step in
      let angle = Float.pi * (1 - Float(step) / Float(steps))
      return SIMD2(middle + half * cosine(angle), spring + rise * max(0, sine(angle)))
    }
    return CeilingShape(axis: axis, points: points)
  }

  var isLevel: Bool { points.allSatisfy { $0.y == points[0].y } }

  func height(at coordinate: Float) -> Float {
    guard let first = points.first, let last = points.last else { return 0 }
    if coordinate <= first.x { return first.y }
    if coordinate >= last.x { return last.y }
    for index in 1..<points.count where coordinate <= points[index].x {
      let (a, b) = (points[index - 1], points[index])
      return a.y + (b.y - a.y) * (coordinate - a.x) / max(b.x - a.x, 1e-6)
    }
    return last.y
  }

  func height(at point: SIMD2<Float>) -> Float { height(at: point[axis]) }

  /// Lowest point over a rectangle: straight pieces have it at an end.
  func lowest(over rectangle: RoomShell.Rectangle) -> Float {
    places(over: rectangle).reduce(.greatestFiniteMagnitude) { min($0, height(at: $1)) }
  }

  func highest(over rectangle: RoomShell.Rectangle) -> Float {
    places(over: rectangle).reduce(0) { max($0, height(at: $1)) }
  }

  private func places(over rectangle: RoomShell.Rectangle) -> [Float] {
    let (low, high) = (rectangle.low[axis], rectangle.high[axis])
    return [low, high] + points.map(\.x).filter { $0 > low && $0 < high }
  }
}
