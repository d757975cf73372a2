// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// Fitted kitchens and what stands alone in them.
  static let kitchens = [kitchenCorner, kitchenRow, kitchenIsland, fridge]

  /// Two runs that meet in a corner.
  private static let kitchenCorner = Family(
    "kitchen", .corner, stage: .fixed, rooms: [.kitchen: 0.65, .studio: 0.3]
  ) { random, palette, space -> Arrangement? in
    let kitchen = KitchenUnits(palette, &random)
    let long = min(space.width, random.number(2, 3.9)) - kitchen.depth
    let wing = min(space.depth, random.number(1.3, 3)) - kitchen.depth
    guard long > 1.1, wing > 0.55 else { return nil }
    let hasSinkInWing = wing > 1.3 && random.chance(0.4)
    let back = KitchenPlan.units(
      length: long, wants: hasSinkInWing ? [.cooker] : [.sink, .dishwasher, .cooker], endsTall: .right, &random)
    let side = KitchenPlan.units(
      length: wing, wants: hasSinkInWing ? [.dishwasher, .sink] : [], endsTall: wing > 1.3 ? .left : .none, &random)
    let half = kitchen.depth / 2
    var members: [Arrangement.Member] = []
    let corner = kitchen.piece([(unit: .corner, width: kitchen.depth)], palette: palette, &random)
    members.append(
      .init(family: "kitchen", piece: corner, pose: Pose(position: SIMD3(half, 0, half)), isEssential: true))
    let backLength = back.reduce(0) { $0 + $1.width }
    let backPose = Pose(position: SIMD3(kitchen.depth + backLength / 2, 0, half))
    members += kitchen.members(back, at: backPose, height: space.height, palette: palette, &random)
    let wingLength = side.reduce(0) { $0 + $1.width }
    let wingPose = Pose(position: SIMD3(half, 0, kitchen.depth + wingLength / 2), yaw: .pi / 2)
    members += kitchen.members(side, at: wingPose, height: space.height, palette: palette, &random)
    return Arrangement(members)
  }

  /// One run along a wall.
  private static let kitchenRow = Family(
    "kitchen row", .againstWall, stage: .fixed, rooms: [.kitchen: 0.55, .studio: 0.35, .office: 0.15, .hall: 0.06]
  ) { random, palette, space -> Arrangement? in
    let kitchen = KitchenUnits(palette, &random)
    let length = min(space.width - 0.02, random.number(1.8, 3.8))
    guard length > 1.2, space.height > kitchen.height, space.depth > 1.2 else { return nil }
    let isTallAllowed = space.height > 2.2
    let units = KitchenPlan.units(
      length: length, wants: [.sink, .dishwasher, .cooker],
      endsTall: isTallAllowed ? (random.chance(0.5) ? .left : .right) : .none, &random)
    return Arrangement(kitchen.members(units, at: Pose(), height: space.height, palette: palette, &random))
  }

  private static let kitchenIsland = Family(
    "kitchen island", .free, stage: .main, rooms: [.kitchen: 0.35, .studio: 0.15], front: 0.7
  ) { random, palette, space in
    let kitchen = KitchenUnits(palette, &random)
    let (long, deep) = (random.number(1.1, 2.2), random.number(0.75, 1.05))
    guard space.width > long + 1.6, space.depth > deep + 1.9 else { return nil }
    let model = kitchen.island(length: long, depth: deep, &random)
    let top = SupportSurface(
      height: kitchen.height, low: SIMD2(-long / 2, -deep / 2), high: SIMD2(long / 2, deep / 2))
    return Piece(model, surfaces: [top])
  }

  private static let fridge = Family(
    "fridge", .againstWall, stage: .fixed, rooms: [.kitchen: 0.25, .office: 0.1, .storage: 0.15, .workshop: 0.1],
    front: 0.6
  ) { random, palette, space in
    let kitchen = KitchenUnits(palette, &random)
    return Piece(kitchen.fridge(random.chance(0.25) ? 0.9 : random.number(0.54, 0.7), palette, &random), slabs: 1)
  }
}

/// Which units stand side by side.
enum KitchenPlan {
  /// On which side tall units go.
  enum End: Sendable { case left, right, none }

  /// Units for a length, left to right: what is wanted as far as it fits, then drawers and doors; tall ones at one end.
  static func units(
    length: Float, wants: [KitchenUnits.Unit], endsTall end: End, _ random: inout RandomStream
  ) -> [(unit: KitchenUnits.Unit, width: Float)] {
    var left = length
    var chosen: [(unit: KitchenUnits.Unit, width: Float)] = []
    func take(_ unit: KitchenUnits.Unit, _ width: Float) {
      guard left >= width else { return }
      chosen.append((unit, width))
      left -= width
    }
    let isSinkFirst = random.chance(0.5)
    for unit in isSinkFirst ? wants : wants.reversed() {
      // Room to put things down between water and fire.
      if unit == .cooker && chosen.contains(where: { $0.unit == .sink }) {
        take(.drawers, min(0.6, max(0.3, left - 0.6)))
      }
      take(unit, unit == .sink ? random.number(0.6, 0.8) : 0.6)
    }
    var tall: [(unit: KitchenUnits.Unit, width: Float)] = []
    if end != .none && left > 0.6 {
      tall.append((.fridge, 0.6))
      left -= 0.6
      if left > 1 && random.chance(0.4) {
        tall.append((.ovenTower, 0.6))
        left -= 0.6
      }
    }
    let count = left > 0.28 ? max(1, Int((left / random.number(0.45, 0.75)).rounded(.up))) : 0
    for _ in 0..<count {
      let filler: KitchenUnits.Unit = random.chance(0.6) ? .doors : .drawers
      chosen.insert((filler, left / Float(count)), at: random.whole(0, chosen.count))
    }
    return end == .left ? tall + chosen : chosen + tall
  }
}

extension KitchenUnits {
  /// A run with its solids and the worktop that is free for things.
  func piece(_ units: [(unit: Unit, width: Float)], palette: Palette, _ random: inout RandomStream) -> Piece {
    let model = run(units, palette: palette, &random)
    let bounds = Piece(model).extent
    var (solids, surfaces): ([Solid], [SupportSurface]) = ([], [])
    var left = -units.reduce(0) { $0 + $1.width } / 2
    for (unit, width) in units {
      let right = left + width
      // What rises above the worktop, taps and pots, is lower than a fridge.
      let top: Float =
        switch unit {
        case .fridge, .ovenTower: bounds.high.y
        case .sink, .cooker: height + 0.5
        case .doors, .drawers, .dishwasher, .corner: height
        }
      let near = unit.isTall || unit == .cooker ? bounds.high.z : depth / 2 + 0.012
      let isTall = unit.isTall
      solids.append(Solid(SIMD3(left, 0, -depth / 2), SIMD3(right, isTall ? top : height, near)))
      // Taps and grates keep off the wall, where tiles are.
      if top > height && !isTall {
        solids.append(Solid(SIMD3(left, height, -depth / 2 + 0.015), SIMD3(right, top, near)))
      }
      if top == height {
        surfaces.append(
          SupportSurface(
            height: height, low: SIMD2(left, -depth / 2 + 0.03), high: SIMD2(right, depth / 2 - 0.03), clearHeight: 0.45
          ))
      }
      left = right
    }
    return Piece(model, solids: solids, surfaces: surfaces)
  }

  /// A run, and above it cupboards, a hood over the hob and tiles on the wall, which windows may take the place of.
  func members(
    _ units: [(unit: Unit, width: Float)], at pose: Pose, height ceiling: Float, palette: Palette,
    _ random: inout RandomStream
  ) -> [Arrangement.Member] {
    guard !units.isEmpty else { return [] }
    var members = [
      Arrangement.Member(
        family: "kitchen", piece: piece(units, palette: palette, &random), pose: pose, front: 0.75, isEssential: true)
    ]
    let low = height + random.number(0.5, 0.6)
    let tall = min(tallHeight, ceiling - 0.01) - low
    guard tall > 0.3 else { return members }
    let hasCupboards = random.chance(0.85)
    let tiles = random.chance(0.7) ? palette.wetWall(&random) : palette.smooth(&random)
    var left = -units.reduce(0) { $0 + $1.width } / 2
    for (unit, width) in units {
      defer { left += width }
      guard !unit.isTall else { continue }
      let place = SIMD3(left + width / 2, 0, -depth / 2)
      func add(_ family: String, _ model: Model, _ bottom: Float) {
        let own = Pose(position: place + SIMD3(0, bottom, 0))
        members.append(.init(family: family, piece: Piece(model), pose: pose.then(own)))
      }
      if unit == .cooker {
        add(
          "hood", hood(width: width - 0.004, tall: max(0.3, ceiling - 0.01 - low - 0.1), palette: palette, &random),
          low + 0.1)
      } else if hasCupboards && random.chance(0.92) {
        add("wall cupboard", wallCupboards(width: width - 0.001, tall: tall, palette: palette, &random), low)
      }
      add("splashback", KitchenUnits.splashback(width: width, tall: low - height - 0.004, tiles), height + 0.001)
    }
    return members
  }

  /// A thin panel on the wall behind the worktop; the wall is at z = 0.
  private static func splashback(width: Float, tall: Float, _ tiles: Material) -> Model {
    var model = Model()
    let face = model.add(tiles)
    model.addBox(x: (-width / 2, width / 2), y: (0, tall), z: (0, 0.008), material: face)
    return model
  }
}
