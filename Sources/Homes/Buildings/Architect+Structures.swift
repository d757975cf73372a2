// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What stands and hangs in rooms for good: pillars, beams, ducts, chimney breasts.
extension Architect {
  mutating func raiseStructures() {
    for index in rooms.indices {
      raisePillars(index)
      raiseBreast(index)
      layBeams(index)
      hangDucts(index)
    }
  }

  /// Whether something may stand on a rectangle of a room's floor.
  func isFree(_ rectangle: RoomShell.Rectangle, in room: PlannedRoom) -> Bool {
    let corners = [
      rectangle.low, rectangle.high, SIMD2(rectangle.low.x, rectangle.high.y), SIMD2(rectangle.high.x, rectangle.low.y),
    ]
    return corners.allSatisfy { room.contains($0, margin: 0) } && !room.reserved.contains(where: rectangle.overlaps)
  }

  // MARK: - Pillars

  private mutating func raisePillars(_ index: Int) {
    let room = rooms[index]
    let size = room.bounds.size
    guard room.area > 45, random.chance(style.kind == .studio ? 0.2 : 0.65) else { return }
    let (half, isRound) = (random.number(0.11, 0.3), random.chance(0.4))
    let spacing = random.number(3.2, 6.5)
    let counts = SIMD2(Int(size.x / spacing), Int(size.y / spacing))
    let material = random.chance(0.6) ? room.finishes.wall : model.add(palette.wall(&random))
    for column in 0..<counts.x {
      for row in 0..<counts.y {
        let share = SIMD2((Float(column) + 0.5) / Float(counts.x), (Float(row) + 0.5) / Float(counts.y))
        let place = room.bounds.low + size * share
        let print = RoomShell.Rectangle(low: place - half - 0.1, high: place + half + 0.1)
        guard isFree(print, in: room), room.contains(place, margin: 1) else { continue }
        raisePillar(index, place, half, isRound: isRound, material)
        rooms[index].reserved.append(RoomShell.Rectangle(low: place - half, high: place + half))
      }
    }
  }

  private mutating func raisePillar(
    _ index: Int, _ place: SIMD2<Float>, _ half: Float, isRound: Bool, _ material: Int
  ) {
    let ceiling = rooms[index].ceiling
    let top = ceiling.highest(over: RoomShell.Rectangle(low: place - half, high: place + half))
    let (low, high) = (SIMD3(place.x - half, 0, place.y - half), SIMD3(place.x + half, top, place.y + half))
    obstacles.append(Obstacle(low, high))
    if isRound {
      model.addTube(
        from: SIMD3(place.x, 0, place.y), to: SIMD3(place.x, top, place.y), radius: half, material: material)
    } else {
      model.addBox(low, high, without: [.bottom, .top], material: material)
    }
  }

  /// A shaft for chimneys or pipes against a wall.
  private mutating func raiseBreast(_ index: Int) {
    let room = rooms[index]
    guard room.area > 9, room.kind != .corridor, random.chance(0.14), let side = random.picked(room.sides) else {
      return
    }
    let (width, depth) = (random.number(0.4, 1.5), random.number(0.15, 0.5))
    guard side.length > width + 0.8 else { return }
    let isCorner = random.chance(0.5) && side.isInnerAtStart
    let from = isCorner ? 0.002 : random.number(0.4, side.length - 0.4 - width)
    let print = side.apron(from, from + width, depth: depth)
    guard side.isFree(from - 0.3, from + width + 0.3), !room.reserved.contains(where: print.overlaps) else { return }
    let neighbours = room.sides.filter { $0 != side && !$0.openings.isEmpty }
    guard
      !neighbours.contains(where: { other in
        other.openings.contains { other.apron($0.from - 0.1, $0.to + 0.1, depth: 0.4).overlaps(print) }
      })
    else { return }
    let top = room.ceiling.highest(over: print)
    let (low, high) = (SIMD3(print.low.x, 0, print.low.y), SIMD3(print.high.x, top, print.high.y))
    let frame = WallFrame(side)
    var hidden = frame.faces(back: true).union([.bottom, .top])
    if isCorner { hidden.formUnion(frame.faces(start: true)) }
    model.addBox(low, high, without: hidden, material: room.finishes.wall)
    obstacles.append(Obstacle(low, high))
    rooms[index].reserved.append(print)
  }

  // MARK: - Overhead

  private mutating func layBeams(_ index: Int) {
    let room = rooms[index]
    let likely: Float =
      switch style.kind {
      case .flat, .office, .openOffice, .studio: 0.04
      case .house, .loft, .cellar, .attic: 0.2
      case .hall, .workshop: 0.45
      }
    guard room.area > 8, room.ceiling.isLevel, room.ceilingHoles.isEmpty, random.chance(likely) else { return }
    let height = min(random.number(0.1, 0.35), room.height - 2.1)
    guard height > 0.05 else { return }
    let half = random.number(0.05, 0.13)
    let material = model.add(random.chance(0.7) ? palette.wood(&random) : palette.smooth(&random))
    for rectangle in room.floor where rectangle.size.min() > 1 {
      let axis = rectangle.size.x > rectangle.size.y ? 0 : 1
      let count = max(1, Int(rectangle.size[axis] / random.number(0.7, 2.2)))
      for number in 0..<count {
        let middle = rectangle.low[axis] + rectangle.size[axis] * (Float(number) + 0.5) / Float(count)
        var (low, high) = (rectangle.low, rectangle.high)
        (low[axis], high[axis]) = (middle - half, middle + half)
        let ends: BoxFaces = axis == 0 ? BoxFaces(rawValue: 0b110000) : BoxFaces(rawValue: 0b11)
        let (a, b) = (SIMD3(low.x, room.height - height, low.y), SIMD3(high.x, room.height, high.y))
        model.addBox(a, b, without: ends.union(.top), material: material)
        obstacles.append(Obstacle(a, b))
      }
    }
  }

  private mutating func hangDucts(_ index: Int) {
    let room = rooms[index]
    let isFitting = style.kind == .loft || style.kind == .openOffice || style.kind == .workshop || style.kind == .cellar
    guard isFitting, room.area > 8, room.ceiling.isLevel, random.chance(0.5) else { return }
    let material = model.add(palette.smooth(&random))
    for _ in 0..<random.whole(1, 3) {
      guard let rectangle = random.picked(room.floor.filter({ $0.size.min() > 1.4 })) else { return }
      let radius = min(random.number(0.04, 0.22), (room.height - 2.2) / 2)
      guard radius > 0.02 else { return }
      let axis = random.chance(0.5) ? 0 : 1
      var (from, to) = (rectangle.low, rectangle.high)
      let place = random.number(rectangle.low[1 - axis] + 0.3, rectangle.high[1 - axis] - 0.3)
      (from[1 - axis], to[1 - axis]) = (place, place)
      let height = room.height - radius - random.number(0.02, 0.15)
      model.addTube(
        from: SIMD3(from.x, height, from.y), to: SIMD3(to.x, height, to.y), radius: radius, material: material)
      var reach = SIMD3<Float>(repeating: radius)
      reach[axis == 0 ? 0 : 2] = 0
      obstacles.append(Obstacle(SIMD3(from.x, height, from.y) - reach, SIMD3(to.x, height, to.y) + reach))
    }
  }
}

extension RandomStream {
  /// One of several, or nothing where there is none.
  mutating func picked<T>(_ choices: [T]) -> T? { choices.isEmpty ? nil : one(of: choices) }
}

extension Model {
  /// Adds the round face of a cylinder, without its ends.
  mutating func addTube(from: SIMD3<Float>, to: SIMD3<Float>, radius: Float, material: Int) {
    let steps = 24
    let axis = normalised(to - from)
    let across = abs(axis.y) > 0.9 ? SIMD3<Float>(1, 0, 0) : SIMD3(0, 1, 0)
    let u = normalised(cross(axis, across))
    let v = cross(axis, u)
    let first = UInt32(mesh.positions.count)
    for step in 0...steps {
      let angle = 2 * Float.pi * Float(step % steps) / Float(steps)
      let out = u * cosine(angle) + v * sine(angle)
      let around = 2 * Float.pi * Float(step) / Float(steps) * radius
      mesh.positions += [from + out * radius, to + out * radius]
      mesh.normals += [out, out]
      mesh.coordinates += [SIMD2(around, 0), SIMD2(around, length(to - from))]
    }
    for step in 0..<UInt32(steps) {
      let (a, m) = (first + 2 * step, UInt32(material))
      mesh.triangles += [SIMD4(a, a + 2, a + 3, m), SIMD4(a, a + 3, a + 1, m)]
    }
  }
}
