// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// A family of things that lie about on the floor, with its number in rooms.
  private static func loose(
    _ name: String, _ site: Family.Site, _ rooms: [RoomKind: Float], slabs: Int = 1,
    _ make: @escaping @Sendable (Palette, inout RandomStream) -> Model
  ) -> Family {
    Family(name, site, stage: .decoration, rooms: rooms) { random, palette, _ in
      Piece(make(palette, &random), slabs: slabs)
    }
  }

  /// What stands and lies about on floors.
  static let floorThings: [Family] = [
    loose(
      "cardboard boxes", .againstWall,
      .everywhere(0.15).but([.storage: 2.5, .workshop: 0.8, .bathroom: 0, .office: 0.5]),
      slabs: 3, FloorClutter.boxes),
    loose("shoes", .againstWall, [.corridor: 1.6, .bedroom: 0.5, .living: 0.15, .studio: 0.4], FloorClutter.shoes),
    loose(
      "bag", .againstWall, .homes(0.35).but([.corridor: 0.5, .office: 0.9, .meeting: 0.5, .hall: 0.3]), FloorClutter.bag
    ),
    loose(
      "suitcase", .againstWall, [.bedroom: 0.25, .corridor: 0.15, .storage: 0.5, .hall: 0.15], FloorClutter.suitcase),
    loose("basket", .againstWall, .homes(0.35).but([.bathroom: 0.6, .storage: 0.4]), FloorClutter.basket),
    loose(
      "waste bin", .againstWall, .everywhere(0.35).but([.kitchen: 0.8, .bathroom: 0.7, .office: 1.4, .corridor: 0.05]),
      FloorClutter.wasteBin),
    loose("toys", .free, [.bedroom: 0.4, .living: 0.3], FloorClutter.toys),
    loose(
      "bicycle", .againstWall, [.corridor: 0.12, .storage: 0.5, .workshop: 0.3, .studio: 0.15, .hall: 0.1], slabs: 2,
      FloorClutter.bicycle),
    loose(
      "pet bed", .againstWall, [.living: 0.15, .bedroom: 0.08, .kitchen: 0.1, .corridor: 0.06], FloorClutter.petBed),
    loose(
      "ironing board", .free, [.bedroom: 0.08, .storage: 0.25, .living: 0.05, .bathroom: 0.05],
      FloorClutter.ironingBoard),
    loose(
      "vacuum cleaner", .againstWall, .homes(0.08).but([.storage: 0.6, .corridor: 0.15]), slabs: 2,
      FloorClutter.vacuumCleaner),
    loose("umbrella stand", .againstWall, [.corridor: 0.35, .hall: 0.25, .office: 0.1], FloorClutter.umbrellaStand),
    loose("extension cable", .free, .work(0.3).but([.living: 0.15, .workshop: 0.6]), FloorClutter.extensionCable),
    loose(
      "bucket and mop", .againstWall, [.storage: 0.6, .bathroom: 0.15, .kitchen: 0.1, .workshop: 0.3], slabs: 2,
      FloorClutter.bucketAndMop),
    loose("tins of paint", .againstWall, [.workshop: 0.6, .storage: 0.6], FloorClutter.paintCans),
    loose("tool box", .againstWall, [.workshop: 0.8, .storage: 0.4], FloorClutter.toolbox),
    loose("floor cushion", .free, [.living: 0.35, .bedroom: 0.3, .studio: 0.3], FloorClutter.floorCushion),
  ]
}
