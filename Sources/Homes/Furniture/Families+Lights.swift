// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// Lamps that people bring, and plants.
  static let lights: [Family] = [
    Family(
      "floor lamp", .againstWall, stage: .additional,
      rooms: [.living: 0.8, .bedroom: 0.3, .study: 0.4, .studio: 0.7, .dining: 0.2, .office: 0.2, .hall: 0.3]
    ) { random, palette, space in
      Piece(StandingLamps.floorLamp(palette, &random), slabs: 4)
    },
    Family(
      "table lamp", .onSurface, stage: .decoration,
      rooms: .homes(1.2).but([.bedroom: 3, .office: 0.7, .meeting: 0.1, .corridor: 1, .hall: 0.5])
    ) { random, palette, _ in
      Piece(StandingLamps.tableLamp(palette, &random), slabs: 1)
    },
    Family(
      "wall lamp", .onWall(lowest: 1.5...1.85), stage: .additional,
      rooms: [.living: 0.25, .bedroom: 0.4, .corridor: 0.7, .hall: 0.6, .bathroom: 0.25, .dining: 0.2]
    ) { random, palette, _ in
      Piece(StandingLamps.wallLamp(palette, &random), slabs: 1)
    },
  ]

  static let plants: [Family] = [
    Family(
      "tall plant", .againstWall, stage: .additional,
      rooms: .homes(0.6).but([.office: 1.2, .meeting: 0.6, .hall: 1.2, .corridor: 0.3, .kitchen: 0.15, .bathroom: 0.1]),
      growsWithArea: true
    ) { random, palette, _ in
      let model =
        switch random.whole(0, 3) {
        case 0: Plants.dragonTree(palette, &random)
        case 1: Plants.broadLeaved(palette, &random)
        default: Plants.ficus(palette, &random)
        }
      return Piece(model, slabs: 4)
    },
    Family(
      "upright plant", .againstWall, stage: .decoration,
      rooms: .homes(0.4).but([.office: 0.6, .hall: 0.5, .corridor: 0.2, .bathroom: 0.15]), growsWithArea: true
    ) { random, palette, _ in
      Piece(random.chance(0.5) ? Plants.cactus(palette, &random) : Plants.snakePlant(palette, &random), slabs: 3)
    },
    Family(
      "pot plant", .onSurface, stage: .decoration,
      rooms: .everywhere(1.6).but([.workshop: 0.2, .storage: 0.2])
    ) { random, palette, _ in
      Piece(Plants.small(palette, &random), slabs: 2)
    },
  ]
}
