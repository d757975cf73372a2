// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Floor plans with a corridor between two rows of rooms, as most flats, houses and offices have one.
struct RowPlan {
  /// A room of a row before it has a place.
  private struct Slot {
    var kind: RoomKind
    var width: Int
  }

  private var plan = FloorPlan()
  private var corridor = 0
  private let isHome: Bool
  /// Half a wall's centimetres that rooms lose on each side, roughly.
  private let wall = 12

  /// A plan of flats and houses.
  static func home(large: Bool, _ random: inout RandomStream) -> FloorPlan {
    var bag: [RoomKind] = [.living, .kitchen, .bathroom, .bedroom]
    let extras: [RoomKind] = [.bedroom, .bedroom, .study, .dining, .storage, .bathroom, .bedroom, .living, .study]
    for _ in 0..<random.whole(large ? 2 : 0, large ? 5 : 3) { bag.append(random.one(of: extras)) }
    var rows = RowPlan(isHome: true)
    return rows.drawn(shuffled(bag, &random), length: 0, depth: (280, large ? 520 : 440), &random)
  }

  /// A plan of small offices along a corridor that is 10 to 25 metres long.
  static func office(_ random: inout RandomStream) -> FloorPlan {
    let length = random.whole(1000, 2500)
    let kinds: [RoomKind] = [.office, .office, .office, .meeting, .storage, .kitchen, .bathroom, .study]
    let bag = (0..<(length / 150)).map { _ in random.one(of: kinds) }
    var rows = RowPlan(isHome: false)
    return rows.drawn(bag, length: length, depth: (340, 600), &random)
  }

  private init(isHome: Bool) {
    self.isHome = isHome
    corridor = plan.add(.corridor)
  }

  static func shuffled<T>(_ values: [T], _ random: inout RandomStream) -> [T] {
    var values = values
    for index in values.indices.reversed() { values.swapAt(index, random.whole(0, index)) }
    return values
  }

  /// Least and greatest width of a room in a row, in centimetres.
  private static func widths(_ kind: RoomKind) -> (Int, Int) {
    switch kind {
    case .living: (380, 640)
    case .bedroom: (270, 420)
    case .kitchen: (220, 380)
    case .dining: (270, 420)
    case .bathroom: (165, 290)
    case .study: (220, 340)
    case .storage: (130, 230)
    case .corridor: (115, 160)
    case .office: (260, 480)
    case .meeting: (340, 700)
    case .hall, .workshop, .studio: (500, 900)
    }
  }

  // MARK: - Steps

  private mutating func drawn(
    _ bag: [RoomKind], length: Int, depth: (Int, Int), _ random: inout RandomStream
  ) -> FloorPlan {
    let width = random.whole(isHome ? 100 : 140, isHome ? 170 : 230) + 2 * wall
    let hasTwoRows = random.chance(isHome ? 0.8 : 0.75)
    let depths = (random.whole(depth.0, depth.1), hasTwoRows ? random.whole(depth.0, depth.1) : 0)
    var (upper, lower) = rows(bag, length: length, hasTwoRows: hasTwoRows, &random)
    let total = max(span(upper), span(lower))
    stretch(&upper, to: total)
    stretch(&lower, to: total)
    let hasEnd = random.chance(isHome ? 0.35 : 0.25)
    plan.paint(corridor, SIMD2(0, depths.0), SIMD2(total, depths.0 + width))
    lay(upper, from: 0, to: depths.0, corridorAbove: true, &random)
    lay(lower, from: depths.0 + width, to: depths.0 + width + depths.1, corridorAbove: false, &random)
    if hasEnd {
      let end = plan.add(isHome ? .living : random.one(of: [.meeting, .office]))
      plan.paint(end, SIMD2(total, 0), SIMD2(total + random.whole(360, 620), depths.0 + width + depths.1))
    }
    return plan.turned(transposed: random.chance(0.5), mirrored: random.chance(0.5))
  }

  private func rows(
    _ bag: [RoomKind], length: Int, hasTwoRows: Bool, _ random: inout RandomStream
  ) -> ([Slot], [Slot]) {
    var rows: [[Slot]] = [[], []]
    for kind in bag {
      let (low, high) = RowPlan.widths(kind)
      let slot = Slot(kind: kind, width: random.whole(low, high) + 2 * wall)
      let row = hasTwoRows && span(rows[1]) < span(rows[0]) ? 1 : 0
      if length > 0 && span(rows[row]) + slot.width > length { continue }
      rows[row].append(slot)
    }
    let longer = max(span(rows[0]), span(rows[1]))
    for row in 0..<(hasTwoRows ? 2 : 1) {
      while longer - span(rows[row]) > 240 {
        let kind: RoomKind = isHome ? random.one(of: [.bedroom, .study, .storage]) : .office
        rows[row].append(Slot(kind: kind, width: min(360, longer - span(rows[row]))))
      }
      if random.chance(0.22) && rows[row].count > 1 {
        let (low, high) = RowPlan.widths(.corridor)
        let branch = Slot(kind: .corridor, width: random.whole(low, high) + 2 * wall)
        rows[row].insert(branch, at: random.whole(1, rows[row].count - 1))
      }
    }
    return (rows[0], rows[1])
  }

  private func span(_ row: [Slot]) -> Int { row.reduce(0) { $0 + $1.width } }

  private func stretch(_ row: inout [Slot], to total: Int) {
    let flexible = row.indices.filter { row[$0].kind != .corridor }
    guard let last = flexible.last else { return }
    let missing = total - span(row)
    for index in flexible { row[index].width += missing / flexible.count }
    row[last].width += total - span(row)
  }

  private mutating func lay(
    _ row: [Slot], from low: Int, to high: Int, corridorAbove: Bool, _ random: inout RandomStream
  ) {
    var x = 0
    let isStepped = random.chance(0.3)
    for slot in row {
      // Some fronts step back, or leave a corner out for a terrace.
      let step = isStepped && random.chance(0.4) ? random.whole(70, min(150, max(70, high - low - 250))) : 0
      let (low, high) = corridorAbove ? (low + step, high) : (low, high - step)
      let room = slot.kind == .corridor ? corridor : plan.add(slot.kind)
      plan.paint(room, SIMD2(x, low), SIMD2(x + slot.width, high))
      if slot.width > 330 && high - low > 320 && random.chance(0.22) {
        let size = SIMD2(random.whole(120, 190), random.whole(110, 190))
        let near = random.chance(0.5) ? x : x + slot.width - size.x
        let edge = corridorAbove ? high - size.y : low
        let closet = plan.add(isHome && all(size .> 160) ? .bathroom : .storage)
        plan.paint(closet, SIMD2(near, edge), SIMD2(near + size.x, edge + size.y))
      }
      x += slot.width
    }
  }
}
