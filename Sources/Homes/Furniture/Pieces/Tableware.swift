// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Small things that stand on tables, worktops and shelves; each stands on y = 0 about the vertical axis.
enum Tableware {
  static func cup(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let clay = model.add(palette.ceramic(&random))
    let (radius, tall) = (random.number(0.032, 0.045), random.number(0.065, 0.11))
    let foot = radius * random.number(0.6, 1)
    let rim = radius - 0.004
    model.addLathe(
      [SIMD2(0, 0), SIMD2(foot, 0), SIMD2(radius, tall), SIMD2(rim, tall), SIMD2(foot * 0.85, 0.008), SIMD2(0, 0.008)],
      segments: 12, material: clay)
    let ear = (0...4).map { step -> SIMD3<Float> in
      let angle = Float.pi * (Float(step) / 4 - 0.5)
      return SIMD3(radius * 0.93 + cosine(angle) * 0.022, tall * (0.52 + 0.28 * sine(angle)), 0)
    }
    model.addTube(ear, radius: 0.0045, sides: 5, material: clay)
    return model
  }

  /// Empty, or heaped with fruit.
  static func bowl(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let clay = model.add(random.chance(0.3) ? palette.wood(&random) : palette.ceramic(&random))
    let (radius, tall) = (random.number(0.06, 0.15), random.number(0.045, 0.09))
    let outside = (0...4).map { step -> SIMD2<Float> in
      let share = Float(step) / 4
      return SIMD2(radius * (0.35 + 0.65 * sine(share * .pi / 2)), tall * share * (0.4 + 0.6 * share))
    }
    let inside = outside.reversed().map { SIMD2(max($0.x - 0.006, 0.001), min($0.y + 0.006, tall)) }
    model.addLathe([SIMD2(0, 0)] + outside + inside + [SIMD2(0, 0.007)], segments: 16, material: clay)
    if radius > 0.1 && random.chance(0.7) { addFruit(&model, radius: radius, tall: tall, &random) }
    return model
  }

  private static func addFruit(
    _ model: inout Model, radius: Float, tall: Float, _ random: inout RandomStream
  ) {
    let hue = random.one(of: [Float(0.0), 0.08, 0.12, 0.17, 0.28])
    let count = random.whole(3, 5)
    let size = radius * random.number(0.3, 0.36)
    for piece in 0...count {
      var skin = Material(.plain, Palette.colour(hue: hue + random.number(0, 0.03), saturation: 0.8, value: 0.85))
      skin.finish = .coated(gloss: 0.04, roughness: 0.25)
      let angle = 2 * Float.pi * Float(piece) / Float(count)
      let isTop = piece == count
      let out = isTop ? 0 : radius * 0.5
      let centre = SIMD3(out * cosine(angle), tall * 0.55 + size * (isTop ? 1.5 : 0.8), out * sine(angle))
      model.balls.append(Ball(centre: centre, radius: size, material: model.add(skin)))
    }
  }

  static func plate(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let clay = model.add(palette.ceramic(&random))
    let radius = random.number(0.09, 0.14)
    for layer in 0..<random.whole(1, 6) {
      let level = Float(layer) * 0.008
      model.addLathe(
        [
          SIMD2(0, level), SIMD2(radius * 0.6, level), SIMD2(radius, level + 0.018), SIMD2(radius, level + 0.022),
          SIMD2(radius * 0.6, level + 0.006), SIMD2(0, level + 0.006),
        ], segments: 20, material: clay)
    }
    return model
  }

  static func bottle(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    var glass = Material(
      .plain, Palette.colour(hue: random.number(0.05, 0.42), saturation: 0.7, value: random.number(0.12, 0.5)))
    glass.finish = .coated(gloss: 0.05, roughness: 0.03)
    let skin = model.add(random.chance(0.7) ? glass : palette.plastic(&random))
    let (radius, tall) = (random.number(0.03, 0.045), random.number(0.2, 0.33))
    let neck = radius * random.number(0.3, 0.45)
    let shoulder = tall * random.number(0.55, 0.72)
    let bend = (0...3).map { step -> SIMD2<Float> in
      let share = Float(step) / 3
      return SIMD2(
        mix(radius, neck, share * share * (3 - 2 * share)), mix(shoulder, shoulder + (tall - shoulder) * 0.5, share))
    }
    model.addLathe(
      [SIMD2(0, 0), SIMD2(radius, 0), SIMD2(radius, shoulder * 0.5)] + bend + [SIMD2(neck, tall), SIMD2(0, tall)],
      segments: 12, material: skin)
    if random.chance(0.7) {
      let label = model.add(palette.picture(&random, width: 0.08, height: 0.08))
      let low = shoulder * 0.25
      model.addLathe(
        [SIMD2(radius + 0.0008, low), SIMD2(radius + 0.0008, shoulder * 0.8)], segments: 12, material: label)
    }
    return model
  }

  /// A vase: slender, bellied or square, now and then with twigs or flowers.
  static func vase(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let clay = model.add(random.chance(0.3) ? palette.smooth(&random) : palette.ceramic(&random))
    let (radius, tall) = (random.number(0.04, 0.09), random.number(0.14, 0.36))
    let (belly, waist) = (random.number(0.15, 0.7), random.number(0.3, 0.8))
    let profile = (0...9).map { step -> SIMD2<Float> in
      let share = Float(step) / 9
      let bulge = exponential(-(share - belly) * (share - belly) * 9)
      return SIMD2(radius * (waist * 0.6 + (1 - waist * 0.6) * bulge), share * tall)
    }
    let mouth = profile[9].x
    let inside = [SIMD2(mouth - 0.004, tall), SIMD2(mouth * 0.7, tall * 0.75), SIMD2(0, tall * 0.7)]
    model.addLathe([SIMD2(0, 0)] + profile + inside, segments: 16, material: clay)
    if random.chance(0.45) { Plants.addBouquet(&model, from: tall * 0.75, spread: mouth, palette, &random) }
    return model
  }

  /// Books lying on each other.
  static func bookStack(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let pages = model.add(palette.paper(&random))
    var level: Float = 0
    var size = SIMD2(random.number(0.17, 0.3), random.number(0.13, 0.22))
    for _ in 0..<random.whole(1, 6) {
      let thick = random.number(0.012, 0.045)
      let cover = model.add(palette.moulded(palette.anyColour(&random), &random))
      model.addPart(in: Frame(SIMD3(0, level, 0), yaw: random.number(-0.25, 0.25))) {
        addBook(&$0, size: size, thick: thick, cover: cover, pages: pages)
      }
      level += thick
      size *= random.number(0.85, 1)
    }
    return model
  }

  /// A closed book on its back: two boards and a spine round the pages.
  private static func addBook(_ model: inout Model, size: SIMD2<Float>, thick: Float, cover: Int, pages: Int) {
    let half = size / 2
    let board: Float = 0.0025
    model.addBox(x: (-half.x, half.x), y: (0, board), z: (-half.y, half.y), material: cover)
    model.addBox(x: (-half.x, half.x), y: (thick - board, thick), z: (-half.y, half.y), material: cover)
    model.addBox(x: (-half.x, half.x), y: (board, thick - board), z: (half.y - board, half.y), material: cover)
    model.addBox(
      x: (-half.x + 0.004, half.x - 0.004), y: (board, thick - board), z: (-half.y + 0.004, half.y - board),
      material: pages)
  }

  /// Books side by side, the last one leaning, perhaps with a bookend.
  static func bookRow(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let pages = model.add(palette.paper(&random))
    let count = random.whole(4, 11)
    let thicknesses = (0..<count).map { _ in random.number(0.014, 0.045) }
    let tall = random.number(0.18, 0.26)
    var left = -thicknesses.reduce(0, +) / 2
    for thick in thicknesses {
      let cover = model.add(palette.moulded(palette.anyColour(&random), &random))
      let (height, deep) = (tall * random.number(0.78, 1.1), random.number(0.055, 0.08))
      let right = left + thick - 0.0008
      model.addBox(x: (left, left + 0.002), y: (0, height), z: (-deep, deep), material: cover)
      model.addBox(x: (right - 0.002, right), y: (0, height), z: (-deep, deep), material: cover)
      model.addBox(x: (left + 0.002, right - 0.002), y: (0, height), z: (deep - 0.002, deep), material: cover)
      model.addBox(
        x: (left + 0.002, right - 0.002), y: (0.003, height - 0.004), z: (-deep + 0.003, deep - 0.002), material: pages)
      left += thick
    }
    return model
  }

  /// A frame that leans back on its stand.
  static func photoFrame(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let (half, tall) = (random.number(0.05, 0.12), random.number(0.12, 0.26))
    let edge = model.add(random.chance(0.5) ? palette.wood(&random) : palette.metal(&random))
    let photo = model.add(palette.picture(&random, width: half * 2, height: tall))
    let lean = tall * 0.18
    func point(_ x: Float, _ y: Float, _ out: Float) -> SIMD3<Float> { SIMD3(x, y, out + lean * (0.5 - y / tall)) }
    func slab(_ x: (Float, Float), _ y: (Float, Float), _ out: Float, _ material: Int) {
      let front = [point(x.0, y.0, out), point(x.1, y.0, out), point(x.1, y.1, out), point(x.0, y.1, out)]
      let back = front.map { SIMD3($0.x, $0.y, $0.z - 0.01) }
      model.addHexahedron(back: back, front: front, material: material)
    }
    slab((-half, half), (0, 0.012), 0.006, edge)
    slab((-half, half), (tall - 0.012, tall), 0.006, edge)
    slab((-half, -half + 0.012), (0.012, tall - 0.012), 0.006, edge)
    slab((half - 0.012, half), (0.012, tall - 0.012), 0.006, edge)
    slab((-half + 0.012, half - 0.012), (0.012, tall - 0.012), 0, photo)
    model.addRod(
      from: point(0, tall * 0.6, -0.012), to: SIMD3(0, 0.004, -lean), radius: 0.004, sides: 4, material: edge)
    return model
  }

  /// An open laptop.
  static func laptop(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let (half, deep) = (random.number(0.15, 0.18), random.number(0.21, 0.25))
    let shell = model.add(random.chance(0.6) ? Palette.brushed : palette.matte(0.03, 0.03, 0.035))
    let keys = model.add(palette.matte(0.015, 0.015, 0.015))
    let screen = model.add(palette.screen(&random, width: half * 2, height: deep))
    model.addBox(x: (-half, half), y: (0, 0.014), z: (-deep / 2, deep / 2), material: shell)
    model.addBox(x: (-half + 0.02, half - 0.02), y: (0.014, 0.0155), z: (-deep / 2 + 0.03, deep * 0.08), material: keys)
    let angle = random.number(1.65, 2.1)
    let (up, back) = (sine(angle), cosine(angle))
    let hinge = SIMD3<Float>(0, 0.012, -deep / 2 + 0.006)
    func lid(_ x: Float, _ along: Float, _ out: Float) -> SIMD3<Float> {
      hinge + SIMD3(x, up * along + back * -out, back * along + up * out)
    }
    let front = [lid(-half, 0, 0), lid(half, 0, 0), lid(half, deep, 0), lid(-half, deep, 0)]
    let rear = [lid(-half, 0, -0.007), lid(half, 0, -0.007), lid(half, deep, -0.007), lid(-half, deep, -0.007)]
    model.addHexahedron(back: rear, front: front, material: shell)
    let edge: Float = 0.008
    model.addPicture(
      [
        lid(-half + edge, edge * 2, 0.0008), lid(half - edge, edge * 2, 0.0008), lid(half - edge, deep - edge, 0.0008),
        lid(-half + edge, deep - edge, 0.0008),
      ], material: screen)
    return model
  }

  /// A screen on its foot, with a keyboard and a mouse before it.
  static func monitor(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let half = random.number(0.24, 0.36)
    let tall = half * random.number(1.1, 1.3)
    let shell = model.add(random.chance(0.7) ? palette.matte(0.02, 0.02, 0.02) : Palette.brushed)
    let screen = model.add(palette.screen(&random, width: half * 2, height: tall))
    let low = random.number(0.09, 0.16)
    let back: Float = -0.12
    model.addBox(x: (-half, half), y: (low, low + tall), z: (back - 0.03, back), material: shell)
    model.addPicture(
      [
        SIMD3(-half + 0.012, low + 0.018, back + 0.001), SIMD3(half - 0.012, low + 0.018, back + 0.001),
        SIMD3(half - 0.012, low + tall - 0.012, back + 0.001), SIMD3(-half + 0.012, low + tall - 0.012, back + 0.001),
      ], material: screen)
    model.addBox(x: (-0.025, 0.025), y: (0.012, low + tall / 2), z: (back - 0.06, back - 0.03), material: shell)
    model.addBox(x: (-0.12, 0.12), y: (0, 0.012), z: (back - 0.1, back + 0.08), material: shell)
    addKeyboard(&model, palette, &random)
    return model
  }

  private static func addKeyboard(_ model: inout Model, _ palette: Palette, _ random: inout RandomStream) {
    let plastic = model.add(random.chance(0.6) ? palette.matte(0.03, 0.03, 0.03) : palette.matte(0.6, 0.6, 0.6))
    let caps = model.add(random.chance(0.6) ? palette.matte(0.06, 0.06, 0.06) : palette.matte(0.75, 0.75, 0.75))
    model.addBox(x: (-0.21, 0.21), y: (0, 0.015), z: (0.04, 0.17), material: plastic)
    for row in 0..<5 {
      let z = 0.05 + Float(row) * 0.0225
      model.addBox(x: (-0.2, 0.2), y: (0.015, 0.021), z: (z, z + 0.018), material: caps)
    }
    model.addCushion(
      SIMD3(0.235, 0, 0.05), SIMD3(0.295, 0.034, 0.15), plan: 2.4, section: 2, detail: 4, material: plastic)
  }

  static func printer(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let (half, deep, tall) = (random.number(0.19, 0.24), random.number(0.16, 0.22), random.number(0.15, 0.3))
    let shell = model.add(random.chance(0.5) ? palette.matte(0.55, 0.55, 0.53) : palette.matte(0.04, 0.04, 0.045))
    let dark = model.add(palette.blackGlass())
    let sheet = model.add(palette.paper(&random))
    model.addBox(x: (-half, half), y: (0, tall * 0.42), z: (-deep, deep), material: shell)
    model.addBox(x: (-half, half), y: (tall * 0.42, tall * 0.6), z: (-deep, deep - 0.08), material: shell)
    model.addBox(x: (-half, -half + 0.05), y: (tall * 0.42, tall * 0.6), z: (deep - 0.08, deep), material: shell)
    model.addBox(x: (half - 0.05, half), y: (tall * 0.42, tall * 0.6), z: (deep - 0.08, deep), material: shell)
    model.addBox(x: (-half, half), y: (tall * 0.6, tall), z: (-deep, deep), material: shell)
    model.addBox(x: (half - 0.16, half - 0.03), y: (tall, tall + 0.004), z: (deep - 0.08, deep - 0.02), material: dark)
    model.addBox(x: (-0.105, 0.105), y: (tall * 0.42, tall * 0.44), z: (-0.05, deep + 0.05), material: sheet)
    return model
  }

  /// A box with a lid that is closed or a jar of pens, or a desk tidy.
  static func penCup(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let skin = model.add(palette.plastic(&random))
    let (radius, tall) = (random.number(0.035, 0.045), random.number(0.08, 0.11))
    model.addLathe(
      [SIMD2(0, 0), SIMD2(radius, 0), SIMD2(radius, tall), SIMD2(radius - 0.003, tall), SIMD2(radius - 0.003, 0.01)],
      segments: 12, material: skin)
    for _ in 0..<random.whole(2, 5) {
      let pen = model.add(palette.moulded(palette.anyColour(&random), &random))
      let angle = random.number(0, 2 * .pi)
      let out = SIMD3(cosine(angle), 0, sine(angle))
      model.addRod(
        from: out * -0.015 + SIMD3(0, 0.006, 0), to: out * (radius - 0.008) + SIMD3(0, random.number(0.12, 0.16), 0),
        radius: 0.004, sides: 5, material: pen)
    }
    return model
  }

  static func candle(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let wax = model.add(random.chance(0.6) ? palette.matte(0.75, 0.7, 0.58) : palette.smooth(&random))
    let foot = model.add(palette.metal(&random))
    let (radius, tall) = (random.number(0.012, 0.04), random.number(0.07, 0.24))
    model.addRod(from: .zero, to: SIMD3(0, 0.012, 0), radius: radius + 0.025, sides: 14, material: foot)
    model.addRod(from: SIMD3(0, 0.012, 0), to: SIMD3(0, tall, 0), radius: radius, sides: 12, material: wax)
    model.addRod(
      from: SIMD3(0, tall, 0), to: SIMD3(0, tall + 0.012, 0), radius: 0.0015, sides: 4,
      material: model.add(palette.matte(0.02, 0.02, 0.02)))
    return model
  }

  /// A kettle or coffee pot with spout and handle.
  static func kettle(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let skin = model.add(random.chance(0.5) ? Palette.brushed : palette.plastic(&random))
    let dark = model.add(palette.matte(0.02, 0.02, 0.02))
    let (radius, tall) = (random.number(0.065, 0.085), random.number(0.17, 0.23))
    model.addLathe(
      [SIMD2(0, 0), SIMD2(radius, 0), SIMD2(radius, tall * 0.25), SIMD2(radius * 0.72, tall * 0.9), SIMD2(0, tall)],
      segments: 16, material: skin)
    model.addRod(from: SIMD3(0, tall - 0.004, 0), to: SIMD3(0, tall + 0.02, 0), radius: 0.012, sides: 8, material: dark)
    model.addTube(
      [
        SIMD3(-radius * 0.7, tall * 0.86, 0), SIMD3(-radius - 0.03, tall * 0.9, 0),
        SIMD3(-radius - 0.035, tall * 0.4, 0),
        SIMD3(-radius * 0.95, tall * 0.25, 0),
      ], radius: 0.009, sides: 6, material: dark)
    model.addRod(
      from: SIMD3(radius * 0.7, tall * 0.6, 0), to: SIMD3(radius + 0.03, tall * 0.85, 0), radius: 0.012, sides: 7,
      material: skin)
    return model
  }

  static func toaster(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let skin = model.add(random.chance(0.5) ? Palette.brushed : palette.plastic(&random))
    let dark = model.add(palette.matte(0.02, 0.02, 0.02))
    model.addBox(x: (-0.14, 0.14), y: (0.012, 0.18), z: (-0.08, 0.08), material: skin)
    model.addBox(x: (-0.12, 0.12), y: (0, 0.012), z: (-0.07, 0.07), material: dark)
    for z in [Float(-0.03), 0.03] {
      model.addBox(x: (-0.1, 0.1), y: (0.18, 0.181), z: (z - 0.013, z + 0.013), material: dark)
    }
    model.addBox(x: (0.14, 0.165), y: (0.12, 0.135), z: (-0.02, 0.02), material: dark)
    return model
  }

  static func microwave(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let skin = model.add(random.chance(0.5) ? Palette.brushed : palette.sanitary(&random))
    let dark = model.add(palette.blackGlass())
    let half = random.number(0.22, 0.26)
    model.addBox(x: (-half, half), y: (0.01, 0.28), z: (-0.17, 0.17), material: skin)
    model.addBox(x: (-half + 0.03, half - 0.03), y: (0, 0.01), z: (-0.14, 0.14), material: dark)
    model.addBox(x: (-half + 0.01, half - 0.13), y: (0.02, 0.27), z: (0.17, 0.185), material: dark)
    model.addBox(x: (half - 0.11, half - 0.02), y: (0.2, 0.25), z: (0.17, 0.172), material: dark)
    model.addRod(
      from: SIMD3(half - 0.065, 0.09, 0.17), to: SIMD3(half - 0.065, 0.09, 0.19), radius: 0.025, sides: 12,
      material: dark)
    model.addRod(
      from: SIMD3(half - 0.15, 0.05, 0.21), to: SIMD3(half - 0.15, 0.24, 0.21), radius: 0.008, sides: 6, material: skin)
    return model
  }

  /// A pot or pan with a lid or a handle.
  static func pot(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let skin = model.add(random.chance(0.6) ? Palette.brushed : palette.plastic(&random))
    let dark = model.add(palette.matte(0.02, 0.02, 0.02))
    let isPan = random.chance(0.4)
    let (radius, tall) = (random.number(0.09, 0.13), isPan ? Float(0.045) : random.number(0.09, 0.16))
    let rim = radius - 0.004
    model.addLathe(
      [SIMD2(0, 0), SIMD2(radius * 0.9, 0), SIMD2(radius, 0.015), SIMD2(radius, tall), SIMD2(rim, tall)]
        + (isPan
          ? [SIMD2(rim * 0.9, 0.006), SIMD2(0, 0.006)] : [SIMD2(rim * 0.6, tall + 0.02), SIMD2(0, tall + 0.03)]),
      segments: 18, material: skin)
    if isPan {
      model.addRod(
        from: SIMD3(radius * 0.98, tall * 0.7, 0), to: SIMD3(radius + 0.19, tall + 0.02, 0), radius: 0.011, sides: 6,
        material: dark)
    } else {
      model.addRod(
        from: SIMD3(0, tall + 0.028, 0), to: SIMD3(0, tall + 0.05, 0), radius: 0.014, sides: 8, material: dark)
      for side in [Float(-1), 1] {
        let out = side * radius
        model.addTube(
          [
            SIMD3(out * 0.98, tall * 0.8, -0.04), SIMD3(out * 1.22, tall * 0.84, -0.03),
            SIMD3(out * 1.22, tall * 0.84, 0.03), SIMD3(out * 0.98, tall * 0.8, 0.04),
          ], radius: 0.006, sides: 5, material: dark)
      }
    }
    return model
  }

  /// Pieces of sculpture: a sphere on a block, a bust-like turned form, or a ring.
  static func sculpture(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let stone = model.add(random.chance(0.5) ? palette.metal(&random) : palette.smooth(&random))
    let foot = model.add(palette.wood(&random))
    let half = random.number(0.035, 0.055)
    model.addBox(x: (-half, half), y: (0, 0.03), z: (-half, half), material: foot)
    switch random.whole(0, 2) {
    case 0: model.balls.append(Ball(centre: SIMD3(0, 0.03 + half, 0), radius: half, material: stone))
    case 1:
      model.addLathe(
        [
          SIMD2(0, 0.03), SIMD2(half * 0.8, 0.03), SIMD2(half * 0.3, 0.08), SIMD2(half * 0.7, 0.14),
          SIMD2(half * 0.25, 0.2), SIMD2(half * 0.45, 0.24), SIMD2(0, 0.27),
        ], segments: 14, material: stone)
    default:
      let ring = (0...16).map { step -> SIMD3<Float> in
        let angle = 2 * Float.pi * Float(step) / 16
        return SIMD3(0.07 * sine(angle), 0.11 - 0.07 * cosine(angle), 0)
      }
      model.addTube(ring, radius: 0.012, sides: 7, material: stone)
    }
    return model
  }

  /// A newspaper or an open magazine.
  static func newspaper(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let (half, deep) = (random.number(0.1, 0.19), random.number(0.13, 0.19))
    let sheet = model.add(palette.paper(&random))
    let print = model.add(palette.picture(&random, width: half * 2, height: deep * 2))
    let thick = random.number(0.003, 0.012)
    model.addBox(x: (-half, half), y: (0, thick), z: (-deep, deep), material: sheet)
    let (l, t) = (half - 0.012, deep - 0.015)
    model.addPicture(
      [
        SIMD3(-l, thick + 0.0005, t), SIMD3(l, thick + 0.0005, t), SIMD3(l, thick + 0.0005, -t),
        SIMD3(-l, thick + 0.0005, -t),
      ], material: print)
    return model
  }
}
