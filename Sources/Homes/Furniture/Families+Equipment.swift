// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// What offices, halls and workshops hold beside desks and chairs.
  static let equipment: [Family] = [
    Family(
      "filing cabinet", .againstWall, rooms: [.office: 1.5, .study: 0.3, .storage: 0.4, .workshop: 0.2],
      growsWithArea: true, front: 0.5
    ) { random, palette, _ in
      OfficeEquipment.filingCabinet(palette, &random)
    },
    Family("copier", .againstWall, rooms: [.office: 0.5, .corridor: 0.04], front: 0.5) { random, palette, _ in
      Piece(OfficeEquipment.copier(palette, &random), slabs: 1)
    },
    Family("water cooler", .againstWall, rooms: [.office: 0.4, .meeting: 0.2, .hall: 0.3, .corridor: 0.05], front: 0.3)
    {
      random, palette, _ in
      Piece(OfficeEquipment.waterCooler(palette, &random), slabs: 2)
    },
    Family("reception counter", .free, rooms: [.hall: 0.5, .office: 0.06], front: 0.9) { random, palette, space in
      guard space.width > 3, space.depth > 3 else { return nil }
      return OfficeEquipment.receptionCounter(palette, space, &random)
    },
    Family(
      "lockers", .againstWall, rooms: [.hall: 0.4, .workshop: 0.5, .storage: 0.5, .corridor: 0.12, .office: 0.15],
      front: 0.5
    ) { random, palette, space in
      guard space.width > 0.7, space.height > 1.9 else { return nil }
      return Piece(OfficeEquipment.lockers(palette, space, &random), slabs: 1)
    },
    Family("vending machine", .againstWall, rooms: [.hall: 0.5, .corridor: 0.06, .office: 0.08], front: 0.6) {
      random, palette, space in
      space.height > 2 ? Piece(OfficeEquipment.vendingMachine(palette, &random), slabs: 1) : nil
    },
    Family("server rack", .againstWall, rooms: [.office: 0.12, .storage: 0.3, .workshop: 0.15], front: 0.6) {
      random, palette, space in
      space.height > 2.1 ? Piece(OfficeEquipment.serverRack(palette, &random), slabs: 1) : nil
    },
    Family("lectern", .free, rooms: [.hall: 0.3, .meeting: 0.12], front: 0.4) { random, palette, _ in
      Piece(OfficeEquipment.lectern(palette, &random), slabs: 2)
    },
    Family("display case", .free, rooms: [.hall: 0.9, .corridor: 0.02], growsWithArea: true, front: 0.6) {
      random, palette, _ in
      Piece(OfficeEquipment.displayCase(palette, &random), slabs: 1)
    },
    Family("barrier", .free, stage: .additional, rooms: [.hall: 0.9, .workshop: 0.2], growsWithArea: true) {
      random, palette, space in
      Piece(OfficeEquipment.barrier(palette, space, &random), slabs: 1)
    },
    Family("traffic cone", .free, stage: .additional, rooms: [.workshop: 0.4, .storage: 0.4, .hall: 0.3]) {
      random, palette, _ in
      Piece(OfficeEquipment.trafficCone(palette, &random), slabs: 2)
    },
    Family("pallet", .free, rooms: [.workshop: 0.8, .storage: 0.8, .hall: 0.3], growsWithArea: true) {
      random, palette, _ in
      Piece(OfficeEquipment.pallet(palette, &random), slabs: 1)
    },
    Family("machine", .againstWall, rooms: [.workshop: 1.4, .storage: 0.05], growsWithArea: true, front: 0.7) {
      random, palette, _ in
      Piece(OfficeEquipment.machine(palette, &random), slabs: 3)
    },
  ]
}
