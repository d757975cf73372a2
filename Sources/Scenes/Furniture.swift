// SPDX-License-Identifier: Apache-2.0

/// Furniture made of boxes, cylinders and balls.
extension RoomBuilder {
  private enum Piece: CaseIterable {
    case sofa, bed, wardrobe, shelves, desk, sideboard, counter, plant, floorLamp, stack, rack, bench, screen
    case table, roundTable, chair, coffeeTable, stool, crate, machine, softbox

    /// How often it stands in a dwelling, corridor, hall, workshop, studio.
    var weights: [Float] {
      switch self {
      case .sofa: [9, 1, 4, 2, 5]
      case .bed: [6, 0, 0, 0, 2]
      case .wardrobe: [8, 5, 3, 5, 3]
      case .shelves: [9, 5, 3, 7, 4]
      case .desk: [6, 2, 3, 8, 4]
      case .sideboard: [7, 5, 4, 3, 3]
      case .counter: [4, 0, 3, 4, 2]
      case .plant: [6, 5, 5, 1, 5]
      case .floorLamp: [4, 1, 1, 1, 5]
      case .stack: [2, 3, 3, 9, 3]
      case .rack: [1, 2, 2, 9, 3]
      case .bench: [2, 6, 9, 3, 2]
      case .screen: [3, 1, 3, 2, 5]
      case .table: [6, 0, 7, 7, 3]
      case .roundTable: [3, 0, 5, 1, 2]
      case .chair: [6, 3, 8, 6, 6]
      case .coffeeTable: [5, 0, 2, 1, 3]
      case .stool: [3, 1, 2, 4, 4]
      case .crate: [1, 2, 2, 8, 3]
      case .machine: [0, 0, 1, 8, 1]
      case .softbox: [0, 0, 0, 0, 6]
      }
    }
  }

  mutating func furnish() {
    let column = RoomKind.allCases.firstIndex(of: kind) ?? 0
    let area = rooms.reduce(Float(0)) { sum, room in
      let size = scene.cells[room].maximum - scene.cells[room].minimum
      return sum + size.x * size.z
    }
    let crowding = random.chance(0.12) ? 0.15 : random.number(0.5, 1.6)
    let count = min(34, max(3, Int(area / 10 * kind.density * crowding)))
    if random.chance(kind == .dwelling ? 0.55 : 0.15) { layRug() }
    for _ in 0..<count where scene.solids.count < 150 {
      let piece = Piece.allCases[random.index(weights: Piece.allCases.map { $0.weights[column] })]
      place(piece)
    }
  }

  private mutating func place(_ piece: Piece) {
    switch piece {
    case .sofa: placeSofa()
    case .bed: placeBed()
    case .wardrobe: placeWardrobe()
    case .shelves: placeShelves()
    case .desk: placeDesk()
    case .sideboard: placeSideboard()
    case .counter: placeCounter()
    case .plant: placePlant()
    case .floorLamp: placeFloorLamp()
    case .stack: placeStack()
    case .rack: placeRack()
    case .bench: placeBench()
    case .screen: placeScreen()
    case .table: placeTable()
    case .roundTable: placeRoundTable()
    case .chair: placeChair()
    case .coffeeTable: placeCoffeeTable()
    case .stool: placeStool()
    case .crate: placeCrate()
    case .machine: placeMachine()
    case .softbox: placeSoftbox()
    }
  }

  private mutating func hard() -> Int { add(random.chance(0.6) ? palette.wood(&random) : palette.smooth(&random)) }
  private mutating func soft() -> Int { add(palette.fabric(&random)) }

  private mutating func nearWall(_ width: Float, _ depth: Float, _ height: Float, _ share: Float = 0.8) -> Place? {
    random.chance(share)
      ? placeAtWall(width: width, depth: depth, height: height)?.0 : placeFreely(width: width, depth: depth)
  }

  // MARK: - At walls

  private mutating func layRug() {
    let (width, depth) = (random.number(1.2, 3), random.number(1, 2.2))
    let cell = scene.cells[random.one(of: rooms)]
    let (low, high) = (cell.minimum + 1.1, cell.maximum - 1.1)
    guard low.x < high.x, low.z < high.z else { return }
    let place = Place(centre: SIMD3(random.number(low.x, high.x), 0, random.number(low.z, high.z)), yaw: 0)
    let reach = SIMD2(
      min(width / 2, place.centre.x - cell.minimum.x, cell.maximum.x - place.centre.x),
      min(depth / 2, place.centre.z - cell.minimum.z, cell.maximum.z - place.centre.z))
    let material = soft()
    if random.chance(0.8) {
      put(.box, SIMD3(0, 0.006, 0), SIMD3(reach.x, 0.006, reach.y), at: place, material)
    } else {
      let radius = min(reach.x, reach.y)
      put(.cylinder, SIMD3(0, 0.006, 0), SIMD3(radius, 0.006, radius), at: place, material)
    }
  }

  private mutating func placeSofa() {
    let (width, depth) = (random.number(0.75, 2.6), random.number(0.75, 1))
    guard let place = nearWall(width, depth, 0.9) else { return }
    let (seat, back, arm) = (random.number(0.36, 0.46), random.number(0.65, 0.95), random.number(0.08, 0.22))
    let material = soft()
    put(.box, SIMD3(0, seat / 2, 0), SIMD3(width / 2, seat / 2, depth / 2), at: place, material)
    put(
      .box, SIMD3(0, (seat + back) / 2, -depth / 2 + 0.11), SIMD3(width / 2, (back - seat) / 2, 0.11), at: place,
      material)
    for side in [-1, 1] as [Float] {
      put(
        .box, SIMD3(side * (width - arm) / 2, seat + 0.1, 0.11), SIMD3(arm / 2, 0.1, depth / 2 - 0.11), at: place,
        material)
    }
    for index in 0..<random.whole(0, 3) {
      let x = (Float(index) - 1) * width * 0.27
      put(.box, SIMD3(x, seat + 0.17, -0.1), SIMD3(0.2, 0.17, 0.07), at: place, turn: random.number(-0.2, 0.2), soft())
    }
  }

  private mutating func placeBed() {
    let (width, length) = (random.number(0.9, 1.9), random.number(1.95, 2.2))
    guard let place = nearWall(width, length, 0.6) else { return }
    let (frame, sheet, top) = (hard(), soft(), random.number(0.4, 0.62))
    put(.box, SIMD3(0, top * 0.25, 0), SIMD3(width / 2, top * 0.25, length / 2), at: place, frame)
    put(.box, SIMD3(0, top * 0.75, 0.03), SIMD3(width / 2 - 0.02, top * 0.25, length / 2 - 0.04), at: place, sheet)
    put(.box, SIMD3(0, 0.5, -length / 2 + 0.03), SIMD3(width / 2, random.number(0.3, 0.5), 0.03), at: place, frame)
    let pillow = soft()
    for side in width > 1.3 ? [-0.25, 0.25] : [0] as [Float] {
      put(.box, SIMD3(side * width, top + 0.06, -length / 2 + 0.3), SIMD3(0.3, 0.06, 0.2), at: place, pillow)
    }
    if random.chance(0.6) {
      put(
        .box, SIMD3(0, top + 0.02, length * 0.15), SIMD3(width / 2 + 0.01, 0.03, length * 0.33), at: place, soft())
    }
  }

  private mutating func placeWardrobe() {
    let (width, depth, height) = (random.number(0.5, 2.2), random.number(0.35, 0.65), random.number(1.3, 2.4))
    guard let place = placeAtWall(width: width, depth: depth, height: height)?.0 else { return }
    let material = hard()
    put(.box, SIMD3(0, height / 2, 0), SIMD3(width / 2, height / 2, depth / 2), at: place, material)
    fronts(place, width, depth, 0.05, height, material)
    if random.chance(0.3) { clutter(on: place, top: height, width: width, depth: depth, height: 0.4) }
  }

  /// Doors or drawers, a little proud of the front, with knobs.
  private mutating func fronts(
    _ place: Place, _ width: Float, _ depth: Float, _ low: Float, _ high: Float, _ material: Int
  ) {
    let columns = max(1, Int(width / random.number(0.4, 0.7)))
    let rows = random.chance(0.6) ? 1 : random.whole(2, 4)
    var front = scene.materials[material]
    front.base *= random.number(0.8, 1.15)
    let leaf = add(front)
    let step = SIMD2(width / Float(columns), (high - low) / Float(rows))
    for column in 0..<min(columns, 5) {
      for row in 0..<rows {
        let x = (Float(column) + 0.5) * step.x - width / 2
        let y = low + (Float(row) + 0.5) * step.y
        put(
          .box, SIMD3(x, y, depth / 2 + 0.006), SIMD3(step.x / 2 - 0.012, step.y / 2 - 0.012, 0.008), at: place, leaf)
      }
    }
  }

  private mutating func placeShelves() {
    let (width, depth, height) = (random.number(0.5, 2.4), random.number(0.22, 0.42), random.number(0.7, 2.4))
    guard let place = placeAtWall(width: width, depth: depth, height: height)?.0 else { return }
    let (frame, books) = (hard(), add(palette.books(&random)))
    let rows = max(2, Int(height / scene.materials[books].size.y))
    let step = height / Float(rows)
    put(.box, SIMD3(0, height / 2, -depth / 2 + 0.01), SIMD3(width / 2, height / 2, 0.01), at: place, frame)
    for side in [-1, 1] as [Float] {
      put(
        .box, SIMD3(side * (width / 2 - 0.012), height / 2, 0), SIMD3(0.012, height / 2, depth / 2), at: place, frame)
    }
    for row in 0...rows {
      put(
        .box, SIMD3(0, max(0.012, Float(row) * step - 0.012), 0), SIMD3(width / 2, 0.012, depth / 2), at: place,
        frame)
      guard row < rows, random.chance(0.8) else { continue }
      let share = random.number(0.3, 0.95)
      let tall = step * random.number(0.5, 0.85)
      let x = (1 - share) * width / 2 * random.number(-0.9, 0.9)
      put(
        .box, SIMD3(x, Float(row) * step + tall / 2, -0.03),
        SIMD3(share * width / 2 - 0.02, tall / 2, depth / 2 - 0.05),
        at: place, books)
    }
  }

  private mutating func placeDesk() {
    let (width, depth, height) = (random.number(0.9, 2.2), random.number(0.5, 0.85), random.number(0.7, 0.95))
    guard let place = nearWall(width, depth, height) else { return }
    let top = hard()
    tableTop(place, width, depth, height, top, legs: random.chance(0.5) ? top : hard())
    if random.chance(0.4) {
      put(
        .box, SIMD3(width / 2 - 0.25, height / 2 - 0.03, 0), SIMD3(0.2, height / 2 - 0.03, depth / 2 - 0.04), at: place,
        top)
    }
    clutter(on: place, top: height, width: width, depth: depth, height: 0.5)
  }

  private mutating func placeSideboard() {
    let (width, depth, height) = (random.number(0.5, 2.2), random.number(0.3, 0.55), random.number(0.45, 1.1))
    guard let place = placeAtWall(width: width, depth: depth, height: height)?.0 else { return }
    let material = hard()
    let foot: Float = random.chance(0.5) ? 0 : random.number(0.08, 0.2)
    put(
      .box, SIMD3(0, (height + foot) / 2, 0), SIMD3(width / 2, (height - foot) / 2, depth / 2), at: place, material)
    fronts(place, width, depth, foot + 0.02, height - 0.02, material)
    if foot > 0 { legs(place, width - 0.08, depth - 0.08, foot, 0.02, material) }
    clutter(on: place, top: height, width: width, depth: depth, height: 0.55)
  }

  private mutating func placeCounter() {
    let (width, depth) = (random.number(1.2, 3.6), random.number(0.58, 0.66))
    guard let place = placeAtWall(width: width, depth: depth, height: 0.95)?.0 else { return }
    let (body, top) = (hard(), add(palette.smooth(&random)))
    put(.box, SIMD3(0, 0.44, 0), SIMD3(width / 2, 0.44, depth / 2 - 0.02), at: place, body)
    put(.box, SIMD3(0, 0.9, 0), SIMD3(width / 2, 0.02, depth / 2), at: place, top)
    fronts(place, width, depth - 0.04, 0.1, 0.86, body)
    clutter(on: place, top: 0.92, width: width, depth: depth, height: 0.4)
    guard random.chance(0.6) else { return }
    let shelf = random.number(0.5, 0.8)
    put(
      .box, SIMD3(0, 1.45 + shelf / 2, -depth / 2 + 0.17), SIMD3(width / 2, shelf / 2, 0.17), at: place, body)
  }

  private mutating func placeBench() {
    let (width, depth, height) = (random.number(0.9, 2.6), random.number(0.3, 0.5), random.number(0.4, 0.5))
    guard let place = nearWall(width, depth, 0.9, 0.6) else { return }
    let material = hard()
    tableTop(place, width, depth, height, material, legs: material)
    guard random.chance(0.5) else { return }
    put(
      .box, SIMD3(0, height + 0.22, -depth / 2 + 0.02), SIMD3(width / 2, 0.2, 0.02), at: place, material)
  }

  private mutating func placeRack() {
    let (width, depth, height) = (random.number(0.9, 2.6), random.number(0.4, 0.8), random.number(1.4, 2.6))
    guard let place = placeAtWall(width: width, depth: depth, height: height)?.0 else { return }
    let frame = add(palette.smooth(&random))
    legs(place, width, depth, height, 0.025, frame)
    let rows = random.whole(3, 5)
    for row in 0..<rows {
      let y = 0.12 + (height - 0.15) * Float(row) / Float(rows - 1)
      put(.box, SIMD3(0, y, 0), SIMD3(width / 2, 0.015, depth / 2), at: place, frame)
      clutter(
        on: place, top: y + 0.015, width: width, depth: depth, height: (height - 0.15) / Float(rows - 1) * 0.85)
    }
  }

  private mutating func placeScreen() {
    let (width, depth) = (random.number(0.8, 1.8), random.number(0.3, 0.45))
    guard let place = placeAtWall(width: width, depth: depth, height: 1.3)?.0 else { return }
    let height = random.number(0.35, 0.6)
    put(.box, SIMD3(0, height / 2, 0), SIMD3(width / 2, height / 2, depth / 2), at: place, hard())
    var glass = Material(.plain, SIMD3(repeating: random.number(0.005, 0.03)))
    glass.gloss = 0.05
    if random.chance(0.3) {
      glass = palette.picture(&random, width: width, height: 0.5)
      glass.emission = random.number(0.5, 3)
    }
    let tall = width * 0.28
    put(.box, SIMD3(0, height + 0.05 + tall, -0.05), SIMD3(width * 0.48, tall, 0.03), at: place, add(glass))
  }

  private mutating func placeStack() {
    let (width, depth) = (random.number(0.35, 1), random.number(0.3, 0.8))
    guard let place = nearWall(width * 1.1, depth * 1.1, 1.6) else { return }
    var bottom: Float = 0
    for _ in 0..<random.whole(1, 4) {
      let height = random.number(0.15, 0.55)
      let shrink = random.number(0.6, 1)
      put(
        .box, SIMD3(0, bottom + height / 2, 0), SIMD3(width / 2 * shrink, height / 2, depth / 2 * shrink), at: place,
        turn: random.number(-0.15, 0.15), random.chance(0.5) ? hard() : soft())
      bottom += height
    }
  }

  // MARK: - Anywhere

  private mutating func placePlant() {
    let radius = random.number(0.12, 0.24)
    guard let place = nearWall(radius * 3, radius * 3, 1.5, 0.8) else { return }
    let (pot, height, leaves) = (random.number(0.2, 0.5), random.number(0.5, 1.5), add(palette.leaves(&random)))
    put(.cylinder, SIMD3(0, pot / 2, 0), SIMD3(radius, pot / 2, radius), at: place, hard())
    put(.cylinder, SIMD3(0, (pot + height) / 2, 0), SIMD3(0.02, (height - pot) / 2 + 0.05, 0.02), at: place, leaves)
    for _ in 0..<random.whole(2, 6) {
      let size = random.number(0.08, 0.26)
      let offset = SIMD3(random.normal(), random.normal(), random.normal()) * radius * 0.5
      put(.sphere, SIMD3(0, height, 0) + offset, SIMD3(repeating: size), at: place, leaves)
    }
  }

  private mutating func placeFloorLamp() {
    guard let place = nearWall(0.4, 0.4, 1.9, 0.85) else { return }
    let (pole, height) = (add(palette.smooth(&random)), random.number(1.2, 1.8))
    put(.cylinder, SIMD3(0, 0.012, 0), SIMD3(0.14, 0.012, 0.14), at: place, pole)
    put(.cylinder, SIMD3(0, height / 2, 0), SIMD3(0.015, height / 2, 0.015), at: place, pole)
    let warm = SIMD3<Float>(1, random.number(0.65, 0.95), random.number(0.35, 0.85))
    var shade = palette.glow(&random, warmth: warm)
    if random.chance(0.4) { shade.emission = 0.3 }
    let material = add(shade)
    put(.cylinder, SIMD3(0, height, 0), SIMD3(random.number(0.1, 0.2), 0.13, 0.2), at: place, material)
    guard shade.emission > 1, scene.lamps.count < 5 else { return }
    var lamp = Lamp(
      centre: place.centre + SIMD3(0, height + 0.2, 0), intensity: warm * random.number(0.2, 1.2))
    lamp.edgeU = SIMD3(0.08, 0, 0)
    lamp.edgeV = SIMD3(0, 0, 0.08)
    scene.lamps.append(lamp)
  }

  private mutating func placeSoftbox() {
    guard let place = placeFreely(width: 0.9, depth: 0.9) else { return }
    let (height, width) = (random.number(1.4, 2), random.number(0.25, 0.6))
    put(.cylinder, SIMD3(0, height / 2, 0), SIMD3(0.02, height / 2, 0.02), at: place, add(palette.smooth(&random)))
    let white = add(palette.glow(&random, warmth: SIMD3(1, 0.97, 0.93)))
    put(.box, SIMD3(0, height + width * 0.5, 0.1), SIMD3(width, width, 0.08), at: place, turn: 0, white)
    guard scene.lamps.count < 5 else { return }
    let facing = SIMD3(sine(place.yaw), 0, cosine(place.yaw))
    var lamp = Lamp(
      centre: place.centre + SIMD3(0, height + width * 0.5, 0) + facing * 0.22,
      intensity: SIMD3(1, 0.97, 0.93) * random.number(0.5, 4))
    lamp.facing = facing
    scene.lamps.append(lamp)
  }

  private mutating func placeTable() {
    let (width, depth, height) = (random.number(0.8, 2.4), random.number(0.6, 1.1), random.number(0.7, 0.8))
    guard let place = placeFreely(width: width + 0.5, depth: depth + 1.1) else { return }
    let top = hard()
    tableTop(place, width, depth, height, top, legs: random.chance(0.6) ? top : hard())
    clutter(on: place, top: height, width: width, depth: depth, height: 0.35)
    let (frame, seat) = (hard(), random.chance(0.5) ? soft() : hard())
    let perSide = random.chance(0.2) ? 0 : max(1, Int(width / 0.7))
    for side in [-1, 1] as [Float] {
      for index in 0..<perSide where random.chance(0.85) {
        let x = (Float(index) + 0.5) * width / Float(perSide) - width / 2
        chair(place, SIMD3(x, 0, side * (depth / 2 + random.number(0.02, 0.25))), turn: side > 0 ? .pi : 0, frame, seat)
      }
    }
  }

  private mutating func placeRoundTable() {
    let (radius, height) = (random.number(0.3, 0.75), random.number(0.7, 1.1))
    guard let place = placeFreely(width: radius * 2 + 0.2, depth: radius * 2 + 0.2) else { return }
    let material = hard()
    put(.cylinder, SIMD3(0, height - 0.02, 0), SIMD3(radius, 0.02, radius), at: place, material)
    put(.cylinder, SIMD3(0, height / 2, 0), SIMD3(0.04, height / 2 - 0.02, 0.04), at: place, material)
    put(.cylinder, SIMD3(0, 0.015, 0), SIMD3(radius * 0.5, 0.015, radius), at: place, material)
    clutter(on: place, top: height, width: radius, depth: radius, height: 0.3)
  }

  private mutating func placeChair() {
    guard let place = placeFreely(width: 0.5, depth: 0.5) else { return }
    chair(place, .zero, turn: random.number(-0.4, 0.4), hard(), random.chance(0.5) ? soft() : hard())
  }

  private mutating func chair(_ place: Place, _ offset: SIMD3<Float>, turn: Float, _ frame: Int, _ seat: Int) {
    let (c, s) = (cosine(place.yaw), sine(place.yaw))
    let shift = SIMD3(c * offset.x + s * offset.z, 0, -s * offset.x + c * offset.z)
    let own = Place(centre: place.centre + shift, yaw: place.yaw + turn)
    let (height, back) = (random.number(0.42, 0.48), random.number(0.75, 1))
    put(.box, SIMD3(0, height - 0.025, 0), SIMD3(0.21, 0.025, 0.21), at: own, seat)
    put(.box, SIMD3(0, (height + back) / 2 + 0.05, -0.2), SIMD3(0.2, (back - height) / 2 - 0.05, 0.015), at: own, seat)
    legs(own, 0.4, 0.4, height - 0.05, 0.018, frame)
  }

  private mutating func placeCoffeeTable() {
    let (width, depth, height) = (random.number(0.5, 1.3), random.number(0.4, 0.7), random.number(0.3, 0.5))
    guard let place = placeFreely(width: width, depth: depth) else { return }
    let material = hard()
    if random.chance(0.4) {
      put(.box, SIMD3(0, height / 2, 0), SIMD3(width / 2, height / 2, depth / 2), at: place, material)
    } else {
      tableTop(place, width, depth, height, material, legs: material)
    }
    clutter(on: place, top: height, width: width, depth: depth, height: 0.25)
  }

  private mutating func placeStool() {
    let radius = random.number(0.15, 0.3)
    guard let place = placeFreely(width: radius * 2, depth: radius * 2) else { return }
    let height = random.number(0.35, 0.8)
    if random.chance(0.5) {
      put(.cylinder, SIMD3(0, height / 2, 0), SIMD3(radius, height / 2, radius), at: place, soft())
    } else {
      let material = hard()
      put(.cylinder, SIMD3(0, height - 0.02, 0), SIMD3(radius, 0.02, radius), at: place, material)
      legs(place, radius * 1.2, radius * 1.2, height - 0.04, 0.015, material)
    }
  }

  private mutating func placeCrate() {
    let (width, depth, height) = (random.number(0.3, 1.4), random.number(0.3, 1), random.number(0.2, 1.3))
    guard let place = placeFreely(width: width, depth: depth) else { return }
    if random.chance(0.2) {
      put(.cylinder, SIMD3(0, height / 2, 0), SIMD3(min(width, depth) / 2, height / 2, 0), at: place, hard())
    } else {
      put(.box, SIMD3(0, height / 2, 0), SIMD3(width / 2, height / 2, depth / 2), at: place, hard())
    }
    clutter(on: place, top: height, width: width * 0.6, depth: depth * 0.6, height: 0.4)
  }

  private mutating func placeMachine() {
    let (width, depth, height) = (random.number(0.7, 2.2), random.number(0.5, 1.2), random.number(0.9, 2.1))
    guard let place = nearWall(width, depth, height, 0.5) else { return }
    let (body, dark) = (add(palette.smooth(&random)), add(palette.smooth(&random)))
    let base = height * random.number(0.3, 0.6)
    put(.box, SIMD3(0, base / 2, 0), SIMD3(width / 2, base / 2, depth / 2), at: place, body)
    let share = random.number(0.25, 0.6)
    let side: Float = random.chance(0.5) ? -1 : 1
    put(
      .box, SIMD3(side * width * (1 - share) / 2, (height + base) / 2, 0),
      SIMD3(width * share / 2, (height - base) / 2, depth * 0.4), at: place, body)
    put(
      .cylinder, SIMD3(-side * width * 0.25, base + 0.15, 0), SIMD3(width * 0.12, 0.15, 0), at: place, dark)
    put(
      .box, SIMD3(0, base * 0.5, depth / 2 + 0.02), SIMD3(width * random.number(0.1, 0.4), base * 0.3, 0.02),
      at: place, dark)
  }

  // MARK: - Parts

  private mutating func tableTop(
    _ place: Place, _ width: Float, _ depth: Float, _ height: Float, _ top: Int, legs material: Int
  ) {
    let thick = random.number(0.015, 0.04)
    put(.box, SIMD3(0, height - thick, 0), SIMD3(width / 2, thick, depth / 2), at: place, top)
    if random.chance(0.75) {
      legs(place, width - 0.1, depth - 0.1, height - 2 * thick, random.number(0.015, 0.045), material)
    } else {
      for side in [-1, 1] as [Float] {
        put(
          .box, SIMD3(side * (width / 2 - 0.05), height / 2 - thick, 0),
          SIMD3(0.025, height / 2 - thick, depth / 2 - 0.04), at: place, material)
      }
    }
  }

  private mutating func legs(
    _ place: Place, _ width: Float, _ depth: Float, _ height: Float, _ half: Float, _ material: Int
  ) {
    for x in [-1, 1] as [Float] {
      for z in [-1, 1] as [Float] {
        put(
          .box, SIMD3(x * width / 2, height / 2, z * depth / 2), SIMD3(half, height / 2, half), at: place, material)
      }
    }
  }

  /// Small things on a surface.
  private mutating func clutter(on place: Place, top: Float, width: Float, depth: Float, height: Float) {
    guard random.chance(0.7), scene.solids.count < 170 else { return }
    let count = random.whole(1, max(1, min(5, Int(width * 3))))
    let slot = width * 0.9 / Float(count)
    for index in 0..<count where random.chance(0.85) {
      let x = (Float(index) + 0.5) * slot - width * 0.45
      let z = random.number(-0.2, 0.2) * depth
      let tall = random.number(0.03, max(0.04, height))
      let half = min(slot * 0.42, depth * 0.25) * random.number(0.35, 1)
      let material = random.chance(0.2) ? add(palette.books(&random)) : add(palette.smooth(&random))
      switch random.index(weights: [6, 3, 1]) {
      case 0:
        put(
          .box, SIMD3(x, top + tall / 2, z), SIMD3(half, tall / 2, half * random.number(0.3, 1)), at: place,
          turn: random.number(-0.3, 0.3), material)
      case 1:
        let radius = min(half, 0.1)
        put(.cylinder, SIMD3(x, top + tall / 2, z), SIMD3(radius, tall / 2, radius), at: place, material)
      default:
        let radius = min(half, 0.12)
        put(.sphere, SIMD3(x, top + radius, z), SIMD3(repeating: radius), at: place, material)
      }
    }
  }
}
