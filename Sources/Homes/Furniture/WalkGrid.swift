// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Where somebody half a metre wide can walk in a room.
struct WalkGrid: Sendable {
  private static let step: Float = 0.1
  /// Half the width of the walker.
  static let radius: Float = 0.25

  private let origin: SIMD2<Float>
  private let columns: Int
  private let rows: Int
  /// Whether the walker's middle may be in a cell.
  private var isFree: [Bool]
  /// Cells just inside the doors.
  private var gates: [Int] = []
  /// Share of the free cells that one can walk to from the doors, at least.
  private var wanted: Float = 0

  /// The empty room.
  init(_ shell: RoomShell) {
    let low = shell.floor.reduce(SIMD2<Float>(repeating: .infinity)) { pointwiseMin($0, $1.low) }
    let high = shell.floor.reduce(SIMD2<Float>(repeating: -.infinity)) { pointwiseMax($0, $1.high) }
    let size = shell.floor.isEmpty ? SIMD2(0, 0) : high - low
    let (columns, rows) = (max(1, Int(size.x / WalkGrid.step)), max(1, Int(size.y / WalkGrid.step)))
    self.columns = columns
    self.rows = rows
    origin = shell.floor.isEmpty ? .zero : low
    isFree = Array(repeating: false, count: columns * rows)
    for cell in isFree.indices {
      isFree[cell] = WalkGrid.ring.allSatisfy { offset in
        shell.floor.contains { $0.contains(point(cell) + offset) }
      }
    }
    for wall in shell.walls {
      for opening in wall.openings where opening.kind == .door || opening.kind == .passage {
        let inside = wall.start + wall.along * ((opening.from + opening.to) / 2) + wall.inward * 0.35
        if let gate = nearestFree(inside) { gates.append(gate) }
      }
    }
    if let first = gates.first {
      let reached = flooded(from: first)
      gates = gates.filter { reached[$0] }
      wanted = min(0.8, 0.9 * share(reached))
    }
  }

  /// Where the outline of the walker is tested against the walls.
  private static let ring: [SIMD2<Float>] =
    [.zero]
    + (0..<8).map { index in
      let angle = Float(index) * .pi / 4
      return SIMD2(cosine(angle), sine(angle)) * (radius - 0.01)
    }

  private func point(_ cell: Int) -> SIMD2<Float> {
    origin + (SIMD2(Float(cell % columns), Float(cell / columns)) + 0.5) * WalkGrid.step
  }

  private func cell(_ point: SIMD2<Float>) -> Int? {
    let place = (point - origin) / WalkGrid.step
    guard place.x >= 0, place.y >= 0, Int(place.x) < columns, Int(place.y) < rows else { return nil }
    return Int(place.y) * columns + Int(place.x)
  }

  private func nearestFree(_ target: SIMD2<Float>) -> Int? {
    let reach: Float = 0.4
    return isFree.indices.lazy
      .filter { isFree[$0] && length(point($0) - target) < reach }
      .min { length(point($0) - target) < length(point($1) - target) }
  }

  /// Takes the floor around a box away from the walker.
  mutating func block(_ box: FloorBox) {
    guard box.low < 1.9, box.high > 0.05 else { return }
    let reach = SIMD2(box.reach(SIMD2(1, 0)), box.reach(SIMD2(0, 1))) + WalkGrid.radius
    let first = (box.centre - reach - origin) / WalkGrid.step
    let last = (box.centre + reach - origin) / WalkGrid.step
    guard last.x >= 0, last.y >= 0, first.x < Float(columns), first.y < Float(rows) else { return }
    for row in max(0, Int(first.y))...min(rows - 1, Int(last.y)) {
      for column in max(0, Int(first.x))...min(columns - 1, Int(last.x)) {
        let cell = row * columns + column
        if isFree[cell], box.distance(to: point(cell)) < WalkGrid.radius { isFree[cell] = false }
      }
    }
  }

  /// Whether one can still walk from each door to every other and to most of the free floor.
  var isConnected: Bool {
    guard let first = gates.first else { return true }
    guard gates.allSatisfy({ isFree[$0] }) else { return false }
    let reached = flooded(from: first)
    return gates.allSatisfy { reached[$0] } && share(reached) >= wanted
  }

  private func share(_ reached: [Bool]) -> Float {
    Float(reached.count { $0 }) / Float(max(1, isFree.count { $0 }))
  }

  private func flooded(from start: Int) -> [Bool] {
    var reached = Array(repeating: false, count: isFree.count)
    var open = [start]
    reached[start] = true
    while let cell = open.popLast() {
      let column = cell % columns
      for (other, isInside) in [
        (cell - 1, column > 0), (cell + 1, column < columns - 1), (cell - columns, cell >= columns),
        (cell + columns, cell + columns < isFree.count),
      ] where isInside && isFree[other] && !reached[other] {
        reached[other] = true
        open.append(other)
      }
    }
    return reached
  }
}
