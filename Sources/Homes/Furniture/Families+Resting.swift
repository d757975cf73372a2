// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// What people sleep in and keep their things in.
  static let resting: [Family] = [
    bed, bunk, cot, wardrobe, chest, sideboard, shoeCabinet, bookcase, cupboard, openRack, clothesRack, mirror,
    partition, coatStand,
  ]

  private static let bed = Family(
    "bed", .againstWall, stage: .fixed, rooms: [.bedroom: 0.9, .studio: 0.08],
    arrangement: { random, palette, space in
      guard space.width > 1.1, space.depth > 2.6 else { return nil }
      let isDouble = space.width > 2.1 && random.chance(0.65)
      let bed = Beds.bed(
        &random, palette,
        width: isDouble ? random.number(1.4, min(2, space.width - 0.6)) : random.number(0.9, min(1.2, space.width)))
      var members: [Arrangement.Member] = [.init(family: "bed", piece: bed, isEssential: true)]
      let table =
        random.chance(0.7)
        ? Storage.cabinet(
          &random, palette, width: random.number(0.38, 0.52), depth: random.number(0.34, 0.42),
          height: random.number(0.42, 0.6), rows: random.whole(1, 2), columns: 1, areDoors: false)
        : Tables.side(&random, palette)
      let half = bed.size.x / 2
      for side in [-1, 1] as [Float] where random.chance(isDouble ? 0.85 : 0.6) {
        let x = side * (half + table.size.x / 2 + random.number(0.03, 0.12))
        members.append(
          .init(
            family: "night table", piece: table,
            pose: Pose(position: SIMD3(x, 0, bed.extent.low.z + table.size.z / 2 + 0.01))))
      }
      if random.chance(0.25) {
        let bench = Sofas.bench(&random, palette, width: min(1.4, bed.size.x * 0.85))
        members.append(
          .init(
            family: "bench", piece: bench,
            pose: Pose(position: SIMD3(0, 0, bed.extent.high.z + bench.size.z / 2 + 0.05))))
      }
      if random.chance(0.4) {
        let rug = Objects.rug(
          &random, palette, width: bed.size.x + random.number(0.6, 1.2), depth: random.number(1.2, 1.9))
        members.append(
          .init(
            family: "rug", piece: rug, pose: Pose(position: SIMD3(0, 0, bed.extent.high.z - 0.5)), isUnderfoot: true))
      }
      return Arrangement(members)
    })

  private static let bunk = Family(
    "bunk bed", .corner, stage: .fixed, rooms: [.bedroom: 0.1],
    piece: { random, palette, space in
      guard space.width > 1.6, space.depth > 2.2, space.height > 2 else { return nil }
      return Beds.bunk(&random, palette)
    })

  private static let cot = Family(
    "cot", .againstWall, rooms: [.bedroom: 0.1], front: 0.4,
    piece: { random, palette, space in
      space.width > 0.8 ? Beds.cot(&random, palette) : nil
    })

  private static let wardrobe = Family(
    "wardrobe", .againstWall,
    rooms: [.bedroom: 1.1, .corridor: 0.2, .study: 0.15, .storage: 0.7, .hall: 0.2, .office: 0.6, .living: 0.08],
    front: 0.6,
    piece: { random, palette, space in
      guard space.width > 0.6, space.height > 1.8 else { return nil }
      let height = random.number(1.75, min(2.4, space.height - 0.08))
      return Storage.wardrobe(&random, palette, width: random.number(0.55, min(2.6, space.width)), height: height)
    })

  private static let clothesRack = Family(
    "clothes rack", .againstWall, stage: .additional,
    rooms: [.bedroom: 0.15, .corridor: 0.1, .storage: 0.2, .studio: 0.4],
    front: 0.3,
    piece: { random, palette, space in
      guard space.width > 0.8, space.height > 1.7 else { return nil }
      return Storage.clothesRack(
        &random, palette, width: random.number(0.75, min(1.4, space.width)), height: random.number(1.4, 1.65))
    })

  private static let chest = Family(
    "chest of drawers", .againstWall,
    rooms: [.bedroom: 0.8, .living: 0.3, .corridor: 0.2, .study: 0.3, .dining: 0.25, .storage: 0.4, .bathroom: 0.1],
    front: 0.5,
    piece: { random, palette, space in
      guard space.width > 0.5 else { return nil }
      let height = min(space.height, random.number(0.7, 1.25))
      guard height > 0.5 else { return nil }
      let width = random.number(0.45, min(1.4, space.width))
      return Storage.cabinet(
        &random, palette, width: width, depth: random.number(0.38, 0.5), height: height,
        rows: max(2, Int((height / 0.23).rounded())), columns: width > 0.95 ? 2 : 1, areDoors: false)
    })

  private static let sideboard = Family(
    "sideboard", .againstWall,
    rooms: [
      .living: 0.55, .dining: 0.7, .study: 0.3, .office: 1.2, .meeting: 0.7, .hall: 0.6, .corridor: 0.15,
      .kitchen: 0.15,
    ],
    growsWithArea: true, front: 0.5,
    piece: { random, palette, space in
      guard space.width > 0.85, space.height > 0.65 else { return nil }
      let width = random.number(0.8, min(2.2, space.width))
      return Storage.cabinet(
        &random, palette, width: width, depth: random.number(0.36, 0.48),
        height: min(space.height - 0.02, random.number(0.62, 0.95)), rows: random.chance(0.7) ? 1 : 2,
        columns: max(2, Int((width / 0.5).rounded())), areDoors: random.chance(0.75), openShare: 0.3)
    })

  private static let shoeCabinet = Family(
    "shoe cabinet", .againstWall, rooms: [.corridor: 0.55, .storage: 0.1], front: 0.45,
    piece: { random, palette, space in
      guard space.width > 0.5 else { return nil }
      let height = min(space.height, random.number(0.8, 1.2))
      return Storage.cabinet(
        &random, palette, width: random.number(0.5, min(1.1, space.width)), depth: random.number(0.2, 0.3),
        height: height, rows: height > 0.9 ? 3 : 2, columns: 1, areDoors: false)
    })

  private static let bookcase = Family(
    "bookcase", .againstWall,
    rooms: [
      .living: 0.9, .study: 1.4, .bedroom: 0.35, .corridor: 0.3, .office: 1.5, .meeting: 0.5, .hall: 0.7, .dining: 0.2,
      .studio: 0.4,
    ],
    growsWithArea: true, front: 0.45,
    piece: { random, palette, space in
      let isLow = space.height < 1.7 || random.chance(0.25)
      let height = isLow ? random.number(0.75, 1.25) : random.number(1.6, min(2.4, space.height - 0.05))
      guard space.width > 0.45, height < space.height else { return nil }
      return Shelves.bookcase(
        &random, palette, width: random.number(0.4, min(2.4, space.width)), depth: random.number(0.24, 0.38),
        height: height)
    })

  /// A tall cupboard with doors, as for crockery or files.
  private static let cupboard = Family(
    "cupboard", .againstWall,
    rooms: [
      .dining: 0.4, .living: 0.2, .office: 1, .kitchen: 0.15, .storage: 0.6, .workshop: 0.8, .meeting: 0.3,
      .bathroom: 0.12,
    ],
    front: 0.5,
    piece: { random, palette, space in
      guard space.width > 0.5, space.height > 1.5 else { return nil }
      let width = random.number(0.45, min(1.3, space.width))
      return Storage.cabinet(
        &random, palette, width: width, depth: random.number(0.32, 0.45),
        height: random.number(1.3, min(2, space.height - 0.05)), rows: random.whole(1, 3), columns: width > 0.7 ? 2 : 1,
        areDoors: true)
    })

  private static let openRack = Family(
    "rack", .againstWall, rooms: [.storage: 2.2, .workshop: 2, .studio: 0.5, .office: 0.4, .hall: 0.6, .kitchen: 0.1],
    growsWithArea: true, front: 0.5,
    piece: { random, palette, space in
      guard space.width > 0.65, space.height > 1.5 else { return nil }
      return Shelves.rack(
        &random, palette, width: random.number(0.6, min(2, space.width)), depth: random.number(0.3, 0.6),
        height: random.number(1.4, min(2.4, space.height - 0.05)))
    })

  private static let mirror = Family(
    "standing mirror", .againstWall, stage: .additional,
    rooms: [.bedroom: 0.3, .corridor: 0.25, .studio: 0.3, .bathroom: 0.05], front: 0.5,
    piece: { random, palette, space in space.height > 2 ? Objects.mirror(&random, palette) : nil })

  private static let partition = Family(
    "partition", .free, stage: .additional,
    rooms: [.hall: 1, .studio: 0.5, .office: 0.6, .living: 0.1, .bedroom: 0.08],
    growsWithArea: true, piece: { random, palette, _ in Objects.partition(&random, palette) })

  private static let coatStand = Family(
    "coat stand", .againstWall, stage: .additional,
    rooms: [.corridor: 0.3, .office: 0.5, .study: 0.15, .meeting: 0.25, .hall: 0.3, .living: 0.06],
    piece: { random, palette, space in
      space.height > 1.9 && space.depth > 1.3 ? Objects.coatStand(&random, palette) : nil
    })
}
