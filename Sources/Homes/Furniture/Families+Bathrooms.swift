// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// Sanitary ware, and what is washed and dried beside it.
  static let bathrooms: [Family] = [
    Family("bathtub", .corner, stage: .fixed, rooms: [.bathroom: 0.7], front: 0.5) { random, palette, space in
      guard space.width > 1.8 else { return nil }
      return Piece(BathroomFixtures.bathtub(palette, &random), slabs: 1)
    },
    Family("shower", .corner, stage: .fixed, rooms: [.bathroom: 0.55], front: 0.5) { random, palette, space in
      guard space.height > 2.1 else { return nil }
      return Piece(BathroomFixtures.shower(palette, &random), slabs: 1)
    },
    Family("toilet", .againstWall, stage: .fixed, rooms: [.bathroom: 1], front: 0.5) { random, palette, _ in
      Piece(BathroomFixtures.toilet(palette, &random), slabs: 2)
    },
    washBasin,
    Family(
      "washing machine", .againstWall, stage: .main, rooms: [.bathroom: 0.4, .storage: 0.4, .kitchen: 0.15], front: 0.5
    ) { random, palette, _ in
      let model = BathroomFixtures.washingMachine(palette, &random)
      guard let (low, high) = model.bounds else { return nil }
      let top = SupportSurface(height: high.y, low: SIMD2(low.x, low.z) + 0.02, high: SIMD2(high.x, high.z) - 0.07)
      return Piece(model, slabs: 1, surfaces: [top])
    },
    Family("towel rail", .onWall(lowest: 0.5...1), stage: .additional, rooms: [.bathroom: 0.9]) {
      random, palette, space in
      Piece(BathroomFixtures.towelRail(palette, &random), slabs: 1)
    },
    Family("paper holder", .onWall(lowest: 0.6...0.75), stage: .decoration, rooms: [.bathroom: 0.9]) {
      random, palette, _ in
      Piece(BathroomFixtures.paperHolder(palette, &random), slabs: 1)
    },
    Family("toiletries", .onSurface, stage: .decoration, rooms: [.bathroom: 6]) { random, palette, _ in
      Piece(BathroomFixtures.toiletries(palette, &random), slabs: 1)
    },
  ]

  /// A basin, a mirror above it and perhaps a lamp.
  private static let washBasin = Family(
    "wash basin", .againstWall, stage: .fixed, rooms: [.bathroom: 1, .workshop: 0.2, .storage: 0.1]
  ) { random, palette, space -> Arrangement? in
    let basin = Piece(BathroomFixtures.washBasin(palette, &random), slabs: 3)
    let back = basin.extent.low.z
    var members = [
      Arrangement.Member(family: "wash basin", piece: basin, front: 0.5, isEssential: true)
    ]
    let mirror = WallDecoration.mirror(palette, largest: SIMD2(basin.size.x, 1), &random)
    let level = random.number(1.1, 1.25)
    func add(_ family: String, _ model: Model, _ height: Float) {
      let piece = Piece(model, slabs: 1)
      let pose = Pose(position: SIMD3(0, height, back - piece.extent.low.z))
      members.append(.init(family: family, piece: piece, pose: pose))
    }
    add("mirror", mirror, level)
    if random.chance(0.5), let high = mirror.bounds?.high.y, level + high < space.height - 0.3 {
      add("wall lamp", StandingLamps.wallLamp(palette, &random), level + high + 0.05)
    }
    return Arrangement(members)
  }
}
