// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What lies and stands about on floors: bags, boxes, shoes, toys, things for cleaning.
enum FloorClutter {
  /// Boxes on each other, open or taped.
  static func boxes(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let tape = model.add(palette.matte(0.5, 0.4, 0.25))
    var level: Float = 0
    var half = SIMD2(random.number(0.15, 0.3), random.number(0.13, 0.22))
    let count = random.whole(1, 3)
    for index in 0..<count {
      let card = model.add(palette.cardboard(&random))
      let tall = random.number(0.14, 0.34)
      let size = half
      let isOpen = index == count - 1 && random.chance(0.4)
      let frame = Frame(SIMD3(0, level, 0), yaw: random.number(-0.2, 0.2))
      model.addPart(in: frame) { part in
        if isOpen {
          addOpenBox(&part, half: size, tall: tall, card)
        } else {
          part.addBox(x: (-size.x, size.x), y: (0, tall), z: (-size.y, size.y), material: card)
          part.addBox(x: (-size.x, size.x), y: (tall, tall + 0.0006), z: (-0.025, 0.025), material: tape)
        }
      }
      level += tall + 0.0008
      half *= random.number(0.75, 0.98)
    }
    return model
  }

  private static func addOpenBox(_ model: inout Model, half: SIMD2<Float>, tall: Float, _ card: Int) {
    let wall: Float = 0.005
    model.addBox(x: (-half.x, half.x), y: (0, wall), z: (-half.y, half.y), material: card)
    model.addBox(x: (-half.x, half.x), y: (wall, tall), z: (-half.y, -half.y + wall), material: card)
    model.addBox(x: (-half.x, half.x), y: (wall, tall), z: (half.y - wall, half.y), material: card)
    model.addBox(x: (-half.x, -half.x + wall), y: (wall, tall), z: (-half.y + wall, half.y - wall), material: card)
    model.addBox(x: (half.x - wall, half.x), y: (wall, tall), z: (-half.y + wall, half.y - wall), material: card)
    let flap = half.y * 0.75
    for side in [Float(-1), 1] {
      // Flaps hang open outwards.
      let hinge = side * half.y
      let edge = hinge + side * flap * 0.6
      let corners = [
        SIMD3(-half.x, tall, hinge), SIMD3(half.x, tall, hinge), SIMD3(half.x, tall - flap * 0.5, edge),
        SIMD3(-half.x, tall - flap * 0.5, edge),
      ]
      model.addPolygon(side > 0 ? corners.reversed() : corners, material: card)
    }
  }

  /// A pair of shoes or boots, more or less side by side.
  static func shoes(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let leather = model.add(palette.moulded(palette.anyColour(&random), &random))
    let sole = model.add(random.chance(0.5) ? palette.matte(0.7, 0.7, 0.68) : palette.matte(0.02, 0.02, 0.02))
    let isBoot = random.chance(0.25)
    let scale = random.number(0.75, 1.1)
    for side in [Float(-1), 1] {
      let yaw = random.number(-0.3, 0.3)
      let frame = Frame(SIMD3(side * random.number(0.065, 0.085), 0, random.number(-0.03, 0.03)), yaw: yaw)
      model.addPart(in: frame) { part in
        part.addCushion(
          SIMD3(-0.045, 0, -0.135) * scale, SIMD3(0.045, 0.03, 0.145) * scale, plan: 2.6, section: 5, detail: 4,
          material: sole)
        part.addCushion(
          SIMD3(-0.042, 0.018, -0.02) * scale, SIMD3(0.042, 0.075, 0.14) * scale, plan: 2.2, section: 2.2, detail: 4,
          material: leather)
        part.addLathe(
          [
            SIMD2(0.045, 0.02), SIMD2(0.04, 0.09), SIMD2(0.042, isBoot ? 0.26 : 0.1),
            SIMD2(0.034, isBoot ? 0.258 : 0.098),
            SIMD2(0.03, 0.04), SIMD2(0, 0.04),
          ].map { $0 * scale }, origin: SIMD3(0, 0, -0.075 * scale), segments: 10, material: leather)
      }
    }
    return model
  }

  /// A backpack, a tote or a sports bag.
  static func bag(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let cloth = model.add(random.chance(0.6) ? palette.fabric(&random) : palette.leather(&random))
    let strap = model.add(palette.matte(0.03, 0.03, 0.03))
    switch random.whole(0, 2) {
    case 0:
      let (half, tall) = (random.number(0.14, 0.17), random.number(0.38, 0.48))
      model.addCushion(SIMD3(-half, 0, -0.1), SIMD3(half, tall, 0.07), plan: 3, section: 4, detail: 6, material: cloth)
      model.addCushion(
        SIMD3(-half * 0.8, 0.03, 0.03), SIMD3(half * 0.8, tall * 0.55, 0.12), plan: 4, section: 3, detail: 5,
        material: cloth)
      addLoop(&model, from: SIMD3(-0.04, tall - 0.012, -0.05), to: SIMD3(0.04, tall - 0.012, -0.05), rise: 0.05, strap)
      for x in [-half * 0.5, half * 0.5] {
        addLoop(&model, from: SIMD3(x, 0.06, -0.085), to: SIMD3(x, tall - 0.06, -0.085), rise: 0, strap, back: 0.05)
      }
    case 1:
      let (half, tall) = (random.number(0.16, 0.22), random.number(0.3, 0.38))
      model.addHexahedron(
        back: [
          SIMD3(-half * 0.85, 0, -0.06), SIMD3(half * 0.85, 0, -0.06), SIMD3(half, tall, -0.03),
          SIMD3(-half, tall, -0.03),
        ],
        front: [
          SIMD3(-half * 0.85, 0, 0.06), SIMD3(half * 0.85, 0, 0.06), SIMD3(half, tall, 0.03), SIMD3(-half, tall, 0.03),
        ], material: cloth)
      for z in [Float(-0.025), 0.025] {
        addLoop(
          &model, from: SIMD3(-half * 0.4, tall - 0.01, z), to: SIMD3(half * 0.4, tall - 0.01, z), rise: 0.2, strap)
      }
    default:
      let half = random.number(0.24, 0.34)
      model.addCushion(
        SIMD3(-half, 0, -0.14), SIMD3(half, 0.27, 0.14), plan: 5, section: 2.6, detail: 7, material: cloth)
      for z in [Float(-0.06), 0.06] {
        addLoop(&model, from: SIMD3(-half * 0.35, 0.24, z), to: SIMD3(half * 0.35, 0.24, z), rise: 0.12, strap)
      }
    }
    return model
  }

  private static func addLoop(
    _ model: inout Model, from start: SIMD3<Float>, to end: SIMD3<Float>, rise: Float, _ strap: Int, back: Float = 0
  ) {
    let path = (0...8).map { step -> SIMD3<Float> in
      let share = Float(step) / 8
      let bow = sine(share * .pi)
      return start + (end - start) * share + SIMD3(0, rise * bow, -back * bow)
    }
    model.addTube(path, radius: 0.009, sides: 5, material: strap)
  }

  /// An upright case with ribs, wheels and a handle.
  static func suitcase(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(random.chance(0.6) ? palette.plastic(&random) : palette.fabric(&random))
    let dark = model.add(palette.matte(0.02, 0.02, 0.02))
    let (half, tall, deep) = (random.number(0.18, 0.25), random.number(0.48, 0.72), random.number(0.1, 0.15))
    model.addBevelledBox(SIMD3(-half, 0.05, -deep), SIMD3(half, tall, deep), bevel: 0.035, material: shell)
    for rib in 0..<5 {
      let x = mix(-half * 0.7, half * 0.7, Float(rib) / 4)
      model.addBox(x: (x - 0.012, x + 0.012), y: (0.1, tall - 0.06), z: (deep, deep + 0.008), material: shell)
    }
    for x in [-half + 0.04, half - 0.04] {
      for z in [-deep + 0.03, deep - 0.03] {
        model.addRod(
          from: SIMD3(x - 0.012, 0.025, z), to: SIMD3(x + 0.012, 0.025, z), radius: 0.025, sides: 8, material: dark)
        model.addBox(x: (x - 0.018, x + 0.018), y: (0.03, 0.06), z: (z - 0.012, z + 0.012), material: dark)
      }
    }
    let rise = random.chance(0.5) ? Float(0.03) : 0.38
    model.addTube(
      Model.rounded(
        [
          SIMD3(-0.07, tall - 0.01, -deep + 0.03), SIMD3(-0.07, tall + rise, -deep + 0.03),
          SIMD3(0.07, tall + rise, -deep + 0.03), SIMD3(0.07, tall - 0.01, -deep + 0.03),
        ], radius: 0.025), radius: 0.008, sides: 6, material: dark)
    return model
  }

  /// A basket of wicker or wire, empty or with cloth, balls or wood in it.
  static func basket(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    var wicker = Material(.checks, SIMD3(0.45, 0.32, 0.17) * random.number(0.5, 1.3))
    wicker.size = SIMD2(repeating: random.number(0.015, 0.03))
    wicker.variation = 0.6
    let skin = model.add(random.chance(0.6) ? wicker : palette.fabric(&random))
    let (radius, tall) = (random.number(0.14, 0.24), random.number(0.16, 0.42))
    let foot = radius * random.number(0.75, 1)
    let rim = radius - 0.012
    model.addLathe(
      [
        SIMD2(0, 0), SIMD2(foot, 0), SIMD2(radius, tall), SIMD2(rim, tall), SIMD2(foot - 0.012, 0.012), SIMD2(0, 0.012),
      ], segments: 20, material: skin)
    let ring = Model.arc(SIMD3(0, tall, 0), radius: radius - 0.006, steps: 20).dropLast()
    model.addTube(Array(ring), radius: 0.009, sides: 6, isClosed: true, material: skin)
    switch random.whole(0, 3) {
    case 0:
      let cloth = model.add(palette.fabric(&random))
      model.addCushion(
        SIMD3(-rim * 0.85, tall * 0.3, -rim * 0.85), SIMD3(rim * 0.85, tall + 0.06, rim * 0.85), plan: 2.2, section: 2,
        detail: 6, material: cloth)
    case 1:
      for ball in 0..<5 {
        let skin = model.add(palette.plastic(&random))
        let angle = Float(ball) * 2 * .pi / 4
        let out = ball == 4 ? 0 : rim * 0.45
        model.addBall(
          SIMD3(out * cosine(angle), tall * (ball == 4 ? 0.95 : 0.6), out * sine(angle)), radius: rim * 0.33,
          material: skin)
      }
    default: break
    }
    return model
  }

  /// Open, with a lid, or a swing-top.
  static func wasteBin(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let skin = model.add(random.chance(0.5) ? palette.metal(&random) : palette.plastic(&random))
    let (radius, tall) = (random.number(0.11, 0.17), random.number(0.26, 0.62))
    let rim = radius - 0.004
    let shell: [SIMD2<Float>] = [SIMD2(radius * 0.85, 0), SIMD2(radius, tall), SIMD2(rim, tall)]
    switch random.whole(0, 2) {
    case 0:
      model.addLathe(
        [SIMD2(0, 0)] + shell + [SIMD2(radius * 0.83, 0.006), SIMD2(0, 0.006)], segments: 20, material: skin)
      let paper = model.add(palette.paper(&random))
      for ball in 0..<random.whole(0, 4) {
        let angle = Float(ball) * 2
        model.addBall(
          SIMD3(sine(angle) * radius * 0.4, 0.05 + 0.04 * Float(ball), cosine(angle) * radius * 0.4), radius: 0.045,
          material: paper)
      }
    case 1:
      let dark = model.add(palette.matte(0.02, 0.02, 0.02))
      model.addLathe(
        [SIMD2(0, 0)] + shell + [SIMD2(rim * 0.9, tall + 0.03), SIMD2(rim * 0.5, tall + 0.055), SIMD2(0, tall + 0.06)],
        segments: 20, material: skin)
      model.addBox(x: (-0.05, 0.05), y: (0.012, 0.025), z: (radius * 0.8, radius + 0.05), material: dark)
    default:
      let half = radius * 0.9
      model.addFrustum(
        bottom: (SIMD2(-half, -half) * 0.85, SIMD2(half, half) * 0.85), top: (SIMD2(-half, -half), SIMD2(half, half)),
        y: (0, tall * 0.8), material: skin)
      let lid = model.add(palette.plastic(&random))
      model.addAcross(
        [
          SIMD2(-half, tall * 0.8), SIMD2(half, tall * 0.8), SIMD2(half, tall * 0.83), SIMD2(0, tall),
          SIMD2(-half, tall * 0.83),
        ], x: (-half, half), material: lid)
    }
    return model
  }

  /// Building blocks, a ball and a wooden train, or a bear.
  static func toys(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    switch random.whole(0, 2) {
    case 0:
      for block in 0..<random.whole(4, 9) {
        let paint = model.add(palette.moulded(palette.anyColour(&random), &random))
        let half = random.number(0.018, 0.035)
        let angle = Float(block) * 2.4
        let out = 0.05 * Float(block).squareRoot() + (block == 0 ? 0 : 0.04)
        let frame = Frame(SIMD3(sine(angle) * out * 1.4, half, cosine(angle) * out * 1.4), yaw: random.number(0, 3))
        model.addPart(in: frame) {
          $0.addBevelledBox(SIMD3(repeating: -half), SIMD3(repeating: half), bevel: 0.002, material: paint)
        }
      }
    case 1:
      let skin = model.add(palette.moulded(palette.anyColour(&random), &random))
      let radius = random.number(0.06, 0.14)
      model.addBall(SIMD3(0, radius, 0), radius: radius, material: skin)
      for wagon in 0..<3 {
        addWagon(
          &model, at: SIMD3(0.2 + 0.13 * Float(wagon), 0, 0.06 * Float(wagon)), yaw: 0.25, isFirst: wagon == 0, palette,
          &random)
      }
    default: addBear(&model, palette, &random)
    }
    return model
  }

  private static func addWagon(
    _ model: inout Model, at place: SIMD3<Float>, yaw: Float, isFirst: Bool, _ palette: Palette,
    _ random: inout RandomStream
  ) {
    let paint = model.add(palette.moulded(palette.anyColour(&random), &random))
    let dark = model.add(palette.matte(0.04, 0.03, 0.02))
    model.addPart(in: Frame(place, yaw: -yaw)) { part in
      part.addBox(x: (-0.05, 0.05), y: (0.018, 0.05), z: (-0.025, 0.025), material: paint)
      if isFirst {
        part.addBox(x: (0.01, 0.05), y: (0.05, 0.09), z: (-0.025, 0.025), material: paint)
        part.addCylinder(base: SIMD3(-0.025, 0.05, 0), radius: 0.01, height: 0.03, segments: 8, material: dark)
      }
      for x in [Float(-0.03), 0.03] {
        for z in [Float(-0.03), 0.03] {
          part.addRod(
            from: SIMD3(x, 0.015, z - 0.004), to: SIMD3(x, 0.015, z + 0.004), radius: 0.015, sides: 8, material: dark)
        }
      }
    }
  }

  private static func addBear(_ model: inout Model, _ palette: Palette, _ random: inout RandomStream) {
    var fur = Material(.clouds, SIMD3(0.35, 0.2, 0.1) * random.number(0.5, 1.8))
    fur.size = SIMD2(repeating: 0.02)
    let (skin, dark) = (model.add(fur), model.add(palette.matte(0.01, 0.01, 0.01)))
    let scale = random.number(0.8, 1.7)
    func ball(_ x: Float, _ y: Float, _ z: Float, _ radius: Float, _ material: Int) {
      model.addBall(SIMD3(x, y, z) * scale, radius: radius * scale, material: material)
    }
    ball(0, 0.085, 0, 0.085, skin)
    ball(0, 0.21, 0.01, 0.065, skin)
    ball(0, 0.195, 0.065, 0.028, skin)
    ball(0, 0.205, 0.092, 0.008, dark)
    for side in [Float(-1), 1] {
      ball(side * 0.05, 0.265, 0, 0.024, skin)
      ball(side * 0.024, 0.225, 0.066, 0.007, dark)
      ball(side * 0.085, 0.125, 0.045, 0.033, skin)
      ball(side * 0.06, 0.036, 0.09, 0.036, skin)
    }
  }

  /// Two wheels, a frame of tubes, handlebar, saddle; it leans on its stand.
  static func bicycle(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let paint = model.add(palette.moulded(palette.anyColour(&random), &random))
    let tyre = model.add(palette.matte(0.015, 0.015, 0.015))
    let metal = model.add(Palette.brushed)
    let (radius, base) = (random.number(0.31, 0.345), random.number(0.98, 1.06))
    let hubs = [SIMD3(-base / 2, radius, 0), SIMD3(base / 2, radius, 0)]
    for hub in hubs { addWheel(&model, hub, radius, tyre, metal) }
    let crank = SIMD3<Float>(-0.06, 0.29, 0)
    let seat = SIMD3<Float>(-0.2, 0.78, 0)
    let head = SIMD3<Float>(0.32, 0.83, 0)
    let isStep = random.chance(0.35)
    let joint = isStep ? mix(crank, seat, 0.3) : mix(crank, seat, 0.88)
    let neck = head - SIMD3(-0.03, 0.12, 0)
    for (a, b) in [(crank, seat), (joint, isStep ? neck : head - SIMD3(0, 0.03, 0)), (crank, neck)] {
      model.addRod(from: a, to: b, radius: 0.016, sides: 7, material: paint)
    }
    for z in [Float(-0.045), 0.045] {
      let rear = hubs[0] + SIMD3(0, 0, z)
      model.addRod(from: rear, to: crank, radius: 0.009, sides: 5, material: paint)
      model.addRod(from: rear, to: mix(crank, seat, 0.88), radius: 0.008, sides: 5, material: paint)
      model.addRod(
        from: hubs[1] + SIMD3(0, 0, z), to: neck + SIMD3(0.01, -0.02, z * 0.4), radius: 0.01, sides: 5, material: paint)
    }
    let stem = head + SIMD3(-0.03, 0.1, 0)
    model.addRod(from: neck, to: stem, radius: 0.015, sides: 7, material: metal)
    model.addTube(
      Model.rounded(
        [
          stem + SIMD3(-0.14, 0.03, -0.29), stem + SIMD3(0.02, 0.02, -0.22), stem, stem + SIMD3(0.02, 0.02, 0.22),
          stem + SIMD3(-0.14, 0.03, 0.29),
        ], radius: 0.08), radius: 0.0115, sides: 6, material: metal)
    model.addRod(from: seat, to: seat + SIMD3(-0.035, 0.13, 0), radius: 0.012, sides: 6, material: metal)
    let saddle = seat + SIMD3(-0.045, 0.15, 0)
    model.addCushion(
      saddle + SIMD3(-0.12, -0.025, -0.075), saddle + SIMD3(0.15, 0.03, 0.075), plan: 2, section: 2.5, detail: 5,
      material: tyre)
    model.addRod(
      from: crank - SIMD3(0, 0, 0.01), to: crank + SIMD3(0, 0, 0.012), radius: 0.09, sides: 16, material: metal)
    for side in [Float(-1), 1] {
      let end = crank + SIMD3(side * 0.12, side * 0.11, side * 0.06)
      model.addRod(from: crank + SIMD3(0, 0, side * 0.06), to: end, radius: 0.009, sides: 5, material: metal)
      let pedal = end + SIMD3(0, 0, side * 0.05)
      model.addBox(
        x: (pedal.x - 0.045, pedal.x + 0.045), y: (pedal.y - 0.01, pedal.y + 0.01), z: (pedal.z - 0.04, pedal.z + 0.04),
        material: tyre)
    }
    model.addRod(
      from: crank + SIMD3(-0.05, 0, 0.04), to: SIMD3(-0.18, 0.005, 0.2), radius: 0.008, sides: 5, material: metal)
    return model
  }

  private static func addWheel(_ model: inout Model, _ hub: SIMD3<Float>, _ radius: Float, _ tyre: Int, _ metal: Int) {
    func ring(_ radius: Float) -> [SIMD3<Float>] {
      (0..<24).map { step in
        let angle = 2 * Float.pi * Float(step) / 24
        return hub + SIMD3(radius * sine(angle), radius * cosine(angle), 0)
      }
    }
    model.addTube(ring(radius - 0.018), radius: 0.018, sides: 6, isClosed: true, material: tyre)
    model.addTube(ring(radius - 0.042), radius: 0.008, sides: 4, isClosed: true, material: metal)
    model.addRod(from: hub - SIMD3(0, 0, 0.05), to: hub + SIMD3(0, 0, 0.05), radius: 0.018, sides: 7, material: metal)
    for spoke in 0..<14 {
      let angle = 2 * Float.pi * Float(spoke) / 14
      let side: Float = spoke % 2 == 0 ? 0.025 : -0.025
      model.addTube(
        [hub + SIMD3(0, 0, side), hub + SIMD3((radius - 0.045) * sine(angle), (radius - 0.045) * cosine(angle), 0)],
        radius: 0.0018, sides: 3, material: metal)
    }
  }

  /// A padded ring with a cushion.
  static func petBed(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let (cloth, inner) = (model.add(palette.fabric(&random)), model.add(palette.fabric(&random)))
    let radius = random.number(0.22, 0.36)
    let thick = random.number(0.06, 0.085)
    let ring = Model.arc(SIMD3(0, thick, 0), radius: radius, steps: 24).dropLast()
    model.addTube(Array(ring), radius: thick, sides: 9, isClosed: true, material: cloth)
    model.addCushion(
      SIMD3(-radius, 0.002, -radius), SIMD3(radius, thick * 0.95, radius), plan: 2, section: 2.4, detail: 6,
      material: inner)
    return model
  }

  /// A board on crossed legs with an iron, ready for use.
  static func ironingBoard(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let cloth = model.add(palette.fabric(&random))
    let metal = model.add(palette.metal(&random))
    let tall = random.number(0.8, 0.92)
    let outline: [SIMD2<Float>] = [
      SIMD2(-0.55, -0.18), SIMD2(0.25, -0.18), SIMD2(0.5, -0.12), SIMD2(0.62, -0.04), SIMD2(0.62, 0.04),
      SIMD2(0.5, 0.12), SIMD2(0.25, 0.18), SIMD2(-0.55, 0.18),
    ]
    model.addPart(in: Frame(SIMD3(0, tall, 0), pitch: -.pi / 2)) { part in
      part.addPrism(outline, from: 0, to: 0.03, material: cloth)
    }
    for z in [Float(-0.12), 0.12] {
      model.addRod(
        from: SIMD3(-0.38, 0.012, z), to: SIMD3(0.3, tall - 0.028, z * 0.6), radius: 0.011, sides: 6, material: metal)
      model.addRod(
        from: SIMD3(0.38, 0.012, z * 0.8), to: SIMD3(-0.35, tall - 0.028, z * 0.8), radius: 0.011, sides: 6,
        material: metal)
    }
    for (x, reach) in [(Float(-0.38), Float(0.2)), (0.38, 0.16)] {
      model.addRod(from: SIMD3(x, 0.012, -reach), to: SIMD3(x, 0.012, reach), radius: 0.012, sides: 6, material: metal)
    }
    return model
  }

  /// A cylinder on wheels with hose and nozzle, or an upright one.
  static func vacuumCleaner(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(palette.moulded(palette.anyColour(&random), &random))
    let dark = model.add(palette.matte(0.02, 0.02, 0.02))
    let metal = model.add(Palette.brushed)
    if random.chance(0.5) {
      model.addCushion(
        SIMD3(-0.13, 0.03, -0.2), SIMD3(0.13, 0.27, 0.2), plan: 2.6, section: 2.6, detail: 6, material: shell)
      for x in [Float(-0.14), 0.11] {
        model.addRod(
          from: SIMD3(x, 0.09, -0.1), to: SIMD3(x + 0.03, 0.09, -0.1), radius: 0.09, sides: 14, material: dark)
      }
      model.addRod(from: SIMD3(-0.03, 0.03, 0.15), to: SIMD3(0.03, 0.03, 0.15), radius: 0.03, sides: 8, material: dark)
      let hose = Model.rounded(
        [SIMD3(0, 0.17, 0.18), SIMD3(0, 0.35, 0.42), SIMD3(0.2, 0.62, 0.5), SIMD3(0.3, 0.9, 0.25)], radius: 0.2,
        steps: 5)
      model.addTube(hose, radius: 0.02, sides: 8, material: dark)
      model.addRod(from: SIMD3(0.3, 0.92, 0.25), to: SIMD3(0.3, 0.05, 0.55), radius: 0.016, sides: 7, material: metal)
      model.addBox(x: (0.17, 0.43), y: (0, 0.05), z: (0.51, 0.62), material: dark)
      return model
    }
    model.addBox(x: (-0.14, 0.14), y: (0.005, 0.08), z: (-0.02, 0.16), material: dark)
    let grip = SIMD3<Float>(0, 1.08, -0.2)
    model.addRod(from: SIMD3(0, 0.06, 0.05), to: grip, radius: 0.016, sides: 7, material: metal)
    let middle = mix(SIMD3(0, 0.06, 0.05), grip, 0.5)
    model.addPart(in: Frame(middle - SIMD3(0, 0.26, -0.05), pitch: 0.24)) {
      $0.addLathe(
        [SIMD2(0.05, 0), SIMD2(0.075, 0.05), SIMD2(0.075, 0.34), SIMD2(0.04, 0.44)], segments: 14, material: shell)
    }
    model.addTube(
      Model.rounded(
        [grip, grip + SIMD3(0, 0.09, -0.02), grip + SIMD3(0, 0.08, -0.1), grip + SIMD3(0, -0.03, -0.09)], radius: 0.03),
      radius: 0.014, sides: 6, material: dark)
    return model
  }

  /// A stand with furled umbrellas.
  static func umbrellaStand(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let metal = model.add(random.chance(0.5) ? palette.metal(&random) : palette.ceramic(&random))
    let (radius, tall) = (random.number(0.1, 0.13), random.number(0.42, 0.55))
    let rim = radius - 0.005
    model.addLathe(
      [
        SIMD2(0, 0), SIMD2(radius * 0.9, 0), SIMD2(radius, tall), SIMD2(rim, tall), SIMD2(radius * 0.88, 0.01),
        SIMD2(0, 0.01),
      ], segments: 18, material: metal)
    for index in 0..<random.whole(1, 3) {
      let cloth = model.add(palette.fabric(&random))
      let wood = model.add(palette.wood(&random))
      let angle = Float(index) * 2.1
      let foot = SIMD3(-sine(angle), 0, -cosine(angle)) * (radius * 0.5) + SIMD3(0, 0.03, 0)
      let top = SIMD3(sine(angle), 0, cosine(angle)) * (radius * 0.62) + SIMD3(0, random.number(0.74, 0.86), 0)
      let shaft = mix(foot, top, 0.85)
      model.addTube([foot, mix(foot, top, 0.4), shaft], radius: 0.012, endRadius: 0.028, sides: 8, material: cloth)
      let side = normalised(SIMD3(cosine(angle), 0, -sine(angle)))
      let hook = (0...5).map { step -> SIMD3<Float> in
        let turn = Float.pi * Float(step) / 5
        return top + side * (0.035 * (1 - cosine(turn))) + SIMD3(0, 0.035 * sine(turn), 0)
      }
      model.addTube([shaft] + hook, radius: 0.008, sides: 6, material: wood)
    }
    return model
  }

  /// A lead across the floor with a strip of sockets at its end.
  static func extensionCable(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let skin = model.add(random.chance(0.6) ? palette.sanitary(&random) : palette.matte(0.02, 0.02, 0.02))
    let hole = model.add(palette.matte(0.03, 0.03, 0.03))
    let count = random.whole(3, 6)
    let long = Float(count) * 0.05
    model.addBevelledBox(SIMD3(-long / 2, 0, -0.028), SIMD3(long / 2, 0.042, 0.028), bevel: 0.005, material: skin)
    for socket in 0..<count {
      let x = (Float(socket) - Float(count - 1) / 2) * 0.048
      model.addCylinder(base: SIMD3(x, 0.042, 0), radius: 0.018, height: 0.0008, segments: 14, material: hole)
    }
    var point = SIMD3(long / 2, Float(0.005), 0)
    var heading = random.number(-0.4, 0.4)
    var path = [SIMD3(long / 2 - 0.01, Float(0.02), 0), point]
    let bend = random.number(-0.9, 0.9)
    for _ in 0..<10 {
      heading += bend * 0.5 + random.number(-0.35, 0.35)
      point += SIMD3(cosine(heading), 0, sine(heading)) * 0.09
      path.append(point)
    }
    model.addTube(path, radius: 0.004, sides: 5, material: skin)
    return model
  }

  /// A bucket with a mop or a broom that stands by itself in it.
  static func bucketAndMop(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let skin = model.add(palette.plastic(&random))
    let wood = model.add(palette.wood(&random))
    let metal = model.add(Palette.brushed)
    let (radius, tall) = (Float(0.15), random.number(0.25, 0.3))
    model.addLathe(
      [
        SIMD2(0, 0), SIMD2(radius * 0.75, 0), SIMD2(radius, tall), SIMD2(radius - 0.005, tall),
        SIMD2(radius * 0.72, 0.01), SIMD2(0, 0.01),
      ], segments: 18, material: skin)
    let handle = (0...8).map { step -> SIMD3<Float> in
      let angle = Float.pi * Float(step) / 8
      return SIMD3(radius * cosine(angle), tall - 0.02 - 0.1 * sine(angle) * 0.2, radius * sine(angle) + 0.008)
    }
    model.addTube(handle, radius: 0.0035, sides: 4, material: metal)
    let foot = SIMD3<Float>(-0.06, 0.03, -0.03)
    let top = SIMD3<Float>(0.11, 1.2, 0.08)
    model.addRod(from: foot, to: top, radius: 0.012, sides: 7, material: wood)
    let rag = model.add(palette.fabric(&random))
    model.addCushion(SIMD3(-0.11, 0.012, -0.08), SIMD3(0.0, 0.14, 0.03), plan: 2, section: 2, detail: 4, material: rag)
    return model
  }

  /// Tins of paint, a tray and a brush.
  static func paintCans(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let tin = model.add(Palette.brushed)
    for can in 0..<random.whole(2, 4) {
      let label = model.add(palette.moulded(palette.anyColour(&random), &random))
      let radius = random.number(0.06, 0.085)
      let tall = radius * random.number(1.9, 2.3)
      let angle = Float(can) * 2.2
      let out = can == 0 ? 0 : Float(0.19)
      let foot = SIMD3(sine(angle) * out, 0, cosine(angle) * out)
      model.addLathe(
        [
          SIMD2(radius, 0), SIMD2(radius, tall), SIMD2(radius - 0.008, tall), SIMD2(radius - 0.008, tall - 0.008),
          SIMD2(0, tall - 0.008),
        ], origin: foot, segments: 18, material: tin)
      model.addLathe(
        [SIMD2(radius + 0.0006, tall * 0.12), SIMD2(radius + 0.0006, tall * 0.85)], origin: foot, segments: 18,
        isClosed: false, material: label)
    }
    return model
  }

  /// An open toolbox with a hammer, a screwdriver and a spanner.
  static func toolbox(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(palette.moulded(palette.anyColour(&random), &random))
    let metal = model.add(Palette.brushed)
    let wood = model.add(palette.wood(&random))
    let (half, deep, tall) = (random.number(0.2, 0.27), Float(0.11), random.number(0.12, 0.16))
    addOpenBox(&model, half: SIMD2(half, deep), tall: tall, shell)
    model.addRod(
      from: SIMD3(-half, tall + 0.08, 0), to: SIMD3(half, tall + 0.08, 0), radius: 0.012, sides: 8, material: wood)
    for x in [-half, half - 0.008] {
      model.addBox(x: (x, x + 0.008), y: (tall * 0.5, tall + 0.09), z: (-0.025, 0.025), material: shell)
    }
    model.addRod(
      from: SIMD3(-half * 0.7, 0.05, -0.05), to: SIMD3(half * 0.5, 0.07, -0.04), radius: 0.011, sides: 7, material: wood
    )
    model.addBox(x: (half * 0.45, half * 0.6), y: (0.04, 0.1), z: (-0.09, 0.02), material: metal)
    model.addRod(
      from: SIMD3(-half * 0.6, 0.08, 0.04), to: SIMD3(0, 0.07, 0.05), radius: 0.014, sides: 7, material: shell)
    model.addRod(
      from: SIMD3(0, 0.07, 0.05), to: SIMD3(half * 0.5, 0.06, 0.06), radius: 0.004, sides: 5, material: metal)
    return model
  }

  /// A cushion that lies on the floor: round, square or a bean bag.
  static func floorCushion(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let cloth = model.add(palette.fabric(&random))
    let half = random.number(0.22, 0.4)
    let tall = half * random.number(0.35, 0.9)
    model.addCushion(
      SIMD3(-half, 0, -half), SIMD3(half, tall, half), plan: random.chance(0.5) ? 2 : 4, section: random.number(2, 3),
      detail: 7, material: cloth)
    return model
  }
}
