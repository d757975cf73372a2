// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Things for one to sit on at a table.
enum Chairs {
  /// How a chair is built.
  enum Style: CaseIterable { case wooden, upholstered, cantilever, shell, bentwood }

  /// Measures that the styles share.
  struct Measures {
    var width: Float
    var depth: Float
    var seat: Float
    var back: Float
    var hasArms: Bool

    init(_ random: inout RandomStream) {
      width = random.number(0.4, 0.5)
      depth = random.number(0.42, 0.5)
      seat = random.number(0.44, 0.48)
      back = random.number(0.78, 0.98)
      hasArms = random.chance(0.2)
    }

    /// One solid for legs and seat, one for the back, which leans out by `lean`, one for each arm.
    func solids(lean: Float, spread: Float = 0) -> [Solid] {
      let (w, d) = (width / 2 + spread, depth / 2 + spread)
      var solids = [
        Solid(SIMD3(-w, 0, -d - lean * 0.3), SIMD3(w, seat + 0.03, d)),
        Solid(SIMD3(-w, seat + 0.03, -d - lean), SIMD3(w, back + 0.03, -d + 0.11)),
      ]
      for side in [-1, 1] as [Float] where hasArms {
        let x = side * (w - 0.02)
        solids.append(Solid(SIMD3(x - 0.035, seat, -d), SIMD3(x + 0.035, 0.68, d)))
      }
      return solids
    }
  }

  /// A chair of any style.
  static func any(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    make(Style.allCases[random.index(weights: [35, 22, 13, 20, 10])], &random, palette)
  }

  /// A chair of a style.
  static func make(_ style: Style, _ random: inout RandomStream, _ palette: Palette) -> Piece {
    let measures = Measures(&random)
    switch style {
    case .wooden: return wooden(measures, &random, palette)
    case .upholstered: return upholstered(measures, &random, palette)
    case .cantilever: return cantilever(measures, &random, palette)
    case .shell: return shell(measures, &random, palette)
    case .bentwood: return bentwood(measures, &random, palette)
    }
  }

  private static func wooden(_ m: Measures, _ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let wood = model.add(random.hard(palette))
    let thickness = random.number(0.028, 0.042)
    let lean: Float = 0.06
    let (x, z) = (m.width / 2 - thickness / 2, m.depth / 2 - thickness / 2)
    for side in [-x, x] {
      model.addTube(
        [SIMD3(side, m.seat - 0.01, z), SIMD3(side, 0, z)], radius: thickness / 2, endRadius: thickness * 0.36,
        sides: 4,
        material: wood)
      // The hind legs go on as posts of the back.
      model.addTube(
        [SIMD3(side, 0, -z - 0.015), SIMD3(side, m.seat, -z), SIMD3(side, m.back, -z - lean)],
        radius: thickness / 2, endRadius: thickness * 0.36, sides: 4, material: wood)
      model.addBoard(
        x: side, width: thickness * 0.6, depth: m.depth - 2 * thickness, from: m.seat - 0.07, to: m.seat - 0.015,
        material: wood)
      if m.hasArms { arm(to: &model, x: side, m, thickness, wood) }
    }
    for end in [-z, z] {
      model.addBoard(
        z: end, width: m.width - 2 * thickness, depth: thickness * 0.6, from: m.seat - 0.07, to: m.seat - 0.015,
        material: wood)
    }
    if random.chance(0.4) {
      let pad = model.add(palette.fabric(&random))
      model.addPadding(
        z: 0.012, width: m.width, depth: m.depth - 0.03, from: m.seat - 0.02, to: m.seat + 0.025, section: 3,
        material: pad)
    } else {
      model.addBoard(
        z: 0.012, width: m.width, depth: m.depth - 0.03, from: m.seat - 0.015, to: m.seat + 0.01, bevel: 0.006,
        material: wood)
    }
    addBack(to: &model, m, inner: m.width - 2 * thickness, z: -z, lean: lean, wood, &random)
    return Piece(model, solids: m.solids(lean: lean))
  }

  private static func arm(to model: inout Model, x: Float, _ m: Measures, _ thickness: Float, _ material: Int) {
    let front = m.depth / 2 - thickness
    model.addTube(
      [SIMD3(x, m.seat, front), SIMD3(x, 0.64, front)], radius: thickness * 0.4, sides: 4, material: material)
    model.addBoard(
      x: x, z: -0.01, width: thickness * 1.3, depth: m.depth - 0.03, from: 0.64, to: 0.665, bevel: 0.008,
      material: material)
  }

  /// Rails, slats or a panel between the posts of a back.
  private static func addBack(
    to model: inout Model, _ m: Measures, inner: Float, z: Float, lean: Float, _ material: Int,
    _ random: inout RandomStream
  ) {
    let rise = m.back - m.seat
    let slope = arcTangent(lean, rise)
    let kind = random.whole(0, 2)
    model.addPart(in: Frame(SIMD3(0, m.seat, z), pitch: slope)) { model in
      // Posts lean back: up the back is up in these axes.
      let height = rise * 1.0 / cosine(slope)
      model.addBoard(
        width: inner, depth: 0.018, from: height - 0.075, to: height - 0.01, bevel: 0.005, material: material)
      switch kind {
      case 0:
        for row in 1...2 {
          let y = height * (0.25 + 0.22 * Float(row))
          model.addBoard(width: inner, depth: 0.014, from: y - 0.05, to: y, bevel: 0.004, material: material)
        }
      case 1:
        let count = 5
        for slat in 0..<count {
          let x = ((Float(slat) + 0.5) / Float(count) - 0.5) * inner
          model.addTube(
            [SIMD3(x, 0, 0), SIMD3(x, height - 0.07, 0)], radius: 0.007, sides: 6, material: material)
        }
      default:
        model.addBoard(
          width: inner, depth: 0.012, from: height * 0.35, to: height - 0.07, bevel: 0.004, material: material)
      }
    }
  }

  private static func upholstered(_ m: Measures, _ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let (cloth, wood) = (model.add(random.cover(palette)), model.add(random.hard(palette)))
    let style = random.one(of: [Legs.tapered, .tapered, .tube, .turned])
    _ = style.add(
      to: &model, width: m.width, depth: m.depth, height: m.seat - 0.07, thickness: 0.036, material: wood)
    model.addPadding(
      width: m.width, depth: m.depth, from: m.seat - 0.09, to: m.seat + 0.015, plan: 8, section: 4, material: cloth)
    let (height, lean) = (m.back - m.seat + 0.05, Float(0.1))
    model.addPart(in: Frame(SIMD3(0, m.seat - 0.06, -m.depth / 2 + 0.045), pitch: 0.13)) {
      $0.addCushion(
        SIMD3(-m.width / 2, 0, -0.035), SIMD3(m.width / 2, height, 0.035), plan: 5, section: 7, material: cloth)
    }
    if m.hasArms {
      for side in [-1, 1] as [Float] { arm(to: &model, x: side * (m.width / 2 - 0.02), m, 0.035, wood) }
    }
    return Piece(model, solids: m.solids(lean: lean))
  }

  /// A frame of one bent tube on two runners, without hind legs.
  ///
  /// The type is Mart Stam's and Marcel Breuer's of the 1920s.
  private static func cantilever(_ m: Measures, _ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let tube = model.add(random.chance(0.6) ? palette.chrome(&random) : palette.metal(&random))
    let cover = model.add(random.chance(0.5) ? palette.fabric(&random) : palette.wood(&random))
    let (x, z, r) = (m.width / 2 - 0.012, m.depth / 2 - 0.012, Float(0.011))
    let half = [
      SIMD3(x, m.back, -z - 0.07), SIMD3(x, m.seat, -z + 0.02), SIMD3(x, m.seat, z), SIMD3(x, r, z), SIMD3(x, r, -z),
    ]
    let line = half + half.reversed().map { SIMD3(-$0.x, $0.y, $0.z) }
    model.addTube(Model.rounded(line, radius: 0.07), radius: r, sides: 8, material: tube)
    model.addBoard(
      width: m.width - 0.05, depth: m.depth - 0.06, from: m.seat - 0.012, to: m.seat + 0.018, bevel: 0.008,
      material: cover)
    model.addPart(in: Frame(SIMD3(0, m.back - 0.19, -z - 0.028), pitch: 0.17)) {
      $0.addBoard(width: m.width, depth: 0.03, from: 0, to: 0.19, bevel: 0.01, material: cover)
    }
    return Piece(model, solids: plain(m).solids(lean: 0.1))
  }

  /// A shell of plastic or plywood on four legs.
  private static func shell(_ m: Measures, _ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let cover = model.add(random.chance(0.7) ? palette.plastic(&random) : palette.wood(&random))
    let legs = model.add(random.chance(0.5) ? palette.metal(&random) : palette.wood(&random))
    let style = random.one(of: [Legs.splayed, .splayed, .tube, .hairpin])
    _ = style.add(
      to: &model, width: m.width, depth: m.depth, height: m.seat - 0.006, thickness: random.number(0.022, 0.034),
      material: legs)
    let (z, rise) = (m.depth / 2, m.back - m.seat)
    // From the front lip over the seat up the back.
    let profile: [SIMD2<Float>] = [
      [z, m.seat - 0.03], [z - 0.02, m.seat - 0.004], [z - 0.07, m.seat + 0.006], [0, m.seat - 0.004],
      [-z + 0.11, m.seat], [-z + 0.045, m.seat + 0.035], [-z + 0.01, m.seat + 0.11], [-z - 0.02, m.seat + rise * 0.6],
      [-z - 0.05, m.back],
    ]
    // It is to lie below the way that it runs.
    model.addBentPanel(profile.reversed(), width: m.width, thickness: 0.01, material: cover)
    return Piece(model, solids: plain(m).solids(lean: 0.075))
  }

  /// A round seat and a hoop for a back.
  private static func bentwood(_ m: Measures, _ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let wood = model.add(random.hard(palette))
    let radius = m.width / 2
    model.addBevelledCylinder(
      base: SIMD3(0, m.seat - 0.03, 0), radius: radius, height: 0.035, bevel: 0.01, material: wood)
    let ring = Model.arc(SIMD3(0, m.seat * 0.45, 0), radius: radius * 0.78, steps: 16).dropLast()
    model.addTube(Array(ring), radius: 0.008, sides: 6, isClosed: true, material: wood)
    for angle in [0.7, -0.7] as [Float] {
      let direction = SIMD3(sine(angle), 0, cosine(angle))
      model.addTube(
        [direction * (radius * 0.72) + SIMD3(0, m.seat - 0.02, 0), direction * (radius * 0.88)], radius: 0.015,
        endRadius: 0.011, material: wood)
    }
    let (x, z) = (radius * 0.74, -radius * 0.62)
    let hoop = [
      SIMD3(x * 0.95, 0, z - 0.05), SIMD3(x, m.seat, z), SIMD3(x * 0.95, m.back, z - 0.1),
      SIMD3(-x * 0.95, m.back, z - 0.1), SIMD3(-x, m.seat, z), SIMD3(-x * 0.95, 0, z - 0.05),
    ]
    model.addTube(Model.rounded(hoop, radius: 0.13, steps: 6), radius: 0.013, sides: 8, material: wood)
    let inner = hoop[1...4].map { SIMD3($0.x * 0.55, $0.y - ($0.y > m.seat ? 0.11 : 0), $0.z + 0.012) }
    model.addTube(Model.rounded(inner, radius: 0.1, steps: 6), radius: 0.009, sides: 6, material: wood)
    var round = plain(m)
    round.depth = m.width
    return Piece(model, solids: round.solids(lean: 0.03))
  }

  private static func plain(_ m: Measures) -> Measures {
    var plain = m
    plain.hasArms = false
    return plain
  }

  // MARK: - Stools, office chairs

  /// A stool, low or for a bar.
  static func stool(_ random: inout RandomStream, _ palette: Palette, height: Float) -> Piece {
    var model = Model()
    let seat = model.add(random.chance(0.4) ? palette.fabric(&random) : random.hard(palette))
    let frame = model.add(random.chance(0.5) ? palette.metal(&random) : random.hard(palette))
    let radius = random.number(0.15, 0.19)
    switch random.whole(0, 2) {
    case 0:
      // Four legs and a ring for the feet.
      for angle in [0.79, 2.36, 3.93, 5.5] as [Float] {
        let direction = SIMD3(sine(angle), 0, cosine(angle))
        model.addTube(
          [direction * (radius * 0.65) + SIMD3(0, height - 0.02, 0), direction * radius * 1.05], radius: 0.014,
          endRadius: 0.01, sides: 8, material: frame)
      }
      let rest = Model.arc(SIMD3(0, height * 0.35, 0), radius: radius * 0.9, steps: 16).dropLast()
      model.addTube(Array(rest), radius: 0.007, sides: 6, isClosed: true, material: frame)
    case 1:
      model.addLathe(
        [
          SIMD2(radius * 1.05, 0), SIMD2(radius * 1.05, 0.012), SIMD2(0.06, 0.03), SIMD2(0.026, 0.06),
          SIMD2(0.026, height - 0.06), SIMD2(0.08, height - 0.03),
        ], segments: 20, material: frame)
    default:
      for side in [-1, 1] as [Float] {
        model.addTube(
          [
            SIMD3(side * radius, 0, radius * 0.8), SIMD3(side * radius * 0.85, height - 0.03, radius * 0.6),
            SIMD3(side * radius * 0.85, height - 0.03, -radius * 0.6), SIMD3(side * radius, 0, -radius * 0.8),
          ], radius: 0.012, sides: 4, material: frame)
      }
      for end in [-0.68, 0.68] as [Float] {
        model.addTube(
          [SIMD3(-radius * 0.95, height * 0.4, radius * end), SIMD3(radius * 0.95, height * 0.4, radius * end)],
          radius: 0.01, sides: 4, material: frame)
      }
    }
    model.addLathe(
      [
        SIMD2(radius * 0.9, height - 0.035), SIMD2(radius, height - 0.02), SIMD2(radius, height - 0.006),
        SIMD2(radius * 0.9, height), SIMD2(0, height - 0.004),
      ], material: seat)
    return Piece(model)
  }

  /// A swivel chair: five arms with castors, a column, seat, back and perhaps arms.
  static func office(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let cloth = model.add(
      random.chance(0.6) ? Material(.plain, SIMD3(repeating: random.number(0.015, 0.1))) : palette.fabric(&random))
    let metal = model.add(palette.metal(&random))
    let black = model.add(Material(.plain, SIMD3(repeating: 0.02)))
    let (seat, back) = (random.number(0.45, 0.52), random.number(0.9, 1.15))
    let (width, turn) = (random.number(0.46, 0.52), random.number(0, 1.2))
    for index in 0..<5 {
      let angle = turn + Float(index) * 2 * .pi / 5
      let direction = SIMD3(sine(angle), 0, cosine(angle))
      model.addTube(
        [SIMD3(0, 0.11, 0) + direction * 0.03, SIMD3(0, 0.075, 0) + direction * 0.3], radius: 0.022, endRadius: 0.014,
        sides: 6, material: metal)
      model.addBall(direction * 0.295 + SIMD3(0, 0.029, 0), radius: 0.029, material: black)
    }
    model.addCylinder(base: SIMD3(0, 0.08, 0), radius: 0.03, height: 0.16, segments: 12, material: metal)
    model.addCylinder(base: SIMD3(0, 0.24, 0), radius: 0.018, height: seat - 0.3, segments: 12, material: metal)
    model.addBoard(width: 0.2, depth: 0.24, from: seat - 0.08, to: seat - 0.045, bevel: 0.01, material: black)
    model.addPadding(
      width: width, depth: 0.48, from: seat - 0.055, to: seat + 0.025, plan: 6, section: 4, detail: 5, material: cloth)
    model.addTube(
      Model.rounded(
        [SIMD3(0, seat - 0.06, -0.1), SIMD3(0, seat - 0.06, -0.27), SIMD3(0, seat + 0.3, -0.3)], radius: 0.08),
      radius: 0.02, sides: 6, material: black)
    model.addPart(in: Frame(SIMD3(0, seat + 0.1, -0.24), pitch: 0.14)) {
      $0.addCushion(
        SIMD3(-width / 2 + 0.02, 0, -0.03), SIMD3(width / 2 - 0.02, back - seat - 0.1, 0.03), plan: 5, section: 6,
        detail: 5, material: cloth)
    }
    if random.chance(0.65) {
      for side in [-1, 1] as [Float] {
        let x = side * (width / 2 + 0.015)
        model.addTube(
          Model.rounded(
            [SIMD3(side * 0.1, seat - 0.06, 0), SIMD3(x, seat - 0.06, 0), SIMD3(x, seat + 0.2, 0)], radius: 0.05),
          radius: 0.013, sides: 6, material: black)
        model.addBoard(x: x, width: 0.07, depth: 0.25, from: seat + 0.19, to: seat + 0.22, bevel: 0.01, material: black)
      }
    }
    let lean = (back - seat) * 0.14 + 0.03
    return Piece(
      model,
      solids: [
        Solid(width: 0.66, depth: 0.66, to: seat + 0.03),
        Solid(SIMD3(-0.31, seat + 0.03, -0.3 - lean), SIMD3(0.31, back + 0.03, 0.14)),
      ])
  }
}
