// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Who has which part of a storey, in whole centimetres between the middles of walls.
///
/// Rectangles are painted one over another, as on paper: what is painted later takes its ground from what was there. A
/// corner taken from a room makes it an L.
struct FloorPlan: Sendable, Hashable {
  /// A rectangle that belongs to a room.
  struct Paint: Sendable, Hashable {
    var room: Int
    var low: SIMD2<Int>
    var high: SIMD2<Int>
  }

  var kinds: [RoomKind] = []
  var paints: [Paint] = []

  /// Adds a room and returns its number.
  mutating func add(_ kind: RoomKind) -> Int {
    kinds.append(kind)
    return kinds.count - 1
  }

  /// Gives a rectangle to a room.
  mutating func paint(_ room: Int, _ low: SIMD2<Int>, _ high: SIMD2<Int>) {
    guard all(low .< high) else { return }
    paints.append(Paint(room: room, low: low, high: high))
  }

  /// The plan turned by a quarter or mirrored, and moved so that the origin is its middle.
  func turned(transposed: Bool, mirrored: Bool) -> FloorPlan {
    var plan = self
    for index in plan.paints.indices {
      var (low, high) = (plan.paints[index].low, plan.paints[index].high)
      if transposed { (low, high) = (SIMD2(low.y, low.x), SIMD2(high.y, high.x)) }
      if mirrored { (low.x, high.x) = (-high.x, -low.x) }
      (plan.paints[index].low, plan.paints[index].high) = (low, high)
    }
    guard let first = plan.paints.first else { return plan }
    let low = plan.paints.reduce(first.low) { pointwiseMin($0, $1.low) }
    let high = plan.paints.reduce(first.high) { pointwiseMax($0, $1.high) }
    let middle = (low &+ high) / 2
    for index in plan.paints.indices {
      plan.paints[index].low &-= middle
      plan.paints[index].high &-= middle
    }
    return plan
  }
}

/// The cells that the edges of a plan's rectangles cut a storey into, and the room each belongs to.
struct PlanGrid: Sendable {
  /// Half a wall between rooms and a whole wall to the outside, in metres.
  struct Thickness: Sendable, Hashable {
    var inner: Float
    var outer: Float
  }

  private let xs: [Int]
  private let zs: [Int]
  private let owners: [Int]
  private let thickness: Thickness

  init(_ plan: FloorPlan, thickness: Thickness) {
    self.thickness = thickness
    let xs = PlanGrid.unique(plan.paints.flatMap { [$0.low.x, $0.high.x] })
    let zs = PlanGrid.unique(plan.paints.flatMap { [$0.low.y, $0.high.y] })
    var owners = [Int](repeating: -1, count: max(0, xs.count - 1) * max(0, zs.count - 1))
    for paint in plan.paints {
      for row in 0..<max(0, zs.count - 1) where zs[row] >= paint.low.y && zs[row + 1] <= paint.high.y {
        for column in 0..<(xs.count - 1) where xs[column] >= paint.low.x && xs[column + 1] <= paint.high.x {
          owners[row * (xs.count - 1) + column] = paint.room
        }
      }
    }
    (self.xs, self.zs, self.owners) = (xs, zs, owners)
  }

  private static func unique(_ values: [Int]) -> [Int] {
    values.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  private func owner(_ column: Int, _ row: Int) -> Int {
    let columns = xs.count - 1
    guard column >= 0, row >= 0, column < columns, row < zs.count - 1 else { return -1 }
    return owners[row * columns + column]
  }

  // MARK: - Outlines

  /// An edge of a cell on the border of a room, walked with the room on the left.
  private struct Edge {
    var start: SIMD2<Int>
    var end: SIMD2<Int>
    var neighbour: Int
  }

  /// The sides of a room as seen from inside; nil where the room has no ground or touches itself at a corner.
  func sides(of room: Int) -> [Side]? {
    let edges = borders(of: room)
    guard !edges.isEmpty else { return nil }
    var following = [Int](repeating: -1, count: xs.count * zs.count)
    for (index, edge) in edges.enumerated() {
      let corner = edge.start.y * xs.count + edge.start.x
      guard following[corner] < 0 else { return nil }
      following[corner] = index
    }
    var isWalked = [Bool](repeating: false, count: edges.count)
    var sides: [Side] = []
    for first in edges.indices where !isWalked[first] {
      var loop: [Edge] = []
      var index = first
      while !isWalked[index] {
        isWalked[index] = true
        loop.append(edges[index])
        index = following[edges[index].end.y * xs.count + edges[index].end.x]
      }
      sides += self.sides(along: loop)
    }
    return sides
  }

  private func borders(of room: Int) -> [Edge] {
    var edges: [Edge] = []
    for row in 0..<max(0, zs.count - 1) {
      for column in 0..<(xs.count - 1) where owner(column, row) == room {
        let corners = [
          SIMD2(column, row + 1), SIMD2(column + 1, row + 1), SIMD2(column + 1, row), SIMD2(column, row),
        ]
        let neighbours = [
          owner(column, row + 1), owner(column + 1, row), owner(column, row - 1), owner(column - 1, row),
        ]
        for side in 0..<4 where neighbours[side] != room {
          edges.append(Edge(start: corners[side], end: corners[(side + 1) % 4], neighbour: neighbours[side]))
        }
      }
    }
    return edges
  }

  private func direction(_ edge: Edge) -> SIMD2<Int> {
    (edge.end &- edge.start).clamped(lowerBound: SIMD2(-1, -1), upperBound: SIMD2(1, 1))
  }

  private func sides(along loop: [Edge]) -> [Side] {
    // Begin where the walk turns, so that no straight side is cut in two.
    let count = loop.count
    let begin = loop.indices.first { direction(loop[$0]) != direction(loop[($0 + count - 1) % count]) } ?? 0
    var runs: [[Edge]] = []
    for step in 0..<count {
      let edge = loop[(begin + step) % count]
      if let last = runs.last?.last, direction(last) == direction(edge) {
        runs[runs.count - 1].append(edge)
      } else {
        runs.append([edge])
      }
    }
    return runs.indices.map { index in
      side(runs[index], after: runs[(index + runs.count - 1) % runs.count], before: runs[(index + 1) % runs.count])
    }
  }

  private func metres(_ corner: SIMD2<Int>) -> SIMD2<Float> { SIMD2(Float(xs[corner.x]), Float(zs[corner.y])) / 100 }

  /// Where the visible face of a straight run of edges lies, on the axis across it.
  private func face(_ run: [Edge]) -> Float {
    let along = direction(run[0])
    let inward = SIMD2(Float(along.y), Float(-along.x))
    let isOuter = run.contains { $0.neighbour < 0 }
    let inset = inward * (isOuter ? thickness.outer : thickness.inner)
    let place = metres(run[0].start) + inset
    return along.x != 0 ? place.y : place.x
  }

  private func side(_ run: [Edge], after: [Edge], before: [Edge]) -> Side {
    let axis = direction(run[0]).x != 0 ? 0 : 1
    let (own, first, last) = (face(run), face(after), face(before))
    let borders = run.map { edge in
      let (a, b) = (metres(edge.start)[axis], metres(edge.end)[axis])
      return Side.Border(from: min(a, b), to: max(a, b), room: edge.neighbour)
    }
    func corner(_ along: Float) -> SIMD2<Float> { axis == 0 ? SIMD2(along, own) : SIMD2(own, along) }
    func turnsLeft(_ a: [Edge], _ b: [Edge]) -> Bool {
      let (u, v) = (direction(a[0]), direction(b[0]))
      return u.y * v.x - u.x * v.y > 0
    }
    return Side(
      start: corner(first), end: corner(last), borders: borders, isInnerAtStart: turnsLeft(after, run),
      isInnerAtEnd: turnsLeft(run, before))
  }

  // MARK: - Ground

  /// The outline of the whole storey, walked with the outside on the left, on the outer faces.
  func outerSides() -> [Side]? {
    let outer = PlanGrid(
      xs: [xs[0] - 100] + xs + [xs[xs.count - 1] + 100], zs: [zs[0] - 100] + zs + [zs[zs.count - 1] + 100], of: self)
    return outer.sides(of: 0)?.filter { side in side.borders.contains { $0.room >= 0 } }
  }

  /// A grid with a rim, on which what is outside is room 0 and what is inside is room 1.
  private init(xs: [Int], zs: [Int], of grid: PlanGrid) {
    (self.xs, self.zs) = (xs, zs)
    thickness = Thickness(inner: 0, outer: 0)
    owners = (0..<(zs.count - 1)).flatMap { row in
      (0..<(xs.count - 1)).map { column in grid.owner(column - 1, row - 1) < 0 ? 0 : 1 }
    }
  }
}

extension RoomShell.Rectangle {
  /// Rectangles that fill an outline of sides along the axes.
  static func filling(_ sides: [Side]) -> [RoomShell.Rectangle] {
    let xs = Set(sides.map(\.start.x)).sorted()
    let zs = Set(sides.map(\.start.y)).sorted()
    var rectangles: [RoomShell.Rectangle] = []
    for row in 0..<max(0, zs.count - 1) {
      for run in runs(xs, middle: (zs[row] + zs[row + 1]) / 2, sides) {
        let (low, high) = (SIMD2(run.from, zs[row]), SIMD2(run.to, zs[row + 1]))
        if let above = rectangles.lastIndex(where: { $0.high.y == low.y && $0.low.x == low.x && $0.high.x == high.x }) {
          rectangles[above].high.y = high.y
        } else {
          rectangles.append(RoomShell.Rectangle(low: low, high: high))
        }
      }
    }
    return rectangles
  }

  /// Stretches of a line along x that lie inside.
  private static func runs(_ xs: [Float], middle z: Float, _ sides: [Side]) -> [(from: Float, to: Float)] {
    let crossings = sides.filter { $0.axis == 1 && min($0.start.y, $0.end.y) < z && z < max($0.start.y, $0.end.y) }
      .map(\.start.x).sorted()
    return stride(from: 0, to: crossings.count - 1, by: 2).map { (crossings[$0], crossings[$0 + 1]) }
  }
}
