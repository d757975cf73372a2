// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Cloth at windows and on floors.
enum Drapery {
  // MARK: - Windows

  /// Two curtains or one on a rail, more or less drawn; long where nothing stands in their way, else to the sill.
  static func curtains(_ palette: Palette, _ space: Family.Space, _ random: inout RandomStream) -> Arrangement {
    let cloth = random.chance(0.15) ? sheer(palette, &random) : palette.fabric(&random)
    let height = min(space.lintel + random.number(0.06, 0.2), space.height - 0.05)
    let half = space.width / 2 + min(max(0.02, space.margin - 0.02), random.number(0.1, 0.28))
    let out: Float = 0.09
    var rail = Model()
    addRail(&rail, half: half, height: height, out: out, palette, &random)
    var members = [Arrangement.Member(family: "curtain rail", piece: Piece(rail), isEssential: true)]
    let drawn = random.chance(0.3) ? random.number(0.35, 0.97) : random.number(0.14, 0.32)
    let isPair = random.chance(space.width > 0.9 ? 0.85 : 0.5)
    let isLong = space.sill < 0.35 || random.chance(0.65)
    let hems = (isLong ? [random.number(0.015, 0.06)] : []) + [max(0.05, space.sill - random.number(0.04, 0.12))]
    let reach = max(0.12, (isPair ? half : 2 * half) * drawn - 0.005)
    let gather = 0.35 / max(drawn, 0.35)
    let folds = max(3, Int((reach / random.number(0.06, 0.11) * gather).rounded()))
    for side in isPair ? [Float(-1), 1] : [random.chance(0.5) ? -1 : 1] {
      let (outer, inner) = (side * half, side * (half - reach))
      let seed = random.bits()
      // Where the long one fits, the short one finds its place taken.
      for hem in hems {
        var model = Model()
        let material = model.add(cloth)
        let top = height - 0.025
        model.addHangingCloth(
          from: SIMD3(min(outer, inner), top, out), to: SIMD3(max(outer, inner), top, out), drop: top - hem,
          folds: folds, depth: min(0.045, 0.02 + 0.012 / drawn), seed: seed, material: material)
        members.append(.init(family: "curtain", piece: Piece(model)))
      }
    }
    return Arrangement(members)
  }

  private static func sheer(_ palette: Palette, _ random: inout RandomStream) -> Material {
    Material(.plain, SIMD3(repeating: random.number(0.75, 0.9)))
  }

  private static func addRail(
    _ model: inout Model, half: Float, height: Float, out: Float, _ palette: Palette, _ random: inout RandomStream
  ) {
    let metal = model.add(random.chance(0.5) ? palette.metal(&random) : palette.wood(&random))
    guard random.chance(0.7) else {
      // A flat track.
      model.addBox(x: (-half, half), y: (height - 0.022, height), z: (out - 0.02, out + 0.02), material: metal)
      for x in [-half * 0.9, half * 0.9] {
        model.addBox(x: (x - 0.012, x + 0.012), y: (height - 0.015, height), z: (0, out - 0.02), material: metal)
      }
      return
    }
    let thick = random.number(0.009, 0.016)
    let end = half - 0.001
    model.addRod(from: SIMD3(-end, height, out), to: SIMD3(end, height, out), radius: thick, sides: 8, material: metal)
    for x in [-end, end] {
      model.addBall(SIMD3(x - (x < 0 ? -thick : thick) * 1.6, height, out), radius: thick * 1.6, material: metal)
      model.addRod(
        from: SIMD3(x * 0.93, height, 0), to: SIMD3(x * 0.93, height, out), radius: thick * 0.7, sides: 6,
        material: metal)
    }
  }

  /// A cloth or slats from a case at the lintel, let down more or less.
  static func blind(_ palette: Palette, _ space: Family.Space, _ random: inout RandomStream) -> Model {
    var model = Model()
    let half = space.width / 2 + min(0.04, max(0, space.margin - 0.01))
    let top = min(space.lintel + 0.06, space.height - 0.02)
    let reach = top - space.sill
    let drop = max(0.08, reach * (random.chance(0.3) ? random.number(0.7, 1) : random.number(0.1, 0.55)))
    let cloth = model.add(random.chance(0.6) ? palette.smooth(&random) : palette.fabric(&random))
    let rail = model.add(random.chance(0.6) ? palette.sanitary(&random) : palette.metal(&random))
    switch random.whole(0, 2) {
    case 0:
      // A roller.
      model.addRod(
        from: SIMD3(-half, top - 0.025, 0.03), to: SIMD3(half, top - 0.025, 0.03), radius: 0.022, sides: 10,
        material: cloth)
      let z: Float = 0.045
      model.addBox(
        x: (-half + 0.01, half - 0.01), y: (top - drop, top - 0.03), z: (z - 0.001, z + 0.001), material: cloth)
      model.addBox(
        x: (-half + 0.01, half - 0.01), y: (top - drop - 0.02, top - drop), z: (z - 0.008, z + 0.008), material: rail)
      let cord = SIMD3(half - 0.008, top - 0.03, 0.055)
      model.addRod(from: cord, to: cord - SIMD3(0, reach * 0.6, 0), radius: 0.002, sides: 4, material: rail)
    case 1: addSlats(&model, half: half, top: top, drop: drop, cloth, rail, &random)
    default: addPleats(&model, half: half, top: top, drop: drop, cloth, rail)
    }
    return model
  }

  private static func addSlats(
    _ model: inout Model, half: Float, top: Float, drop: Float, _ slat: Int, _ rail: Int, _ random: inout RandomStream
  ) {
    model.addBox(x: (-half, half), y: (top - 0.04, top), z: (0.01, 0.055), material: rail)
    let tilt = random.number(-1.2, 1.2)
    let step = max(Float(0.034), drop / 45)
    let along = SIMD2(cosine(tilt), sine(tilt)) * 0.017
    var level = top - 0.06
    while level > top - drop {
      let (front, back) = (SIMD2(0.033 + along.x, level + along.y), SIMD2(0.033 - along.x, level - along.y))
      model.addPolygon(
        [
          SIMD3(-half, front.y, front.x), SIMD3(half, front.y, front.x), SIMD3(half, back.y, back.x),
          SIMD3(-half, back.y, back.x),
        ], material: slat)
      level -= step
    }
    model.addBox(x: (-half, half), y: (level - 0.015, level), z: (0.02, 0.046), material: rail)
    for x in [-half * 0.7, half * 0.7] {
      model.addRod(
        from: SIMD3(x, top - 0.04, 0.053), to: SIMD3(x, level, 0.053), radius: 0.0012, sides: 4, material: rail)
    }
  }

  private static func addPleats(
    _ model: inout Model, half: Float, top: Float, drop: Float, _ cloth: Int, _ rail: Int
  ) {
    model.addBox(x: (-half, half), y: (top - 0.03, top), z: (0.01, 0.05), material: rail)
    let pleats = max(2, Int((drop / 0.025).rounded()))
    let rows = pleats * 2
    model.addGrid(columns: 1, rows: rows, material: cloth) { column, row in
      let level = top - 0.03 - drop * (1 - Float(row) / Float(rows))
      return Model.SurfacePoint(
        position: SIMD3(column == 0 ? -half : half, level, row % 2 == 0 ? 0.042 : 0.022), normal: .zero,
        coordinate: SIMD2(column == 0 ? -half : half, level))
    }
    model.addBox(x: (-half, half), y: (top - 0.045 - drop, top - 0.03 - drop), z: (0.02, 0.046), material: rail)
  }

  // MARK: - Floors

  /// Oblong, round, or a runner; the pile lies 6 to 15 mm high and may have fringes.
  static func rug(_ palette: Palette, _ space: Family.Space, _ random: inout RandomStream) -> Model {
    var model = Model()
    let isRunner = space.kind == .corridor || random.chance(0.08)
    let isRound = !isRunner && random.chance(0.2)
    let long = isRunner ? random.number(1.6, 3) : random.number(1.5, 2.9)
    let half = SIMD2(
      min(long, space.width) / 2,
      min(isRunner ? random.number(0.6, 0.85) : long * random.number(0.6, 0.8), space.depth) / 2)
    let pile = model.add(woven(palette, half, &random))
    let thick = random.number(0.006, 0.014)
    guard !isRound else {
      let radius = min(half.x, half.y)
      model.addBevelledCylinder(base: .zero, radius: radius, height: thick, bevel: 0.004, segments: 40, material: pile)
      return model
    }
    addPile(&model, half: half, thick: thick, palette, pile, &random)
    if random.chance(0.35) { addFringes(&model, half: half, pile) }
    return model
  }

  private static func woven(
    _ palette: Palette, _ half: SIMD2<Float>, _ random: inout RandomStream
  ) -> Material {
    switch random.whole(0, 3) {
    case 0: return palette.picture(&random, width: half.x * 2, height: half.y * 2)
    case 1:
      var material = Material(
        random.chance(0.5) ? .motif : .stripes, palette.anyColour(&random), palette.anyColour(&random))
      material.size = SIMD2(repeating: random.number(0.1, 0.4))
      material.variation = random.unit()
      material.mottling = 0.25
      return material
    default: return palette.rug(&random)
    }
  }

  private static func addPile(
    _ model: inout Model, half: SIMD2<Float>, thick: Float, _ palette: Palette, _ pile: Int,
    _ random: inout RandomStream
  ) {
    model.addPicture(
      [
        SIMD3(-half.x, thick, half.y), SIMD3(half.x, thick, half.y), SIMD3(half.x, thick, -half.y),
        SIMD3(-half.x, thick, -half.y),
      ], material: pile)
    let border = model.add(Material(.plain, palette.anyColour(&random)))
    let edge: Float = random.chance(0.5) ? 0.02 : random.number(0.05, 0.14)
    let top = thick + 0.001
    for (x, z) in [
      ((-half.x, half.x), (half.y - edge, half.y)), ((-half.x, half.x), (-half.y, -half.y + edge)),
      ((-half.x, -half.x + edge), (-half.y + edge, half.y - edge)),
      ((half.x - edge, half.x), (-half.y + edge, half.y - edge)),
    ] {
      model.addBox(x: x, y: (0, top), z: z, material: border)
    }
  }

  private static func addFringes(_ model: inout Model, half: SIMD2<Float>, _ material: Int) {
    let count = 40
    for end in [-half.x, half.x] {
      let sign: Float = end < 0 ? -1 : 1
      for index in 0..<count {
        let z = mix(-half.y + 0.01, half.y - 0.01, (Float(index) + 0.5) / Float(count))
        let (inner, outer) = (end - sign * 0.005, end + sign * 0.045)
        let corners = [SIMD3(inner, 0.004, z + 0.006), SIMD3(outer, 0.003, z + 0.004), SIMD3(outer, 0.003, z - 0.004)]
        model.addPolygon(sign > 0 ? corners : corners.reversed(), material: material)
      }
    }
  }

  /// A mat before a door, a bath or a sink.
  static func mat(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let pile = model.add(palette.fabric(&random))
    let half = SIMD2(random.number(0.3, 0.45), random.number(0.2, 0.3))
    model.addBevelledBox(
      SIMD3(-half.x, 0, -half.y), SIMD3(half.x, random.number(0.008, 0.02), half.y), bevel: 0.004, material: pile)
    return model
  }
}
