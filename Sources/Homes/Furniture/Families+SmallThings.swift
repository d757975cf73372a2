// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// A family of things that stand on tables and shelves, with its weight in rooms.
  private static func small(
    _ name: String, _ weights: [RoomKind: Float],
    _ make: @escaping @Sendable (Palette, inout RandomStream) -> Model
  ) -> Family {
    Family(name, .onSurface, stage: .decoration, rooms: weights) { random, palette, _ in
      Piece(make(palette, &random), slabs: 1)
    }
  }

  /// What stands on tables, worktops and shelves.
  static let smallThings: [Family] = [
    small("cup", .everywhere(1.5).but([.kitchen: 3, .bathroom: 0.6, .dining: 3]), Tableware.cup),
    small("bowl", .homes(1).but([.kitchen: 2, .dining: 3, .meeting: 0.6]), Tableware.bowl),
    small("plates", [.kitchen: 2, .dining: 3, .living: 0.4, .studio: 0.6], Tableware.plate),
    small("bottle", .everywhere(0.8).but([.kitchen: 2.5, .bathroom: 1.5, .dining: 1.5]), Tableware.bottle),
    small("vase", .homes(1.2).but([.dining: 2, .hall: 1, .corridor: 1.2, .meeting: 0.5]), Tableware.vase),
    small("book stack", .homes(2).but([.office: 2, .study: 3.5, .meeting: 0.8, .corridor: 0.6]), Tableware.bookStack),
    small("book row", .homes(3).but([.office: 2, .study: 5, .workshop: 0.4, .hall: 0.6]), Tableware.bookRow),
    small("photo frame", .homes(1.2).but([.office: 0.8, .corridor: 1]), Tableware.photoFrame),
    small("laptop", .work(2.5).but([.living: 0.5, .dining: 0.3, .bedroom: 0.4]), Tableware.laptop),
    small("monitor", .work(2.5).but([.workshop: 0.3, .bedroom: 0.2]), Tableware.monitor),
    small("printer", .work(0.7), Tableware.printer),
    small("pen cup", .work(1.6).but([.bedroom: 0.3, .workshop: 0.5]), Tableware.penCup),
    small("candle", .homes(0.8).but([.dining: 1.5, .bathroom: 0.8]), Tableware.candle),
    small("kettle", [.kitchen: 1.2, .office: 0.2, .studio: 0.4], Tableware.kettle),
    small("toaster", [.kitchen: 0.9, .studio: 0.2], Tableware.toaster),
    small("microwave", [.kitchen: 0.6, .office: 0.1, .studio: 0.2], Tableware.microwave),
    small("pot", [.kitchen: 2, .studio: 0.4], Tableware.pot),
    small("sculpture", .homes(0.8).but([.hall: 1, .office: 0.4, .corridor: 0.6]), Tableware.sculpture),
    small("newspaper", .homes(1).but([.office: 2, .meeting: 2, .kitchen: 0.6, .hall: 0.6]), Tableware.newspaper),
    small("toolbox", [.workshop: 4, .storage: 2], FloorClutter.toolbox),
    small("paint cans", [.workshop: 3, .storage: 2], FloorClutter.paintCans),
    small("boxes", [.storage: 4, .workshop: 2, .office: 0.3], FloorClutter.boxes),
    small("toys on furniture", [.bedroom: 0.8, .living: 0.4], FloorClutter.toys),
  ]
}
