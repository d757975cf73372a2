// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Sanitary ware and what hangs beside it.
enum BathroomFixtures {
  /// A tub: panelled, with a round rim on feet, or sunk into a tiled box; with a mixer.
  static func bathtub(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let enamel = model.add(palette.sanitary(&random))
    let metal = model.add(palette.metal(&random))
    let half = SIMD2(random.number(0.78, 0.88), random.number(0.36, 0.41))
    let tall = random.number(0.52, 0.6)
    let isFree = random.chance(0.3)
    let level = tall - random.number(0.36, 0.42)
    if isFree {
      addShell(&model, half: half, foot: half * 0.72, y: (0.0, tall), plan: 3.2, enamel)
    } else {
      let panel = model.add(random.chance(0.4) ? palette.wetWall(&random) : palette.sanitary(&random))
      model.addBox(x: (-half.x, half.x), y: (0, tall - 0.03), z: (-half.y, half.y), material: panel)
      addRim(&model, half: half, inner: half - 0.07, y: (tall - 0.03, tall), plan: 4, enamel)
    }
    addHollow(&model, rim: half - 0.07, floor: half * SIMD2(0.72, 0.55), y: (level, tall), plan: 4, enamel)
    if isFree { addRim(&model, half: half, inner: half - 0.07, y: (tall - 0.02, tall), plan: 3.2, enamel) }
    addMixer(&model, at: SIMD3(-half.x + 0.05, tall, 0), metal)
    return model
  }

  /// Points of the superellipse |x/a|^p + |y/b|^p = 1, anticlockwise seen from above (from +z over +x).
  private static func outline(_ half: SIMD2<Float>, plan: Float, count: Int) -> [SIMD2<Float>] {
    (0...count).map { step in
      let angle = 2 * Float.pi * Float(step % count) / Float(count)
      let (s, c) = (sine(angle), cosine(angle))
      let scale = 1 / power(power(abs(s), plan) + power(abs(c), plan), 1 / plan)
      return SIMD2(half.x * s * scale, half.y * c * scale)
    }
  }

  /// A surface between two outlines at two heights, seen from outside.
  private static func addBand(
    _ model: inout Model, from lower: [SIMD2<Float>], _ bottom: Float, to upper: [SIMD2<Float>], _ top: Float,
    _ material: Int
  ) {
    let columns = lower.count - 1
    func place(_ column: Int, _ row: Int) -> SIMD3<Float> {
      let point = row == 0 ? lower[column % columns] : upper[column % columns]
      return SIMD3(point.x, row == 0 ? bottom : top, point.y)
    }
    model.addGrid(columns: columns, rows: 1, material: material) { column, row in
      let right = place(column + 1, row) - place(column + columns - 1, row)
      let up = place(column, 1) - place(column, 0)
      return Model.SurfacePoint(
        position: place(column, row), normal: normalised(cross(right, up)),
        coordinate: SIMD2(Float(column) * 0.1, Float(row) * (top - bottom)))
    }
  }

  private static func addShell(
    _ model: inout Model, half: SIMD2<Float>, foot: SIMD2<Float>, y: (Float, Float), plan: Float, _ material: Int
  ) {
    let (lower, upper) = (outline(foot, plan: plan, count: 28), outline(half, plan: plan, count: 28))
    let middle = outline(mix2(foot, half, 0.7), plan: plan, count: 28)
    addBand(&model, from: lower, y.0, to: middle, mix(y.0, y.1, 0.45), material)
    addBand(&model, from: middle, mix(y.0, y.1, 0.45), to: upper, y.1, material)
  }

  private static func addRim(
    _ model: inout Model, half: SIMD2<Float>, inner: SIMD2<Float>, y: (Float, Float), plan: Float, _ material: Int
  ) {
    let outer = outline(half, plan: plan, count: 28)
    addBand(&model, from: outer, y.0, to: outer, y.1, material)
    addBand(&model, from: outer, y.1, to: outline(inner, plan: plan, count: 28), y.1, material)
  }

  /// The inside of a tub or basin: walls that look inwards, and a floor.
  private static func addHollow(
    _ model: inout Model, rim: SIMD2<Float>, floor: SIMD2<Float>, y: (Float, Float), plan: Float, _ material: Int
  ) {
    let count = 28
    let upper = outline(rim, plan: plan, count: count)
    let waist = outline(mix2(rim, floor, 0.45), plan: plan, count: count)
    let lower = outline(floor, plan: plan, count: count)
    let middle = mix(y.0, y.1, 0.25)
    addBand(&model, from: upper, y.1, to: waist, middle, material)
    addBand(&model, from: waist, middle, to: lower, y.0, material)
    model.addPolygon(lower.dropLast().map { SIMD3($0.x, y.0, $0.y) }, material: material)
  }

  private static func mix2(_ a: SIMD2<Float>, _ b: SIMD2<Float>, _ share: Float) -> SIMD2<Float> { a + (b - a) * share }

  private static func addMixer(_ model: inout Model, at foot: SIMD3<Float>, _ metal: Int) {
    model.addTube(
      Model.rounded(
        [foot, foot + SIMD3(0, 0.14, 0), foot + SIMD3(0.13, 0.13, 0), foot + SIMD3(0.13, 0.09, 0)], radius: 0.04),
      radius: 0.013, sides: 8, material: metal)
    for side in [Float(-0.09), 0.09] {
      let knob = foot + SIMD3(0, 0, side)
      model.addRod(from: knob, to: knob + SIMD3(0, 0.05, 0), radius: 0.018, sides: 8, material: metal)
    }
  }

  /// A tray, panes on the free sides, and a shower on a rail; the walls are at its back and at -x.
  static func shower(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let half = SIMD2(random.number(0.4, 0.6), random.number(0.4, 0.48))
    let tall = random.number(1.9, 2.05)
    let enamel = model.add(palette.sanitary(&random))
    let metal = model.add(palette.metal(&random))
    let pane = model.add(palette.glass(&random))
    let step = random.number(0.02, 0.14)
    model.addBevelledBox(SIMD3(-half.x, 0, -half.y), SIMD3(half.x, step, half.y), material: enamel)
    let isWalkIn = random.chance(0.35)
    // Each pane stands in a thin frame.
    addPane(&model, x: (half.x - 0.015, half.x - 0.009), z: (-half.y, half.y), y: (step, tall), pane, metal)
    if !isWalkIn {
      let split = random.number(-0.1, 0.1)
      let z = half.y - 0.015
      addPane(&model, x: (-half.x, split - 0.01), z: (z, z + 0.006), y: (step, tall), pane, metal)
      addPane(&model, x: (split + 0.01, half.x - 0.03), z: (z - 0.02, z - 0.014), y: (step, tall), pane, metal)
      let grip = SIMD3(split + 0.05, 1.05, z + 0.02)
      model.addRod(
        from: grip - SIMD3(0, 0.12, 0), to: grip + SIMD3(0, 0.12, 0), radius: 0.009, sides: 7, material: metal)
    }
    addShowerRail(&model, at: SIMD3(random.number(-0.15, 0.1), 0, -half.y), metal, &random)
    return model
  }

  private static func addPane(
    _ model: inout Model, x: (Float, Float), z: (Float, Float), y: (Float, Float), _ pane: Int, _ metal: Int
  ) {
    let isAlongX = x.1 - x.0 > z.1 - z.0
    let (cx, cz) = ((x.0 + x.1) / 2, (z.0 + z.1) / 2)
    // One sheet: a thin pane mirrors and lets through as a whole.
    let corners =
      isAlongX
      ? [SIMD3(x.0, y.0, cz), SIMD3(x.1, y.0, cz), SIMD3(x.1, y.1, cz), SIMD3(x.0, y.1, cz)]
      : [SIMD3(cx, y.0, z.1), SIMD3(cx, y.0, z.0), SIMD3(cx, y.1, z.0), SIMD3(cx, y.1, z.1)]
    model.addPolygon(corners, material: pane)
    let post: Float = 0.012
    for level in [y.0 + post, y.1 - post] {
      model.addBox(
        x: isAlongX ? x : (cx - post, cx + post), y: (level - post, level + post),
        z: isAlongX ? (cz - post, cz + post) : z, material: metal)
    }
    for end in [Float(0), 1] {
      let at = SIMD2(isAlongX ? mix(x.0 + post, x.1 - post, end) : cx, isAlongX ? cz : mix(z.0 + post, z.1 - post, end))
      model.addBox(
        x: (at.x - post, at.x + post), y: (y.0 + 2 * post, y.1 - 2 * post), z: (at.y - post, at.y + post),
        material: metal)
    }
  }

  private static func addShowerRail(
    _ model: inout Model, at wall: SIMD3<Float>, _ metal: Int, _ random: inout RandomStream
  ) {
    let z = wall.z + 0.05
    model.addRod(from: SIMD3(wall.x, 1.15, z), to: SIMD3(wall.x, 1.85, z), radius: 0.011, sides: 7, material: metal)
    for level in [Float(1.18), 1.82] {
      model.addRod(
        from: SIMD3(wall.x, level, wall.z), to: SIMD3(wall.x, level, z), radius: 0.012, sides: 6, material: metal)
    }
    model.addRod(
      from: SIMD3(wall.x - 0.12, 1.05, z), to: SIMD3(wall.x + 0.12, 1.05, z), radius: 0.022, sides: 8, material: metal)
    model.addRod(from: SIMD3(wall.x, 1.05, wall.z), to: SIMD3(wall.x, 1.05, z), radius: 0.02, sides: 7, material: metal)
    let head = SIMD3(wall.x, 1.78, z + 0.12)
    model.addRod(from: SIMD3(wall.x, 1.72, z), to: head, radius: 0.01, sides: 6, material: metal)
    model.addTube(
      [head + SIMD3(0, 0.01, -0.004), head + SIMD3(0, -0.018, 0.012)], radius: 0.05, sides: 14, material: metal)
    let hose = (0...6).map { step -> SIMD3<Float> in
      let share = Float(step) / 6
      return SIMD3(wall.x + 0.05 + 0.09 * sine(share * .pi), 1.05 + 0.66 * share - 0.25 * sine(share * .pi), z + 0.02)
    }
    model.addTube(hose, radius: 0.007, sides: 5, material: metal)
  }

  /// A bowl with its cistern, or hung on the wall under a flush plate; the lid is up or down.
  static func toilet(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let china = model.add(palette.sanitary(&random))
    let seat = model.add(random.chance(0.8) ? palette.sanitary(&random) : palette.wood(&random))
    let metal = model.add(palette.metal(&random))
    let isHung = random.chance(0.4)
    let tall = random.number(0.39, 0.43)
    let back: Float = isHung ? -0.27 : -0.16
    let (half, reach) = (Float(0.18), Float(0.24))
    let middle = SIMD3(0, 0, back + reach + 0.02)
    let rim = outline(SIMD2(half, reach), plan: 2.4, count: 24)
    let foot = outline(SIMD2(half, reach) * (isHung ? 0.62 : 0.6), plan: 2.6, count: 24)
    let base: Float = isHung ? tall - 0.27 : 0
    model.addPart(in: Frame(middle)) { part in
      addBand(&part, from: foot, base, to: rim, tall - 0.04, china)
      addBand(&part, from: rim, tall - 0.04, to: rim, tall, china)
      addBand(&part, from: rim, tall, to: outline(SIMD2(half, reach) * 0.72, plan: 2.2, count: 24), tall, china)
      addHollow(
        &part, rim: SIMD2(half, reach) * 0.72, floor: SIMD2(0.05, 0.07), y: (tall - 0.2, tall), plan: 2.2, china)
      if isHung { part.addPolygon(foot.dropLast().reversed().map { SIMD3($0.x, base, $0.y) }, material: china) }
      addSeat(&part, half: SIMD2(half, reach), tall: tall, seat, isOpen: random.chance(0.3))
    }
    if isHung {
      model.addBox(x: (-0.12, 0.12), y: (base + 0.03, tall), z: (back, back + 0.2), material: china)
    } else {
      model.addBox(x: (-0.1, 0.1), y: (0, tall - 0.03), z: (back - 0.1, back + 0.2), material: china)
      let wide = random.number(0.17, 0.2)
      model.addBevelledBox(
        SIMD3(-wide, tall - 0.04, back - 0.2), SIMD3(wide, tall + 0.34, back - 0.02), bevel: 0.02, material: china)
      model.addBevelledBox(
        SIMD3(-wide - 0.006, tall + 0.34, back - 0.2), SIMD3(wide + 0.006, tall + 0.37, back - 0.01), bevel: 0.008,
        material: china)
      model.addRod(
        from: SIMD3(0, tall + 0.37, back - 0.11), to: SIMD3(0, tall + 0.38, back - 0.11), radius: 0.022, sides: 10,
        material: metal)
    }
    return model
  }

  private static func addSeat(_ model: inout Model, half: SIMD2<Float>, tall: Float, _ seat: Int, isOpen: Bool) {
    let lid = outline(half + 0.008, plan: 2.4, count: 24)
    guard isOpen else {
      addBand(&model, from: lid, tall + 0.002, to: lid, tall + 0.035, seat)
      model.addPolygon(lid.dropLast().map { SIMD3($0.x, tall + 0.035, $0.y) }, material: seat)
      return
    }
    let ring = outline(half * 0.86, plan: 2.3, count: 20).dropLast().map { SIMD3($0.x, tall + 0.012, $0.y) }
    model.addTube(Array(ring), radius: 0.02, sides: 6, isClosed: true, material: seat)
    model.addPart(in: Frame(SIMD3(0, tall + 0.03, -half.y + 0.02), pitch: 0.12)) { part in
      let shape = outline(half, plan: 2.4, count: 24).dropLast().map { SIMD2($0.x, half.y - $0.y) }
      part.addPrism(shape, from: -0.012, to: 0.012, material: seat)
    }
  }

  /// A basin on a pedestal, on a cupboard, or hung on the wall; with a tap.
  static func washBasin(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let china = model.add(palette.sanitary(&random))
    let metal = model.add(palette.metal(&random))
    let half = SIMD2(random.number(0.26, 0.42), random.number(0.21, 0.25))
    let tall = random.number(0.82, 0.9)
    let kind = random.whole(0, 3)
    let plan: Float = kind == 3 ? 2 : random.number(3, 7)
    let bowl = SIMD2(min(half.x - 0.05, 0.28), half.y - 0.06)
    switch kind {
    case 0:
      model.addLathe(
        [SIMD2(0.11, 0), SIMD2(0.075, 0.1), SIMD2(0.07, tall - 0.3), SIMD2(0.12, tall - 0.14)],
        origin: SIMD3(0, 0, -half.y * 0.3), segments: 16, material: china)
      addBasinBody(&model, half: half, bowl: bowl, y: (tall - 0.16, tall), plan: plan, china)
    case 1:
      addVanity(&model, half: half, tall: tall - 0.06, palette, &random)
      addBasinBody(&model, half: half, bowl: bowl, y: (tall - 0.06, tall), plan: 9, china)
    case 2:
      addBasinBody(&model, half: half, bowl: bowl, y: (tall - 0.14, tall), plan: plan, china)
      model.addTube(
        Model.rounded(
          [SIMD3(0, tall - 0.13, 0), SIMD3(0, tall - 0.3, 0), SIMD3(0, tall - 0.3, -half.y)], radius: 0.05),
        radius: 0.02, sides: 8, material: metal)
    default:
      // A bowl set upon a board.
      let wood = model.add(palette.wood(&random))
      let board = tall - 0.12
      model.addBevelledBox(
        SIMD3(-half.x - 0.1, board - 0.05, -half.y), SIMD3(half.x + 0.1, board, half.y), material: wood)
      addVanity(&model, half: half + SIMD2(0.08, -0.02), tall: board - 0.05, palette, &random)
      let round = SIMD2(repeating: half.y - 0.03)
      let offset = Frame(SIMD3(0, 0, 0.02))
      model.addPart(in: offset) { part in
        addShell(&part, half: round, foot: round * 0.6, y: (board, tall), plan: 2, china)
        addRim(&part, half: round, inner: round - 0.012, y: (tall - 0.003, tall), plan: 2, china)
        addHollow(&part, rim: round - 0.012, floor: round * 0.4, y: (board + 0.02, tall), plan: 2, china)
      }
      addBasinTap(&model, at: SIMD3(0, board, -half.y + 0.035), rise: 0.24, reach: 0.13, metal)
      return model
    }
    addBasinTap(&model, at: SIMD3(0, tall, -half.y + 0.045), rise: 0.1, reach: 0.12, metal)
    return model
  }

  private static func addBasinBody(
    _ model: inout Model, half: SIMD2<Float>, bowl: SIMD2<Float>, y: (Float, Float), plan: Float, _ china: Int
  ) {
    let outer = outline(half, plan: plan, count: 28)
    let under = outline(half * 0.8, plan: plan, count: 28)
    let shift = Frame(SIMD3(0, 0, 0.03))
    addBand(&model, from: under, y.0, to: outer, y.1 - 0.05, china)
    addBand(&model, from: outer, y.1 - 0.05, to: outer, y.1, china)
    model.addPolygon(under.dropLast().reversed().map { SIMD3($0.x, y.0, $0.y) }, material: china)
    let rim = outline(bowl, plan: 2.5, count: 28).map { SIMD2($0.x, $0.y + 0.03) }
    addBand(&model, from: outer, y.1, to: rim, y.1, china)
    model.addPart(in: shift) { part in
      addHollow(&part, rim: bowl, floor: bowl * 0.45, y: (y.1 - 0.13, y.1), plan: 2.5, china)
    }
  }

  private static func addVanity(
    _ model: inout Model, half: SIMD2<Float>, tall: Float, _ palette: Palette, _ random: inout RandomStream
  ) {
    let wood = model.add(random.chance(0.5) ? palette.wood(&random) : palette.smooth(&random))
    let metal = model.add(palette.metal(&random))
    let dark = model.add(palette.matte(0.04, 0.04, 0.04))
    let bottom: Float = random.chance(0.5) ? 0.28 : 0.06
    let (w, d) = (half.x - 0.01, half.y - 0.01)
    // The carcass ends below the bowl, which would otherwise cut through its top.
    model.addBox(x: (-w + 0.012, w - 0.012), y: (bottom, tall - 0.12), z: (-d, d - 0.025), material: dark)
    model.addBox(x: (-w, -w + 0.018), y: (tall - 0.12, tall), z: (-d, d - 0.025), material: wood)
    model.addBox(x: (w - 0.018, w), y: (tall - 0.12, tall), z: (-d, d - 0.025), material: wood)
    if bottom < 0.1 { model.addBox(x: (-w + 0.03, w - 0.03), y: (0, bottom), z: (-d, d - 0.08), material: dark) }
    let isDoors = random.chance(0.5)
    let middle = mix(bottom, tall, 0.5)
    for panel in 0..<2 {
      let x: (Float, Float) = isDoors ? (panel == 0 ? (-w, -0.002) : (0.002, w)) : (-w, w)
      let y: (Float, Float) =
        isDoors ? (bottom, tall) : (panel == 0 ? (bottom, middle - 0.003) : (middle + 0.003, tall))
      model.addBox(x: x, y: y, z: (d - 0.025, d - 0.003), material: wood)
      let grip = SIMD3(isDoors ? (panel == 0 ? -0.05 : 0.05) : 0, isDoors ? middle : y.1 - 0.05, d + 0.012)
      let reach = isDoors ? SIMD3<Float>(0, 0.06, 0) : SIMD3<Float>(0.09, 0, 0)
      model.addRod(from: grip - reach, to: grip + reach, radius: 0.006, sides: 6, material: metal)
    }
    model.addBox(x: (-w, -w + 0.012), y: (bottom, tall - 0.12), z: (-d, d - 0.026), material: wood)
    model.addBox(x: (w - 0.012, w), y: (bottom, tall - 0.12), z: (-d, d - 0.026), material: wood)
  }

  private static func addBasinTap(_ model: inout Model, at foot: SIMD3<Float>, rise: Float, reach: Float, _ metal: Int)
  {
    model.addTube(
      Model.rounded(
        [foot, foot + SIMD3(0, rise, 0), foot + SIMD3(0, rise, reach), foot + SIMD3(0, rise - 0.03, reach)],
        radius: 0.035), radius: 0.013, sides: 8, material: metal)
    model.addRod(
      from: foot + SIMD3(0, rise, 0), to: foot + SIMD3(0, rise + 0.05, -0.03), radius: 0.007, sides: 6, material: metal)
  }

  /// Front-loading, with a round window, panel and drawer.
  static func washingMachine(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let shell = model.add(random.chance(0.8) ? palette.sanitary(&random) : Palette.brushed)
    let ring = model.add(random.chance(0.5) ? palette.metal(&random) : palette.matte(0.05, 0.05, 0.05))
    let dark = model.add(palette.blackGlass())
    let (half, deep, tall) = (Float(0.298), random.number(0.25, 0.31), random.number(0.84, 0.87))
    model.addBox(x: (-half + 0.02, half - 0.02), y: (0, 0.02), z: (-deep + 0.03, deep - 0.03), material: dark)
    model.addBevelledBox(SIMD3(-half, 0.02, -deep), SIMD3(half, tall, deep), bevel: 0.008, material: shell)
    let centre = SIMD3(0, random.number(0.4, 0.46), deep)
    let radius = random.number(0.15, 0.19)
    model.addPart(in: Frame(centre, upwards: SIMD3(0, 0, 1))) { part in
      part.addLathe(
        [SIMD2(radius, 0), SIMD2(radius, 0.025), SIMD2(radius - 0.02, 0.045), SIMD2(radius * 0.72, 0.035)],
        segments: 24, isClosed: false, material: ring)
      part.addLathe(
        [SIMD2(radius * 0.74, 0.036), SIMD2(radius * 0.5, 0.02), SIMD2(0, 0.012)], segments: 24, isClosed: false,
        material: dark)
    }
    model.addBox(
      x: (-half + 0.01, -half + 0.18), y: (tall - 0.115, tall - 0.02), z: (deep, deep + 0.006), material: shell)
    model.addBox(x: (0.06, half - 0.03), y: (tall - 0.1, tall - 0.04), z: (deep, deep + 0.003), material: dark)
    let knob = SIMD3(0, tall - 0.07, deep)
    model.addRod(from: knob, to: knob + SIMD3(0, 0, 0.028), radius: 0.03, sides: 14, material: ring)
    return model
  }

  /// A ladder of warm tubes, or a plain rail, with a towel or two; its back at z = 0.
  static func towelRail(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let metal = model.add(random.chance(0.5) ? palette.sanitary(&random) : palette.metal(&random))
    let half = random.number(0.22, 0.3)
    let isLadder = random.chance(0.6)
    let tall: Float = isLadder ? random.number(0.8, 1.4) : 0.06
    let levels: [Float] =
      isLadder ? stride(from: Float(0.05), to: tall, by: 0.075).map { $0 } : [0.03]
    if isLadder {
      for x in [-half, half] {
        model.addRod(from: SIMD3(x, 0, 0.05), to: SIMD3(x, tall, 0.05), radius: 0.016, sides: 8, material: metal)
      }
    }
    for (index, level) in levels.enumerated() where !isLadder || index % 5 != 4 {
      model.addRod(
        from: SIMD3(-half, level, 0.05), to: SIMD3(half, level, 0.05), radius: 0.0115, sides: 7, material: metal)
    }
    for x in [-half, half] {
      for level in isLadder ? [Float(0.08), tall - 0.08] : [Float(0.03)] {
        model.addRod(from: SIMD3(x, level, 0), to: SIMD3(x, level, 0.05), radius: 0.012, sides: 6, material: metal)
      }
    }
    let top = levels.last ?? 0.03
    for towel in 0..<random.whole(isLadder ? 0 : 1, 2) {
      let cloth = model.add(palette.fabric(&random))
      let x = towel == 0 ? (-half + 0.03, -0.02) : (Float(0.02), half - 0.03)
      addTowel(&model, x: x, rail: SIMD2(top, 0.05), drop: random.number(0.3, 0.6), random.bits(), cloth)
    }
    return model
  }

  /// Cloth over a rail: it falls before and behind it.
  private static func addTowel(
    _ model: inout Model, x: (Float, Float), rail: SIMD2<Float>, drop: Float, _ seed: UInt32, _ cloth: Int
  ) {
    let rows = 10
    model.addGrid(columns: 4, rows: rows, material: cloth) { column, row in
      let share = Float(row) / Float(rows)
      // From the hem in front over the rail to the hem behind.
      let front = share < 0.5
      let fall = abs(share - 0.5) * 2
      let wave = 0.006 * fall * (valueNoise(Float(column) * 0.9, front ? 0 : 5, seed) - 0.3)
      let over = fall < 0.12 ? cosine(fall / 0.12 * .pi / 2) * 0.014 : 0
      let out = front ? 0.018 + wave : -0.018 - wave * 0.3
      let z = rail.y + (fall < 0.12 ? out * fall / 0.12 : out)
      let length = front ? drop : drop * 0.85
      return Model.SurfacePoint(
        position: SIMD3(mix(x.0, x.1, Float(column) / 4), rail.x + over - length * max(0, fall - 0.1), z),
        normal: .zero,
        coordinate: SIMD2(Float(column) / 4 * (x.1 - x.0), share * 2 * drop))
    }
  }

  /// A toilet-paper holder with its roll; its back at z = 0.
  static func paperHolder(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let metal = model.add(palette.metal(&random))
    let roll = model.add(palette.paper(&random))
    model.addRod(from: SIMD3(-0.07, 0.06, 0), to: SIMD3(-0.07, 0.06, 0.07), radius: 0.01, sides: 7, material: metal)
    model.addRod(from: SIMD3(-0.075, 0.06, 0.07), to: SIMD3(0.07, 0.06, 0.07), radius: 0.008, sides: 7, material: metal)
    model.addRod(
      from: SIMD3(-0.05, 0.06, 0.07), to: SIMD3(0.055, 0.06, 0.07), radius: random.number(0.035, 0.058), sides: 16,
      material: roll)
    return model
  }

  /// Bottles and a box: what stands on a basin's edge.
  static func toiletries(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    for index in 0..<random.whole(2, 4) {
      let skin = model.add(palette.plastic(&random))
      let x = Float(index) * 0.06 - 0.09
      let tall = random.number(0.09, 0.2)
      if random.chance(0.6) {
        model.addLathe(
          [SIMD2(0.022, 0), SIMD2(0.024, tall * 0.75), SIMD2(0.01, tall * 0.82), SIMD2(0.01, tall)],
          origin: SIMD3(x, 0, 0), segments: 10, material: skin)
      } else {
        model.addBox(x: (x - 0.022, x + 0.022), y: (0, tall), z: (-0.015, 0.015), material: skin)
      }
    }
    return model
  }
}
