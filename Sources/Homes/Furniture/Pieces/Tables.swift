// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Tables of all sizes.
enum Tables {
  /// How a table stands.
  enum Base: CaseIterable { case legs, trestle, pedestal, sled, crossed }

  /// A table with a rectangular top; for long ones pedestals become two.
  static func rectangular(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float, height: Float, base: Base? = nil
  ) -> Piece {
    var model = Model()
    let top = model.add(random.hard(palette))
    let support = model.add(random.chance(0.4) ? palette.metal(&random) : random.hard(palette))
    let thickness = random.number(0.018, 0.045)
    let solids = add(
      base ?? random.one(of: Base.allCases), to: &model, width: width, depth: depth, height: height - thickness,
      support, &random)
    model.addBoard(
      width: width, depth: depth, from: height - thickness, to: height, bevel: random.number(0.002, 0.008),
      material: top)
    return Piece(
      model, solids: solids + [Solid(width: width, depth: depth, from: height - thickness, to: height)],
      surfaces: [surface(width, depth, height)])
  }

  private static func surface(_ width: Float, _ depth: Float, _ height: Float) -> SupportSurface {
    let half = SIMD2(width, depth) / 2 - 0.02
    return SupportSurface(height: height, low: -half, high: half)
  }

  private static func add(
    _ base: Base, to model: inout Model, width: Float, depth: Float, height: Float, _ material: Int,
    _ random: inout RandomStream
  ) -> [Solid] {
    switch base {
    case .legs:
      return addLegs(to: &model, width, depth, height, material, &random)
    case .trestle:
      return [-1, 1].flatMap { side -> [Solid] in
        let x = Float(side) * (width / 2 - min(0.28, width * 0.15))
        for end in [-1, 1] as [Float] {
          model.addTube(
            [SIMD3(x - 0.05, height - 0.02, end * 0.06), SIMD3(x, 0, end * depth * 0.42)], radius: 0.02, sides: 4,
            material: material)
          model.addTube(
            [SIMD3(x + 0.05, height - 0.02, end * 0.06), SIMD3(x, 0, end * depth * 0.42)], radius: 0.02, sides: 4,
            material: material)
        }
        model.addBoard(x: x, width: 0.16, depth: depth * 0.7, from: height - 0.05, to: height, material: material)
        return [
          Solid(SIMD3(x - 0.09, 0, -depth * 0.42 - 0.025), SIMD3(x + 0.09, height, depth * 0.42 + 0.025))
        ]
      }
    case .pedestal:
      let places: [Float] = width > 1.5 ? [-width * 0.27, width * 0.27] : [0]
      return places.map { x in
        let foot = min(0.3, depth * 0.36)
        model.addLathe(
          [
            SIMD2(foot, 0), SIMD2(foot, 0.015), SIMD2(foot * 0.4, 0.04), SIMD2(0.045, 0.09), SIMD2(0.04, height - 0.1),
            SIMD2(0.1, height),
          ], origin: SIMD3(x, 0, 0), material: material)
        return Solid(SIMD3(x - foot, 0, -foot), SIMD3(x + foot, height, foot))
      }
    case .sled:
      return [-1, 1].map { side in
        let x = Float(side) * (width / 2 - min(0.15, width * 0.12))
        let z = depth / 2 - 0.06
        model.addTube(
          [SIMD3(x, 0.02, -z), SIMD3(x, 0.02, z), SIMD3(x, height - 0.02, z), SIMD3(x, height - 0.02, -z)],
          radius: 0.02, sides: 4, isClosed: true, material: material)
        return Solid(SIMD3(x - 0.021, 0, -z - 0.021), SIMD3(x + 0.021, height, z + 0.021))
      }
    case .crossed:
      let x = width / 2 - min(0.2, width * 0.14)
      let z = depth / 2 - 0.08
      model.addTube(
        [SIMD3(-x, height * 0.45, 0), SIMD3(x, height * 0.45, 0)], radius: 0.02, sides: 4, material: material)
      return [-x, x].map { x in
        for end in [-1, 1] as [Float] {
          model.addTube(
            [SIMD3(x, 0, end * z), SIMD3(x, height - 0.005, -end * z)], radius: 0.022, sides: 4, material: material)
        }
        return Solid(SIMD3(x - 0.024, 0, -z - 0.034), SIMD3(x + 0.024, height, z + 0.034))
      } + [Solid(SIMD3(-x, height * 0.45 - 0.025, -0.025), SIMD3(x, height * 0.45 + 0.025, 0.025))]
    }
  }

  private static func addLegs(
    to model: inout Model, _ width: Float, _ depth: Float, _ height: Float, _ material: Int,
    _ random: inout RandomStream
  ) -> [Solid] {
    let style = random.one(of: Legs.allCases)
    let thickness = random.number(0.035, 0.08)
    if style == .square || style == .turned {
      // An apron under the top.
      let drop: Float = 0.08
      for end in [-1, 1] as [Float] {
        model.addBoard(
          z: end * (depth / 2 - thickness), width: width - 2 * thickness, depth: 0.02, from: height - drop, to: height,
          material: material)
        model.addBoard(
          x: end * (width / 2 - thickness), width: 0.02, depth: depth - 2 * thickness, from: height - drop, to: height,
          material: material)
      }
      let legs = style.add(
        to: &model, width: width - 0.02, depth: depth - 0.02, height: height, thickness: thickness, material: material)
      return legs + [Solid(width: width - 0.02, depth: depth - 0.02, from: height - drop, to: height)]
    }
    return style.add(
      to: &model, width: width - 0.02, depth: depth - 0.02, height: height, thickness: thickness, material: material)
  }

  /// A table with a round top, on one foot or on legs.
  static func round(_ random: inout RandomStream, _ palette: Palette, diameter: Float, height: Float) -> Piece {
    var model = Model()
    let top = model.add(random.hard(palette))
    let support = model.add(random.chance(0.5) ? palette.metal(&random) : random.hard(palette))
    let (radius, thickness) = (diameter / 2, random.number(0.015, 0.035))
    let under = height - thickness
    var solids: [Solid]
    switch random.whole(0, 2) {
    case 0:
      let foot = radius * random.number(0.5, 0.7)
      model.addLathe(
        [
          SIMD2(foot, 0), SIMD2(foot, 0.012), SIMD2(foot * 0.5, 0.03), SIMD2(0.03, 0.06), SIMD2(0.028, under - 0.06),
          SIMD2(min(0.12, radius * 0.5), under),
        ], segments: 24, material: support)
      solids = [Solid(width: 2 * foot, depth: 2 * foot, to: 0.09), Solid(width: 0.2, depth: 0.2, to: under)]
    case 1:
      solids = (0..<3).map { leg in
        let angle = Float(leg) * 2 * .pi / 3 + 0.3
        let direction = SIMD3(sine(angle), 0, cosine(angle))
        let (start, end) = (direction * (radius * 0.5) + SIMD3(0, under, 0), direction * (radius * 0.86))
        model.addTube([start, end], radius: 0.02, endRadius: 0.012, sides: 8, material: support)
        let (low, high) = (pointwiseMin(start, end) - 0.021, pointwiseMax(start, end) + 0.021)
        return Solid(SIMD3(low.x, 0, low.z), SIMD3(high.x, under, high.z))
      }
    default:
      let side = diameter * 0.64
      solids = Legs.splayed.add(
        to: &model, width: side + 0.06, depth: side + 0.06, height: under, thickness: 0.04, material: support)
    }
    model.addBevelledCylinder(
      base: SIMD3(0, under, 0), radius: radius, height: thickness, bevel: random.number(0.003, 0.01), segments: 32,
      material: top)
    solids.append(Solid(width: diameter, depth: diameter, from: under, to: height))
    let half = SIMD2<Float>(repeating: radius * 0.66)
    return Piece(model, solids: solids, surfaces: [SupportSurface(height: height, low: -half, high: half)])
  }

  /// A low table for the middle of a sitting group.
  static func coffee(_ random: inout RandomStream, _ palette: Palette, width: Float) -> Piece {
    let height = random.number(0.33, 0.46)
    switch random.whole(0, 3) {
    case 0: return round(&random, palette, diameter: min(1, max(0.55, width * 0.8)), height: height)
    case 1:
      return rectangular(
        &random, palette, width: width, depth: random.number(0.5, 0.7), height: height,
        base: random.one(of: [.legs, .sled]))
    case 2: return shelved(&random, palette, width: width, depth: random.number(0.5, 0.7), height: height)
    default: return glass(&random, palette, width: width, depth: random.number(0.5, 0.7), height: height)
    }
  }

  /// A table with a shelf between its legs.
  static func shelved(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float, height: Float
  ) -> Piece {
    var model = Model()
    let wood = model.add(random.hard(palette))
    let thickness = random.number(0.03, 0.06)
    _ = Legs.square.add(
      to: &model, width: width, depth: depth, height: height - 0.025, thickness: thickness, material: wood)
    let shelf = height * 0.32
    model.addBoard(
      width: width - thickness, depth: depth - thickness, from: shelf - 0.02, to: shelf, material: wood)
    model.addBoard(
      width: width + 0.02, depth: depth + 0.02, from: height - 0.025, to: height, bevel: 0.004, material: wood)
    var lower = surface(width - 0.1, depth - 0.1, shelf)
    lower.clearHeight = height - 0.03 - shelf
    return Piece(model, surfaces: [surface(width, depth, height), lower])
  }

  private static func glass(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float, height: Float
  ) -> Piece {
    var model = Model()
    let metal = model.add(palette.metal(&random))
    let pane = model.add(palette.glass(&random))
    let (x, z) = (width / 2 - 0.02, depth / 2 - 0.02)
    for level in [height - 0.03, 0.08] {
      model.addTube(
        [SIMD3(-x, level, -z), SIMD3(x, level, -z), SIMD3(x, level, z), SIMD3(-x, level, z)], radius: 0.01, sides: 4,
        isClosed: true, material: metal)
    }
    for corner in [SIMD2(-x, -z), SIMD2(x, -z), SIMD2(x, z), SIMD2(-x, z)] {
      model.addTube(
        [SIMD3(corner.x, 0, corner.y), SIMD3(corner.x, height - 0.02, corner.y)], radius: 0.01, sides: 4,
        material: metal)
    }
    model.addBoard(width: width, depth: depth, from: height - 0.01, to: height, bevel: 0.002, material: pane)
    return Piece(model, surfaces: [surface(width, depth, height)])
  }

  /// A narrow table for corridors and behind sofas.
  static func console(_ random: inout RandomStream, _ palette: Palette, width: Float) -> Piece {
    let (depth, height) = (random.number(0.25, 0.36), random.number(0.74, 0.88))
    return random.chance(0.5)
      ? shelved(&random, palette, width: width, depth: depth, height: height)
      : rectangular(
        &random, palette, width: width, depth: depth, height: height, base: random.one(of: [.legs, .sled]))
  }

  /// A small table beside a sofa or bed.
  static func side(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    let height = random.number(0.42, 0.62)
    let size = random.number(0.36, 0.52)
    return random.chance(0.5)
      ? round(&random, palette, diameter: size, height: height)
      : shelved(&random, palette, width: size, depth: size * random.number(0.8, 1), height: height)
  }
}

extension Arrangement {
  /// A table and chairs around it, a little pulled out; `ends` says whether some sit at the short ends.
  static func around(
    _ table: Piece, name: String = "table", chair: Piece, chairName: String = "chair", ends: Bool,
    _ random: inout RandomStream
  ) -> Arrangement {
    let size = table.size
    var members = [Member(family: name, piece: table, isEssential: true)]
    let each = chair.size.x + 0.1
    let long = max(1, Int((size.x - 0.12) / each))
    let reach = chair.extent.high.z
    func sit(_ direction: SIMD2<Float>, _ distance: Float, _ aside: Float, _ random: inout RandomStream) {
      guard random.chance(0.92) else { return }
      let tucked = random.chance(0.12) ? random.number(-0.35, -0.05) : random.number(0.02, 0.3)
      let away = distance + reach - tucked
      let across = SIMD2(direction.y, -direction.x)
      let place = direction * away + across * (aside + random.number(-0.03, 0.03))
      members.append(
        Member(
          family: chairName, piece: chair,
          pose: Pose(
            position: SIMD3(place.x, 0, place.y),
            yaw: arcTangent(-direction.x, -direction.y) + random.number(-0.12, 0.12))))
    }
    for direction in [SIMD2<Float>(0, 1), SIMD2(0, -1)] {
      for index in 0..<long {
        let aside = ((Float(index) + 0.5) / Float(long) - 0.5) * (size.x - 0.1)
        sit(direction, size.z / 2, aside, &random)
      }
    }
    if ends {
      sit(SIMD2(1, 0), size.x / 2, 0, &random)
      sit(SIMD2(-1, 0), size.x / 2, 0, &random)
    }
    return Arrangement(members)
  }
}
