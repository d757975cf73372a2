// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Lamps that stand on floors and tables or hang on walls.
///
/// A shade glows where it is lit; its bulb sits in the open
/// shade, so that light leaves above and below as it does from real ones.
enum StandingLamps {
  /// How a lamp is lit.
  private struct Light {
    /// Linear colour of its light.
    var colour: SIMD3<Float>
    /// Luminous flux; 0 for a lamp that is switched off.
    var lumens: Float

    init(lumens range: ClosedRange<Float>, _ random: inout RandomStream) {
      colour = Architect.warmth(kelvin: random.number(2500, 4000))
      lumens = random.chance(0.6) ? random.number(range.lowerBound, range.upperBound) : 0
    }

    var isOn: Bool { lumens > 0 }
    /// Flux of red, green and blue in the units of radiance times area.
    var flux: SIMD3<Float> { colour * (lumens * Architect.lumen) }

    /// What a shade of paper or linen of about `area` wears: it lets a third of the light through.
    func shade(area: Float, _ palette: Palette, _ random: inout RandomStream) -> Material {
      var material = palette.lampshade(&random)
      if isOn {
        material.base *= colour
        material.second *= colour
        material.emission = 0.35 * lumens * Architect.lumen / (.pi * area)
      }
      return material
    }

    /// What a globe of glass or the mouth of a shade of an area wears.
    func diffuser(area: Float) -> Material {
      var material = Material(.plain, isOn ? colour : SIMD3(repeating: 0.8))
      material.emission = min(20, lumens * Architect.lumen / (.pi * area))
      return material
    }
  }

  // MARK: - Floor lamps

  /// Shade on a pole, three legs, an arc, or an uplighter.
  static func floorLamp(_ palette: Palette, _ random: inout RandomStream) -> Model {
    switch random.whole(0, 4) {
    case 0: pole(palette, &random)
    case 1: tripod(palette, &random)
    case 2: arc(palette, &random)
    case 3: uplighter(palette, &random)
    default: paperColumn(palette, &random)
    }
  }

  private static func pole(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 600...1400, &random)
    let metal = model.add(random.chance(0.6) ? palette.metal(&random) : palette.wood(&random))
    let tall = random.number(1.3, 1.6)
    let foot = random.number(0.11, 0.16)
    addStand(&model, foot: SIMD2(foot, 0.025), tall: tall, radius: 0.011, metal)
    addShade(&model, at: SIMD3(0, tall - 0.1, 0), scale: random.number(1, 1.5), light, palette, &random)
    return model
  }

  private static func tripod(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 600...1400, &random)
    let wood = model.add(random.chance(0.7) ? palette.wood(&random) : palette.metal(&random))
    let (tall, spread) = (random.number(1.05, 1.35), random.number(0.24, 0.32))
    let hub = SIMD3(0, tall, 0)
    for leg in 0..<3 {
      let angle = 2 * Float.pi * Float(leg) / 3
      let out = SIMD3(sine(angle), 0, cosine(angle))
      model.addTube([out * spread, hub + out * 0.02], radius: 0.013, endRadius: 0.01, sides: 7, material: wood)
    }
    model.addRod(from: hub - SIMD3(0, 0.03, 0), to: hub + SIMD3(0, 0.08, 0), radius: 0.03, sides: 10, material: wood)
    addShade(&model, at: hub + SIMD3(0, 0.06, 0), scale: random.number(1.1, 1.6), light, palette, &random)
    return model
  }

  private static func arc(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 500...1100, &random)
    let metal = model.add(palette.metal(&random))
    let (reach, tall) = (random.number(0.7, 1.1), random.number(1.7, 2.0))
    let foot = model.add(random.chance(0.5) ? palette.smooth(&random) : palette.metal(&random))
    let back = -reach / 2
    model.addBevelledCylinder(base: SIMD3(back, 0, 0), radius: 0.15, height: 0.05, material: foot)
    let path = (0...12).map { step -> SIMD3<Float> in
      let share = Float(step) / 12
      let angle = share * .pi * 0.62
      return SIMD3(back + reach * (1 - cosine(angle)) / 1.37, 0.04 + (tall - 0.04) * sine(angle), 0)
    }
    let bow = path.map { SIMD3($0.x, $0.y, 0) }
    model.addTube(bow, radius: 0.011, sides: 7, material: metal)
    guard let tip = bow.last else { return model }
    model.addRod(from: tip, to: tip - SIMD3(0, 0.09, 0), radius: 0.008, sides: 6, material: metal)
    addDomeShade(&model, at: tip - SIMD3(0, 0.09, 0), radius: random.number(0.13, 0.2), light, palette, &random)
    return model
  }

  private static func uplighter(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 1200...3000, &random)
    let metal = model.add(random.chance(0.6) ? palette.metal(&random) : palette.smooth(&random))
    let (tall, radius) = (random.number(1.65, 1.85), random.number(0.11, 0.17))
    let glow = model.add(light.diffuser(area: .pi * radius * radius * 0.46))
    addStand(&model, foot: SIMD2(0.13, 0.03), tall: tall, radius: 0.013, metal)
    let level = tall + 0.05
    model.addLathe(
      [
        SIMD2(0.02, tall - 0.02), SIMD2(radius * 0.7, tall + 0.025), SIMD2(radius, tall + 0.085),
        SIMD2(radius - 0.006, tall + 0.085), SIMD2(radius * 0.7, level), SIMD2(0, level),
      ], segments: 20, material: metal)
    model.addDisc(SIMD3(0, level + 0.002, 0), radius: radius * 0.68, material: glow)
    addPanel(&model, at: SIMD3(0, level + 0.006, 0), half: radius * 0.5, isUpwards: true, light)
    return model
  }

  /// A tall lantern of paper or cloth over a frame.
  private static func paperColumn(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 400...900, &random)
    let shade = model.add(light.shade(area: 0.6, palette, &random))
    let wood = model.add(palette.wood(&random))
    let (half, tall) = (random.number(0.11, 0.18), random.number(0.7, 1.4))
    for x in [-half, half] {
      for z in [-half, half] {
        model.addBox(x: (x - 0.009, x + 0.009), y: (0, tall), z: (z - 0.009, z + 0.009), material: wood)
      }
    }
    let corners = [SIMD2(-half, half), SIMD2(half, half), SIMD2(half, -half), SIMD2(-half, -half)]
    for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1)) {
      model.addPolygon(
        [SIMD3(a.x, 0.05, a.y), SIMD3(b.x, 0.05, b.y), SIMD3(b.x, tall - 0.01, b.y), SIMD3(a.x, tall - 0.01, a.y)],
        material: shade)
    }
    // Its paper lets light through, which rays do not know: the bulb stands just above the upper edge instead.
    addBulb(&model, at: SIMD3(0, tall + 0.03, 0), light)
    return model
  }

  // MARK: - Table lamps

  /// A shade on a turned or square foot, a globe, or a desk lamp with joints.
  static func tableLamp(_ palette: Palette, _ random: inout RandomStream) -> Model {
    switch random.whole(0, 3) {
    case 0, 1: footed(palette, &random)
    case 2: globe(palette, &random)
    default: jointed(palette, &random)
    }
  }

  private static func footed(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 250...600, &random)
    let clay = model.add(random.chance(0.5) ? palette.ceramic(&random) : palette.wood(&random))
    let tall = random.number(0.2, 0.34)
    switch random.whole(0, 2) {
    case 0:
      let (radius, belly) = (random.number(0.05, 0.09), random.number(0.25, 0.6))
      let profile = (0...8).map { step -> SIMD2<Float> in
        let share = Float(step) / 8
        return SIMD2(radius * (0.3 + 0.7 * exponential(-(share - belly) * (share - belly) * 12)), share * tall)
      }
      model.addLathe([SIMD2(0, 0)] + profile + [SIMD2(0, tall)], segments: 16, material: clay)
    case 1:
      let half = random.number(0.04, 0.07)
      model.addBevelledBox(SIMD3(-half, 0, -half), SIMD3(half, tall, half), material: clay)
    default:
      addStand(&model, foot: SIMD2(0.08, 0.02), tall: tall, radius: 0.012, clay)
    }
    model.addRod(from: SIMD3(0, tall, 0), to: SIMD3(0, tall + 0.06, 0), radius: 0.008, sides: 6, material: clay)
    addShade(&model, at: SIMD3(0, tall + 0.02, 0), scale: random.number(0.6, 0.9), light, palette, &random)
    return model
  }

  private static func globe(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 200...500, &random)
    let foot = model.add(random.chance(0.5) ? palette.metal(&random) : palette.wood(&random))
    let radius = random.number(0.07, 0.13)
    model.addBevelledCylinder(base: .zero, radius: radius * 0.6, height: 0.04, material: foot)
    addGlobe(&model, at: SIMD3(0, 0.03 + radius, 0), radius: radius, light)
    return model
  }

  private static func jointed(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 350...700, &random)
    let metal = model.add(random.chance(0.5) ? palette.metal(&random) : palette.smooth(&random))
    let (lower, upper) = (random.number(0.24, 0.36), random.number(0.22, 0.32))
    let lean = random.number(0.2, 0.6)
    model.addBevelledCylinder(base: SIMD3(0, 0, -0.08), radius: 0.08, height: 0.025, material: metal)
    let foot = SIMD3<Float>(0, 0.025, -0.08)
    let elbow = foot + SIMD3(0, cosine(lean), -sine(lean)) * lower
    let head = elbow + SIMD3(0, sine(0.5), cosine(0.5)) * upper
    for offset in [Float(-0.014), 0.014] {
      let shift = SIMD3(offset, 0, 0)
      model.addRod(from: foot + shift, to: elbow + shift, radius: 0.005, sides: 5, material: metal)
      model.addRod(from: elbow + shift, to: head + shift, radius: 0.005, sides: 5, material: metal)
    }
    model.addRod(
      from: elbow - SIMD3(0.022, 0, 0), to: elbow + SIMD3(0.022, 0, 0), radius: 0.012, sides: 8, material: metal)
    addDomeShade(&model, at: head, radius: random.number(0.06, 0.09), light, palette, &random)
    return model
  }

  // MARK: - Wall lamps

  /// Its back at z = 0, its middle at y = 0: a half cylinder that washes the wall, a globe, or a shade on an arm.
  static func wallLamp(_ palette: Palette, _ random: inout RandomStream) -> Model {
    switch random.whole(0, 2) {
    case 0: washer(palette, &random)
    case 1: wallGlobe(palette, &random)
    default: armed(palette, &random)
    }
  }

  private static func washer(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 250...700, &random)
    let skin = model.add(random.chance(0.5) ? palette.smooth(&random) : palette.ceramic(&random))
    let (radius, half) = (random.number(0.07, 0.12), random.number(0.06, 0.13))
    // Half a cylinder, open above and below.
    model.addGrid(columns: 10, rows: 1, material: skin) { column, row in
      let angle = Float.pi * (Float(column) / 10 - 0.5)
      let out = SIMD3(sine(angle), 0, cosine(angle))
      return Model.SurfacePoint(
        position: SIMD3(radius * out.x, row == 0 ? -half : half, radius * out.z), normal: out,
        coordinate: SIMD2(angle * radius, Float(row) * 2 * half))
    }
    let glow = model.add(light.diffuser(area: 0.01))
    model.addBox(x: (-0.03, 0.03), y: (-0.02, 0.02), z: (0, 0.02), material: glow)
    addBulb(&model, at: SIMD3(0, 0, radius * 0.6), light)
    return model
  }

  private static func wallGlobe(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 200...500, &random)
    let metal = model.add(palette.metal(&random))
    let radius = random.number(0.06, 0.1)
    model.addPart(in: Frame(.zero, upwards: SIMD3(0, 0, 1))) {
      $0.addBevelledCylinder(base: .zero, radius: 0.05, height: 0.02, material: metal)
      $0.addCylinder(base: SIMD3(0, 0.02, 0), radius: 0.012, height: 0.05, segments: 8, material: metal)
    }
    addGlobe(&model, at: SIMD3(0, 0, 0.06 + radius), radius: radius, light)
    return model
  }

  private static func armed(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let light = Light(lumens: 200...450, &random)
    let metal = model.add(palette.metal(&random))
    let reach = random.number(0.14, 0.24)
    model.addPart(in: Frame(.zero, upwards: SIMD3(0, 0, 1))) {
      $0.addBevelledCylinder(base: .zero, radius: 0.05, height: 0.02, material: metal)
    }
    model.addTube(
      Model.rounded([SIMD3(0, 0, 0.01), SIMD3(0, 0, reach), SIMD3(0, 0.09, reach)], radius: 0.05), radius: 0.007,
      sides: 6, material: metal)
    addShade(&model, at: SIMD3(0, 0.06, reach), scale: random.number(0.4, 0.55), light, palette, &random)
    return model
  }

  // MARK: - Shades and bulbs

  /// A drum or a cone of paper, open above and below, with a bulb inside.
  private static func addShade(
    _ model: inout Model, at foot: SIMD3<Float>, scale: Float, _ light: Light, _ palette: Palette,
    _ random: inout RandomStream
  ) {
    let shade = model.add(light.shade(area: 0.22 * scale * scale, palette, &random))
    let (bottom, tall) = (scale * random.number(0.13, 0.18), scale * random.number(0.16, 0.24))
    let top = bottom * random.one(of: [Float(1), 0.8, 0.55])
    model.addLathe(
      [SIMD2(bottom, 0), SIMD2(mix(bottom, top, 0.5), tall / 2), SIMD2(top, tall)], origin: foot, segments: 24,
      isClosed: false, material: shade)
    let wire = model.add(palette.metal(&random))
    let level = foot + SIMD3(0, tall * 0.28, 0)
    for spoke in 0..<3 {
      let angle = 2 * Float.pi * Float(spoke) / 3
      let out = SIMD3(sine(angle), 0, cosine(angle)) * (mix(bottom, top, 0.28) - 0.001)
      model.addRod(from: level, to: level + out, radius: 0.002, sides: 4, material: wire)
    }
    model.addRod(from: foot, to: level + SIMD3(0, 0.02, 0), radius: 0.012, sides: 7, material: wire)
    addBulb(
      &model, at: foot + SIMD3(0, tall * 0.28 + 0.06 * min(1, scale + 0.4), 0), light)
  }

  /// An opaque dome that shines down through its mouth.
  private static func addDomeShade(
    _ model: inout Model, at top: SIMD3<Float>, radius: Float, _ light: Light, _ palette: Palette,
    _ random: inout RandomStream
  ) {
    let skin = model.add(random.chance(0.5) ? palette.metal(&random) : palette.smooth(&random))
    let glow = model.add(light.diffuser(area: .pi * radius * radius * 0.86))
    let deep = radius * random.number(0.8, 1.2)
    let outside = (0...5).map { step -> SIMD2<Float> in
      let share = Float(step) / 5
      return SIMD2(radius * max(0.12, cosine(share * .pi / 2)), deep * (sine(share * .pi / 2) - 1))
    }
    model.addLathe(outside, origin: top, segments: 20, isClosed: false, material: skin)
    model.addDisc(top + SIMD3(0, 0.001, 0), radius: radius * 0.13, material: skin)
    let level = top - SIMD3(0, deep * 0.8, 0)
    model.addDisc(level, radius: radius * 0.93, isUpwards: false, material: glow)
    addPanel(&model, at: level - SIMD3(0, 0.004, 0), half: radius * 0.62, isUpwards: false, light)
  }

  /// A bulb of a radius.
  private static func addBulb(_ model: inout Model, at centre: SIMD3<Float>, radius: Float = 0.02, _ light: Light) {
    guard light.isOn else { return }
    model.lamps.append(Lamp(.bulb(radius: radius), centre: centre, emission: light.flux / (4 * .pi)))
  }

  /// A globe of glass; it shines from just outside its skin, so that the skin does not stand in its own light.
  private static func addGlobe(_ model: inout Model, at centre: SIMD3<Float>, radius: Float, _ light: Light) {
    let skin = model.add(light.diffuser(area: 4 * .pi * radius * radius))
    model.addBall(centre, radius: radius, material: skin)
    addBulb(&model, at: centre, radius: radius + 0.004, light)
  }

  /// A level square that shines to one side.
  private static func addPanel(
    _ model: inout Model, at centre: SIMD3<Float>, half: Float, isUpwards: Bool, _ light: Light
  ) {
    guard light.isOn else { return }
    let (right, front) = (SIMD3(half, 0, 0), SIMD3(0, 0, half))
    model.lamps.append(
      Lamp(
        isUpwards ? .panel(edgeU: front, edgeV: right) : .panel(edgeU: right, edgeV: front), centre: centre,
        emission: light.flux / (.pi * 4 * half * half)))
  }

  /// A round foot of a radius and a height, and a rod on it.
  private static func addStand(
    _ model: inout Model, foot: SIMD2<Float>, tall: Float, radius: Float, _ material: Int
  ) {
    model.addBevelledCylinder(base: .zero, radius: foot.x, height: foot.y, material: material)
    model.addRod(from: SIMD3(0, foot.y, 0), to: SIMD3(0, tall, 0), radius: radius, sides: 8, material: material)
  }
}
