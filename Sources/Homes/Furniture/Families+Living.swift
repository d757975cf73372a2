// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// What people sit, eat and rest at.
  static let living: [Family] = [
    televisionGroup, sittingGroup, sofa, cornerSofa, armchair, diningGroup, kitchenTable, bistro, barStools, bench,
    sideTable,
    chair, console, rug, piano, stool,
  ]

  /// A television, and opposite a sofa with a low table between, on a rug.
  private static let televisionGroup = Family(
    "television", .againstWall, stage: .fixed, rooms: [.living: 0.75],
    arrangement: { random, palette, space in
      guard space.width > 1.3, space.depth > 2.8 else { return nil }
      let bench = Storage.television(&random, palette, width: random.number(1.2, min(2.2, space.width)))
      let width = random.number(1.5, 2.4)
      let sofa = Sofas.sofa(&random, palette, width: width)
      // At the wall opposite where that is near enough, otherwise in the room.
      let farthest = space.depth - bench.size.z / 2 - sofa.size.z / 2 - 0.05
      let wanted = random.number(2.3, 3.4)
      let distance = farthest < wanted + 0.9 ? farthest : wanted
      var members = seating(sofa, at: distance, facing: .pi, &random, palette)
      members.insert(
        .init(family: "television", piece: bench, front: 0.4, isEssential: true), at: 0)
      return Arrangement(members)
    })

  /// A sofa at `z`, looking by `yaw`, and what stands about it.
  private static func seating(
    _ sofa: Piece, at z: Float, facing yaw: Float, _ random: inout RandomStream, _ palette: Palette
  ) -> [Arrangement.Member] {
    let base = Pose(position: SIMD3(0, 0, z), yaw: yaw)
    func at(_ x: Float, _ away: Float, _ turn: Float = 0) -> Pose {
      base.then(Pose(position: SIMD3(x, 0, away), yaw: turn))
    }
    let (width, front) = (sofa.size.x, sofa.extent.high.z)
    var members: [Arrangement.Member] = [.init(family: "sofa", piece: sofa, pose: base, isEssential: true)]
    let table = Tables.coffee(&random, palette, width: random.number(0.7, min(1.3, width * 0.75)))
    let gap = random.number(0.32, 0.5)
    let middle = front + gap + table.size.z / 2
    if random.chance(0.85) {
      members.append(
        .init(
          family: "coffee table", piece: table, pose: at(random.number(-0.1, 0.1), middle, random.number(-0.08, 0.08))))
    }
    if random.chance(0.65) {
      let rug = Objects.rug(&random, palette, width: width * random.number(0.8, 1.15), depth: random.number(1.2, 2))
      members.append(.init(family: "rug", piece: rug, pose: at(0, middle - 0.1), isUnderfoot: true))
    }
    for side in [-1, 1] as [Float] {
      if random.chance(0.35) {
        let beside = Tables.side(&random, palette)
        members.append(
          .init(
            family: "side table", piece: beside,
            pose: at(side * (width / 2 + beside.size.x / 2 + random.number(0.05, 0.15)), random.number(-0.2, 0))))
      } else if random.chance(0.4) {
        let chair = Sofas.sofa(&random, palette, width: random.number(0.72, 0.9))
        let out = max(width / 2 - 0.1, table.size.x / 2 + chair.size.z / 2 + 0.35)
        members.append(
          .init(
            family: "armchair", piece: chair,
            pose: at(side * out, middle + random.number(0, 0.3), -side * random.number(0.9, 1.6))))
      }
    }
    return members
  }

  private static let sittingGroup = Family(
    "sitting group", .againstWall, rooms: [.living: 0.45, .hall: 0.5, .studio: 0.35, .office: 0.25],
    arrangement: { random, palette, space in
      guard space.width > 1.5, space.depth > 2.2 else { return nil }
      let sofa = Sofas.sofa(&random, palette, width: random.number(1.4, min(2.5, space.width)))
      return Arrangement(seating(sofa, at: 0, facing: 0, &random, palette))
    })

  private static let sofa = Family(
    "sofa", .againstWall, rooms: [.living: 0.35, .study: 0.2, .hall: 0.6, .bedroom: 0.08, .meeting: 0.15],
    front: 0.35,
    piece: { random, palette, space in
      guard space.width > 1.3 else { return nil }
      return Sofas.sofa(&random, palette, width: random.number(1.25, min(2.4, space.width)))
    })

  private static let cornerSofa = Family(
    "corner sofa", .corner, stage: .fixed, rooms: [.living: 0.3, .studio: 0.1],
    arrangement: { random, palette, space in
      guard space.width > 2.1, space.depth > 1.6 else { return nil }
      let (width, length) = (random.number(2, min(3.1, space.width)), random.number(1.5, min(2.3, space.depth)))
      let sofa = Sofas.corner(&random, palette, width: width, length: length)
      let table = Tables.coffee(&random, palette, width: random.number(0.6, 0.9))
      let place = SIMD3(
        sofa.extent.low.x + 0.95 + 0.35 + table.size.x / 2, 0, sofa.extent.low.z + 1.35 + table.size.z / 2)
      let rug = Objects.rug(&random, palette, width: random.number(1.4, 2), depth: random.number(1.2, 1.8))
      return Arrangement([
        .init(family: "corner sofa", piece: sofa, isEssential: true),
        .init(family: "coffee table", piece: table, pose: Pose(position: place)),
        .init(family: "rug", piece: rug, pose: Pose(position: SIMD3(place.x, 0, place.z)), isUnderfoot: true),
      ])
    })

  private static let armchair = Family(
    "armchair", .free, rooms: [.living: 0.6, .bedroom: 0.2, .study: 0.3, .hall: 0.8, .studio: 0.4, .meeting: 0.1],
    piece: { random, palette, _ in Sofas.sofa(&random, palette, width: random.number(0.7, 0.95)) })

  private static let diningGroup = Family(
    "dining table", .free, stage: .fixed, rooms: [.dining: 1, .living: 0.3, .studio: 0.15, .kitchen: 0.1],
    arrangement: { random, palette, space in
      let longest = min(random.number(1.2, 2.6), space.width - 1.2)
      guard longest > 0.8 else { return nil }
      let height = random.number(0.73, 0.77)
      let chair = Chairs.any(&random, palette)
      let isRound = random.chance(0.25)
      let table =
        isRound
        ? Tables.round(&random, palette, diameter: min(longest, random.number(0.9, 1.35)), height: height)
        : Tables.rectangular(
          &random, palette, width: longest, depth: random.number(0.78, 1), height: height)
      var group =
        isRound
        ? ring(table, chair, &random)
        : Arrangement.around(table, chair: chair, ends: random.chance(0.55), &random)
      if random.chance(0.25) {
        let rug = Objects.rug(&random, palette, width: table.size.x + 1.1, depth: table.size.z + 1.1)
        group.members.append(.init(family: "rug", piece: rug, isUnderfoot: true))
      }
      return group
    })

  /// Chairs around a round table.
  private static func ring(_ table: Piece, _ chair: Piece, _ random: inout RandomStream) -> Arrangement {
    let radius = table.size.x / 2
    let seats = radius < 0.4 ? 2 : min(6, Int(2 * .pi * (radius + 0.15) / 0.85))
    let start = random.number(0, 6)
    var members: [Arrangement.Member] = [.init(family: "table", piece: table, isEssential: true)]
    for seat in 0..<seats {
      let angle = start + Float(seat) * 2 * .pi / Float(seats)
      let away = radius + chair.extent.high.z - random.number(0, 0.22)
      members.append(
        .init(
          family: "chair", piece: chair,
          pose: Pose(
            position: SIMD3(sine(angle), 0, cosine(angle)) * away, yaw: angle + .pi + random.number(-0.15, 0.15))))
    }
    return Arrangement(members)
  }

  /// A table with one long side to the wall.
  private static let kitchenTable = Family(
    "kitchen table", .againstWall, rooms: [.kitchen: 0.55, .dining: 0.15, .living: 0.15],
    arrangement: { random, palette, space in
      guard space.width > 0.9 else { return nil }
      let table = Tables.rectangular(
        &random, palette, width: random.number(0.8, min(1.6, space.width)), depth: random.number(0.6, 0.8),
        height: random.number(0.73, 0.77))
      let chair = Chairs.any(&random, palette)
      var group = Arrangement.around(table, chair: chair, ends: true, &random)
      // No one sits between the table and the wall.
      group.members.removeAll { !$0.isEssential && $0.pose.position.z < -0.2 }
      return group
    })

  private static let bistro = Family(
    "bistro table", .free, rooms: [.kitchen: 0.25, .hall: 2, .living: 0.08, .office: 0.3], growsWithArea: true,
    arrangement: { random, palette, _ in
      let table = Tables.round(&random, palette, diameter: random.number(0.6, 0.85), height: random.number(0.72, 0.76))
      return ring(table, Chairs.any(&random, palette), &random)
    })

  /// A high table and bar stools.
  private static let barStools = Family(
    "bar table", .againstWall, stage: .additional, rooms: [.kitchen: 0.15, .hall: 0.6, .office: 0.15, .studio: 0.1],
    arrangement: { random, palette, space in
      guard space.width > 1 else { return nil }
      let height = random.number(0.95, 1.1)
      let table = Tables.rectangular(
        &random, palette, width: random.number(0.9, min(1.8, space.width)), depth: random.number(0.4, 0.6),
        height: height,
        base: .legs)
      let stool = Chairs.stool(&random, palette, height: height - random.number(0.26, 0.33))
      let count = max(1, Int(table.size.x / 0.55))
      return Arrangement(
        [.init(family: "bar table", piece: table, isEssential: true)]
          + (0..<count).map { index in
            let x = ((Float(index) + 0.5) / Float(count) - 0.5) * table.size.x
            return .init(
              family: "bar stool", piece: stool,
              pose: Pose(position: SIMD3(x, 0, table.size.z / 2 + random.number(0.1, 0.35))))
          })
    })

  private static let bench = Family(
    "bench", .againstWall, stage: .additional,
    rooms: [.corridor: 0.4, .hall: 1.5, .bedroom: 0.12, .dining: 0.2, .kitchen: 0.08, .bathroom: 0.08, .storage: 0.1],
    growsWithArea: true,
    piece: { random, palette, space in
      guard space.width > 0.7, space.depth > 1.05 else { return nil }
      return Sofas.bench(&random, palette, width: random.number(0.65, min(1.7, space.width)))
    })

  private static let sideTable = Family(
    "side table", .againstWall, stage: .additional,
    rooms: [.living: 0.5, .bedroom: 0.2, .study: 0.2, .hall: 0.5, .corridor: 0.15, .bathroom: 0.1],
    piece: { random, palette, _ in Tables.side(&random, palette) })

  private static let chair = Family(
    "chair", .againstWall, stage: .additional,
    rooms: [
      .living: 0.4, .bedroom: 0.45, .kitchen: 0.2, .dining: 0.4, .study: 0.3, .corridor: 0.2, .hall: 1.5, .office: 0.8,
      .meeting: 0.7, .workshop: 0.6, .studio: 0.8, .storage: 0.2, .bathroom: 0.06,
    ], growsWithArea: true,
    piece: { random, palette, space in space.depth > 1.2 ? Chairs.any(&random, palette) : nil })

  private static let console = Family(
    "console", .againstWall, stage: .main, rooms: [.corridor: 0.45, .hall: 0.5, .living: 0.15],
    piece: { random, palette, space in
      guard space.width > 0.75 else { return nil }
      return Tables.console(&random, palette, width: random.number(0.7, min(1.4, space.width)))
    })

  private static let rug = Family(
    "rug", .underfoot, stage: .additional,
    rooms: [
      .living: 0.3, .bedroom: 0.5, .dining: 0.1, .study: 0.4, .corridor: 0.5, .bathroom: 0.4, .kitchen: 0.12,
      .studio: 0.4,
    ],
    arrangement: { random, palette, space in
      let small = min(space.width, space.depth)
      guard small > 0.6 else { return nil }
      let depth = min(small - 0.2, random.number(0.5, 2))
      let width = min(space.width - 0.1, depth * random.number(1, space.kind == .corridor ? 4 : 1.6))
      var piece = Arrangement("rug", Objects.rug(&random, palette, width: width, depth: depth))
      piece.members[0].isUnderfoot = true
      return piece
    })

  private static let piano = Family(
    "piano", .againstWall, rooms: [.living: 0.12, .hall: 0.25, .study: 0.08, .studio: 0.1],
    arrangement: { random, palette, space in
      guard space.width > 1.6, space.depth > 2 else { return nil }
      let piano = Objects.piano(&random)
      let stool = Chairs.stool(&random, palette, height: random.number(0.46, 0.52))
      return Arrangement([
        .init(family: "piano", piece: piano, isEssential: true),
        .init(
          family: "stool", piece: stool,
          pose: Pose(position: SIMD3(random.number(-0.2, 0.2), 0, piano.size.z / 2 + random.number(0.12, 0.4)))),
      ])
    })

  private static let stool = Family(
    "stool", .free, stage: .additional,
    rooms: [.bathroom: 0.2, .bedroom: 0.15, .kitchen: 0.15, .studio: 0.8, .workshop: 1, .living: 0.15, .storage: 0.2],
    piece: { random, palette, _ in Chairs.stool(&random, palette, height: random.number(0.4, 0.72)) })
}
