// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A hole in the outer face of a wall, in the plan's coordinates.
struct OuterHole: Sendable, Hashable {
  var axis: Int
  /// The outer face's coordinate across.
  var level: Float
  var from: Float
  var to: Float
  var bottom: Float
  var top: Float
  var rise: Float
}

/// Windows to the outside, and recesses.
extension Architect {
  /// How a row of windows is laid out.
  private struct Row {
    var width: Float
    var pier: Float
    var bottom: Float
    var top: Float
    var arch: Float = 0
    var greatestCount = 12
  }

  mutating func cutWindows() {
    for room in rooms.indices {
      for side in rooms[room].sides.indices {
        for border in rooms[room].sides[side].borders where border.room < 0 {
          guard random.chance(chance(rooms[room].kind)) else { continue }
          cutRow(row(for: rooms[room]), room, side, border)
        }
      }
    }
  }

  private func chance(_ kind: RoomKind) -> Float {
    let chance: Float =
      switch kind {
      case .living, .study, .dining, .office: 0.92
      case .bedroom: 0.88
      case .kitchen, .meeting, .hall: 0.8
      case .workshop: 0.6
      case .bathroom, .corridor: 0.45
      case .studio: 0.35
      case .storage: 0.12
      }
    return style.kind == .cellar ? chance * 0.5 : chance
  }

  private mutating func row(for room: PlannedRoom) -> Row {
    let windows = style.windows
    var row = Row(
      width: windows.width, pier: windows.pier, bottom: windows.sill, top: windows.head, arch: windows.arch)
    if style.kind == .cellar {
      row.bottom = max(1.5, room.height - 0.75)
      (row.top, row.width) = (room.height - 0.12, random.number(0.5, 1))
      return row
    }
    switch room.kind {
    case .bathroom, .storage:
      (row.width, row.greatestCount) = (random.number(0.5, 0.9), 1)
      row.bottom = max(row.bottom, row.top - random.number(0.6, 1.1))
    case .hall, .workshop, .studio:
      let isHigh = random.chance(0.4)
      row.bottom = isHigh ? room.height * 0.55 : random.number(0.6, 1.5)
      row.top = room.height - random.number(0.3, 0.8)
      (row.width, row.pier) = (random.number(1, 2.6), random.number(0.5, 1.6))
    case .office, .meeting:
      if random.chance(0.5) { (row.pier, row.width) = (random.number(0.12, 0.3), random.number(1.1, 2)) }
      if random.chance(0.15) { row.bottom = 0.06 }
    case .living, .dining, .corridor, .bedroom, .kitchen, .study:
      let isGarden = room.kind == .living || room.kind == .dining || style.kind == .loft
      if isGarden && random.chance(style.kind == .loft ? 0.6 : 0.25) { row.bottom = random.number(0.03, 0.12) }
      row.greatestCount = random.chance(0.4) ? 1 : random.whole(1, 4)
    }
    return row
  }

  private mutating func cutRow(_ row: Row, _ room: Int, _ index: Int, _ border: Side.Border) {
    let side = rooms[room].sides[index]
    let (low, high) = (max(side.low, border.from) + 0.22, min(side.high, border.to) - 0.22)
    let span = high - low
    guard span > 0.45 else { return }
    let width = min(row.width, span)
    let count = min(max(1, Int((span + row.pier) / (width + row.pier))), row.greatestCount)
    let used = Float(count) * (width + row.pier) - row.pier
    let first = low + (span - used) * (random.chance(0.7) ? 0.5 : random.unit())
    for number in 0..<count {
      let place = first + Float(number) * (width + row.pier)
      cutWindow(row, room, index, place, place + width)
    }
  }

  private mutating func cutWindow(_ row: Row, _ room: Int, _ index: Int, _ low: Float, _ high: Float) {
    let side = rooms[room].sides[index]
    let ends = [side.station(low), side.station(high)]
    let (from, to) = (ends.min() ?? 0, ends.max() ?? 0)
    let ceiling = rooms[room].ceiling.lowest(over: side.apron(from, to, depth: 0))
    let top = min(row.top, ceiling - 0.1)
    guard top - row.bottom > 0.38, side.isFree(from - 0.14, to + 0.14) else { return }
    let rise = min(row.arch, (to - from) / 2, (top - row.bottom) / 3)
    let depth = style.thickness.outer
    rooms[room].sides[index].openings.append(
      Opening(kind: .window, from: from, to: to, bottom: row.bottom, top: top, rise: rise, depth: depth))
    let outward: Float = -side.inward[1 - side.axis]
    outerHoles.append(
      OuterHole(
        axis: side.axis, level: side.level + outward * depth, from: low, to: high, bottom: row.bottom, top: top,
        rise: rise))
  }

  // MARK: - Recesses

  mutating func cutNiches() {
    guard style.thickness.outer > 0.3 else { return }
    for room in rooms.indices where rooms[room].kind != .storage && random.chance(0.12) {
      let index = random.whole(0, rooms[room].sides.count - 1)
      let side = rooms[room].sides[index]
      guard side.borders.allSatisfy({ $0.room < 0 }), side.length > 1.2 else { continue }
      let width = random.number(0.4, min(1.6, side.length - 0.6))
      let from = random.number(0.25, side.length - 0.25 - width)
      let ceiling = rooms[room].ceiling.lowest(over: side.apron(from, from + width, depth: 0))
      let bottom = random.chance(0.4) ? 0 : random.number(0.5, 1.1)
      let top = min(bottom + random.number(0.6, 1.6), ceiling - 0.2, 2.3)
      guard top - bottom > 0.4, side.isFree(from - 0.2, from + width + 0.2) else { continue }
      let rise = random.chance(0.4) ? min(width / 2, (top - bottom) / 2) : 0
      rooms[room].sides[index].openings.append(
        Opening(
          kind: .niche, from: from, to: from + width, bottom: bottom, top: top, rise: rise,
          depth: random.number(0.1, style.thickness.outer - 0.12)))
    }
  }
}
