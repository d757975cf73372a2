// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// What hangs before windows, what heats below them, and what lies on floors.
  static let windows: [Family] = [
    Family(
      "radiator", .belowWindow, stage: .fixed,
      rooms: .everywhere(0.55).but([.workshop: 0.3, .storage: 0.2, .hall: 0.4])
    ) { random, palette, space in
      guard space.sill > 0.5 else { return nil }
      return Piece(WallEquipment.radiator(palette, space, &random))
    },
    Family(
      "wall radiator", .onWall(lowest: 0...0), stage: .fixed,
      rooms: [.corridor: 0.5, .bathroom: 0.3, .kitchen: 0.3, .living: 0.2, .bedroom: 0.2, .hall: 0.5, .office: 0.3]
    ) { random, palette, space in
      Piece(WallEquipment.radiator(palette, space, &random))
    },
    Family(
      "curtain", .window, stage: .decoration,
      rooms: .homes(0.75).but([.kitchen: 0.25, .office: 0.1, .meeting: 0.3, .hall: 0.2, .corridor: 0.2])
    ) { random, palette, space -> Arrangement? in
      Drapery.curtains(palette, space, &random)
    },
    Family(
      "blind", .window, stage: .decoration,
      rooms: .homes(0.3).but([.kitchen: 0.4, .bathroom: 0.5, .office: 0.6, .meeting: 0.5, .workshop: 0.1])
    ) { random, palette, space in
      Piece(Drapery.blind(palette, space, &random))
    },
    Family(
      "woven rug", .underfoot, stage: .decoration,
      rooms: .homes(0.3).but([.corridor: 0.5, .meeting: 0.15, .hall: 0.5, .office: 0.1])
    ) { random, palette, space -> Arrangement? in
      underfoot("woven rug", Piece(Drapery.rug(palette, space, &random)))
    },
    Family(
      "mat", .underfoot, stage: .decoration, rooms: [.bathroom: 0.5, .kitchen: 0.4, .corridor: 0.3]
    ) { random, palette, _ -> Arrangement? in
      underfoot("mat", Piece(Drapery.mat(palette, &random)))
    },
  ]

  /// What lies flat on the floor, so that others may stand on it.
  private static func underfoot(_ name: String, _ piece: Piece) -> Arrangement {
    Arrangement([.init(family: name, piece: piece, isEssential: true, isUnderfoot: true)])
  }
}
