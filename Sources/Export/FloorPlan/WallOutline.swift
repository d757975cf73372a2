// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaSphere

/// Straight walls through the points of a profile.
///
/// The closed curve is cut where it bends most (Ramer 1972, Douglas and Peucker 1973); each piece becomes the line of
/// least squares through its points; lines near one of the two directions that most walls have are turned into it; and
/// corners are where neighbouring lines meet.
struct WallOutline: Sendable {
  /// Corners, counterclockwise on the plan.
  let corners: [SIMD2<Double>]

  /// A point may be so far from its wall, relative to the median distance of the walls; where distances are less certain,
  /// half their error.
  private static let tolerance = 0.025
  private static let shareOfError = 0.5
  private static let leastTolerance = 0.05
  /// Walls nearer to a main direction than this are built along it.
  private static let snapAngle = 8 * Double.pi / 180

  /// `error` is the standard deviation of a distance, relative to it.
  init(_ profile: WallProfile, error: Double) {
    let points = profile.points
    let distances = points.map(length).sorted()
    let tolerance = max(
      Self.leastTolerance, max(Self.tolerance, Self.shareOfError * error) * distances[distances.count / 2])
    let cuts = PolygonCuts(points, tolerance: tolerance).indices
    // What leads from one wall to another in a few columns is no wall.
    let pieces = cuts.indices.map { Piece(points, from: cuts[$0], to: cuts[($0 + 1) % cuts.count]) }.filter(\.isSeen)
    let main = Self.mainDirection(pieces)
    let walls = Self.merged(pieces.map { Wall($0, main: main, snap: Self.snapAngle) }, tolerance: tolerance)
    corners = Self.corners(of: walls, tolerance: tolerance).reversed()
  }

  /// The angle, modulo a quarter turn, that the most length of wall has: the mean of the angles taken four times.
  private static func mainDirection(_ pieces: [Piece]) -> Double {
    var sum = SIMD2<Double>.zero
    for piece in pieces {
      sum += piece.length * SIMD2(cos(4 * piece.angle), sin(4 * piece.angle))
    }
    return atan2(sum.y, sum.x) / 4
  }

  /// Neighbouring walls of one line are one wall.
  private static func merged(_ walls: [Wall], tolerance: Double) -> [Wall] {
    var result: [Wall] = []
    for wall in walls {
      if let last = result.last, last.continues(in: wall, tolerance: tolerance) {
        result[result.count - 1] = last.joined(with: wall)
      } else {
        result.append(wall)
      }
    }
    if result.count > 3, let first = result.first, let last = result.last,
      last.continues(in: first, tolerance: tolerance)
    {
      result[0] = last.joined(with: first)
      result.removeLast()
    }
    return result
  }

  private static func corners(of walls: [Wall], tolerance: Double) -> [SIMD2<Double>] {
    walls.indices.flatMap { index -> [SIMD2<Double>] in
      let (wall, next) = (walls[index], walls[(index + 1) % walls.count])
      if let corner = wall.corner(with: next, tolerance: tolerance) { return [corner] }
      // Lines that are nearly parallel meet anywhere; a step leads from one to the other.
      return [wall.nearest(to: wall.end), next.nearest(to: next.start)]
    }
  }
}

private func length(_ vector: SIMD2<Double>) -> Double { (vector * vector).sum().squareRoot() }

/// Where a closed curve is cut so that its points are near the straight lines between cuts.
private struct PolygonCuts {
  /// Indices of points, growing.
  private(set) var indices: [Int] = []

  init(_ points: [SIMD2<Double>], tolerance: Double) {
    // Cut first at the farthest point from the camera and at that farthest from it: both are corners.
    let first = points.indices.max { length(points[$0]) < length(points[$1]) } ?? 0
    let second = points.indices.max { length(points[$0] - points[first]) < length(points[$1] - points[first]) } ?? 0
    var found: Set<Int> = [first, second]
    let count = points.count
    func cut(_ start: Int, _ end: Int) {
      let (a, b) = (points[start % count], points[end % count])
      var worst = (distance: tolerance, index: -1)
      for index in start + 1..<max(end, start + 1) {
        let distance = Self.distance(points[index % count], a, b)
        if distance > worst.distance { worst = (distance, index) }
      }
      guard worst.index >= 0 else { return }
      found.insert(worst.index % count)
      cut(start, worst.index)
      cut(worst.index, end)
    }
    let (low, high) = (min(first, second), max(first, second))
    cut(low, high)
    cut(high, low + count)
    indices = found.sorted()
  }

  /// How far a point is from the line through two others.
  private static func distance(_ point: SIMD2<Double>, _ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double {
    let along = b - a
    let span = length(along)
    guard span > 0 else { return length(point - a) }
    let offset = point - a
    return abs(along.x * offset.y - along.y * offset.x) / span
  }
}

/// The points between two cuts, and the line of least squares through them.
private struct Piece {
  let start: SIMD2<Double>
  let end: SIMD2<Double>
  /// Mean of the points, each weighted by the length of wall it stands for.
  private(set) var centre: SIMD2<Double>
  /// Direction of the line, in radians, from start to end.
  private(set) var angle: Double
  /// Whether there are enough points for a wall; a step between two walls has none of its own.
  let isSeen: Bool

  var length: Double { (((end - start) * (end - start)).sum()).squareRoot() }

  private static let leastPoints = 6

  init(_ points: [SIMD2<Double>], from first: Int, to last: Int) {
    let count = points.count
    let span = (last - first + count) % count
    (start, end) = (points[first], points[last])
    centre = (start + end) / 2
    angle = atan2(end.y - start.y, end.x - start.x)
    isSeen = span >= Self.leastPoints
    guard isSeen else { return }
    // The points at corners may belong to the next wall.
    fit(
      (1..<span).map {
        (points[(first + $0) % count], points[(first + $0 + 1) % count] - points[(first + $0 - 1) % count])
      })
  }

  /// Total least squares: the main axis of the points' second moments.
  private mutating func fit(_ samples: [(point: SIMD2<Double>, step: SIMD2<Double>)]) {
    var (sum, total) = (SIMD2<Double>.zero, 0.0)
    for sample in samples {
      let weight = (sample.step * sample.step).sum().squareRoot()
      sum += weight * sample.point
      total += weight
    }
    guard total > 0 else { return }
    centre = sum / total
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for sample in samples {
      let weight = (sample.step * sample.step).sum().squareRoot()
      let offset = sample.point - centre
      xx += weight * offset.x * offset.x
      xy += weight * offset.x * offset.y
      yy += weight * offset.y * offset.y
    }
    let axis = atan2(2 * xy, xx - yy) / 2
    // The axis has no sense; the piece has.
    angle = cos(axis - angle) < 0 ? axis + .pi : axis
  }
}

/// A wall: a line with the ends of what is seen of it.
private struct Wall {
  let start: SIMD2<Double>
  let end: SIMD2<Double>
  let centre: SIMD2<Double>
  let direction: SIMD2<Double>
  let length: Double

  init(_ piece: Piece, main: Double, snap: Double) {
    (start, end, centre, length) = (piece.start, piece.end, piece.centre, piece.length)
    let quarter = Double.pi / 2
    let nearest = main + ((piece.angle - main) / quarter).rounded() * quarter
    let angle = abs(piece.angle - nearest) <= snap ? nearest : piece.angle
    direction = SIMD2(cos(angle), sin(angle))
  }

  private init(
    start: SIMD2<Double>, end: SIMD2<Double>, centre: SIMD2<Double>, direction: SIMD2<Double>, length: Double
  ) {
    (self.start, self.end, self.centre, self.direction, self.length) = (start, end, centre, direction, length)
  }

  private func offset(of point: SIMD2<Double>) -> Double {
    direction.x * (point.y - centre.y) - direction.y * (point.x - centre.x)
  }

  func nearest(to point: SIMD2<Double>) -> SIMD2<Double> {
    centre + ((point - centre) * direction).sum() * direction
  }

  func continues(in next: Wall, tolerance: Double) -> Bool {
    (direction * next.direction).sum() > 0.99 && abs(offset(of: next.centre)) < tolerance
  }

  func joined(with next: Wall) -> Wall {
    let total = max(length + next.length, .leastNormalMagnitude)
    return Wall(
      start: start, end: next.end, centre: (length * centre + next.length * next.centre) / total,
      direction: length > next.length ? direction : next.direction, length: total)
  }

  /// Where a wall meets the next one, if that is near where both are seen to end: within a third of the shorter.
  func corner(with next: Wall, tolerance: Double) -> SIMD2<Double>? {
    guard let corner = intersection(with: next) else { return nil }
    let reach = max(3 * tolerance, min(length, next.length) / 3)
    func isNear(_ end: SIMD2<Double>) -> Bool { ((corner - end) * (corner - end)).sum() < reach * reach }
    return isNear(end) && isNear(next.start) ? corner : nil
  }

  /// Where two lines meet; nil where they are nearly parallel.
  func intersection(with other: Wall) -> SIMD2<Double>? {
    let sine = direction.x * other.direction.y - direction.y * other.direction.x
    guard abs(sine) > 0.35 else { return nil }
    let between = other.centre - centre
    let along = (between.x * other.direction.y - between.y * other.direction.x) / sine
    return centre + along * direction
  }
}
