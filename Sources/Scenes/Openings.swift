// SPDX-License-Identifier: Apache-2.0

/// Windows, doors and rooms beyond doorways.
extension RoomBuilder {
  mutating func cutOpenings() {
    let sides = Side.allCases
    let windowSides = sides.filter { _ in random.chance(kind == .corridor ? 0.2 : 0.45) }
    for _ in 0..<random.whole(1, 3) { cutDoor(random.one(of: sides)) }
    let wide = kind == .hall || kind == .workshop
    for side in windowSides { cutWindows(side, tall: wide) }
    if random.chance(0.15) { cutNiche(random.one(of: sides)) }
  }

  private mutating func cutWindows(_ side: Side, tall: Bool) {
    let room = random.one(of: rooms)
    let cell = scene.cells[room]
    let length = cell.maximum[side.along] - cell.minimum[side.along]
    let sill = random.chance(0.2) ? random.number(0.02, 0.3) : random.number(0.6, tall ? 2 : 1.2)
    let top = min(eaves[room] - random.number(0.1, 0.6), sill + random.number(0.8, tall ? 3.5 : 2))
    let width = min(random.number(0.6, tall ? 3 : 2.4), length * 0.85)
    guard top > sill + 0.4 else { return }
    let count = max(1, min(random.whole(1, 5), Int(length / (width + 0.35))))
    let material = add(palette.view(&random, width: width, height: top - sill))
    let reveal = random.chance(0.5) ? add(palette.trimming()) : cell.faces[side.face]
    let depth = random.number(0.04, 0.35)
    let isArched = random.chance(0.18)
    let curtain = random.chance(0.35) ? add(palette.curtain(&random)) : nil
    for index in 0..<count {
      let middle = cell.minimum[side.along] + length * (Float(index) + 0.5) / Float(count)
      var faces = Array(repeating: reveal, count: 6)
      faces[side.face] = material
      let window = attach(
        side, to: room, middle: middle, width: width, bottom: sill, height: top - sill, depth: depth, faces: faces)
      guard let window else { continue }
      if isArched { arch(window, side) }
      shine(through: window, side)
      if let curtain { hangCurtains(room, side, middle, width, top, curtain) }
    }
  }

  private mutating func shine(through window: Int, _ side: Side) {
    let (cell, material) = (scene.cells[window], scene.materials[scene.cells[window].faces[side.face]])
    guard scene.lamps.count < 3 || (scene.lamps.count < 5 && random.chance(0.4)) else { return }
    let half = (cell.maximum - cell.minimum) / 2
    var (along, facing) = (SIMD3<Float>.zero, SIMD3<Float>.zero)
    along[side.along] = half[side.along] * 0.9
    facing[side.across] = -side.sign
    let area = 4 * half[side.along] * half.y
    let tint = material.base * 0.7 + 0.3
    // A Lambertian pane of radiance L has the intensity L * area towards its normal.
    var centre = (cell.minimum + cell.maximum) / 2
    centre[side.across] = (side.sign < 0 ? cell.minimum : cell.maximum)[side.across]
    let strength = min(material.emission, 5) * area * random.number(0.25, 0.8)
    var lamp = Lamp(centre: centre + facing * 0.01, intensity: tint * strength)
    (lamp.edgeU, lamp.edgeV, lamp.facing) = (along, SIMD3(0, half.y * 0.9, 0), facing)
    scene.lamps.append(lamp)
  }

  private mutating func hangCurtains(
    _ room: Int, _ side: Side, _ middle: Float, _ width: Float, _ top: Float, _ material: Int
  ) {
    let cell = scene.cells[room]
    let breadth = random.number(0.15, 0.5)
    let bottom = random.chance(0.7) ? 0.02 : random.number(0.4, 0.8)
    for sign in [-1, 1] as [Float] {
      let centre = middle + sign * (width / 2 + breadth / 2 - 0.08)
      let (from, to) = (centre - breadth / 2, centre + breadth / 2)
      guard from > cell.minimum[side.along], to < cell.maximum[side.along] else { continue }
      var place = SIMD3<Float>.zero
      place[side.along] = centre
      place[side.across] = (side.sign < 0 ? cell.minimum : cell.maximum)[side.across] - side.sign * 0.1
      let height = min(top + 0.12, eaves[room] - 0.01) - bottom
      put(
        .box, SIMD3(0, bottom + height / 2, 0), SIMD3(breadth / 2, height / 2, 0.05),
        at: Place(centre: place, yaw: side.yaw), material)
      wallUses.append(WallUse(cell: room, side: side, from: from, to: to, bottom: bottom, top: top + 0.15))
    }
  }

  private mutating func cutDoor(_ side: Side) {
    let room = random.one(of: rooms)
    let cell = scene.cells[room]
    let isDouble = kind == .hall || kind == .workshop ? random.chance(0.4) : random.chance(0.1)
    let width = isDouble ? random.number(1.4, 3) : random.number(0.7, 1.05)
    let height = min(random.number(1.95, isDouble ? 3.2 : 2.4), eaves[room] - 0.08)
    let (low, high) = (cell.minimum[side.along] + width / 2 + 0.08, cell.maximum[side.along] - width / 2 - 0.08)
    guard high > low else { return }
    let middle = random.number(low, high)
    let isOpen = random.chance(0.45)
    var faces = Array(repeating: random.chance(0.7) ? add(palette.trimming()) : cell.faces[side.face], count: 6)
    faces[2] = cell.faces[2]
    let leaf = random.chance(0.5) ? palette.wood(&random) : palette.smooth(&random)
    faces[side.face] = add(leaf)
    let depth = isOpen ? random.number(0.1, 0.4) : random.number(0.02, 0.2)
    let opening = attach(
      side, to: room, middle: middle, width: width, bottom: 0, height: height, depth: depth, faces: faces)
    guard let opening else { return }
    keepDoorwayClear(opening, side)
    if random.chance(isOpen ? 0.3 : 0.08) { arch(opening, side) }
    if isOpen {
      buildBeyond(opening, side, middle, width)
    } else if random.chance(0.6) {
      panelDoor(opening, side, leaf)
    }
  }

  /// A door's raised panels or its glass pane.
  private mutating func panelDoor(_ opening: Int, _ side: Side, _ leaf: Material) {
    let cell = scene.cells[opening]
    var panel = leaf
    panel.base *= random.number(0.5, 1.5)
    let material = add(panel)
    let (width, height) = (cell.maximum[side.along] - cell.minimum[side.along], cell.maximum.y)
    var centre = (cell.minimum + cell.maximum) / 2
    centre.y = 0
    centre[side.across] = (side.sign < 0 ? cell.minimum : cell.maximum)[side.across] - side.sign * 0.005
    let place = Place(centre: centre, yaw: side.yaw)
    for (middle, half) in [(0.25, 0.17), (0.7, 0.22)] as [(Float, Float)] {
      put(.box, SIMD3(0, height * middle, 0), SIMD3(width * 0.36, height * half, 0.006), at: place, material)
    }
  }

  private mutating func keepDoorwayClear(_ opening: Int, _ side: Side) {
    let cell = scene.cells[opening]
    var (low, high) = (SIMD2(cell.minimum.x, cell.minimum.z), SIMD2(cell.maximum.x, cell.maximum.z))
    let across = side.across / 2
    if side.sign < 0 { high[across] += 0.6 } else { low[across] -= 0.6 }
    footprints.append(Footprint(low: low, high: high))
  }

  private mutating func buildBeyond(_ opening: Int, _ side: Side, _ middle: Float, _ width: Float) {
    let height = max(eaves[opening] + 0.05, random.number(2.2, 3.2))
    let breadth = random.number(width + 0.3, 6)
    let slack = (breadth - width) / 2 - 0.05
    let wall = add(palette.wall(&random))
    var faces = Array(repeating: wall, count: 6)
    faces[2] = random.chance(0.6) ? scene.cells[opening].faces[2] : add(palette.floor(&random))
    faces[3] = add(palette.ceiling(like: scene.materials[wall], &random, isDark: false))
    let depth = random.number(1, 6)
    guard
      let beyond = attachRoom(
        side, opening, middle + random.number(-slack, slack), breadth, height, depth, faces)
    else { return }
    rooms.append(beyond)
    let cell = scene.cells[beyond]
    guard scene.lamps.count < 5, random.chance(0.75) else { return }
    var centre = (cell.minimum + cell.maximum) / 2
    centre.y = cell.maximum.y - 0.2
    scene.lamps.append(Lamp(centre: centre, intensity: SIMD3(1, 0.9, 0.8) * random.number(0.3, 4)))
  }

  /// A room behind an opening that is wider and higher than the opening.
  private mutating func attachRoom(
    _ side: Side, _ opening: Int, _ middle: Float, _ width: Float, _ height: Float, _ depth: Float, _ faces: [Int]
  ) -> Int? {
    let door = scene.cells[opening]
    let wall = side.sign < 0 ? door.minimum[side.across] : door.maximum[side.across]
    var (low, high) = (SIMD3<Float>.zero, SIMD3<Float>(0, height, 0))
    (low[side.along], high[side.along]) = (middle - width / 2, middle + width / 2)
    (low[side.across], high[side.across]) = (min(wall, wall + side.sign * depth), max(wall, wall + side.sign * depth))
    let isClear = scene.cells.indices.allSatisfy { index in
      let other = scene.cells[index]
      return index == opening || any(other.maximum + 0.08 .<= low) || any(other.minimum - 0.08 .>= high)
    }
    guard isClear else { return nil }
    scene.cells.append(Cell(minimum: low, maximum: high, faces: faces))
    eaves.append(height)
    let index = scene.cells.count - 1
    let opposite = Side.allCases.first { $0.across == side.across && $0.sign != side.sign } ?? side
    wallUses.append(
      WallUse(
        cell: index, side: opposite, from: door.minimum[side.along], to: door.maximum[side.along], bottom: 0,
        top: door.maximum.y))
    return index
  }

  private mutating func cutNiche(_ side: Side) {
    let cell = scene.cells[0]
    let width = random.number(0.4, 2)
    let bottom = random.chance(0.5) ? 0 : random.number(0.4, 1.2)
    let (low, high) = (cell.minimum[side.along] + width / 2, cell.maximum[side.along] - width / 2)
    guard high > low else { return }
    attach(
      side, to: 0, middle: random.number(low, high), width: width, bottom: bottom, height: random.number(0.6, 1.2),
      depth: random.number(0.1, 0.5), faces: Array(repeating: add(palette.wall(&random)), count: 6))
  }
}
