// SPDX-License-Identifier: Apache-2.0

/// What is built in: pillars, beams, ducts, pictures, radiators and lights.
extension RoomBuilder {
  mutating func buildIn() {
    if random.chance(kind == .hall ? 0.45 : (kind == .workshop ? 0.3 : 0.06)) { raisePillars() }
    if random.chance(kind == .hall || kind == .workshop ? 0.3 : 0.08) { raisePilasters() }
    if random.chance(kind == .dwelling ? 0.12 : 0.4) { layBeams() }
    if random.chance(kind == .workshop || kind == .studio ? 0.45 : 0.06) { hangDucts() }
    if random.chance(kind == .studio ? 0.4 : 0.08) { hangDrapes() }
    if random.chance(kind == .hall ? 0.25 : 0.06) { raisePlatform() }
    if random.chance(kind == .corridor ? 0 : 0.18) { raisePartitions() }
  }

  private mutating func raisePillars() {
    let cell = scene.cells[0]
    let (material, isRound, half) = (add(palette.wall(&random)), random.chance(0.5), random.number(0.1, 0.35))
    let (inset, columns) = (random.number(0.15, 0.35), random.whole(2, 4))
    let along = cell.maximum.x > cell.maximum.z ? 0 : 2
    for row in [-1, 1] as [Float] {
      for column in 0..<columns {
        var centre = SIMD3<Float>.zero
        centre[along] = cell.maximum[along] * ((Float(column) + 0.5) / Float(columns) * 2 - 1)
        centre[2 - along] = cell.maximum[2 - along] * row * (1 - 2 * inset)
        let point = SIMD2(centre.x, centre.z)
        let print = Footprint(low: point - half - 0.05, high: point + half + 0.05)
        guard !footprints.contains(where: print.overlaps) else { continue }
        footprints.append(print)
        let height = cell.maximum.y / 2
        put(
          isRound ? .cylinder : .box, SIMD3(0, height, 0), SIMD3(half, height, half),
          at: Place(centre: centre, yaw: 0), material)
      }
    }
  }

  private mutating func raisePilasters() {
    let (half, depth) = (random.number(0.12, 0.35), random.number(0.06, 0.25))
    let height = eaves[0]
    let material = random.chance(0.5) ? scene.cells[0].faces[0] : add(palette.wall(&random))
    for _ in 0..<random.whole(4, 12) {
      guard let (place, use) = placeAtWall(width: half * 2, depth: depth, height: height - 0.01) else { continue }
      guard use.cell == 0 else { continue }
      wallUses.append(use)
      put(.box, SIMD3(0, height / 2, 0), SIMD3(half, height / 2, depth / 2), at: place, material)
    }
  }

  private mutating func layBeams() {
    let cell = scene.cells[0]
    let (half, tall) = (random.number(0.04, 0.2), random.number(0.04, 0.22))
    let top = eaves[0]
    guard top - 2 * tall > camera.position.y + 0.45 else { return }
    let material = add(random.chance(0.6) ? palette.wood(&random) : palette.smooth(&random))
    let along = cell.maximum.x > cell.maximum.z ? 0 : 2
    let count = max(1, Int((cell.maximum[along] - cell.minimum[along]) / random.number(0.6, 3)))
    for index in 0..<min(count, 14) {
      var (centre, size) = (SIMD3<Float>(0, top - tall, 0), SIMD3<Float>(repeating: tall))
      centre[along] = cell.maximum[along] * ((Float(index) + 0.5) / Float(count) * 2 - 1)
      size[along] = half
      size[2 - along] = cell.maximum[2 - along]
      scene.solids.append(Solid(.box, centre: centre, half: size, material: material))
    }
    guard random.chance(0.3) else { return }
    var size = SIMD3<Float>(repeating: tall * 0.7)
    size[along] = cell.maximum[along]
    scene.solids.append(
      Solid(.box, centre: SIMD3(0, top - tall * 0.7, 0), half: size, material: material))
  }

  private mutating func hangDucts() {
    let cell = scene.cells[0]
    let material = add(palette.smooth(&random))
    for _ in 0..<random.whole(1, 4) {
      let half = random.number(0.03, 0.25)
      let drop = random.number(0.05, 0.5) + half
      guard eaves[0] - drop - half > camera.position.y + 0.5 else { continue }
      let along = random.chance(0.5) ? 0 : 2
      var (centre, size) = (SIMD3<Float>(0, eaves[0] - drop, 0), SIMD3<Float>(repeating: half))
      centre[2 - along] = cell.maximum[2 - along] * random.number(-0.85, 0.85)
      size[along] = cell.maximum[along]
      scene.solids.append(Solid(.box, centre: centre, half: size, material: material))
    }
  }

  /// Curtains along a stretch of wall, as stages and photographers have them.
  mutating func hangDrapes() {
    for _ in 0..<random.whole(1, 3) {
      let (width, height) = (random.number(0.8, 4.5), eaves[0] * random.number(0.7, 0.98))
      guard let (place, use) = placeAtWall(width: width, depth: 0.14, height: height) else { continue }
      wallUses.append(use)
      let material = add(palette.curtain(&random))
      put(.box, SIMD3(0, height / 2 + 0.01, 0), SIMD3(width / 2, height / 2, 0.06), at: place, material)
    }
  }

  /// A low stage along a wall.
  mutating func raisePlatform() {
    let (width, depth, height) = (random.number(1.5, 4), random.number(0.8, 2.5), random.number(0.12, 0.6))
    guard let (place, _) = placeAtWall(width: width, depth: depth, height: height) else { return }
    let material = add(random.chance(0.5) ? palette.floor(&random) : palette.wood(&random))
    put(.box, SIMD3(0, height / 2, 0), SIMD3(width / 2, height / 2, depth / 2), at: place, material)
  }

  /// Free-standing walls and screens.
  mutating func raisePartitions() {
    for _ in 0..<random.whole(1, 2) {
      let (width, depth, height) = (random.number(0.8, 3), random.number(0.03, 0.4), random.number(1.5, 3.2))
      guard let place = placeFreely(width: width, depth: depth) else { continue }
      let tall = min(height, eaves[0])
      put(
        .box, SIMD3(0, tall / 2, 0), SIMD3(width / 2, tall / 2, depth / 2), at: place, add(palette.wall(&random)))
    }
  }

  // MARK: - On walls

  mutating func decorateWalls() {
    for _ in 0..<random.whole(0, kind == .corridor ? 8 : 12) {
      let (width, height) = (random.number(0.2, 1.3), random.number(0.2, 1.1))
      let bottom = random.number(1.95 - height, 2.05 - height * 0.6)
      let thick = random.number(0.008, 0.05)
      guard bottom > 1, let (place, use) = hang(width, thick, bottom, height) else { continue }
      wallUses.append(use)
      let material = add(
        random.chance(0.75) ? palette.picture(&random, width: width, height: height) : palette.smooth(&random))
      let frame = add(palette.smooth(&random))
      put(.box, SIMD3(0, bottom + height / 2, 0), SIMD3(width / 2, height / 2, thick), at: place, frame)
      put(
        .box, SIMD3(0, bottom + height / 2, thick), SIMD3(width / 2 - 0.03, height / 2 - 0.03, 0.004), at: place,
        material)
    }
    for _ in 0..<random.whole(0, 2) { hangRadiator() }
  }

  private mutating func hangRadiator() {
    let width = random.number(0.5, 1.5)
    guard let (place, use) = placeAtWall(width: width, depth: 0.1, height: 0.75) else { return }
    wallUses.append(use)
    var material = Material(.stripes, SIMD3(repeating: random.number(0.4, 0.8)))
    material.size = SIMD2(0.07, 1)
    put(.box, SIMD3(0, 0.42, 0), SIMD3(width / 2, 0.3, 0.05), at: place, add(material))
  }

  /// A place on a wall that leaves the floor below free.
  private mutating func hang(_ width: Float, _ thick: Float, _ bottom: Float, _ height: Float) -> (Place, WallUse)? {
    for _ in 0..<4 {
      let room = random.one(of: rooms)
      let (cell, side) = (scene.cells[room], random.one(of: Side.allCases))
      let (low, high) = (cell.minimum[side.along] + width / 2 + 0.05, cell.maximum[side.along] - width / 2 - 0.05)
      guard high > low, bottom + height < eaves[room] - 0.05 else { continue }
      let middle = random.number(low, high)
      let use = WallUse(
        cell: room, side: side, from: middle - width / 2, to: middle + width / 2, bottom: bottom, top: bottom + height)
      guard isFree(use) else { continue }
      var centre = SIMD3<Float>.zero
      centre[side.along] = middle
      centre[side.across] = (side.sign < 0 ? cell.minimum : cell.maximum)[side.across] - side.sign * thick
      guard length((centre - camera.position) * SIMD3(1, 0, 1)) > 0.5 else { continue }
      return (Place(centre: centre, yaw: side.yaw), use)
    }
    return nil
  }

  // MARK: - Light

  mutating func hangLights() {
    let cell = scene.cells[0]
    let warmth = SIMD3<Float>(1, random.number(0.7, 1), random.number(0.4, 1))
    let glow = add(palette.glow(&random, warmth: warmth))
    let grid = (
      across: random.whole(1, max(1, Int(cell.maximum.x))), along: random.whole(1, max(1, Int(cell.maximum.z)))
    )
    let style = random.index(weights: [25, 20, 25, 20, 10])
    let isOn = random.chance(0.7)
    if !isOn { scene.materials[glow].emission = random.number(0.2, 0.6) }
    let drop = style == 2 ? random.number(0.2, 1) : 0
    let size = random.number(0.04, 0.25)
    guard style < 4 else { return }
    var places: [SIMD3<Float>] = []
    for column in 0..<min(grid.across, 4) {
      for row in 0..<min(grid.along, 5) {
        let x = cell.maximum.x * ((Float(column) + 0.5) / Float(min(grid.across, 4)) * 2 - 1)
        let z = cell.maximum.z * ((Float(row) + 0.5) / Float(min(grid.along, 5)) * 2 - 1)
        let ceiling = ceilingHeight(x, z)
        let place = SIMD3(x, max(ceiling - drop, min(ceiling - 0.05, 2)), z)
        hangFixture(style, place, ceiling, size, glow)
        places.append(place)
      }
    }
    guard isOn else { return }
    lightUp(places, warmth)
  }

  /// A few of the fixtures give light for all of them.
  private mutating func lightUp(_ places: [SIMD3<Float>], _ warmth: SIMD3<Float>) {
    let cell = scene.cells[0]
    let count = min(places.count, max(1, 4 - scene.lamps.count))
    let size = cell.maximum - cell.minimum
    let area = size.x * size.z
    let strength = random.number(0.1, 0.9) * area / Float(count)
    for index in 0..<count {
      var place = places[index * places.count / count]
      place.y -= 0.3
      var lamp = Lamp(centre: place, intensity: warmth * strength)
      let spread = random.number(0.02, 0.15)
      lamp.edgeU = SIMD3(spread, 0, 0)
      lamp.edgeV = SIMD3(0, 0, spread)
      if random.chance(0.5) { lamp.facing = SIMD3(0, -1, 0) }
      if scene.isFree(place, clearance: 0.02) { scene.lamps.append(lamp) }
    }
  }

  private mutating func hangFixture(_ style: Int, _ place: SIMD3<Float>, _ ceiling: Float, _ size: Float, _ glow: Int) {
    let tooClose = length((place - camera.position) * SIMD3(1, 0, 1)) < 0.5 + size
    if tooClose && place.y < camera.position.y + 0.8 { return }
    switch style {
    case 0:
      scene.solids.append(
        Solid(.box, centre: place - SIMD3(0, 0.02, 0), half: SIMD3(size * 1.5, 0.02, size * 1.5), material: glow))
    case 1:
      scene.solids.append(
        Solid(.box, centre: place - SIMD3(0, 0.05, 0), half: SIMD3(0.05, 0.04, 0.3 + size * 2), material: glow))
    case 2:
      scene.solids.append(
        Solid(.sphere, centre: place, half: SIMD3(repeating: min(size, 0.18)), material: glow))
      let rod = (ceiling - place.y) / 2
      guard rod > 0.05 else { return }
      scene.solids.append(
        Solid(
          .cylinder, centre: place + SIMD3(0, rod, 0), half: SIMD3(0.008, rod, 0.008),
          material: add(palette.trimming())))
    default:
      scene.solids.append(
        Solid(.cylinder, centre: place - SIMD3(0, 0.01, 0), half: SIMD3(0.04 + size * 0.3, 0.015, 0), material: glow))
    }
  }

  /// Height of the main cell's ceiling above a point of the floor.
  private func ceilingHeight(_ x: Float, _ z: Float) -> Float {
    scene.cells[0].planes.reduce(scene.cells[0].maximum.y) { height, plane in
      min(height, (plane.w - plane.x * x - plane.z * z) / plane.y)
    }
  }

  /// Indirect light, sunlight, and a lamp if there is none yet.
  mutating func fillWithLight() {
    let level = random.number(0.2, 1.1)
    let tint = SIMD3<Float>(1, random.number(0.85, 1), random.number(0.7, 1.08))
    scene.ambient.above = tint * level
    scene.ambient.below = tint * level * random.number(0.5, 1.1)
    let size = scene.cells[0].maximum - scene.cells[0].minimum
    scene.ambient.gradient = SIMD3(
      random.normal() * 0.3 / size.x, random.normal() * 0.15 / size.y, random.normal() * 0.3 / size.z)
    scene.ambient.occlusion = random.number(0.25, 0.75)
    scene.ambient.occlusionReach = random.number(0.12, 0.6)
    if random.chance(0.3) {
      let (heading, height) = (random.number(0, 2 * .pi), random.number(0.25, 0.9))
      let direction = SIMD3(cosine(heading) * cosine(height), sine(height), sine(heading) * cosine(height))
      scene.sun = Sun(direction: direction, irradiance: SIMD3(1, 0.9, 0.75) * random.number(1.5, 7))
    }
    guard scene.lamps.isEmpty else { return }
    var centre = (scene.cells[0].minimum + scene.cells[0].maximum) / 2
    centre += SIMD3(random.number(-0.3, 0.3) * size.x, 0, random.number(-0.3, 0.3) * size.z)
    centre.y = eaves[0] - 0.25
    scene.lamps.append(Lamp(centre: centre, intensity: tint * level * random.number(0.5, 3)))
  }
}
