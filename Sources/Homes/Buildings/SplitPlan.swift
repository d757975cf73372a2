// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Floor plans that come of cutting a rectangle again and again: rooms that open into each other.
struct SplitPlan {
  private struct Leaf {
    var low: SIMD2<Int>
    var high: SIMD2<Int>
    var size: SIMD2<Int> { high &- low }
    var area: Float { Float(size.x * size.y) / 10_000 }
  }

  private var leaves: [Leaf] = []
  private let least: Int

  /// A dwelling of some rooms.
  static func home(_ random: inout RandomStream) -> FloorPlan {
    let size = SIMD2(random.whole(640, 1300), random.whole(560, 1000))
    var split = SplitPlan(least: 190)
    split.cut(Leaf(low: .zero, high: size), until: (6, 24), &random)
    let order = split.leaves.indices.sorted { split.leaves[$0].area > split.leaves[$1].area }
    var kinds: [RoomKind] = Array(repeating: .bedroom, count: order.count)
    let wanted: [RoomKind] = [.living, random.chance(0.5) ? .bedroom : .dining, .bedroom, .kitchen]
    for (rank, leaf) in order.enumerated() {
      let isSmall = split.leaves[leaf].area < 7
      kinds[leaf] =
        rank < wanted.count
        ? wanted[rank] : random.one(of: isSmall ? [.storage, .study, .bathroom] : [.bedroom, .study, .bedroom])
    }
    if let smallest = order.last { kinds[smallest] = .bathroom }
    return split.plan(kinds, merging: 0.5, &random)
  }

  /// Low rooms under a house.
  static func cellar(_ random: inout RandomStream) -> FloorPlan {
    let size = SIMD2(random.whole(700, 1400), random.whole(500, 900))
    var split = SplitPlan(least: 200)
    split.cut(Leaf(low: .zero, high: size), until: (8, 30), &random)
    let kinds = split.leaves.map { $0.area > 18 ? RoomKind.workshop : random.one(of: [.storage, .storage, .workshop]) }
    return split.plan(kinds, merging: 0.4, &random)
  }

  private init(least: Int) { self.least = least }

  private mutating func cut(_ leaf: Leaf, until areas: (Float, Float), _ random: inout RandomStream) {
    let axis = leaf.size.x > leaf.size.y ? 0 : 1
    let target = random.number(areas.0, areas.1)
    guard leaf.area > target * 1.4, leaf.size[axis] > 2 * least + 40 else {
      leaves.append(leaf)
      return
    }
    let share = random.number(0.32, 0.68)
    let place = min(max(Int(Float(leaf.size[axis]) * share), least), leaf.size[axis] - least)
    var (first, second) = (leaf, leaf)
    first.high[axis] = leaf.low[axis] + place
    second.low[axis] = leaf.low[axis] + place
    cut(first, until: areas, &random)
    cut(second, until: areas, &random)
  }

  private func plan(_ kinds: [RoomKind], merging: Float, _ random: inout RandomStream) -> FloorPlan {
    var plan = FloorPlan()
    var owner = leaves.indices.map { _ in -1 }
    for index in leaves.indices where owner[index] < 0 {
      owner[index] = plan.add(kinds[index])
      let partners = leaves.indices.filter { other in
        other > index && owner[other] < 0 && kinds[other] != .bathroom && touches(index, other)
          && leaves[index].area + leaves[other].area < 42
      }
      if kinds[index] != .bathroom && !partners.isEmpty && random.chance(merging) && plan.kinds.count < 3 {
        owner[random.one(of: partners)] = owner[index]
      }
    }
    for index in leaves.indices { plan.paint(owner[index], leaves[index].low, leaves[index].high) }
    return plan.turned(transposed: random.chance(0.5), mirrored: random.chance(0.5))
  }

  /// Whether two leaves share a wall long enough to be left out.
  private func touches(_ a: Int, _ b: Int) -> Bool {
    let (low, high) = (
      pointwiseMax(leaves[a].low, leaves[b].low), pointwiseMin(leaves[a].high, leaves[b].high)
    )
    let overlap = high &- low
    return (overlap.x == 0 && overlap.y > 160) || (overlap.y == 0 && overlap.x > 160)
  }
}
