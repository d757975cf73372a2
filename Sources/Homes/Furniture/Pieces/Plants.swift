// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Plants in pots: leaves are folded strips or small quads, never more than about 800 triangles.
enum Plants {
  // MARK: - Species

  /// Long leaves that arch out of one or two bare stems, as a dragon tree's or a yucca's.
  static func dragonTree(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let rim = addPot(&model, radius: random.number(0.11, 0.17), palette, &random)
    let (leaf, bark) = (model.add(palette.leaves(&random)), model.add(Plants.bark(&random)))
    let stems = random.whole(1, 3)
    for stem in 0..<stems {
      let side = Float(stem) - Float(stems - 1) / 2
      let foot = SIMD3(side * 0.05, rim, random.number(-0.02, 0.02))
      let crown = foot + SIMD3(side * 0.07, random.number(0.15, 0.9), random.number(-0.06, 0.06))
      model.addTube(
        [foot - SIMD3(0, 0.05, 0), (foot + crown) / 2 + SIMD3(side * 0.02, 0, 0), crown], radius: 0.018, sides: 7,
        material: bark)
      let count = 26 / stems + 4
      for index in 0..<count {
        let share = Float(index) / Float(count)
        let rise = mix(1.3, -0.15, share) + random.number(-0.1, 0.1)
        let yaw = Float(index) * 2.4 + random.number(-0.2, 0.2)
        addLeaf(
          &model, at: crown - SIMD3(0, 0.05 * share, 0), yaw: yaw, rise: rise, length: random.number(0.28, 0.5),
          width: random.number(0.025, 0.04), droop: random.number(0.9, 1.8), leaf)
      }
    }
    return model
  }

  /// Broad leaves on stalks from the soil: a rubber plant, a peace lily, a philodendron.
  static func broadLeaved(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let rim = addPot(&model, radius: random.number(0.12, 0.19), palette, &random)
    let (leaf, stalk) = (model.add(palette.leaves(&random)), model.add(palette.leaves(&random)))
    let tall = random.number(0.35, 0.85)
    let wide = random.number(0.3, 0.62)
    for index in 0..<random.whole(12, 20) {
      let yaw = Float(index) * 2.4 + random.number(-0.3, 0.3)
      let spread = random.number(0.08, 0.3)
      let out = SIMD3(sine(yaw), 0, cosine(yaw))
      let top = SIMD3(0, rim + tall * random.number(0.35, 1), 0) + out * spread
      let foot = SIMD3(0, rim - 0.04, 0) + out * 0.03
      model.addTube([foot, mix3(foot, top, 0.5) + SIMD3(0, 0.05, 0), top], radius: 0.005, sides: 4, material: stalk)
      let length = random.number(0.18, 0.32)
      addLeaf(
        &model, at: top, yaw: yaw, rise: random.number(0, 0.7), length: length, width: length * wide,
        droop: random.number(0.8, 1.6), leaf)
    }
    return model
  }

  /// A small tree: trunk, branches and a cloud of leaves.
  static func ficus(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let rim = addPot(&model, radius: random.number(0.14, 0.2), palette, &random)
    let (leaf, bark) = (model.add(palette.leaves(&random)), model.add(Plants.bark(&random)))
    let trunk = random.number(0.35, 0.85)
    let crown = SIMD3(random.number(-0.04, 0.04), rim + trunk, random.number(-0.04, 0.04))
    let half = SIMD3(random.number(0.22, 0.36), random.number(0.25, 0.45), random.number(0.22, 0.36))
    model.addTube(
      [SIMD3(0, rim - 0.05, 0), SIMD3(crown.x * 2, rim + trunk * 0.5, crown.z * 2), crown], radius: 0.02, sides: 7,
      material: bark)
    let middle = crown + SIMD3(0, half.y * 0.7, 0)
    for branch in 0..<6 {
      let yaw = Float(branch) * 2.4
      let tip = middle + SIMD3(sine(yaw) * half.x, random.number(-0.3, 0.8) * half.y, cosine(yaw) * half.z) * 0.75
      model.addTube([crown - SIMD3(0, 0.03, 0), tip], radius: 0.006, sides: 4, material: bark)
    }
    addLeafCloud(
      &model, centre: middle, half: half, count: random.whole(300, 380), size: random.number(0.05, 0.08), leaf, &random)
    return model
  }

  /// Upright stiff blades: mother-in-law's tongue.
  static func snakePlant(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let rim = addPot(&model, radius: random.number(0.09, 0.15), palette, &random)
    let leaf = model.add(palette.leaves(&random))
    let tall = random.number(0.3, 0.75)
    for index in 0..<random.whole(9, 18) {
      let yaw = Float(index) * 2.4
      let out = SIMD3(sine(yaw), 0, cosine(yaw)) * random.number(0.01, 0.06)
      addLeaf(
        &model, at: SIMD3(0, rim - 0.03, 0) + out, yaw: yaw + random.number(-1, 1), rise: random.number(1.25, 1.5),
        length: tall * random.number(0.5, 1), width: random.number(0.04, 0.065), droop: random.number(-0.1, 0.15), leaf)
    }
    return model
  }

  /// Ribbed columns, perhaps with arms, or a barrel.
  static func cactus(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let rim = addPot(&model, radius: random.number(0.08, 0.15), palette, &random)
    let skin = model.add(palette.leaves(&random))
    if random.chance(0.3) {
      let radius = random.number(0.07, 0.12)
      addRibbed(&model, at: SIMD3(0, rim - 0.03, 0), radius: radius, tall: radius * random.number(1.5, 2), skin)
      return model
    }
    let (radius, tall) = (random.number(0.04, 0.065), random.number(0.3, 0.95))
    addRibbed(&model, at: SIMD3(0, rim - 0.03, 0), radius: radius, tall: tall, skin)
    for arm in 0..<random.whole(0, 2) {
      let side: Float = arm == 0 ? 1 : -1
      let (low, reach) = (rim + tall * random.number(0.3, 0.55), side * (radius + random.number(0.07, 0.1)))
      let path = Model.rounded(
        [SIMD3(0, low, 0), SIMD3(reach, low, 0), SIMD3(reach, low + tall * random.number(0.2, 0.35), 0)], radius: 0.06)
      model.addTube(path, radius: radius * 0.6, sides: 10, material: skin)
      if let tip = path.last { model.addBall(tip, radius: radius * 0.6, material: skin) }
    }
    return model
  }

  /// A low pot of herbs, a rosette or a trailing plant, for sills, desks and shelves.
  static func small(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let rim = addPot(&model, radius: random.number(0.045, 0.075), palette, &random, isSmall: true)
    let leaf = model.add(palette.leaves(&random))
    switch random.whole(0, 2) {
    case 0:
      let half = SIMD3(random.number(0.06, 0.11), random.number(0.05, 0.12), random.number(0.06, 0.11))
      addLeafCloud(
        &model, centre: SIMD3(0, rim + half.y * 0.8, 0), half: half, count: 120, size: 0.026, leaf, &random)
    case 1:
      for index in 0..<22 {
        let share = Float(index) / 22
        addLeaf(
          &model, at: SIMD3(0, rim - 0.005, 0), yaw: Float(index) * 2.4, rise: mix(1.3, 0.25, share),
          length: mix(0.05, 0.1, share), width: 0.028, droop: 0.25, leaf, steps: 2)
      }
    default:
      for index in 0..<16 {
        addLeaf(
          &model, at: SIMD3(0, rim - 0.005, 0), yaw: Float(index) * 2.4, rise: random.number(0.5, 1.3),
          length: random.number(0.1, 0.2), width: 0.012, droop: random.number(1, 2), leaf, steps: 3)
      }
    }
    return model
  }

  // MARK: - Leaves

  /// A leaf folded along its midrib: it starts under `rise` radians above the level and bends down by `droop` in all.
  static func addLeaf(
    _ model: inout Model, at foot: SIMD3<Float>, yaw: Float, rise: Float, length: Float, width: Float, droop: Float,
    _ material: Int, steps: Int = 4
  ) {
    let out = SIMD3(sine(yaw), 0, cosine(yaw))
    let side = SIMD3(cosine(yaw), 0, -sine(yaw))
    var spine = [foot]
    var directions: [SIMD3<Float>] = []
    for step in 0...steps {
      let angle = rise - droop * (Float(step) + 0.5) / Float(steps)
      let direction = out * cosine(angle) + SIMD3(0, sine(angle), 0)
      directions.append(direction)
      if step < steps { spine.append(spine[step] + direction * (length / Float(steps))) }
    }
    model.addGrid(columns: 2, rows: steps, material: material) { column, row in
      let share = Float(row) / Float(steps)
      let half = width / 2 * (0.12 + sine(.pi * power(share, 0.75)))
      let across = Float(1 - column)
      let up = cross(directions[row], side)
      let position = spine[row] + side * (across * (row == steps ? 0 : half)) + up * (abs(across) * half * 0.3)
      return Model.SurfacePoint(
        position: position, normal: normalised(up - side * (across * 0.3)),
        coordinate: SIMD2(across * half, share * length))
    }
  }

  /// Quads strewn over an ellipsoid, denser outside, tilted at random.
  static func addLeafCloud(
    _ model: inout Model, centre: SIMD3<Float>, half: SIMD3<Float>, count: Int, size: Float, _ material: Int,
    _ random: inout RandomStream
  ) {
    for index in 0..<count {
      let height = 1 - 2 * (Float(index) + 0.5) / Float(count)
      let ring = max(0, 1 - height * height).squareRoot()
      let yaw = Float(index) * 2.39996
      let out = SIMD3(ring * sine(yaw), height, ring * cosine(yaw))
      let middle = centre + half * out * random.number(0.55, 1.05)
      let normal = normalised(out + SIMD3(random.normal(), random.normal() + 1, random.normal()) * 0.6)
      let frame = Frame(middle, upwards: normal)
      let turn = random.number(0, 2 * .pi)
      let along = (frame.x * cosine(turn) + frame.z * sine(turn)) * (size * random.number(0.6, 1.1))
      let across = cross(normal, along) * 0.45
      model.addPolygon(
        [middle - along, middle - across, middle + along, middle + across].reversed(), material: material)
    }
  }

  /// Twigs that rise from a vase, with leaves or flower heads.
  static func addBouquet(
    _ model: inout Model, from height: Float, spread: Float, _ palette: Palette, _ random: inout RandomStream
  ) {
    let stalk = model.add(palette.leaves(&random))
    let hasFlowers = random.chance(0.6)
    let bloom = model.add(Material(.plain, palette.anyColour(&random)))
    for index in 0..<random.whole(4, 9) {
      let yaw = Float(index) * 2.4
      let out = SIMD3(sine(yaw), 0, cosine(yaw))
      let foot = SIMD3(0, height, 0) + out * (spread * 0.5)
      let tip = foot + out * random.number(0.03, 0.12) + SIMD3(0, random.number(0.14, 0.32), 0)
      model.addTube([foot, mix3(foot, tip, 0.5) - out * 0.012, tip], radius: 0.0022, sides: 4, material: stalk)
      if hasFlowers {
        model.addBall(tip, radius: random.number(0.014, 0.028), material: bloom)
      }
      for leaf in 1...2 {
        addLeaf(
          &model, at: mix3(foot, tip, Float(leaf) * 0.4), yaw: yaw + Float(leaf) * 2, rise: 0.5, length: 0.07,
          width: 0.02, droop: 0.7, stalk, steps: 2)
      }
    }
  }

  private static func addRibbed(
    _ model: inout Model, at foot: SIMD3<Float>, radius: Float, tall: Float, _ material: Int
  ) {
    let (columns, rows) = (20, 8)
    model.addGrid(columns: columns, rows: rows, material: material) { column, row in
      // Rows crowd towards the top, where it is round.
      let share = row == rows ? 1 : sine(Float(row) / Float(rows) * .pi / 2)
      let dome = (1 - power(share, 6)).squareRoot()
      let angle = 2 * Float.pi * Float(column % columns) / Float(columns)
      let rib = column % 2 == 0 ? Float(1) : 0.82
      let out = SIMD3(sine(angle), 0, cosine(angle))
      return Model.SurfacePoint(
        position: foot + out * (radius * dome * rib * (0.85 + 0.15 * sine(share * 2.6))) + SIMD3(0, share * tall, 0),
        normal: .zero, coordinate: SIMD2(angle * radius, share * tall))
    }
  }

  private static func bark(_ random: inout RandomStream) -> Material {
    var material = Material(.clouds, SIMD3(0.2, 0.14, 0.09) * random.number(0.6, 1.5))
    material.size = SIMD2(0.03, 0.06)
    material.variation = 0.7
    material.seed = random.bits()
    return material
  }

  private static func mix3(_ a: SIMD3<Float>, _ b: SIMD3<Float>, _ share: Float) -> SIMD3<Float> { mix(a, b, share) }

  // MARK: - Pots

  /// Adds a pot filled with soil and returns the height of its rim.
  private static func addPot(
    _ model: inout Model, radius: Float, _ palette: Palette, _ random: inout RandomStream, isSmall: Bool = false
  ) -> Float {
    let soil = model.add(Material(.clouds, SIMD3(0.06, 0.04, 0.025)))
    let skin = model.add(potMaterial(palette, &random))
    let tall = radius * random.number(1.4, 2.1)
    var foot: Float = 0
    if !isSmall && random.chance(0.2) {
      foot = random.number(0.1, 0.25)
      let wood = model.add(palette.wood(&random))
      for leg in 0..<4 {
        let angle = Float.pi * (Float(leg) / 2 + 0.25)
        let out = SIMD3(sine(angle), 0, cosine(angle)) * (radius * 0.92)
        model.addRod(from: out, to: out * 0.85 + SIMD3(0, foot + 0.03, 0), radius: 0.012, sides: 6, material: wood)
      }
      model.addRod(
        from: SIMD3(0, foot - 0.02, 0), to: SIMD3(0, foot, 0), radius: radius * 0.9, sides: 16, material: wood)
    }
    let rim = foot + tall
    let level = rim - min(0.03, tall * 0.2)
    switch random.index(weights: [4, 3, 2]) {
    case 0:
      let lip = radius * 0.06
      model.addLathe(
        [
          SIMD2(radius * 0.68, foot), SIMD2(radius * 0.93, rim - tall * 0.2), SIMD2(radius + lip, rim - tall * 0.2),
          SIMD2(radius + lip, rim), SIMD2(radius * 0.92, rim), SIMD2(radius * 0.9, level), SIMD2(0, level),
        ], segments: 18, material: skin)
      model.addDisc(SIMD3(0, level + 0.001, 0), radius: radius * 0.9, material: soil)
    case 1:
      let profile = (0...6).map { step -> SIMD2<Float> in
        let share = Float(step) / 6
        return SIMD2(radius * (0.72 + 0.42 * sine(share * .pi) * (1 - 0.35 * share)), foot + share * tall)
      }
      let mouth = profile[6].x
      model.addLathe(
        profile + [SIMD2(mouth * 0.9, rim), SIMD2(mouth * 0.9, level), SIMD2(0, level)], segments: 18, material: skin)
      model.addDisc(SIMD3(0, level + 0.001, 0), radius: mouth * 0.9, material: soil)
    default:
      let half = radius * 0.88
      let wall = half * 0.9
      model.addBox(x: (-half, half), y: (foot, level), z: (-half, half), material: skin)
      model.addBox(x: (-half, half), y: (level, rim), z: (-half, -wall), material: skin)
      model.addBox(x: (-half, half), y: (level, rim), z: (wall, half), material: skin)
      model.addBox(x: (-half, -wall), y: (level, rim), z: (-wall, wall), material: skin)
      model.addBox(x: (wall, half), y: (level, rim), z: (-wall, wall), material: skin)
      model.addBox(x: (-wall, wall), y: (level, level + 0.002), z: (-wall, wall), material: soil)
    }
    return rim
  }

  private static func potMaterial(_ palette: Palette, _ random: inout RandomStream) -> Material {
    switch random.index(weights: [35, 30, 20, 15]) {
    case 0: return palette.terracotta(&random)
    case 1: return palette.ceramic(&random)
    case 2: return palette.smooth(&random)
    default:
      var basket = Material(.checks, SIMD3(0.45, 0.33, 0.18) * random.number(0.7, 1.3))
      basket.size = SIMD2(repeating: 0.02)
      basket.variation = 0.5
      return basket
    }
  }
}
