// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// What hangs on walls.
  static let walls: [Family] = [
    Family(
      "picture", .onWall(lowest: 1.1...1.45), stage: .decoration,
      rooms: .homes(2).but([
        .corridor: 1.6, .office: 1, .meeting: 0.8, .hall: 1.5, .kitchen: 0.7, .bathroom: 0.4, .workshop: 0.5,
      ]),
      growsWithArea: true
    ) { random, palette, space in
      Piece(WallDecoration.picture(palette, largest: SIMD2(space.width, min(1.3, space.height)), &random), slabs: 1)
    },
    Family(
      "gallery", .onWall(lowest: 1.05...1.3), stage: .decoration,
      rooms: .homes(0.35).but([.corridor: 0.4, .office: 0.3, .hall: 0.4])
    ) { random, palette, space in
      Piece(WallDecoration.gallery(palette, largest: SIMD2(space.width, min(1.3, space.height)), &random), slabs: 1)
    },
    Family(
      "wall mirror", .onWall(lowest: 0.5...1.2), stage: .decoration,
      rooms: [.living: 0.25, .bedroom: 0.5, .corridor: 0.5, .hall: 0.3, .dining: 0.15, .bathroom: 0.1, .studio: 0.3]
    ) { random, palette, space in
      Piece(WallDecoration.mirror(palette, largest: SIMD2(space.width, min(1.5, space.height)), &random), slabs: 1)
    },
    Family(
      "clock", .onWall(lowest: 1.6...1.95), stage: .decoration,
      rooms: .everywhere(0.25).but([.kitchen: 0.5, .office: 0.5, .hall: 0.6, .workshop: 0.5, .bathroom: 0.05])
    ) { random, palette, _ in
      Piece(WallDecoration.clock(palette, &random), slabs: 1)
    },
    Family(
      "wall shelf", .onWall(lowest: 1.15...1.55), stage: .additional,
      rooms: .homes(0.5).but([.kitchen: 0.4, .bathroom: 0.4, .workshop: 0.8, .office: 0.3, .storage: 0.5])
    ) { random, palette, space in
      WallDecoration.shelf(palette, largest: SIMD2(space.width, space.height), &random)
    },
    Family(
      "coat hooks", .onWall(lowest: 0...0), stage: .additional,
      rooms: [.corridor: 0.8, .office: 0.4, .hall: 0.3, .workshop: 0.4, .bedroom: 0.15, .storage: 0.2]
    ) { random, palette, space in
      guard space.height > 1.6 else { return nil }
      return Piece(downToFloor: WallDecoration.coatHooks(palette, &random))
    },
    Family(
      "wall television", .onWall(lowest: 0.85...1.15), stage: .additional,
      rooms: [.living: 0.4, .bedroom: 0.25, .meeting: 0.6, .studio: 0.3, .hall: 0.3]
    ) { random, palette, space in
      Piece(WallEquipment.television(palette, largest: space.width, &random), slabs: 1)
    },
    Family(
      "whiteboard", .onWall(lowest: 0.85...1), stage: .additional,
      rooms: [.meeting: 0.7, .office: 0.7, .study: 0.15, .workshop: 0.2], growsWithArea: true
    ) { random, palette, space in
      Piece(WallEquipment.whiteboard(palette, largest: space.width, &random), slabs: 1)
    },
    Family(
      "notice board", .onWall(lowest: 1...1.2), stage: .decoration,
      rooms: [.office: 0.5, .study: 0.4, .corridor: 0.25, .workshop: 0.5, .kitchen: 0.2, .hall: 0.4]
    ) { random, palette, space in
      Piece(WallEquipment.noticeBoard(palette, largest: space.width, &random), slabs: 1)
    },
    Family(
      "projection screen", .onWall(lowest: 0.9...1.1), stage: .additional,
      rooms: [.meeting: 0.3, .hall: 0.2, .office: 0.05]
    ) { random, palette, space in
      guard space.width > 1.7, space.height > 1.2 else { return nil }
      return Piece(
        WallEquipment.projectionScreen(palette, largest: SIMD2(space.width - 0.14, space.height), &random), slabs: 1)
    },
    Family(
      "air conditioner", .onWall(lowest: 2...2.2), stage: .additional,
      rooms: .homes(0.15).but([.office: 0.5, .meeting: 0.4])
    ) { random, palette, _ in
      Piece(WallEquipment.airConditioner(palette, &random), slabs: 1)
    },
    Family(
      "light switch", .onWall(lowest: 1.02...1.12), stage: .decoration, rooms: .everywhere(1)
    ) { random, palette, _ in
      Piece(WallEquipment.lightSwitch(palette, &random), slabs: 1)
    },
    Family(
      "socket", .onWall(lowest: 0.2...0.32), stage: .decoration, rooms: .everywhere(1.6), growsWithArea: true
    ) { random, palette, _ in
      Piece(WallEquipment.socket(palette, &random), slabs: 1)
    },
    Family(
      "fireplace", .onWall(lowest: 0...0), stage: .fixed, rooms: [.living: 0.25, .dining: 0.08, .hall: 0.1], front: 0.5
    ) {
      random, palette, space in
      WallEquipment.fireplace(palette, &random)
    },
    Family(
      "pipes", .onWall(lowest: 2...2.6), stage: .additional,
      rooms: [.workshop: 1, .storage: 0.6, .studio: 0.3, .hall: 0.3, .corridor: 0.15], growsWithArea: true
    ) { random, palette, space in
      guard space.width > 1, space.height >= 0.5 else { return nil }
      return Piece(WallEquipment.pipes(palette, largest: space.width, &random), slabs: 1)
    },
    Family(
      "fire extinguisher", .onWall(lowest: 0.5...0.9), stage: .additional,
      rooms: [.corridor: 0.2, .hall: 0.7, .office: 0.4, .workshop: 0.8, .storage: 0.3]
    ) { random, palette, _ in
      Piece(WallEquipment.extinguisher(palette, &random), slabs: 1)
    },
  ]
}
