// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Flights of stairs: through a ceiling to a landing above, or to a gallery in a high room.
extension Architect {
  /// A straight flight along a wall or another line.
  struct Flight: Sendable {
    var start: Float
    var steps: Int
    var riser: Float
    var going: Float
    var width: Float
    var isOpen: Bool

    /// From the first riser to the last; the upper floor is the last step.
    var run: Float { Float(steps - 1) * going }
    var rise: Float { Float(steps) * riser }
    /// Tread under a station, counted from the flight's start.
    func height(at station: Float) -> Float { Float(Int(station / going) + 1) * riser }
  }

  mutating func raiseStairs() {
    switch style.kind {
    case .house, .office, .cellar, .flat:
      guard random.chance(style.kind == .house ? 0.6 : 0.12) else { return }
      let order = rooms.indices.filter { [.corridor, .living, .dining, .workshop].contains(rooms[$0].kind) }
      for index in order where rooms[index].ceiling.isLevel && !hasRoofLights {
        if climb(index) { return }
      }
    case .hall, .loft, .workshop, .studio: raiseGallery()
    case .attic, .openOffice: return
    }
  }

  private mutating func flight(to rise: Float, start: Float, width: Float) -> Flight {
    let steps = Int((rise / random.number(0.165, 0.19)).rounded(.up))
    return Flight(
      start: start, steps: steps, riser: rise / Float(steps), going: random.number(0.24, 0.28), width: width,
      isOpen: random.chance(0.4))
  }

  // MARK: - Through the ceiling

  private mutating func climb(_ index: Int) -> Bool {
    let room = rooms[index]
    let slab: Float = 0.3
    for side in RowPlan.shuffled(room.sides, &random) {
      var flight = flight(to: room.height + slab, start: 0, width: random.number(0.8, 1.05))
      let slack = side.length - flight.run - 0.9
      guard slack > 0 else { continue }
      flight.start = 0.9 + (random.chance(0.5) ? slack : slack * random.unit())
      let ground = side.apron(flight.start, flight.start + flight.run, depth: flight.width)
      let approach = side.apron(flight.start - 0.85, flight.start, depth: flight.width)
      let beside = side.apron(flight.start, flight.start + flight.run, depth: flight.width + 0.8)
      guard isInside(beside, of: room), !room.reserved.contains(where: ground.overlaps),
        side.isFree(flight.start - 0.1, flight.start + flight.run + 0.1)
      else { continue }
      // Headroom of two metres over every tread that is still under the ceiling.
      let first = flight.start + max(0, (room.height - 2.05) / flight.riser - 1) * flight.going
      let hole = side.apron(first, flight.start + flight.run, depth: flight.width + 0.06)
      let upper = side.apron(first, flight.start + flight.run + 1, depth: flight.width + 0.06)
      guard isUnbuilt(upper, above: room.height + slab, except: index) else { continue }
      rooms[index].reserved += [ground, approach]
      rooms[index].ceilingHoles.append(hole)
      build(flight, WallFrame(side), railings: [flight.width - 0.03], room.finishes)
      buildLanding(hole, upper, from: room.height, to: room.height + slab, room.finishes)
      return true
    }
    return false
  }

  private func isInside(_ rectangle: RoomShell.Rectangle, of room: PlannedRoom) -> Bool {
    let (low, high) = (rectangle.low, rectangle.high)
    let corners = [low, high, SIMD2(low.x, high.y), SIMD2(high.x, low.y), (low + high) / 2]
    return corners.allSatisfy { room.contains($0, margin: -0.01) }
  }

  private func isUnbuilt(_ rectangle: RoomShell.Rectangle, above height: Float, except own: Int) -> Bool {
    let around = RoomShell.Rectangle(low: rectangle.low - 0.1, high: rectangle.high + 0.1)
    return rooms.indices.allSatisfy { index in
      index == own
        || rooms[index].floor.allSatisfy {
          !$0.overlaps(around) || rooms[index].ceiling.highest(over: $0) < height - 0.05
        }
    }
  }

  /// The hole's edges and a small closed hall above.
  private mutating func buildLanding(
    _ hole: RoomShell.Rectangle, _ upper: RoomShell.Rectangle, from low: Float, to high: Float,
    _ finishes: PlannedRoom.Finishes
  ) {
    let top = high + 2.3
    addWalls(of: hole, from: low, to: high, finishes.wall)
    addWalls(of: upper, from: high, to: top, finishes.wall)
    model.addSlab(upper, shape: .level(high), holes: [hole], facesUp: true, material: finishes.floor)
    model.addSlab(upper, shape: .level(top), facesUp: false, material: finishes.ceiling)
    guard random.chance(0.6) else { return }
    let middle = (upper.low + upper.high) / 2
    let form = Lamp.Form.panel(edgeU: SIMD3(0.12, 0, 0), edgeV: SIMD3(0, 0, 0.12))
    let flux = Architect.warmth(kelvin: 3000) * (random.number(300, 900) * Architect.lumen)
    model.lamps.append(
      Lamp(form, centre: SIMD3(middle.x, top - 0.03, middle.y), emission: flux / (.pi * 0.0576)))
  }

  /// Upright faces around a rectangle that look inwards.
  private mutating func addWalls(of rectangle: RoomShell.Rectangle, from low: Float, to high: Float, _ material: Int) {
    for side in Side.around(rectangle) {
      model.addUpright(
        WallFrame(side), from: 0, to: side.length, bottom: low, top: high, inwards: 0, material: material)
    }
  }

  // MARK: - Galleries

  private mutating func raiseGallery() {
    guard let index = rooms.indices.max(by: { rooms[$0].area < rooms[$1].area }) else { return }
    let room = rooms[index]
    guard room.ceiling.isLevel, room.height > 4.5, random.chance(0.6) else { return }
    let level = random.number(2.5, min(3.2, room.height - 2.1))
    for side in RowPlan.shuffled(room.sides, &random) {
      let depth = random.number(1.6, 3.2)
      var flight = flight(to: level, start: 0, width: random.number(0.8, 1.1))
      guard side.isInnerAtStart, side.isInnerAtEnd, side.length > flight.run + 2 else { continue }
      let deck = side.apron(0, side.length, depth: depth)
      let slack = side.length - flight.run - 2
      flight.start = 1 + slack * (random.chance(0.6) ? 1 : random.unit())
      let ground = side.apron(flight.start - 0.8, flight.start + flight.run, depth: depth + flight.width)
      let foot = RoomShell.Rectangle(
        low: pointwiseMin(
          side.point(flight.start - 0.8, depth), side.point(flight.start + flight.run, depth + flight.width)),
        high: pointwiseMax(
          side.point(flight.start - 0.8, depth), side.point(flight.start + flight.run, depth + flight.width)))
      let wide = side.apron(0, side.length, depth: depth + flight.width + 1)
      guard isInside(wide, of: room), isInside(ground, of: room), !room.reserved.contains(where: foot.overlaps),
        !crossesOpening(deck, level, room)
      else { continue }
      rooms[index].reserved.append(foot)
      var frame = WallFrame(side)
      addDeck(deck, level, room.finishes)
      let gap = SIMD2(flight.start + flight.run - 0.05, flight.start + flight.run + 0.95)
      addRailing(frame, from: 0.03, to: gap.x, at: depth - 0.03, above: level)
      addRailing(frame, from: gap.y, to: side.length - 0.03, at: depth - 0.03, above: level)
      addPosts(side, depth, level, room, index)
      frame.origin += frame.inward * (depth + 0.005)
      build(flight, frame, railings: [0.03, flight.width - 0.03], room.finishes)
      return
    }
  }

  private func crossesOpening(_ deck: RoomShell.Rectangle, _ level: Float, _ room: PlannedRoom) -> Bool {
    room.sides.contains { side in
      side.openings.contains {
        $0.top > level - 0.25 && $0.bottom < level && deck.overlaps(side.apron($0.from, $0.to, depth: 0.1))
      }
    }
  }

  private mutating func addDeck(_ deck: RoomShell.Rectangle, _ level: Float, _ finishes: PlannedRoom.Finishes) {
    let thick: Float = 0.2
    let (low, high) = (SIMD3(deck.low.x, level - thick, deck.low.y), SIMD3(deck.high.x, level, deck.high.y))
    model.addBox(low, high, without: .top, material: finishes.ceiling)
    model.addSlab(deck, shape: .level(level), facesUp: true, material: finishes.floor)
    obstacles.append(Obstacle(low, high))
  }

  private mutating func addPosts(_ side: Side, _ depth: Float, _ level: Float, _ room: PlannedRoom, _ index: Int) {
    let count = max(2, Int(side.length / 4))
    let half: Float = 0.06
    for number in 0..<count {
      let station = side.length * (Float(number) + 0.5) / Float(count)
      let place = side.point(station, depth - 0.12)
      let print = RoomShell.Rectangle(low: place - half, high: place + half)
      guard !rooms[index].reserved.contains(where: print.overlaps) else { continue }
      let (low, high) = (SIMD3(place.x - half, 0, place.y - half), SIMD3(place.x + half, level - 0.2, place.y + half))
      model.addBox(low, high, without: [.bottom, .top], material: room.finishes.trim)
      obstacles.append(Obstacle(low, high))
      rooms[index].reserved.append(print)
    }
  }

  // MARK: - Steps and railings

  private mutating func build(
    _ flight: Flight, _ frame: WallFrame, railings: [Float], _ finishes: PlannedRoom.Finishes
  ) {
    let wood = model.add(random.chance(0.6) ? palette.wood(&random) : palette.smooth(&random))
    for step in 0..<(flight.steps - 1) {
      let (from, to) = (flight.start + Float(step) * flight.going, flight.start + Float(step + 1) * flight.going)
      let top = Float(step + 1) * flight.riser
      if flight.isOpen {
        model.addBox(
          frame.point(from - 0.02, top - 0.04, 0.002), frame.point(to, top, flight.width), material: wood)
      } else {
        model.addBox(
          frame.point(from, 0, 0), frame.point(to, top, flight.width),
          without: frame.faces(back: true).union(.bottom), material: wood)
      }
      obstacles.append(Obstacle(frame.point(from, 0, 0), frame.point(to, top + 0.98, flight.width)))
      for railing in railings {
        let middle = (from + to) / 2
        model.addBox(
          frame.point(middle - 0.011, top, railing - 0.011),
          frame.point(middle + 0.011, railHeight(flight, middle) - 0.015, railing + 0.011), without: [.bottom, .top],
          material: finishes.trim)
      }
    }
    let (first, last) = (flight.start, flight.start + flight.run)
    if flight.isOpen {
      for inwards in [0.03, flight.width - 0.03] {
        model.addBar(
          from: frame.point(first, flight.riser * 0.3, inwards),
          to: frame.point(last, flight.rise - flight.riser * 0.8, inwards),
          half: SIMD2(0.022, 0.11), material: wood)
      }
    }
    for railing in railings {
      model.addBar(
        from: frame.point(first - 0.05, railHeight(flight, first - 0.05), railing),
        to: frame.point(last, railHeight(flight, last), railing), half: SIMD2(0.025, 0.02), material: wood)
    }
  }

  private func railHeight(_ flight: Flight, _ station: Float) -> Float {
    0.9 + flight.riser * ((station - flight.start) / flight.going + 0.5)
  }

  private mutating func addRailing(_ frame: WallFrame, from: Float, to: Float, at inwards: Float, above level: Float) {
    guard to - from > 0.15 else { return }
    let metal = model.add(palette.smooth(&random))
    let count = max(1, Int(((to - from) / 0.13).rounded()))
    for number in 0...count {
      let station = from + (to - from) * Float(number) / Float(count)
      let half: Float = number % 9 == 0 || number == count ? 0.018 : 0.007
      model.addBox(
        frame.point(station - half, level, inwards - half), frame.point(station + half, level + 0.97, inwards + half),
        without: [.bottom, .top], material: metal)
    }
    let (low, high) = (
      frame.point(from - 0.02, level + 0.97, inwards - 0.025), frame.point(to + 0.02, level + 1.01, inwards + 0.025)
    )
    model.addBox(low, high, material: metal)
    obstacles.append(Obstacle(low - SIMD3(0, 1, 0), high))
  }
}

extension Side {
  /// The four sides of a rectangular room.
  static func around(_ rectangle: RoomShell.Rectangle) -> [Side] {
    let (low, high) = (rectangle.low, rectangle.high)
    let corners = [SIMD2(low.x, high.y), high, SIMD2(high.x, low.y), low]
    return (0..<4).map {
      Side(start: corners[$0], end: corners[($0 + 1) % 4], borders: [], isInnerAtStart: true, isInnerAtEnd: true)
    }
  }
}

extension Model {
  /// Adds a bar between two points: half its breadth across, level, and half its height.
  mutating func addBar(from: SIMD3<Float>, to: SIMD3<Float>, half: SIMD2<Float>, material: Int) {
    let axis = normalised(to - from)
    let side = normalised(cross(axis, SIMD3(0, 1, 0))) * half.x
    let up = normalised(cross(side, axis)) * half.y
    func ring(_ point: SIMD3<Float>) -> [SIMD3<Float>] {
      [point - side - up, point + side - up, point + side + up, point - side + up]
    }
    let (near, far) = (ring(from), ring(to))
    addQuad(near.map { $0 }, near.map { SIMD2($0.x, $0.y) }, material: material)
    addQuad(far.reversed(), far.reversed().map { SIMD2($0.x, $0.y) }, material: material)
    let long = length(to - from)
    for edge in 0..<4 {
      let next = (edge + 1) % 4
      addQuad(
        [near[next], near[edge], far[edge], far[next]], [SIMD2(0, 0.05), .zero, SIMD2(long, 0), SIMD2(long, 0.05)],
        material: material)
    }
  }
}
