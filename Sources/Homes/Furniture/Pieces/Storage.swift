// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Things to put things into.
enum Storage {
  /// A wardrobe: hinged doors, sliding doors of which one may be a mirror, or open with clothes on a rail.
  static func wardrobe(_ random: inout RandomStream, _ palette: Palette, width: Float, height: Float) -> Piece {
    let depth = random.number(0.52, 0.64)
    switch random.index(weights: [60, 22, 18]) {
    case 0: return hinged(&random, palette, width: width, depth: depth, height: height)
    case 1: return sliding(&random, palette, width: width, depth: depth, height: height)
    default: return clothesRack(&random, palette, width: min(width, 1.5), height: min(height, 1.75))
    }
  }

  private static func hinged(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float, height: Float
  ) -> Piece {
    var model = Model()
    let body = model.add(random.hard(palette))
    let face = random.chance(0.6) ? body : model.add(random.hard(palette))
    let metal = model.add(palette.metal(&random))
    let plinth = random.number(0.04, 0.1)
    model.addBoard(z: -0.01, width: width - 0.03, depth: depth - 0.06, from: 0, to: plinth, material: body)
    model.addBoard(z: -0.01, width: width, depth: depth - 0.02, from: plinth, to: height, bevel: 0.003, material: body)
    let doors = Fronts(
      columns: max(1, Int((width / 0.5).rounded())), rows: 1,
      handle: random.one(of: [.knob, .upright, .upright, .none]), material: face, metal: metal, areDoors: true)
    let drawers = random.chance(0.35) ? random.number(0.2, 0.45) : 0
    doors.add(
      to: &model, left: -width / 2, right: width / 2, from: plinth + drawers, to: height, z: depth / 2 - 0.02)
    if drawers > 0 {
      var lower = doors
      (lower.areDoors, lower.handle) = (false, random.one(of: [.knob, .bar, .hollow]))
      lower.rows = drawers > 0.32 ? 2 : 1
      lower.columns = max(1, doors.columns / 2)
      lower.add(to: &model, left: -width / 2, right: width / 2, from: plinth, to: plinth + drawers, z: depth / 2 - 0.02)
    }
    if random.chance(0.3) {
      model.addBoard(width: width + 0.04, depth: depth, from: height, to: height + 0.05, bevel: 0.02, material: body)
    }
    return Piece(model, surfaces: [top(width, depth, height + 0.05, clear: 0.35)])
  }

  private static func top(_ width: Float, _ depth: Float, _ height: Float, clear: Float = 0.6) -> SupportSurface {
    let half = SIMD2(width, depth) / 2 - 0.03
    return SupportSurface(height: height, low: -half, high: half, clearHeight: clear)
  }

  private static func sliding(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float, height: Float
  ) -> Piece {
    var model = Model()
    let body = model.add(random.hard(palette))
    let metal = model.add(palette.metal(&random))
    let mirror = model.add(palette.mirror(&random))
    let face = model.add(random.hard(palette))
    model.addBoard(z: -0.03, width: width, depth: depth - 0.06, from: 0, to: height, bevel: 0.003, material: body)
    let count = max(2, Int((width / 0.85).rounded()))
    let each = width / Float(count) + 0.01
    let mirrored = random.chance(0.5) ? random.whole(0, count - 1) : -1
    for door in 0..<count {
      let x = -width / 2 + each / 2 + (width - each) * Float(door) / Float(count - 1)
      let z = depth / 2 - (door % 2 == 0 ? 0.045 : 0.016)
      model.addBoard(
        x: x, z: z, width: each, depth: 0.026, from: 0.03, to: height - 0.02, bevel: 0.002,
        material: door == mirrored ? mirror : face)
      for side in [-1, 1] as [Float] {
        model.addBoard(
          x: x + side * (each / 2 - 0.012), z: z + 0.002, width: 0.024, depth: 0.028, from: 0.03, to: height - 0.02,
          material: metal)
      }
    }
    return Piece(model, surfaces: [top(width, depth, height, clear: 0.35)])
  }

  /// A rail on a frame with clothes on hangers.
  static func clothesRack(
    _ random: inout RandomStream, _ palette: Palette, width: Float, height: Float
  ) -> Piece {
    var model = Model()
    let metal = model.add(palette.metal(&random))
    let x = width / 2 - 0.03
    for side in [-x, x] {
      model.addTube(
        [SIMD3(side, 0.015, -0.22), SIMD3(side, 0.015, 0.22)], radius: 0.014, sides: 6, material: metal)
      model.addTube([SIMD3(side, 0.015, 0), SIMD3(side, height, 0)], radius: 0.014, sides: 8, material: metal)
    }
    model.addTube([SIMD3(-x, height, 0), SIMD3(x, height, 0)], radius: 0.014, sides: 8, material: metal)
    let clothes = (0..<4).map { _ in model.add(palette.fabric(&random)) }
    var place = -x + 0.08
    while place < x - 0.08 {
      let (half, drop) = (random.number(0.17, 0.23), random.number(0.6, min(1.15, height - 0.25)))
      let thickness = random.number(0.02, 0.045)
      let yaw = random.number(-0.15, 0.15)
      let cloth = random.one(of: clothes)
      model.addPart(in: Frame(SIMD3(place, height - 0.06, 0), yaw: .pi / 2 + yaw)) {
        // Shoulders slope; the hem is wider.
        $0.addPrism(
          [
            SIMD2(-half - 0.02, -drop), SIMD2(half + 0.02, -drop), SIMD2(half, -0.12), SIMD2(0.05, 0),
            SIMD2(-0.05, 0), SIMD2(-half, -0.12),
          ], from: -thickness / 2, to: thickness / 2, material: cloth)
      }
      place += random.number(0.06, 0.16)
    }
    return Piece(
      model, solids: [Solid(width: width, depth: 0.56, to: height + 0.02)])
  }

  /// A carcase on a plinth or legs with drawers or doors: chests, sideboards, night tables, shoe cabinets.
  static func cabinet(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float, height: Float, rows: Int,
    columns: Int, areDoors: Bool, openShare: Float = 0
  ) -> Piece {
    var model = Model()
    let body = model.add(random.hard(palette))
    let face = random.chance(0.65) ? body : model.add(random.hard(palette))
    let metal = model.add(palette.metal(&random))
    let onLegs = random.chance(0.45)
    let ground = onLegs ? random.number(0.09, 0.2) : random.number(0.03, 0.08)
    if onLegs {
      let style = random.one(of: [Legs.square, .tapered, .splayed, .tube, .turned])
      _ = style.add(
        to: &model, width: width - 0.04, depth: depth - 0.04, height: ground, thickness: 0.035, material: metal)
    } else {
      model.addBoard(z: -0.01, width: width - 0.03, depth: depth - 0.06, from: 0, to: ground, material: body)
    }
    let thickness: Float = 0.018
    let front = depth / 2 - Fronts.thickness
    let fronts = Fronts(
      columns: columns, rows: rows, handle: random.one(of: Handle.allCases), material: face, metal: metal,
      areDoors: areDoors)
    let open = openShare > 0 && random.chance(openShare) ? (height - ground) * 0.35 : 0
    let closedTop = height - thickness - open
    model.addBoard(
      z: -Fronts.thickness / 2, width: width, depth: depth - Fronts.thickness, from: ground, to: closedTop,
      material: body)
    fronts.add(to: &model, left: -width / 2, right: width / 2, from: ground, to: closedTop, z: front)
    var surfaces = [top(width, depth, height)]
    if open > 0 {
      // An open compartment below the top.
      for side in [-1, 0, 1] as [Float] {
        model.addBoard(
          x: side * (width - thickness) / 2, z: 0, width: thickness, depth: depth - 0.01, from: closedTop,
          to: height - thickness, material: body)
      }
      model.addBoard(
        z: -depth / 2 + 0.006, width: width - 0.01, depth: 0.008, from: closedTop, to: height - thickness,
        material: body)
      for side in [-1, 1] as [Float] {
        let middle = side * width / 4
        let half = SIMD2(width / 4 - 0.03, depth / 2 - 0.03)
        surfaces.append(
          SupportSurface(
            height: closedTop, low: SIMD2(middle - half.x, -half.y), high: SIMD2(middle + half.x, half.y),
            clearHeight: open - 0.01))
      }
    }
    model.addBoard(
      width: width + 0.01, depth: depth + 0.01, from: height - thickness, to: height, bevel: 0.003, material: body)
    return Piece(model, surfaces: surfaces)
  }

  /// A low cabinet with a television on it.
  static func television(_ random: inout RandomStream, _ palette: Palette, width: Float) -> Piece {
    var piece = cabinet(
      &random, palette, width: width, depth: random.number(0.36, 0.46), height: random.number(0.38, 0.58), rows: 1,
      columns: max(2, Int(width / 0.5)), areDoors: random.chance(0.5), openShare: 0.6)
    let height = piece.size.y
    let screen = min(width * random.number(0.6, 0.95), 1.55)
    var model = piece.model
    addScreen(to: &model, width: screen, bottom: height + random.number(0.05, 0.09), z: -0.04, &random, palette)
    for side in [-1, 1] as [Float] {
      model.addBoard(
        x: side * screen * 0.32, z: -0.04, width: 0.02, depth: 0.2, from: height, to: height + 0.012,
        material: model.materials.count - 1)
      model.addBoard(
        x: side * screen * 0.32, z: -0.05, width: 0.02, depth: 0.03, from: height, to: height + 0.12,
        material: model.materials.count - 1)
    }
    let low =
      piece.solids + [
        Solid(SIMD3(-screen / 2, height, -0.15), SIMD3(screen / 2, height + 0.1 + screen * 0.6, 0.07))
      ]
    let surfaces = Array(piece.surfaces.dropFirst())
    piece = Piece(model, solids: low, surfaces: surfaces)
    return piece
  }

  /// A flat screen, dark or showing something, in a thin black case; the case's material is added last.
  static func addScreen(
    to model: inout Model, width: Float, bottom: Float, z: Float, _ random: inout RandomStream, _ palette: Palette
  ) {
    let height = width * 0.5625
    let face = model.add(palette.screen(&random, width: width, height: height, isOn: random.chance(0.3)))
    let black = model.add(Material(.plain, SIMD3(repeating: 0.02)))
    model.addBoard(z: z, width: width, depth: 0.03, from: bottom, to: bottom + height, bevel: 0.004, material: black)
    model.addPolygon(
      [
        SIMD3(-width / 2 + 0.008, bottom + 0.01, z + 0.0155), SIMD3(width / 2 - 0.008, bottom + 0.01, z + 0.0155),
        SIMD3(width / 2 - 0.008, bottom + height - 0.008, z + 0.0155),
        SIMD3(-width / 2 + 0.008, bottom + height - 0.008, z + 0.0155),
      ],
      coordinates: [
        SIMD2(-width / 2, -height / 2), SIMD2(width / 2, -height / 2), SIMD2(width / 2, height / 2),
        SIMD2(-width / 2, height / 2),
      ],
      material: face)
  }
}
