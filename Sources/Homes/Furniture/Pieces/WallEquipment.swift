// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Technical things on walls: heating, switches, screens, boards, pipes.
///
/// The wall is at z = 0.
enum WallEquipment {
  // MARK: - Heating and air

  /// A flat panel, columns, or a ribbed convector with its valve and pipes down to the floor (y = 0).
  static func radiator(_ palette: Palette, _ space: Family.Space, _ random: inout RandomStream) -> Model {
    var model = Model()
    let limit = space.sill > 0.2 ? space.sill - 0.08 : 1.0
    let tall = min(random.number(0.35, 0.7), limit - 0.1)
    let low = random.number(0.08, 0.14)
    let half = max(0.2, min(space.width, random.number(0.5, 1.6)) / 2)
    let paint = model.add(random.chance(0.85) ? palette.sanitary(&random) : palette.smooth(&random))
    let metal = model.add(palette.metal(&random))
    if random.chance(0.4) {
      addColumns(&model, half: half, y: (low, low + tall), paint)
    } else {
      addPanel(&model, half: half, y: (low, low + tall), isRibbed: random.chance(0.6), paint)
    }
    addValve(&model, half: half, low: low, metal, paint)
    return model
  }

  private static func addColumns(_ model: inout Model, half: Float, y: (Float, Float), _ paint: Int) {
    let count = max(4, Int((half * 2 / 0.06).rounded()))
    for index in 0..<count {
      let x = mix(-half, half, (Float(index) + 0.5) / Float(count))
      for z in [Float(0.05), 0.11] {
        model.addRod(
          from: SIMD3(x, y.0 + 0.02, z), to: SIMD3(x, y.1 - 0.02, z), radius: 0.015, sides: 6, material: paint)
      }
      for level in [y.0 + 0.02, y.1 - 0.02] {
        model.addBox(x: (x - 0.02, x + 0.02), y: (level - 0.02, level + 0.02), z: (0.035, 0.125), material: paint)
      }
    }
    for level in [y.0 + 0.02, y.1 - 0.02] {
      model.addBox(x: (-half, half), y: (level - 0.012, level + 0.012), z: (0.068, 0.092), material: paint)
    }
    for x in [-half * 0.7, half * 0.7] {
      model.addBox(x: (x - 0.01, x + 0.01), y: (y.1 - 0.07, y.1 - 0.055), z: (0, 0.05), material: paint)
    }
  }

  private static func addPanel(_ model: inout Model, half: Float, y: (Float, Float), isRibbed: Bool, _ paint: Int) {
    model.addBevelledBox(SIMD3(-half, y.0, 0.03), SIMD3(half, y.1, 0.05), bevel: 0.006, material: paint)
    model.addBox(x: (-half, half), y: (y.1 - 0.012, y.1), z: (0.05, 0.085), material: paint)
    model.addBox(x: (-half, -half + 0.003), y: (y.0, y.1 - 0.012), z: (0.05, 0.085), material: paint)
    model.addBox(x: (half - 0.003, half), y: (y.0, y.1 - 0.012), z: (0.05, 0.085), material: paint)
    model.addBevelledBox(SIMD3(-half, y.0, 0.085), SIMD3(half, y.1, 0.1), bevel: 0.006, material: paint)
    if isRibbed {
      let count = max(3, Int((half * 2 / 0.05).rounded()))
      for index in 0..<count {
        let x = mix(-half, half, (Float(index) + 0.5) / Float(count))
        model.addBox(x: (x - 0.012, x + 0.012), y: (y.0 + 0.03, y.1 - 0.03), z: (0.1, 0.106), material: paint)
      }
    }
    for x in [-half * 0.7, half * 0.7] {
      model.addBox(x: (x - 0.015, x + 0.015), y: (y.0 + 0.05, y.1 - 0.05), z: (0, 0.03), material: paint)
    }
  }

  private static func addValve(_ model: inout Model, half: Float, low: Float, _ metal: Int, _ paint: Int) {
    for (side, isValve) in [(Float(-1), false), (1, true)] {
      let end = SIMD3(side * (half + 0.045), low + 0.03, 0.07)
      model.addTube(
        [SIMD3(side * (half - 0.01), low + 0.03, 0.07), end, SIMD3(end.x, 0, 0.07)], radius: 0.009, sides: 6,
        material: metal)
      if isValve {
        model.addRod(from: end, to: end + SIMD3(0, 0.09, 0), radius: 0.022, sides: 10, material: paint)
      }
    }
  }

  /// The indoor unit of a split air conditioner.
  static func airConditioner(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(palette.sanitary(&random))
    let dark = model.add(palette.matte(0.03, 0.03, 0.03))
    let half = random.number(0.38, 0.5)
    let section: [SIMD2<Float>] = [
      SIMD2(0, 0.02), SIMD2(0.12, 0), SIMD2(0.2, 0.06), SIMD2(0.21, 0.24), SIMD2(0.18, 0.28), SIMD2(0, 0.28),
    ]
    model.addAcross(section, x: (-half, half), material: shell)
    let slot = [
      SIMD3(-half + 0.05, 0.008, 0.131), SIMD3(half - 0.05, 0.008, 0.131), SIMD3(half - 0.05, 0.05, 0.1885),
      SIMD3(-half + 0.05, 0.05, 0.1885),
    ]
    model.addPolygon(slot.map { $0 + SIMD3(0, -0.0012, 0.0012) }, material: dark)
    model.addBox(x: (half - 0.12, half - 0.07), y: (0.12, 0.13), z: (0.2, 0.2125), material: dark)
    return model
  }

  /// A mantel round an open hearth with logs; y = 0 is the floor, the wall behind it.
  static func fireplace(_ palette: Palette, _ random: inout RandomStream) -> Piece {
    var model = Model()
    let stone = model.add(random.chance(0.5) ? palette.wall(&random) : palette.smooth(&random))
    let soot = model.add(Material(.clouds, SIMD3(repeating: 0.03), SIMD3(repeating: 0.015)))
    let shelf = model.add(random.chance(0.5) ? palette.wood(&random) : palette.smooth(&random))
    let (half, deep, tall) = (random.number(0.55, 0.85), random.number(0.25, 0.4), random.number(1.0, 1.25))
    let mouth = SIMD2(half - random.number(0.18, 0.28), tall - random.number(0.28, 0.4))
    let z = (-deep / 2, deep / 2)
    model.addBox(x: (-half, -mouth.x), y: (0, tall), z: z, material: stone)
    model.addBox(x: (mouth.x, half), y: (0, tall), z: z, material: stone)
    model.addBox(x: (-mouth.x, mouth.x), y: (mouth.y, tall), z: z, material: stone)
    model.addBox(x: (-mouth.x, mouth.x), y: (0, mouth.y), z: (z.0, z.0 + 0.03), material: soot)
    model.addBox(x: (-mouth.x, mouth.x), y: (0, 0.04), z: (z.0 + 0.03, z.1), material: soot)
    for side in [-mouth.x, mouth.x - 0.005] {
      model.addBox(x: (side, side + 0.005), y: (0.04, mouth.y), z: (z.0 + 0.03, z.1 - 0.002), material: soot)
    }
    model.addBevelledBox(
      SIMD3(-half - 0.08, tall, z.0), SIMD3(half + 0.08, tall + 0.06, z.1 + 0.08), bevel: 0.008, material: shelf)
    let bark = model.add(palette.matte(0.12, 0.08, 0.05))
    for log in 0..<4 {
      let x = (Float(log) - 1.5) * 0.09
      let level: Float = log % 3 == 0 ? 0.1 : 0.17
      model.addRod(
        from: SIMD3(x - 0.14, level, z.0 + 0.1 + 0.03 * Float(log % 2)), to: SIMD3(x + 0.14, level + 0.02, z.1 - 0.1),
        radius: 0.045, sides: 8, material: bark)
    }
    if random.chance(0.3) {
      var ember = Material(.plain, SIMD3(1, 0.25, 0.04))
      ember.emission = 0.6
      let fire = model.add(ember)
      model.addBox(x: (-0.18, 0.18), y: (0.04, 0.065), z: (z.0 + 0.08, z.1 - 0.08), material: fire)
      model.lamps.append(
        Lamp(
          .bulb(radius: 0.05), centre: SIMD3(0, 0.36, 0.02),
          emission: SIMD3(1, 0.36, 0.06) * (400 * Architect.lumen / (4 * .pi))))
    }
    let top = SupportSurface(
      height: tall + 0.06, low: SIMD2(-half - 0.06, z.0 + 0.02), high: SIMD2(half + 0.06, z.1 + 0.06))
    return Piece(model, surfaces: [top])
  }

  // MARK: - Screens and boards

  /// A television on the wall.
  static func television(_ palette: Palette, largest: Float, _ random: inout RandomStream) -> Model {
    var model = Model()
    let width = min(largest, random.number(0.75, 1.65))
    let size = SIMD2(width, width * 0.565)
    let shell = model.add(palette.matte(0.015, 0.015, 0.015))
    let screen = model.add(palette.screen(&random, width: size.x, height: size.y))
    model.addBox(x: (-0.2, 0.2), y: (size.y * 0.3, size.y * 0.7), z: (0, 0.04), material: shell)
    model.addBevelledBox(SIMD3(-size.x / 2, 0, 0.04), SIMD3(size.x / 2, size.y, 0.07), bevel: 0.006, material: shell)
    addFace(&model, half: size.x / 2 - 0.012, y: (0.018, size.y - 0.012), z: 0.0706, screen)
    return model
  }

  private static func addFace(_ model: inout Model, half: Float, y: (Float, Float), z: Float, _ material: Int) {
    model.addPicture(
      [SIMD3(-half, y.0, z), SIMD3(half, y.0, z), SIMD3(half, y.1, z), SIMD3(-half, y.1, z)], material: material)
  }

  /// White, with writing and magnets, and a tray for pens.
  static func whiteboard(_ palette: Palette, largest: Float, _ random: inout RandomStream) -> Model {
    var model = Model()
    let half = min(largest, random.number(1, 2.6)) / 2
    let tall = random.number(0.85, 1.2)
    let metal = model.add(Palette.brushed)
    var white = Material(.plain, SIMD3(repeating: 0.85))
    white.finish = .coated(gloss: 0.05, roughness: 0.12)
    let face = model.add(white)
    model.addBox(x: (-half, half), y: (0.03, tall), z: (0, 0.012), material: face)
    addBorder(&model, half: half, y: (0.03, tall), metal)
    model.addBox(x: (-half * 0.5, half * 0.5), y: (0, 0.012), z: (0, 0.07), material: metal)
    for line in 0..<random.whole(0, 6) {
      let ink = model.add(
        random.one(of: [
          palette.matte(0.02, 0.03, 0.3), palette.matte(0.02, 0.02, 0.02), palette.matte(0.5, 0.03, 0.03),
        ]))
      let y = tall - 0.14 - Float(line) * 0.11
      guard y > 0.12 else { break }
      var x = -half * random.number(0.5, 0.9)
      let end = x + half * random.number(0.4, 1.3)
      while x < end {
        let word = random.number(0.04, 0.14)
        let z: Float = 0.0124
        let rise = random.number(0.012, 0.022)
        model.addPolygon(
          [SIMD3(x, y, z), SIMD3(x + word, y, z), SIMD3(x + word, y + rise, z), SIMD3(x, y + rise, z)], material: ink)
        x += word + 0.03
      }
    }
    return model
  }

  private static func addBorder(_ model: inout Model, half: Float, y: (Float, Float), _ metal: Int) {
    let edge: Float = 0.018
    model.addBox(x: (-half, half), y: (y.0, y.0 + edge), z: (0.012, 0.02), material: metal)
    model.addBox(x: (-half, half), y: (y.1 - edge, y.1), z: (0.012, 0.02), material: metal)
    model.addBox(x: (-half, -half + edge), y: (y.0 + edge, y.1 - edge), z: (0.012, 0.02), material: metal)
    model.addBox(x: (half - edge, half), y: (y.0 + edge, y.1 - edge), z: (0.012, 0.02), material: metal)
  }

  /// Cork or felt, with papers pinned on.
  static func noticeBoard(_ palette: Palette, largest: Float, _ random: inout RandomStream) -> Model {
    var model = Model()
    let half = min(largest, random.number(0.7, 1.6)) / 2
    let tall = random.number(0.6, 1)
    var cork = Material(.clouds, SIMD3(0.5, 0.32, 0.16), SIMD3(0.35, 0.2, 0.1))
    cork.size = SIMD2(repeating: 0.02)
    cork.variation = 0.6
    let face = model.add(random.chance(0.7) ? cork : palette.fabric(&random))
    model.addBox(x: (-half, half), y: (0, tall), z: (0, 0.012), material: face)
    addBorder(&model, half: half, y: (0, tall), model.add(palette.wood(&random)))
    for sheet in 0..<random.whole(3, 10) {
      let size = SIMD2(random.number(0.08, 0.21), random.number(0.08, 0.297))
      let x = random.number(-half + 0.03, max(-half + 0.03, half - 0.03 - size.x))
      let y = random.number(0.04, max(0.04, tall - 0.04 - size.y))
      let paper = model.add(
        random.chance(0.5) ? palette.paper(&random) : palette.picture(&random, width: size.x, height: size.y))
      let z = 0.0125 + Float(sheet) * 0.0006
      model.addPicture(
        [SIMD3(x, y, z), SIMD3(x + size.x, y, z), SIMD3(x + size.x, y + size.y, z), SIMD3(x, y + size.y, z)],
        material: paper)
    }
    return model
  }

  /// A projection screen let down from its case.
  static func projectionScreen(_ palette: Palette, largest: SIMD2<Float>, _ random: inout RandomStream) -> Model {
    var model = Model()
    let half = min(largest.x, random.number(1.5, 2.6)) / 2
    let tall = min(largest.y, half * random.number(1.1, 1.5))
    let shell = model.add(random.chance(0.7) ? palette.sanitary(&random) : palette.matte(0.03, 0.03, 0.03))
    let cloth = model.add(palette.matte(0.85, 0.85, 0.85))
    let rim = model.add(palette.matte(0.015, 0.015, 0.015))
    model.addBox(x: (-half - 0.06, half + 0.06), y: (tall - 0.1, tall), z: (0, 0.1), material: shell)
    model.addBox(x: (-half, half), y: (0.02, tall - 0.1), z: (0.05, 0.052), material: rim)
    addFace(&model, half: half - 0.05, y: (0.07, tall - 0.15), z: 0.0526, cloth)
    model.addBox(x: (-half, half), y: (0, 0.02), z: (0.04, 0.062), material: shell)
    return model
  }

  // MARK: - Switches and pipes

  /// A switch or two, or a thermostat.
  static func lightSwitch(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let plate = model.add(random.chance(0.85) ? palette.sanitary(&random) : palette.metal(&random))
    let rocker = model.add(random.chance(0.8) ? palette.sanitary(&random) : palette.matte(0.03, 0.03, 0.03))
    for index in 0..<random.whole(1, 2) {
      let low = Float(index) * 0.071
      model.addBevelledBox(SIMD3(-0.04, low, 0), SIMD3(0.04, low + 0.08, 0.009), bevel: 0.003, material: plate)
      model.addBox(x: (-0.028, 0.028), y: (low + 0.012, low + 0.068), z: (0.009, 0.0125), material: rocker)
    }
    return model
  }

  /// One to three sockets side by side.
  static func socket(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let plate = model.add(random.chance(0.85) ? palette.sanitary(&random) : palette.metal(&random))
    let hole = model.add(palette.matte(0.03, 0.03, 0.03))
    let count = random.whole(1, 3)
    for index in 0..<count {
      let x = (Float(index) - Float(count - 1) / 2) * 0.072
      model.addBevelledBox(SIMD3(x - 0.037, 0.2, 0), SIMD3(x + 0.037, 0.28, 0.009), bevel: 0.003, material: plate)
      model.addPart(in: Frame(SIMD3(x, 0.24, 0.009), upwards: SIMD3(0, 0, 1))) {
        $0.addCylinder(base: .zero, radius: 0.021, height: 0.0008, segments: 16, material: hole)
      }
    }
    return model
  }

  /// Parallel pipes or ducts along the wall with clips and a valve.
  static func pipes(_ palette: Palette, largest: Float, _ random: inout RandomStream) -> Model {
    var model = Model()
    let half = min(largest, random.number(1.2, 4)) / 2
    let clip = model.add(palette.metal(&random))
    var level: Float = 0.05
    for index in 0..<random.whole(1, 4) {
      let skin = model.add(random.chance(0.6) ? palette.metal(&random) : palette.plastic(&random))
      let radius = random.number(0.012, 0.06)
      level += radius
      model.addRod(
        from: SIMD3(-half, level, 0.08), to: SIMD3(half, level, 0.08), radius: radius, sides: 12, material: skin)
      if index == 0, random.chance(0.5) {
        let valve = SIMD3(half * random.number(-0.6, 0.6), level, 0.08)
        model.addRod(from: valve, to: valve + SIMD3(0, 0, radius + 0.06), radius: 0.012, sides: 6, material: clip)
        let wheel = (0..<10).map { step -> SIMD3<Float> in
          let angle = 2 * Float.pi * Float(step) / 10
          return valve + SIMD3(0.045 * sine(angle), 0.045 * cosine(angle), radius + 0.06)
        }
        model.addTube(wheel, radius: 0.006, sides: 5, isClosed: true, material: clip)
      }
      level += radius + 0.04
    }
    for x in [-half * 0.8, 0, half * 0.8] {
      model.addBox(x: (x - 0.012, x + 0.012), y: (0, level), z: (0, 0.02), material: clip)
    }
    return model
  }

  /// A fire extinguisher on its hook.
  static func extinguisher(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let red = model.add(palette.moulded(SIMD3(0.55, 0.02, 0.015), &random))
    let black = model.add(palette.matte(0.02, 0.02, 0.02))
    let label = model.add(palette.paper(&random))
    let (radius, tall) = (random.number(0.06, 0.08), random.number(0.4, 0.52))
    let centre = SIMD3(0, 0, radius + 0.02)
    model.addBox(x: (-0.025, 0.025), y: (tall * 0.35, tall + 0.02), z: (0, 0.025), material: black)
    model.addLathe(
      [
        SIMD2(radius * 0.9, 0), SIMD2(radius, 0.02), SIMD2(radius, tall * 0.8), SIMD2(radius * 0.8, tall * 0.9),
        SIMD2(radius * 0.35, tall * 0.96), SIMD2(0.018, tall),
      ], origin: centre, segments: 16, material: red)
    model.addLathe(
      [SIMD2(radius + 0.0008, tall * 0.3), SIMD2(radius + 0.0008, tall * 0.6)], origin: centre, segments: 16,
      isClosed: false, material: label)
    model.addRod(
      from: centre + SIMD3(0, tall, 0), to: centre + SIMD3(0, tall + 0.05, 0), radius: 0.018, sides: 8, material: black)
    model.addRod(
      from: centre + SIMD3(0, tall + 0.045, 0), to: centre + SIMD3(0, tall + 0.06, 0.11), radius: 0.008, sides: 5,
      material: black)
    model.addTube(
      Model.rounded(
        [
          centre + SIMD3(0.015, tall + 0.02, 0), centre + SIMD3(radius + 0.03, tall * 0.85, 0),
          centre + SIMD3(radius + 0.02, tall * 0.25, 0.01),
        ],
        radius: 0.06), radius: 0.009, sides: 6, material: black)
    return model
  }
}
