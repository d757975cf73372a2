// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Floor plans of one large room with small ones along its sides or in its corners.
struct HallPlan {
  private var plan = FloorPlan()

  /// A plan whose large room is of a kind and has a size in centimetres; `sides` is how many rows of small rooms it has.
  static func drawn(_ kind: BuildingKind, _ random: inout RandomStream) -> FloorPlan {
    var hall = HallPlan()
    switch kind {
    case .loft:
      hall.raise(.living, SIMD2(random.whole(700, 1300), random.whole(550, 900)))
      hall.takeCorners([.bathroom, .bedroom, .storage], sizes: (190, 380), &random)
    case .openOffice:
      hall.raise(.office, SIMD2(random.whole(1000, 2400), random.whole(800, 1500)))
      hall.takeCorners([.meeting, .kitchen, .storage, .meeting], sizes: (260, 480), &random)
      if random.chance(0.6) { hall.addRow([.meeting, .office, .kitchen, .storage, .bathroom, .corridor], &random) }
    case .workshop:
      hall.raise(.workshop, SIMD2(random.whole(700, 1500), random.whole(600, 1000)))
      hall.addRow([.office, .storage, .bathroom, .storage], &random)
    case .studio:
      hall.raise(.studio, SIMD2(random.whole(600, 1200), random.whole(500, 900)))
      hall.addRow([.office, .storage, .bathroom, .kitchen, .corridor], &random)
    case .hall, .flat, .house, .attic, .cellar, .office:
      hall.raise(.hall, SIMD2(random.whole(900, 2000), random.whole(700, 1300)))
      hall.addRow([.corridor, .storage, .meeting, .office], &random)
    }
    return hall.plan.turned(transposed: random.chance(0.5), mirrored: random.chance(0.5))
  }

  private var size = SIMD2<Int>.zero

  private mutating func raise(_ kind: RoomKind, _ size: SIMD2<Int>) {
    self.size = size
    plan.paint(plan.add(kind), .zero, size)
  }

  /// Small rooms in corners of the large one, which lose them.
  private mutating func takeCorners(_ kinds: [RoomKind], sizes: (Int, Int), _ random: inout RandomStream) {
    var corners = RowPlan.shuffled([SIMD2(0, 0), SIMD2(1, 0), SIMD2(0, 1), SIMD2(1, 1)], &random)
    for kind in kinds.prefix(random.whole(1, 3)) {
      guard let corner = corners.popLast() else { return }
      let limit = SIMD2(size.x * 2 / 5, size.y * 2 / 5)
      let taken = SIMD2(
        min(random.whole(sizes.0, sizes.1), limit.x), min(random.whole(sizes.0, sizes.1), limit.y))
      let low = SIMD2(corner.x * (size.x - taken.x), corner.y * (size.y - taken.y))
      plan.paint(plan.add(kind), low, low &+ taken)
    }
  }

  /// A row of small rooms outside one long side.
  private mutating func addRow(_ kinds: [RoomKind], _ random: inout RandomStream) {
    let depth = random.whole(220, 420)
    var x = random.chance(0.5) ? 0 : random.whole(0, size.x / 3)
    while true {
      var width = random.whole(200, 460)
      if size.x - x < 200 { return }
      if size.x - x - width < 200 { width = size.x - x }
      plan.paint(plan.add(random.one(of: kinds)), SIMD2(x, size.y), SIMD2(x + width, size.y + depth))
      x += width
    }
  }
}
