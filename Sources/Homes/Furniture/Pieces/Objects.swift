// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Things that stand about.
enum Objects {
  /// An upright piano and its stool is the arrangement's matter.
  static func piano(_ random: inout RandomStream) -> Piece {
    var model = Model()
    var lacquer = Material(.plain, random.chance(0.6) ? SIMD3(repeating: 0.012) : SIMD3(0.12, 0.05, 0.02))
    lacquer.finish = .coated(gloss: 0.05, roughness: random.number(0.02, 0.2))
    let body = model.add(lacquer)
    let ivory = model.add(Material(.plain, SIMD3(0.75, 0.73, 0.66)))
    let ebony = model.add(Material(.plain, SIMD3(repeating: 0.012)))
    let (width, depth, height) = (random.number(1.44, 1.52), random.number(0.56, 0.64), random.number(1.08, 1.28))
    let (back, front) = (-depth / 2, depth / 2)
    model.addBevelledBox(
      SIMD3(-width / 2, 0.03, back), SIMD3(width / 2, height - 0.03, back + 0.34), bevel: 0.006, material: body)
    model.addBevelledBox(
      SIMD3(-width / 2 - 0.01, height - 0.03, back), SIMD3(width / 2 + 0.01, height, back + 0.37), bevel: 0.006,
      material: body)
    for side in [-1, 1] as [Float] {
      let x = side * (width / 2 - 0.03)
      model.addBoard(
        x: x, z: (back + 0.34 + front) / 2, width: 0.06, depth: front - back - 0.34, from: 0.6, to: 0.78, bevel: 0.01,
        material: body)
      model.addTube([SIMD3(x, 0.62, front - 0.05), SIMD3(x, 0, front - 0.05)], radius: 0.028, sides: 4, material: body)
      model.addBoard(x: x, z: front - 0.17, width: 0.06, depth: 0.3, from: 0, to: 0.06, material: body)
    }
    model.addBoard(z: front - 0.13, width: width - 0.12, depth: 0.26, from: 0.6, to: 0.68, material: body)
    addKeys(to: &model, width: width - 0.14, front: front - 0.02, ivory, ebony)
    return Piece(
      model,
      solids: [
        Solid(SIMD3(-width / 2 - 0.012, 0, back - 0.001), SIMD3(width / 2 + 0.012, height, back + 0.372)),
        Solid(SIMD3(-width / 2, 0, back), SIMD3(width / 2, 0.79, front)),
      ],
      surfaces: [
        SupportSurface(
          height: height, low: SIMD2(-width / 2 + 0.05, back + 0.02), high: SIMD2(width / 2 - 0.05, back + 0.33),
          clearHeight: 0.4)
      ])
  }

  private static func addKeys(to model: inout Model, width: Float, front: Float, _ ivory: Int, _ ebony: Int) {
    model.addBoard(z: front - 0.075, width: width, depth: 0.15, from: 0.68, to: 0.702, bevel: 0.002, material: ivory)
    // Two and three black keys by turns, seven white ones an octave.
    let white = width / 52
    for key in 0..<51 where ![1, 4].contains(key % 7) {
      model.addBox(
        SIMD3(-width / 2 + (Float(key) + 0.7) * white, 0.702, front - 0.145),
        SIMD3(-width / 2 + (Float(key) + 1.28) * white, 0.713, front - 0.05), material: ebony)
    }
  }

  /// A mirror in a frame that stands on feet or leans.
  static func mirror(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let frame = model.add(random.chance(0.5) ? palette.metal(&random) : random.hard(palette))
    let pane = model.add(palette.mirror(&random))
    let (width, height) = (random.number(0.38, 0.75), random.number(1.4, 1.85))
    let rim = random.number(0.015, 0.05)
    let slope = random.number(0.05, 0.11)
    model.addPart(in: Frame(SIMD3(0, 0.06, 0.08), pitch: slope)) {
      $0.addTube(
        [
          SIMD3(-width / 2, rim, 0), SIMD3(width / 2, rim, 0), SIMD3(width / 2, height, 0),
          SIMD3(-width / 2, height, 0),
        ], radius: rim / 2, sides: 4, isClosed: true, material: frame)
      $0.addBoard(width: width - rim * 0.5, depth: rim * 0.4, from: rim, to: height, bevel: 0.001, material: pane)
    }
    for side in [-1, 1] as [Float] {
      let x = side * (width / 2 - 0.02)
      model.addTube(
        [SIMD3(x, 0.09, 0.08), SIMD3(x, 0.01, 0.2)], radius: 0.01, sides: 6, material: frame)
      model.addTube(
        [SIMD3(x, height * 0.75, -0.04 - slope * height * 0.3), SIMD3(x, 0.01, -0.24)], radius: 0.01, sides: 6,
        material: frame)
    }
    return Piece(model)
  }

  /// A folding screen of several panels, or a straight partition on feet.
  static func partition(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let frame = model.add(random.hard(palette))
    let cloth = model.add(palette.fabric(&random))
    let height = random.number(1.5, 1.9)
    let isFolding = random.chance(0.6)
    let panels = isFolding ? random.whole(3, 4) : 1
    let width = isFolding ? random.number(0.4, 0.55) : random.number(1, 1.8)
    let angle: Float = isFolding ? random.number(0.3, 0.6) : 0
    let step = cosine(angle) * width
    for panel in 0..<panels {
      let yaw = panel % 2 == 0 ? angle : -angle
      let x = (Float(panel) - Float(panels - 1) / 2) * step
      model.addPart(in: Frame(SIMD3(x, 0, 0), yaw: yaw)) {
        $0.addTube(
          [
            SIMD3(-width / 2 + 0.02, 0.12, 0), SIMD3(width / 2 - 0.02, 0.12, 0), SIMD3(width / 2 - 0.02, height, 0),
            SIMD3(-width / 2 + 0.02, height, 0),
          ], radius: 0.016, sides: 4, isClosed: true, material: frame)
        $0.addBoard(width: width - 0.06, depth: 0.008, from: 0.13, to: height - 0.01, bevel: 0, material: cloth)
        for side in [-1, 1] as [Float] {
          let place = side * (width / 2 - 0.025)
          $0.addTube([SIMD3(place, 0.12, 0), SIMD3(place, 0, 0)], radius: 0.014, sides: 4, material: frame)
          if !isFolding { $0.addBoard(x: place, width: 0.05, depth: 0.4, from: 0, to: 0.03, material: frame) }
        }
      }
    }
    return Piece(model)
  }

  /// A rug, oblong or round.
  static func rug(_ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float) -> Piece {
    var model = Model()
    let wool = model.add(palette.rug(&random))
    let thickness = random.number(0.004, 0.012)
    if random.chance(0.82) {
      model.addBoard(width: width, depth: depth, from: 0.0005, to: thickness, bevel: 0.003, material: wool)
      if random.chance(0.4) {
        let edge = model.add(palette.fabric(&random))
        for side in [-1, 1] as [Float] {
          model.addBoard(
            x: side * (width / 2 - 0.04), width: 0.08, depth: depth, from: 0.0005, to: thickness + 0.001, bevel: 0.002,
            material: edge)
        }
      }
    } else {
      model.addBevelledCylinder(
        base: SIMD3(0, 0.0005, 0), radius: min(width, depth) / 2, height: thickness, bevel: 0.003, segments: 32,
        material: wool)
    }
    return Piece(model)
  }

  /// Boxes and crates, some on others.
  static func stack(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let materials = (0..<2).map { _ in
      model.add(
        random.chance(0.5)
          ? Shelves.cardboard(&random) : (random.chance(0.5) ? palette.wood(&random) : palette.smooth(&random)))
    }
    var (width, depth, bottom) = (random.number(0.4, 0.75), random.number(0.35, 0.6), Float(0))
    for level in 0..<random.whole(1, 4) {
      let height = random.number(0.2, 0.45)
      let turn = level == 0 ? 0 : random.number(-0.12, 0.12)
      model.addPart(in: Frame(SIMD3(0, bottom, 0), yaw: turn)) {
        if random.chance(0.3) {
          addCrate(to: &$0, width, depth, height, random.one(of: materials))
        } else {
          $0.addBoard(
            width: width, depth: depth, from: 0, to: height, bevel: 0.006, material: random.one(of: materials))
        }
      }
      bottom += height + 0.001
      width *= random.number(0.75, 0.97)
      depth *= random.number(0.75, 0.97)
    }
    return Piece(model)
  }

  private static func addCrate(
    to model: inout Model, _ width: Float, _ depth: Float, _ height: Float, _ material: Int
  ) {
    let slats = max(2, Int(height / 0.1))
    for slat in 0..<slats {
      let low = height * Float(slat) / Float(slats) + 0.005
      let high = low + height / Float(slats) - 0.02
      for side in [-1, 1] as [Float] {
        model.addBoard(
          z: side * (depth / 2 - 0.006), width: width, depth: 0.012, from: low, to: high, bevel: 0, material: material)
        model.addBoard(
          x: side * (width / 2 - 0.006), width: 0.012, depth: depth - 0.03, from: low, to: high, bevel: 0,
          material: material)
      }
    }
    for x in [-width / 2 + 0.03, width / 2 - 0.03] {
      for z in [-depth / 2 + 0.026, depth / 2 - 0.026] {
        model.addBoard(x: x, z: z, width: 0.03, depth: 0.028, from: 0, to: height, bevel: 0, material: material)
      }
    }
    model.addBoard(width: width - 0.03, depth: depth - 0.03, from: 0.01, to: 0.025, bevel: 0, material: material)
  }

  /// A coat stand, or a row of hooks on a post.
  static func coatStand(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let wood = model.add(random.chance(0.5) ? palette.metal(&random) : random.hard(palette))
    let height = random.number(1.65, 1.85)
    model.addCylinder(base: SIMD3(0, 0, 0), radius: 0.02, height: height, segments: 12, material: wood)
    for leg in 0..<4 {
      let angle = Float(leg) * .pi / 2 + 0.4
      let direction = SIMD3(sine(angle), 0, cosine(angle))
      model.addTube(
        Model.rounded(
          [SIMD3(0, 0.3, 0), direction * 0.12 + SIMD3(0, 0.12, 0), direction * 0.25 + SIMD3(0, 0.012, 0)], radius: 0.1),
        radius: 0.011, sides: 6, material: wood)
      model.addTube(
        [SIMD3(0, height - 0.18, 0), direction * 0.14 + SIMD3(0, height - 0.04, 0)], radius: 0.009, sides: 6,
        material: wood)
    }
    if random.chance(0.7) {
      let cloth = model.add(palette.fabric(&random))
      model.addPart(in: Frame(SIMD3(0.1, 0, 0.1), yaw: random.number(0, 6))) {
        $0.addCushion(
          SIMD3(-0.2, height - 1.05, -0.06), SIMD3(0.2, height - 0.1, 0.06), plan: 3, section: 4, material: cloth)
      }
    }
    return Piece(model)
  }
}
