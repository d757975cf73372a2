// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What offices, halls and workshops hold beside desks and chairs; origin at the middle of the footprint.
enum OfficeEquipment {
  /// Two to four drawers with label holders, or a low one on wheels.
  static func filingCabinet(_ palette: Palette, _ random: inout RandomStream) -> Piece {
    var model = Model()
    let shell = model.add(random.chance(0.6) ? greyPaint(&random) : palette.smooth(&random))
    let metal = model.add(Palette.brushed)
    let drawers = random.whole(2, 4)
    let (half, deep) = (Float(0.23), random.number(0.27, 0.31))
    let tall = 0.05 + Float(drawers) * 0.32
    model.addBox(x: (-half, half), y: (0.03, tall), z: (-deep, deep - 0.02), material: shell)
    model.addBox(x: (-half + 0.02, half - 0.02), y: (0, 0.03), z: (-deep + 0.02, deep - 0.05), material: shell)
    for drawer in 0..<drawers {
      let low = 0.04 + Float(drawer) * 0.32
      let pull = random.chance(0.08) ? random.number(0.1, 0.3) : 0
      model.addBox(
        x: (-half + 0.004, half - 0.004), y: (low + 0.003, low + 0.315), z: (deep - 0.02, deep + pull), material: shell)
      model.addBox(x: (-0.06, 0.06), y: (low + 0.2, low + 0.22), z: (deep + pull, deep + pull + 0.02), material: metal)
      model.addBox(
        x: (-0.04, 0.04), y: (low + 0.235, low + 0.275), z: (deep + pull, deep + pull + 0.004), material: metal)
    }
    return Piece(
      model, surfaces: [SupportSurface(height: tall, low: SIMD2(-half, -deep), high: SIMD2(half, deep - 0.03))])
  }

  private static func greyPaint(_ random: inout RandomStream) -> Material {
    var material = Material(.plain, SIMD3(repeating: random.number(0.12, 0.6)))
    material.finish = .coated(gloss: 0.04, roughness: 0.35)
    return material
  }

  /// A floor-standing copier: paper drawers, output slot, glass and lid, panel.
  static func copier(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(palette.matte(0.6, 0.6, 0.58))
    let grey = model.add(palette.matte(0.2, 0.2, 0.21))
    let screen = model.add(palette.screen(&random, width: 0.18, height: 0.1))
    let paper = model.add(palette.paper(&random))
    let (half, deep) = (random.number(0.27, 0.33), random.number(0.27, 0.33))
    model.addBox(x: (-half, half), y: (0.04, 0.6), z: (-deep, deep), material: shell)
    model.addBox(x: (-half + 0.03, half - 0.03), y: (0, 0.04), z: (-deep + 0.03, deep - 0.03), material: grey)
    for drawer in 0..<3 {
      let low = 0.07 + Float(drawer) * 0.17
      model.addBox(x: (-half + 0.01, half - 0.01), y: (low, low + 0.16), z: (deep, deep + 0.012), material: shell)
      model.addBox(x: (-0.1, 0.1), y: (low + 0.11, low + 0.135), z: (deep + 0.012, deep + 0.018), material: grey)
    }
    model.addBox(x: (-half, -half + 0.05), y: (0.6, 0.78), z: (-deep, deep), material: shell)
    model.addBox(x: (half - 0.08, half), y: (0.6, 0.78), z: (-deep, deep), material: shell)
    model.addBox(x: (-half + 0.05, half - 0.08), y: (0.6, 0.78), z: (-deep, -deep + 0.12), material: grey)
    model.addBox(x: (-0.16, 0.14), y: (0.6, 0.615), z: (-0.1, deep - 0.02), material: paper)
    model.addBox(x: (-half, half), y: (0.78, 0.9), z: (-deep, deep), material: shell)
    model.addBevelledBox(
      SIMD3(-half, 0.905, -deep), SIMD3(half, random.number(0.95, 1.03), deep - 0.06), bevel: 0.01, material: grey)
    model.addPart(in: Frame(SIMD3(half * 0.5, 0.84, deep + 0.015), pitch: -0.6 + .pi / 2 - 1.2)) { part in
      part.addBox(x: (-0.11, 0.11), y: (0, 0.14), z: (-0.015, 0.005), material: grey)
      part.addPicture(
        [SIMD3(-0.09, 0.02, 0.0056), SIMD3(0.09, 0.02, 0.0056), SIMD3(0.09, 0.12, 0.0056), SIMD3(-0.09, 0.12, 0.0056)],
        material: screen)
    }
    return model
  }

  /// A bottle upside down on a stand with two taps.
  static func waterCooler(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(palette.sanitary(&random))
    let dark = model.add(palette.matte(0.05, 0.05, 0.06))
    var blue = Material(.plain, SIMD3(0.2, 0.42, 0.62))
    blue.finish = .coated(gloss: 0.06, roughness: 0.03)
    let water = model.add(blue)
    let tall = random.number(0.92, 1.02)
    model.addBevelledBox(SIMD3(-0.16, 0, -0.16), SIMD3(0.16, tall, 0.16), bevel: 0.015, material: shell)
    model.addBox(x: (-0.11, 0.11), y: (tall - 0.32, tall - 0.1), z: (0.16, 0.163), material: dark)
    for (x, red) in [(Float(-0.05), true), (0.05, false)] {
      let tap = model.add(red ? palette.matte(0.6, 0.05, 0.04) : palette.matte(0.05, 0.15, 0.6))
      model.addBox(x: (x - 0.015, x + 0.015), y: (tall - 0.19, tall - 0.13), z: (0.163, 0.2), material: tap)
    }
    model.addBox(x: (-0.1, 0.1), y: (tall - 0.34, tall - 0.32), z: (0.16, 0.22), material: dark)
    if random.chance(0.85) {
      model.addLathe(
        [
          SIMD2(0.03, tall), SIMD2(0.04, tall + 0.04), SIMD2(0.13, tall + 0.1), SIMD2(0.135, tall + 0.2),
          SIMD2(0.128, tall + 0.21), SIMD2(0.135, tall + 0.22), SIMD2(0.135, tall + 0.37), SIMD2(0.1, tall + 0.4),
          SIMD2(0, tall + 0.4),
        ], segments: 20, material: water)
    }
    return model
  }

  /// A counter with a higher ledge towards visitors, straight or with a wing.
  static func receptionCounter(_ palette: Palette, _ space: Family.Space, _ random: inout RandomStream) -> Piece {
    var model = Model()
    let panel = model.add(random.chance(0.5) ? palette.wood(&random) : palette.smooth(&random))
    let top = model.add(palette.smooth(&random))
    let half = min(space.width, random.number(1.4, 2.8)) / 2
    let (ledge, desk) = (random.number(1.05, 1.15), Float(0.74))
    let front: Float = 0.4
    model.addBox(x: (-half, half), y: (0.08, ledge), z: (front - 0.06, front), material: panel)
    model.addBox(x: (-half + 0.02, half - 0.02), y: (0, 0.08), z: (front - 0.05, front - 0.02), material: top)
    model.addBevelledBox(
      SIMD3(-half - 0.03, ledge, front - 0.24), SIMD3(half + 0.03, ledge + 0.035, front + 0.05), bevel: 0.006,
      material: top)
    model.addBox(x: (-half, half), y: (desk, desk + 0.03), z: (-0.3, front - 0.06), material: top)
    for x in [-half, half - 0.04] {
      model.addBox(x: (x, x + 0.04), y: (0, desk), z: (-0.3, front - 0.06), material: panel)
      model.addBox(x: (x, x + 0.04), y: (desk + 0.03, ledge), z: (front - 0.22, front - 0.06), material: panel)
    }
    if random.chance(0.5) {
      let strips = Int(half * 2 / 0.12)
      for strip in 0..<strips {
        let x = mix(-half, half, (Float(strip) + 0.5) / Float(strips))
        model.addBox(x: (x - 0.018, x + 0.018), y: (0.09, ledge - 0.01), z: (front, front + 0.014), material: top)
      }
    }
    let surfaces = [
      SupportSurface(height: ledge + 0.035, low: SIMD2(-half, front - 0.22), high: SIMD2(half, front + 0.03)),
      SupportSurface(height: desk + 0.03, low: SIMD2(-half + 0.05, -0.28), high: SIMD2(half - 0.05, front - 0.26)),
    ]
    return Piece(model, surfaces: surfaces)
  }

  /// Narrow doors side by side, in one or two rows, with slots and locks.
  static func lockers(_ palette: Palette, _ space: Family.Space, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(greyPaint(&random))
    let door = model.add(random.chance(0.7) ? palette.moulded(palette.anyColour(&random), &random) : greyPaint(&random))
    let dark = model.add(palette.matte(0.02, 0.02, 0.02))
    let columns = max(2, min(random.whole(2, 6), Int(space.width / 0.3)))
    let rows = random.whole(1, 3)
    let (tall, half, deep) = (Float(1.8), Float(columns) * 0.15, Float(0.24))
    model.addBox(x: (-half, half), y: (0.1, tall), z: (-deep, deep - 0.02), material: shell)
    for x in [-half + 0.02, half - 0.05] {
      for z in [-deep + 0.02, deep - 0.06] {
        model.addBox(x: (x, x + 0.03), y: (0, 0.1), z: (z, z + 0.03), material: shell)
      }
    }
    let step = (tall - 0.1) / Float(rows)
    for column in 0..<columns {
      for row in 0..<rows {
        let (left, low) = (-half + Float(column) * 0.3, 0.1 + Float(row) * step)
        model.addBox(
          x: (left + 0.006, left + 0.294), y: (low + 0.006, low + step - 0.006), z: (deep - 0.02, deep), material: door)
        for slot in 0..<3 {
          let y = low + step - 0.06 - Float(slot) * 0.025
          model.addBox(x: (left + 0.09, left + 0.21), y: (y, y + 0.008), z: (deep, deep + 0.001), material: dark)
        }
        model.addBox(
          x: (left + 0.25, left + 0.275), y: (low + step / 2 - 0.04, low + step / 2 + 0.04), z: (deep, deep + 0.018),
          material: dark)
      }
    }
    return model
  }

  /// A lit window with rows of goods, a keypad and a hatch.
  static func vendingMachine(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(palette.moulded(palette.anyColour(&random), &random))
    let dark = model.add(palette.blackGlass())
    var goods = palette.books(&random)
    goods.size = SIMD2(0.075, 0.24)
    goods.emission = random.number(0.1, 0.3)
    let inside = model.add(goods)
    let (half, deep, tall) = (random.number(0.4, 0.48), random.number(0.34, 0.42), random.number(1.75, 1.9))
    model.addBevelledBox(SIMD3(-half, 0.02, -deep), SIMD3(half, tall, deep), bevel: 0.012, material: shell)
    model.addBox(x: (-half + 0.04, half - 0.04), y: (0, 0.02), z: (-deep + 0.04, deep - 0.04), material: dark)
    let right = half - 0.22
    let z = deep + 0.001
    model.addPolygon(
      [
        SIMD3(-half + 0.05, 0.55, z), SIMD3(right, 0.55, z), SIMD3(right, tall - 0.1, z),
        SIMD3(-half + 0.05, tall - 0.1, z),
      ],
      material: inside)
    model.addBox(x: (-half + 0.05, right), y: (0.14, 0.36), z: (deep, deep + 0.012), material: dark)
    model.addBox(x: (right + 0.05, half - 0.05), y: (1.05, 1.35), z: (deep, deep + 0.006), material: dark)
    let metal = model.add(Palette.brushed)
    for row in 0..<4 {
      for column in 0..<3 {
        let (x, y) = (right + 0.068 + Float(column) * 0.026, 1.08 + Float(row) * 0.03)
        model.addBox(x: (x, x + 0.018), y: (y, y + 0.018), z: (deep + 0.006, deep + 0.009), material: metal)
      }
    }
    return model
  }

  /// A cabinet of units with vents, lamps and cables.
  static func serverRack(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(palette.matte(0.03, 0.03, 0.035))
    let (half, deep, tall) = (Float(0.3), random.number(0.35, 0.48), random.number(1.2, 2.05))
    for x in [-half, half - 0.05] {
      model.addBox(x: (x, x + 0.05), y: (0, tall), z: (-deep, deep), material: shell)
    }
    model.addBox(x: (-half, half), y: (tall - 0.04, tall), z: (-deep, deep), material: shell)
    model.addBox(x: (-half + 0.05, half - 0.05), y: (0, 0.08), z: (-deep, deep - 0.02), material: shell)
    model.addBox(x: (-half + 0.05, half - 0.05), y: (0.08, tall - 0.04), z: (-deep, -deep + 0.01), material: shell)
    var low: Float = 0.1
    let lights = [model.add(indicator(SIMD3(0.1, 1, 0.2))), model.add(indicator(SIMD3(0.1, 0.4, 1)))]
    let cable = model.add(palette.moulded(palette.anyColour(&random), &random))
    while low < tall - 0.14 {
      let unit = random.one(of: [Float(0.044), 0.088, 0.088, 0.132])
      if random.chance(0.8) {
        let face = model.add(greyPaint(&random))
        let top = low + unit - 0.004
        model.addBox(x: (-half + 0.052, half - 0.052), y: (low, top), z: (-deep + 0.1, deep - 0.04), material: face)
        for lamp in 0..<random.whole(1, 4) {
          let x = half - 0.08 - Float(lamp) * 0.018
          model.addBox(
            x: (x, x + 0.006), y: (top - 0.014, top - 0.008), z: (deep - 0.04, deep - 0.038), material: lights[lamp % 2]
          )
        }
        if random.chance(0.3) {
          let start = SIMD3(random.number(-0.15, 0.15), low + 0.02, deep - 0.04)
          model.addTube(
            [start, start + SIMD3(0.05, -0.05, 0.05), start + SIMD3(0.1, -0.02, 0)], radius: 0.0035, sides: 4,
            material: cable)
        }
      }
      low += unit
    }
    return model
  }

  private static func indicator(_ colour: SIMD3<Float>) -> Material {
    var material = Material(.plain, colour)
    material.emission = 0.8
    return material
  }

  /// A speaker's desk: a slanted top on a column or a box, perhaps with a microphone.
  static func lectern(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let wood = model.add(random.chance(0.7) ? palette.wood(&random) : palette.smooth(&random))
    let metal = model.add(palette.metal(&random))
    let (half, tall) = (random.number(0.25, 0.33), random.number(1.02, 1.12))
    if random.chance(0.5) {
      model.addFrustum(
        bottom: (SIMD2(-half * 0.75, -0.2), SIMD2(half * 0.75, 0.14)), top: (SIMD2(-half, -0.22), SIMD2(half, 0.2)),
        y: (0.03, tall - 0.14), material: wood)
      model.addBox(x: (-half * 0.85, half * 0.85), y: (0, 0.03), z: (-0.24, 0.2), material: wood)
    } else {
      model.addBox(x: (-half * 0.8, half * 0.8), y: (0, 0.03), z: (-0.2, 0.2), material: metal)
      model.addBox(x: (-0.05, 0.05), y: (0.03, tall - 0.1), z: (-0.05, 0.05), material: wood)
    }
    model.addAcross(
      [SIMD2(-0.24, tall - 0.14), SIMD2(0.22, tall - 0.14), SIMD2(0.22, tall + 0.04), SIMD2(-0.24, tall - 0.08)],
      x: (-half, half), material: wood)
    if random.chance(0.6) {
      let foot = SIMD3(half * 0.6, tall, 0.15)
      model.addTube(
        Model.rounded([foot, foot + SIMD3(0, 0.2, 0), foot + SIMD3(-0.06, 0.28, -0.16)], radius: 0.12), radius: 0.006,
        sides: 6, material: metal)
      model.addBall(foot + SIMD3(-0.06, 0.28, -0.16), radius: 0.018, material: metal)
    }
    return model
  }

  /// Panes in a thin frame on a plinth or legs, with an exhibit inside.
  static func displayCase(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let wood = model.add(random.chance(0.5) ? palette.wood(&random) : palette.smooth(&random))
    let metal = model.add(palette.metal(&random))
    let pane = model.add(palette.glass(&random))
    let half = SIMD2(random.number(0.3, 0.6), random.number(0.25, 0.35))
    let low = random.number(0.5, 0.95)
    let tall = low + random.number(0.35, 0.8)
    model.addBox(x: (-half.x, half.x), y: (0, low), z: (-half.y, half.y), material: wood)
    let corners = [SIMD2(-half.x, half.y), SIMD2(half.x, half.y), SIMD2(half.x, -half.y), SIMD2(-half.x, -half.y)]
    let inset: Float = 0.008
    for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1)) {
      let (p, q) = (a * (1 - inset), b * (1 - inset))
      model.addPolygon(
        [SIMD3(p.x, low, p.y), SIMD3(q.x, low, q.y), SIMD3(q.x, tall, q.y), SIMD3(p.x, tall, p.y)], material: pane)
      let post = SIMD2(a.x * 0.985, a.y * 0.97)
      model.addBox(
        x: (post.x - 0.008, post.x + 0.008), y: (low, tall), z: (post.y - 0.008, post.y + 0.008), material: metal)
    }
    model.addBox(x: (-half.x, half.x), y: (tall, tall + 0.02), z: (-half.y, half.y), material: metal)
    let exhibit = random.chance(0.5) ? Tableware.sculpture(palette, &random) : Tableware.vase(palette, &random)
    if let size = exhibit.bounds?.high.y, size < tall - low - 0.03 {
      model.add(exhibit, at: Pose(position: SIMD3(0, low, 0), yaw: random.number(0, 6)))
    }
    return model
  }

  /// Posts with rails, thin bars, or belts between them.
  static func barrier(_ palette: Palette, _ space: Family.Space, _ random: inout RandomStream) -> Model {
    var model = Model()
    let metal = model.add(random.chance(0.6) ? palette.metal(&random) : palette.smooth(&random))
    let half = min(space.width, random.number(1.2, 3)) / 2
    if random.chance(0.45) {
      let belt = model.add(palette.moulded(palette.anyColour(&random), &random))
      let count = max(2, Int((half * 2 / 1.3).rounded()) + 1)
      for post in 0..<count {
        let x = mix(-half + 0.16, half - 0.16, Float(post) / Float(count - 1))
        model.addLathe(
          [
            SIMD2(0.16, 0), SIMD2(0.16, 0.015), SIMD2(0.03, 0.04), SIMD2(0.028, 0.92), SIMD2(0.036, 0.93),
            SIMD2(0.036, 0.99),
          ], origin: SIMD3(x, 0, 0), segments: 16, material: metal)
        guard post > 0 else { continue }
        let previous = mix(-half + 0.16, half - 0.16, Float(post - 1) / Float(count - 1))
        model.addBox(x: (previous + 0.034, x - 0.034), y: (0.93, 0.98), z: (-0.002, 0.002), material: belt)
      }
      return model
    }
    let tall = random.number(0.9, 1.1)
    model.addRod(from: SIMD3(-half, tall, 0), to: SIMD3(half, tall, 0), radius: 0.02, sides: 10, material: metal)
    let posts = max(2, Int((half * 2 / 0.9).rounded()) + 1)
    for post in 0..<posts {
      let x = mix(-half + 0.03, half - 0.03, Float(post) / Float(posts - 1))
      model.addBox(x: (x - 0.016, x + 0.016), y: (0.01, tall), z: (-0.016, 0.016), material: metal)
      model.addBox(x: (x - 0.045, x + 0.045), y: (0, 0.01), z: (-0.045, 0.045), material: metal)
    }
    if random.chance(0.6) {
      model.addRod(from: SIMD3(-half, 0.12, 0), to: SIMD3(half, 0.12, 0), radius: 0.01, sides: 6, material: metal)
      let bars = Int(half * 2 / 0.11)
      for bar in 0...bars {
        let x = mix(-half + 0.05, half - 0.05, Float(bar) / Float(bars))
        model.addRod(from: SIMD3(x, 0.12, 0), to: SIMD3(x, tall - 0.015, 0), radius: 0.006, sides: 5, material: metal)
      }
    } else {
      for rail in 1...4 {
        let y = tall * Float(rail) / 5
        model.addRod(from: SIMD3(-half, y, 0), to: SIMD3(half, y, 0), radius: 0.007, sides: 6, material: metal)
      }
    }
    return model
  }

  /// A cone with white bands.
  static func trafficCone(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let orange = model.add(palette.moulded(SIMD3(0.75, 0.16, 0.02), &random))
    let white = model.add(palette.matte(0.8, 0.8, 0.8))
    let tall = random.number(0.45, 0.75)
    let foot = tall * 0.22
    model.addBevelledBox(
      SIMD3(-foot * 1.25, 0, -foot * 1.25), SIMD3(foot * 1.25, 0.03, foot * 1.25), bevel: 0.008, material: orange)
    func radius(_ height: Float) -> Float { mix(foot, 0.025, height / tall) }
    model.addLathe([SIMD2(foot, 0.03), SIMD2(0.025, tall), SIMD2(0.018, tall)], segments: 20, material: orange)
    for low in [tall * 0.4, tall * 0.68] {
      model.addLathe(
        [SIMD2(radius(low) + 0.001, low), SIMD2(radius(low + tall * 0.14) + 0.001, low + tall * 0.14)], segments: 20,
        isClosed: false, material: white)
    }
    return model
  }

  /// A wooden pallet with sacks, boxes or a drum.
  static func pallet(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let wood = model.add(palette.wood(&random))
    let (half, deep) = (Float(0.6), Float(0.4))
    for z in [-deep, -0.05, deep - 0.1] {
      model.addBox(x: (-half, half), y: (0, 0.022), z: (z, z + 0.1), material: wood)
      for x in [-half, -0.07, half - 0.145] {
        model.addBox(x: (x, x + 0.145), y: (0.022, 0.1), z: (z, z + 0.1), material: wood)
      }
    }
    for x in [-half, -0.07, half - 0.145] {
      model.addBox(x: (x, x + 0.145), y: (0.1, 0.122), z: (-deep, deep), material: wood)
    }
    for board in 0..<5 {
      let z = mix(-deep, deep - 0.13, Float(board) / 4)
      model.addBox(x: (-half, half), y: (0.122, 0.144), z: (z, z + 0.13), material: wood)
    }
    let floor: Float = 0.144
    switch random.whole(0, 3) {
    case 0:
      let sack = model.add(random.chance(0.5) ? palette.paper(&random) : palette.fabric(&random))
      for layer in 0..<random.whole(2, 5) {
        for column in 0..<2 {
          let (x, low) = (Float(column) * 0.58 - 0.57, floor + Float(layer) * 0.11)
          model.addCushion(
            SIMD3(x, low, -0.38), SIMD3(x + 0.56, low + 0.13, 0.38), plan: 6, section: 2.6, detail: 4, material: sack)
        }
      }
    case 1:
      let layers = random.whole(2, 4)
      for layer in 0..<layers {
        for cell in 0..<6 where layer < layers - 1 || cell < 4 {
          let card = model.add(palette.cardboard(&random))
          let (x, z) = (Float(cell % 3) * 0.39 - 0.58, Float(cell / 3) * 0.39 - 0.385)
          let low = floor + Float(layer) * 0.3
          model.addBox(x: (x, x + 0.375), y: (low, low + 0.298), z: (z, z + 0.375), material: card)
        }
      }
    case 2:
      let skin = model.add(palette.moulded(palette.anyColour(&random), &random))
      for x in [Float(-0.3), 0.3] {
        model.addLathe(
          [
            SIMD2(0.28, 0), SIMD2(0.28, 0.28), SIMD2(0.29, 0.3), SIMD2(0.28, 0.32), SIMD2(0.28, 0.57),
            SIMD2(0.29, 0.59),
            SIMD2(0.28, 0.61), SIMD2(0.28, 0.86), SIMD2(0.265, 0.86), SIMD2(0.265, 0.845), SIMD2(0, 0.845),
          ], origin: SIMD3(x, floor, 0), segments: 22, material: skin)
      }
    default: break
    }
    return model
  }

  /// A drill press or a lathe: cast body, head, wheel, table and a panel of buttons.
  static func machine(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let paint = model.add(
      palette.moulded(
        random.one(of: [
          SIMD3(0.1, 0.2, 0.13), SIMD3(0.35, 0.37, 0.38), SIMD3(0.05, 0.12, 0.3), palette.anyColour(&random),
        ]), &random))
    let metal = model.add(Palette.brushed)
    let dark = model.add(palette.matte(0.02, 0.02, 0.02))
    let knobs = [
      model.add(palette.matte(0.6, 0.03, 0.02)), model.add(palette.matte(0.03, 0.35, 0.06)),
      model.add(palette.matte(0.6, 0.45, 0.03)),
    ]
    let panel =
      random.chance(0.5)
      ? addDrillPress(&model, paint, metal, dark, &random) : addLatheMachine(&model, paint, metal, dark, &random)
    for (index, knob) in knobs.enumerated() {
      let foot = panel + SIMD3(Float(index) * 0.05 - 0.05, 0, 0)
      model.addRod(from: foot, to: foot + SIMD3(0, 0, 0.012), radius: 0.014, sides: 10, material: knob)
    }
    return model
  }

  /// Returns the middle of the place for buttons.
  private static func addDrillPress(
    _ model: inout Model, _ paint: Int, _ metal: Int, _ dark: Int, _ random: inout RandomStream
  ) -> SIMD3<Float> {
    let tall = random.number(1.45, 1.7)
    let table = random.number(0.85, 1.0)
    model.addBevelledBox(SIMD3(-0.22, 0, -0.3), SIMD3(0.22, 0.06, 0.3), bevel: 0.015, material: paint)
    model.addRod(from: SIMD3(0, 0.06, -0.18), to: SIMD3(0, tall, -0.18), radius: 0.05, sides: 16, material: metal)
    model.addBox(x: (-0.06, 0.06), y: (table - 0.12, table - 0.03), z: (-0.24, 0), material: paint)
    model.addBevelledBox(SIMD3(-0.19, table - 0.03, -0.11), SIMD3(0.19, table, 0.25), bevel: 0.006, material: metal)
    model.addBevelledBox(SIMD3(-0.12, tall - 0.28, -0.3), SIMD3(0.12, tall, 0.2), bevel: 0.025, material: paint)
    model.addBevelledBox(SIMD3(-0.14, tall, -0.32), SIMD3(0.14, tall + 0.11, 0.22), bevel: 0.03, material: dark)
    let chuck = SIMD3<Float>(0, tall - 0.28, 0.08)
    model.addRod(from: chuck, to: chuck - SIMD3(0, 0.09, 0), radius: 0.035, sides: 12, material: metal)
    model.addTube(
      [chuck - SIMD3(0, 0.09, 0), chuck - SIMD3(0, 0.15, 0)], radius: 0.026, endRadius: 0.012, sides: 10,
      material: metal)
    model.addRod(
      from: chuck - SIMD3(0, 0.15, 0), to: chuck - SIMD3(0, 0.24, 0), radius: 0.005, sides: 6, material: metal)
    let hub = SIMD3<Float>(0.12, tall - 0.16, 0.08)
    model.addRod(from: hub, to: hub + SIMD3(0.06, 0, 0), radius: 0.025, sides: 10, material: metal)
    for spoke in 0..<3 {
      let angle = 2 * Float.pi * Float(spoke) / 3 + 0.4
      let end = hub + SIMD3(0.06, 0.17 * sine(angle), 0.17 * cosine(angle))
      model.addRod(from: hub + SIMD3(0.04, 0, 0), to: end, radius: 0.007, sides: 6, material: metal)
      model.addBall(end, radius: 0.018, material: dark)
    }
    return SIMD3(0, tall - 0.12, 0.2)
  }

  /// Returns the middle of the place for buttons.
  private static func addLatheMachine(
    _ model: inout Model, _ paint: Int, _ metal: Int, _ dark: Int, _ random: inout RandomStream
  ) -> SIMD3<Float> {
    let half = random.number(0.7, 0.95)
    model.addBevelledBox(SIMD3(-half, 0, -0.25), SIMD3(-half + 0.45, 0.72, 0.25), bevel: 0.015, material: paint)
    model.addBevelledBox(SIMD3(half - 0.35, 0, -0.25), SIMD3(half, 0.72, 0.25), bevel: 0.015, material: paint)
    model.addBox(x: (-half, half), y: (0.72, 0.76), z: (-0.29, 0.29), material: dark)
    model.addBox(x: (-half + 0.05, half - 0.05), y: (0.76, 0.92), z: (-0.14, 0.14), material: paint)
    for z in [Float(-0.12), 0.08] {
      model.addBox(x: (-half + 0.05, half - 0.05), y: (0.92, 0.94), z: (z, z + 0.04), material: metal)
    }
    model.addBevelledBox(SIMD3(-half, 0.94, -0.2), SIMD3(-half + 0.42, 1.25, 0.2), bevel: 0.02, material: paint)
    let spindle = SIMD3(-half + 0.42, 1.1, Float(0))
    model.addRod(from: spindle, to: spindle + SIMD3(0.08, 0, 0), radius: 0.1, sides: 20, material: metal)
    model.addRod(
      from: spindle + SIMD3(0.08, 0, 0), to: spindle + SIMD3(0.5, 0, 0), radius: 0.025, sides: 10, material: metal)
    model.addBox(x: (half - 0.32, half - 0.1), y: (0.94, 1.15), z: (-0.09, 0.09), material: paint)
    model.addTube(
      [SIMD3(half - 0.32, 1.1, 0), SIMD3(half - 0.42, 1.1, 0)], radius: 0.03, endRadius: 0.006, sides: 10,
      material: metal)
    let slide = half * random.number(-0.1, 0.25)
    model.addBox(x: (slide - 0.11, slide + 0.11), y: (0.94, 1.0), z: (-0.16, 0.2), material: metal)
    model.addBox(x: (slide - 0.05, slide + 0.05), y: (1.0, 1.05), z: (0.02, 0.16), material: dark)
    let wheel = SIMD3(slide, Float(0.86), 0.2)
    model.addRod(from: wheel - SIMD3(0, 0, 0.06), to: wheel, radius: 0.012, sides: 7, material: metal)
    let ring = (0..<14).map { step -> SIMD3<Float> in
      let angle = 2 * Float.pi * Float(step) / 14
      return wheel + SIMD3(0.08 * sine(angle), 0.08 * cosine(angle), 0)
    }
    model.addTube(ring, radius: 0.008, sides: 6, isClosed: true, material: metal)
    model.addRod(
      from: wheel - SIMD3(0.08, 0, 0), to: wheel + SIMD3(0.08, 0, 0), radius: 0.006, sides: 5, material: metal)
    return SIMD3(-half + 0.2, 1.17, 0.2)
  }
}
