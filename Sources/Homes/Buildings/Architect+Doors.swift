// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Ways between rooms.
extension Architect {
  /// Two sides of neighbouring rooms that face each other across a wall.
  private struct Party {
    var first: Int
    var firstSide: Int
    var second: Int
    var secondSide: Int
    /// The stretch they share, in the plan's coordinate along it.
    var low: Float
    var high: Float
    var cost: Float
  }

  /// Connects all rooms by a spanning tree of the likeliest ways, then some more; false where a room stays shut off.
  mutating func connectRooms() -> Bool {
    let parties = parties().sorted { ($0.cost, $0.first, $0.second) < ($1.cost, $1.first, $1.second) }
    var group = Array(rooms.indices)
    for party in parties where group[party.first] != group[party.second] {
      guard connect(party) else { continue }
      let (from, to) = (group[party.second], group[party.first])
      for index in group.indices where group[index] == from { group[index] = to }
    }
    guard group.allSatisfy({ $0 == group[0] }) else { return false }
    for party in parties where party.cost < 2 && random.chance(0.35) {
      let pair = Connection(first: party.first, second: party.second)
      if !connections.contains(pair) { _ = connect(party) }
    }
    if style.kind == .office || style.kind == .openOffice { glaze(parties) }
    return true
  }

  /// Panes in walls of offices, where there is room beside the doors.
  private mutating func glaze(_ parties: [Party]) {
    let share = random.chance(0.5) ? random.number(0.3, 1) : 0
    let bottom = random.chance(0.5) ? 0.06 : random.number(0.7, 1)
    let fitting: [RoomKind] = [.office, .meeting, .corridor, .study]
    for party in parties where random.chance(share) {
      guard fitting.contains(rooms[party.first].kind), fitting.contains(rooms[party.second].kind) else { continue }
      let (own, opposite) = (rooms[party.first].sides[party.firstSide], rooms[party.second].sides[party.secondSide])
      let width = min(party.high - party.low - 0.3, random.number(1, 3.5))
      guard width > 0.7 else { continue }
      let place = random.number(party.low + 0.15, party.high - 0.15 - width)
      let top = min(style.doorHeight, clearHeight(party, place, place + width) - 0.12)
      let depth = abs(own.level - opposite.level)
      var pane = opening(on: own, .glazing, place, place + width, top: top, rise: 0, depth: depth)
      var back = opening(on: opposite, .glazing, place, place + width, top: top, rise: 0, depth: depth)
      (pane.bottom, back.bottom, back.isOwner) = (bottom, bottom, false)
      guard own.isFree(pane.from - 0.12, pane.to + 0.12), opposite.isFree(back.from - 0.12, back.to + 0.12) else {
        continue
      }
      rooms[party.first].sides[party.firstSide].openings.append(pane)
      rooms[party.second].sides[party.secondSide].openings.append(back)
    }
  }

  private mutating func parties() -> [Party] {
    var parties: [Party] = []
    for first in rooms.indices {
      for (firstSide, side) in rooms[first].sides.enumerated() {
        for border in side.borders where border.room > first {
          let second = border.room
          for (secondSide, other) in rooms[second].sides.enumerated()
          where other.axis == side.axis && other.inward == -side.inward && abs(other.level - side.level) < 1 {
            guard
              let back = other.borders.first(where: { $0.room == first && $0.from < border.to && $0.to > border.from })
            else { continue }
            let low = max(side.low, other.low, border.from, back.from)
            let high = min(side.high, other.high, border.to, back.to)
            guard high - low > 0.8 else { continue }
            parties.append(
              Party(
                first: first, firstSide: firstSide, second: second, secondSide: secondSide, low: low, high: high,
                cost: cost(rooms[first].kind, rooms[second].kind) + 0.8 * random.unit()))
          }
        }
      }
    }
    return parties
  }

  /// How unlikely a way between two kinds of rooms is.
  private func cost(_ a: RoomKind, _ b: RoomKind) -> Float {
    let kinds = [a, b]
    func has(_ kind: RoomKind) -> Bool { kinds.contains(kind) }
    if has(.hall) || has(.workshop) || has(.studio) { return has(.bathroom) ? 2.2 : 0.3 }
    if has(.corridor) { return has(.storage) || has(.kitchen) ? 0.4 : 0 }
    if has(.living) && (has(.dining) || has(.kitchen)) || has(.dining) && has(.kitchen) { return 0.5 }
    if has(.bathroom) { return has(.bedroom) ? 2.5 : 5 }
    if has(.storage) { return has(.kitchen) || has(.bedroom) ? 1.8 : 3 }
    if has(.living) || has(.office) { return 2 }
    return 4
  }

  /// Whether two rooms go together so that no door need be between them.
  private func areOpen(_ a: RoomKind, _ b: RoomKind) -> Bool {
    let open: [RoomKind] = [.living, .dining, .kitchen, .corridor, .hall, .workshop, .studio]
    let isPrivate = [a, b].contains { !open.contains($0) }
    return !isPrivate && !(a == .corridor && b == .kitchen)
  }

  private mutating func connect(_ party: Party) -> Bool {
    let (a, b) = (rooms[party.first].kind, rooms[party.second].kind)
    let isOpen = areOpen(a, b) && random.chance(style.openness)
    if isOpen && cutPassage(party) || cutDoor(party) {
      connections.append(Connection(first: party.first, second: party.second))
      return true
    }
    return false
  }

  // MARK: - Passages

  private mutating func cutPassage(_ party: Party) -> Bool {
    let span = party.high - party.low - 0.2
    guard span > 0.9 else { return false }
    let width = min(span, random.chance(0.5) ? random.number(0.9, 1.6) : span * random.number(0.5, 0.95))
    let place = party.low + 0.1 + (span - width) * (random.chance(0.4) ? 0.5 : random.unit())
    let ceiling = clearHeight(party, place, place + width)
    let isHigh = random.chance(0.35)
    let top = min(ceiling - (isHigh ? random.number(0.06, 0.25) : 0.1), isHigh ? 4 : style.doorHeight + 0.15)
    guard top > 1.9 else { return false }
    let isArch = random.chance(0.18)
    let rise = isArch ? min(width / 2, top - 1.7, width * random.number(0.15, 0.5)) : 0
    return open(party, .passage, place, place + width, top: top, rise: max(0, rise), firstOwns: true)
  }

  /// Lowest ceiling of both rooms over a stretch of their wall.
  private func clearHeight(_ party: Party, _ low: Float, _ high: Float) -> Float {
    let first = rooms[party.first]
    let second = rooms[party.second]
    return min(
      first.ceiling.lowest(over: ground(first.sides[party.firstSide], low, high)),
      second.ceiling.lowest(over: ground(second.sides[party.secondSide], low, high)))
  }

  private func ground(_ side: Side, _ low: Float, _ high: Float) -> RoomShell.Rectangle {
    side.apron(side.station(low), side.station(high), depth: 0)
  }

  // MARK: - Doors

  private mutating func cutDoor(_ party: Party) -> Bool {
    let margin = style.architrave + 0.06
    let isWide = party.high - party.low > 2.6 && random.chance(style.kind.isHome ? 0.06 : 0.15)
    let width = min(isWide ? random.number(1, 1.2) : style.doorWidth, party.high - party.low - 2 * margin)
    guard width > 0.58 else { return false }
    let slack = party.high - party.low - 2 * margin - width
    for attempt in 0..<6 {
      let isNearEnd = attempt < 3 && random.chance(0.7)
      let share = isNearEnd ? (random.chance(0.5) ? 0 : 1) : random.unit()
      let corner = isNearEnd ? min(random.number(0, 0.15), slack / 2) * (share > 0.5 ? -1 : 1) : 0
      let place = party.low + margin + slack * share + corner
      let top = min(style.doorHeight, clearHeight(party, place - margin, place + width + margin) - 0.12)
      guard top > 1.8 else { continue }
      let firstOwns = opensInto(rooms[party.first].kind, before: rooms[party.second].kind)
      let leaf = DoorLeaf(style: style.leaf, isHingedAtStart: random.chance(0.5), angle: angle())
      if open(party, .door(leaf), place, place + width, top: top, rise: 0, firstOwns: firstOwns) { return true }
    }
    return false
  }

  private mutating func angle() -> Float {
    switch random.index(weights: [34, 22, 34, 10]) {
    case 0: 0
    case 1: random.number(0.08, 0.8)
    case 2: random.number(1.2, 1.75)
    default: random.number(1.9, 2.7)
    }
  }

  /// Doors open into rooms, not into corridors.
  private func opensInto(_ a: RoomKind, before b: RoomKind) -> Bool {
    let ranks: [RoomKind] = [
      .bedroom, .study, .bathroom, .office, .meeting, .kitchen, .living, .dining, .studio, .workshop, .hall, .storage,
      .corridor,
    ]
    let first = ranks.firstIndex(of: a) ?? 0
    let second = ranks.firstIndex(of: b) ?? 0
    return first <= second
  }

  private mutating func open(
    _ party: Party, _ kind: Opening.Kind, _ low: Float, _ high: Float, top: Float, rise: Float, firstOwns: Bool
  ) -> Bool {
    let owner = firstOwns ? (party.first, party.firstSide) : (party.second, party.secondSide)
    let other = firstOwns ? (party.second, party.secondSide) : (party.first, party.firstSide)
    let (own, opposite) = (rooms[owner.0].sides[owner.1], rooms[other.0].sides[other.1])
    let depth = abs(own.level - opposite.level)
    var opening = opening(on: own, kind, low, high, top: top, rise: rise, depth: depth)
    var back = self.opening(on: opposite, .passage, low, high, top: top, rise: rise, depth: depth)
    back.isOwner = false
    let margin = style.architrave + 0.04
    guard own.isFree(opening.from - margin, opening.to + margin),
      opposite.isFree(back.from - margin, back.to + margin)
    else { return false }
    if case .door(let leaf) = kind {
      let swung = swing(leaf, opening, owner)
      opening.kind = .door(swung)
      back.kind = .door(swung)
    }
    reserveWay(opening, owner, depth: 0.7)
    reserveWay(back, other, depth: 0.7)
    rooms[owner.0].sides[owner.1].openings.append(opening)
    rooms[other.0].sides[other.1].openings.append(back)
    return true
  }

  private func opening(
    on side: Side, _ kind: Opening.Kind, _ low: Float, _ high: Float, top: Float, rise: Float, depth: Float
  ) -> Opening {
    let stations = [side.station(low), side.station(high)]
    return Opening(
      kind: kind, from: min(stations[0], stations[1]), to: max(stations[0], stations[1]), bottom: 0, top: top,
      rise: rise, depth: depth)
  }

  private mutating func reserveWay(_ opening: Opening, _ place: (Int, Int), depth: Float) {
    let side = rooms[place.0].sides[place.1]
    rooms[place.0].reserved.append(side.apron(opening.from - 0.05, opening.to + 0.05, depth: depth))
  }

  // MARK: - Swings

  /// Reserves the floor that a leaf sweeps; a leaf that would hit something stays closed.
  private mutating func swing(_ leaf: DoorLeaf, _ opening: Opening, _ place: (Int, Int)) -> DoorLeaf {
    var leaf = leaf
    let side = rooms[place.0].sides[place.1]
    let width = opening.width
    let swept = side.apron(opening.from, opening.to, depth: width + 0.06)
    if leaf.angle > 0 {
      let hinge = leaf.isHingedAtStart ? opening.from : opening.to
      let sign: Float = leaf.isHingedAtStart ? 1 : -1
      let tip = side.point(hinge + sign * cosine(leaf.angle) * width, sine(leaf.angle) * width + 0.03)
      // On its way past the right angle the leaf stands out by all its width.
      let reach = leaf.angle > .pi / 2 ? width : sine(leaf.angle) * width
      let corner = side.point(hinge + sign * cosine(leaf.angle) * width, reach + 0.03)
      let rest = RoomShell.Rectangle(
        low: pointwiseMin(corner, side.point(hinge, 0)) - 0.04,
        high: pointwiseMax(corner, side.point(hinge, 0.08)) + 0.04)
      let isClear =
        rooms[place.0].contains(tip, margin: 0.05)
        && rooms[place.0].contains(side.point(hinge, width * 0.6), margin: 0.04)
        && !rooms[place.0].reserved.contains { $0.overlaps(rest) || $0.overlaps(swept) }
        && isOpenWall(side, rest)
      if isClear { rooms[place.0].reserved.append(rest) } else { leaf.angle = 0 }
    }
    rooms[place.0].reserved.append(swept)
    return leaf
  }

  /// Whether a leaf folded back over its wall covers no other opening.
  private func isOpenWall(_ side: Side, _ rest: RoomShell.Rectangle) -> Bool {
    side.openings.allSatisfy { !side.apron($0.from - 0.1, $0.to + 0.1, depth: 0.2).overlaps(rest) }
  }

  // MARK: - Entrance

  /// A closed door to the outside in a corridor or another fitting room, and closed doors along walls of offices.
  mutating func cutEntrance() {
    let order: [RoomKind] = [.corridor, .hall, .office, .workshop, .studio, .living, .dining, .kitchen]
    for kind in order {
      for index in rooms.indices where rooms[index].kind == kind {
        if cutClosedDoor(index) { return }
      }
    }
  }

  private mutating func cutClosedDoor(_ room: Int) -> Bool {
    let width = style.doorWidth + 0.1
    let margin = style.architrave + 0.08
    for index in rooms[room].sides.indices {
      let side = rooms[room].sides[index]
      for border in side.borders where border.room < 0 {
        let low = max(side.low, border.from) + margin
        let high = min(side.high, border.to) - margin
        guard high - low > width else { continue }
        let place = random.number(low, high - width)
        let height = rooms[room].ceiling.lowest(over: ground(side, place, place + width))
        let top = min(style.doorHeight + 0.05, height - 0.12)
        let door = opening(on: side, .closedDoor, place, place + width, top: top, rise: 0, depth: 0.12)
        guard top > 1.85, side.isFree(door.from - margin, door.to + margin) else { continue }
        rooms[room].sides[index].openings.append(door)
        reserveWay(door, (room, index), depth: 0.8)
        return true
      }
    }
    return false
  }
}
