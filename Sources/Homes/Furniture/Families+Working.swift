// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// What people work, meet and make things at.
  static let working: [Family] = [
    desk, freeDesk, deskCluster, conference, seatRows, marketTables, workbench, freeWorkbench, stack, ladder, backdrop,
    softbox, tripod,
  ]

  private static let desk = Family(
    "desk", .againstWall, stage: .fixed,
    rooms: [.study: 1, .bedroom: 0.35, .living: 0.15, .office: 1, .workshop: 0.4, .studio: 0.5],
    arrangement: { random, palette, space in
      guard space.width > 1, space.depth > 1.5, space.height > 0.75 else { return nil }
      return Workplaces.place(
        &random, palette, width: random.number(0.95, min(1.8, space.width)), depth: random.number(0.55, 0.8))
    })

  private static let freeDesk = Family(
    "desk in the room", .free, rooms: [.study: 0.15, .office: 0.8, .studio: 0.3],
    arrangement: { random, palette, space in
      Workplaces.place(&random, palette, width: random.number(1.2, 1.8), depth: random.number(0.65, 0.85))
    })

  private static let deskCluster = Family(
    "desk cluster", .free, stage: .fixed, rooms: [.office: 2.2], growsWithArea: true,
    arrangement: { random, palette, space in
      Workplaces.cluster(&random, palette, columns: random.whole(1, max(1, min(4, Int((space.width - 1) / 1.6)))))
    })

  private static let conference = Family(
    "conference table", .free, stage: .fixed, rooms: [.meeting: 1, .office: 0.2, .hall: 0.2],
    arrangement: { random, palette, space in
      let width = min(random.number(1.8, 4.6), space.width - 1.4)
      guard width > 1.2 else { return nil }
      let table = Tables.rectangular(
        &random, palette, width: width, depth: random.number(0.9, 1.4), height: random.number(0.72, 0.76),
        base: random.one(of: [.pedestal, .legs, .sled]))
      let isOffice = random.chance(0.5)
      let chair = isOffice ? Chairs.office(&random, palette) : Chairs.any(&random, palette)
      return Arrangement.around(
        table, chair: chair, chairName: isOffice ? "office chair" : "chair", ends: random.chance(0.6), &random)
    })

  /// Rows of chairs or benches that look to one side.
  private static let seatRows = Family(
    "rows of seats", .free, stage: .fixed, rooms: [.hall: 0.6, .meeting: 0.12],
    arrangement: { random, palette, space in
      let isBench = random.chance(0.4)
      let width = random.number(1.4, 2.4)
      let seat = isBench ? Sofas.bench(&random, palette, width: width) : Chairs.any(&random, palette)
      let columns = min(isBench ? 3 : 8, max(1, Int((space.width - 1.6) / (seat.size.x + 0.08))))
      let rows = min(6, max(1, Int((space.depth - 1.6) / 1)))
      let aisle: Float = columns > 1 ? 0.9 : 0
      let step = seat.size.x + random.number(0.04, 0.1)
      var members: [Arrangement.Member] = []
      for row in 0..<rows {
        for column in 0..<columns where random.chance(0.95) {
          let half = column < columns / 2 ? -aisle / 2 : aisle / 2
          let x = (Float(column) - Float(columns - 1) / 2) * step + half
          let z = (Float(row) - Float(rows - 1) / 2) * 0.95
          members.append(
            .init(
              family: isBench ? "bench" : "chair", piece: seat,
              pose: Pose(position: SIMD3(x, 0, z), yaw: random.number(-0.03, 0.03)), isEssential: members.isEmpty))
        }
      }
      return members.isEmpty ? nil : Arrangement(members)
    })

  /// Long tables in rows, as in markets, refectories and libraries.
  private static let marketTables = Family(
    "rows of tables", .free, stage: .fixed, rooms: [.hall: 0.7, .workshop: 0.4],
    arrangement: { random, palette, space in
      let table = Tables.rectangular(
        &random, palette, width: random.number(1.6, 2.4), depth: random.number(0.7, 0.95),
        height: random.number(0.72, 0.9))
      let bench = random.chance(0.5) ? Sofas.bench(&random, palette, width: table.size.x - 0.1) : nil
      let pitch = SIMD2(table.size.x + random.number(0.3, 1.2), table.size.z + random.number(1.3, 2))
      let columns = min(4, max(1, Int((space.width - 1) / pitch.x)))
      let rows = min(5, max(1, Int((space.depth - 1) / pitch.y)))
      var members: [Arrangement.Member] = []
      for row in 0..<rows {
        for column in 0..<columns {
          let place = SIMD3(
            (Float(column) - Float(columns - 1) / 2) * pitch.x, 0, (Float(row) - Float(rows - 1) / 2) * pitch.y)
          members.append(
            .init(family: "table", piece: table, pose: Pose(position: place), isEssential: members.isEmpty))
          for side in [-1, 1] as [Float] {
            guard let bench else { continue }
            let away = side * (table.size.z / 2 + bench.size.z / 2 - random.number(-0.1, 0.12))
            members.append(
              .init(
                family: "bench", piece: bench, pose: Pose(position: place + SIMD3(0, 0, away), yaw: side > 0 ? .pi : 0))
            )
          }
        }
      }
      return Arrangement(members)
    })

  private static let workbench = Family(
    "workbench", .againstWall, stage: .fixed, rooms: [.workshop: 1.8, .storage: 0.25], growsWithArea: true, front: 0.6,
    piece: { random, palette, space in
      guard space.width > 1.1, space.height > 1 else { return nil }
      return Workplaces.workbench(
        &random, palette, width: random.number(1, min(2.6, space.width)), depth: random.number(0.55, 0.8))
    })

  private static let freeWorkbench = Family(
    "free workbench", .free, rooms: [.workshop: 1], growsWithArea: true,
    piece: { random, palette, _ in
      Workplaces.workbench(&random, palette, width: random.number(1.2, 2.4), depth: random.number(0.65, 0.95))
    })

  private static let stack = Family(
    "stack of boxes", .againstWall, stage: .additional,
    rooms: [
      .storage: 1.8, .workshop: 2, .corridor: 0.1, .hall: 0.6, .studio: 0.5, .office: 0.5, .bedroom: 0.1, .study: 0.15,
    ],
    growsWithArea: true, piece: { random, palette, space in space.depth > 1.3 ? Objects.stack(&random, palette) : nil })

  private static let ladder = Family(
    "ladder", .free, stage: .additional, rooms: [.workshop: 0.4, .storage: 0.25, .studio: 0.3, .hall: 0.1],
    piece: { random, palette, space in
      let height = random.number(1.1, min(2.2, space.height - 0.3))
      return height > 1 ? Workplaces.ladder(&random, palette, height: height) : nil
    })

  private static let backdrop = Family(
    "backdrop", .againstWall, stage: .fixed, rooms: [.studio: 0.7],
    arrangement: { random, palette, space in
      guard space.width > 2.6, space.depth > 3.5, space.height > 2.3 else { return nil }
      let paper = StudioGear.backdrop(
        &random, palette, width: random.number(1.6, min(2.8, space.width - 0.9)),
        height: random.number(2.1, min(2.7, space.height - 0.1)))
      let front = paper.extent.high.z
      var members: [Arrangement.Member] = [.init(family: "backdrop", piece: paper, isEssential: true)]
      for side in [-1, 1] as [Float] where random.chance(0.85) {
        let lamp = StudioGear.softbox(&random)
        let place = SIMD3(side * random.number(0.9, 1.5), 0, front + random.number(0.5, 1.1))
        members.append(
          .init(
            family: "softbox", piece: lamp,
            pose: Pose(position: place, yaw: arcTangent(-place.x, -front - 0.5))))
      }
      if random.chance(0.6) {
        members.append(
          .init(
            family: "tripod", piece: StudioGear.tripod(&random, palette), pose: Pose(position: SIMD3(0, 0, front + 1.4))
          ))
      }
      return Arrangement(members)
    })

  private static let softbox = Family(
    "softbox", .free, stage: .additional, rooms: [.studio: 1],
    piece: { random, _, space in
      space.height > 2.6 ? StudioGear.softbox(&random) : nil
    })

  private static let tripod = Family(
    "tripod", .free, stage: .additional, rooms: [.studio: 0.7, .living: 0.03, .study: 0.05],
    piece: { random, palette, _ in StudioGear.tripod(&random, palette) })
}
