// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What people hang on walls: the wall is at z = 0, the lowest point at y = 0.
enum WallDecoration {
  /// One picture in a frame, or a poster without.
  static func picture(_ palette: Palette, largest: SIMD2<Float>, _ random: inout RandomStream) -> Model {
    let long = random.number(0.25, 1.1)
    let aspect = random.one(of: [Float(1), 0.71, 0.75, 0.66, 1.33, 1.41, 1.5])
    let size = SIMD2(min(largest.x, long * min(1, 1 / aspect)), min(largest.y, long * min(1, aspect)))
    var model = Model()
    addPicture(&model, low: .zero, size: size, palette, &random)
    return model
  }

  /// Several pictures of a kind in a row or a grid.
  static func gallery(_ palette: Palette, largest: SIMD2<Float>, _ random: inout RandomStream) -> Model {
    var model = Model()
    let gap = random.number(0.04, 0.1)
    let cell = SIMD2(random.number(0.18, 0.36), random.number(0.2, 0.4))
    let columns = min(random.whole(2, 4), max(1, Int((largest.x + gap) / (cell.x + gap))))
    let rows = min(random.whole(1, 3), max(1, Int((largest.y + gap) / (cell.y + gap))))
    let isTidy = random.chance(0.6)
    for row in 0..<rows {
      for column in 0..<columns {
        let size = isTidy ? cell : cell * random.number(0.6, 1)
        let low = SIMD2(Float(column), Float(row)) * (cell + gap) + (cell - size) / 2
        addPicture(&model, low: low, size: size, palette, &random)
      }
    }
    return model
  }

  private static func addPicture(
    _ model: inout Model, low: SIMD2<Float>, size: SIMD2<Float>, _ palette: Palette, _ random: inout RandomStream
  ) {
    let high = low + size
    guard random.chance(0.85) else {
      // A poster on thin card, or a canvas.
      let deep = random.chance(0.5) ? Float(0.004) : 0.035
      let side = model.add(palette.paper(&random))
      let print = model.add(palette.picture(&random, width: size.x, height: size.y))
      model.addBox(x: (low.x, high.x), y: (low.y, high.y), z: (0, deep), material: side)
      addSheet(&model, low, high, z: deep + 0.0006, print)
      return
    }
    let edge = min(random.number(0.012, 0.05), size.min() * 0.15)
    let deep = random.number(0.015, 0.035)
    let frame = model.add(frameMaterial(palette, &random))
    addFrame(&model, low, high, edge: edge, deep: deep, frame)
    var (inner, outer) = (low + edge, high - edge)
    if random.chance(0.45) {
      let card = model.add(palette.paper(&random))
      addSheet(&model, inner, outer, z: deep * 0.4, card)
      let margin = size.min() * random.number(0.08, 0.18)
      (inner, outer) = (inner + margin, outer - margin)
    }
    let print = model.add(palette.picture(&random, width: outer.x - inner.x, height: outer.y - inner.y))
    addSheet(&model, inner, outer, z: deep * 0.4 + 0.0008, print)
  }

  private static func frameMaterial(_ palette: Palette, _ random: inout RandomStream) -> Material {
    switch random.whole(0, 4) {
    case 0: palette.matte(0.02, 0.02, 0.02)
    case 1: palette.matte(0.75, 0.75, 0.73)
    case 2: palette.metal(&random)
    default: palette.wood(&random)
    }
  }

  private static func addSheet(
    _ model: inout Model, _ low: SIMD2<Float>, _ high: SIMD2<Float>, z: Float, _ material: Int
  ) {
    model.addPicture(
      [SIMD3(low.x, low.y, z), SIMD3(high.x, low.y, z), SIMD3(high.x, high.y, z), SIMD3(low.x, high.y, z)],
      material: material)
  }

  private static func addFrame(
    _ model: inout Model, _ low: SIMD2<Float>, _ high: SIMD2<Float>, edge: Float, deep: Float, _ material: Int
  ) {
    model.addBox(x: (low.x, high.x), y: (low.y, low.y + edge), z: (0, deep), material: material)
    model.addBox(x: (low.x, high.x), y: (high.y - edge, high.y), z: (0, deep), material: material)
    model.addBox(x: (low.x, low.x + edge), y: (low.y + edge, high.y - edge), z: (0, deep), material: material)
    model.addBox(x: (high.x - edge, high.x), y: (low.y + edge, high.y - edge), z: (0, deep), material: material)
  }

  /// Framed or bare, oblong or round.
  static func mirror(_ palette: Palette, largest: SIMD2<Float>, _ random: inout RandomStream) -> Model {
    var model = Model()
    let glass = model.add(palette.mirror(&random))
    let edge = model.add(frameMaterial(palette, &random))
    if random.chance(0.3) {
      let radius = min(random.number(0.2, 0.4), largest.min() / 2)
      model.addPart(in: Frame(SIMD3(0, radius, 0), upwards: SIMD3(0, 0, 1))) { part in
        part.addCylinder(base: .zero, radius: radius, height: 0.015, segments: 36, material: edge)
        part.addDisc(SIMD3(0, 0.0158, 0), radius: radius - 0.015, segments: 36, material: glass)
      }
      return model
    }
    let size = SIMD2(min(largest.x, random.number(0.4, 1)), min(largest.y, random.number(0.5, 1.2)))
    let (border, deep) = (random.number(0.006, 0.06), random.number(0.012, 0.03))
    addFrame(&model, .zero, size, edge: border, deep: deep, edge)
    addSheet(&model, SIMD2(repeating: border), size - border, z: deep * 0.5, glass)
    return model
  }

  /// Round or square, with hands.
  static func clock(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let rim = model.add(random.chance(0.5) ? palette.metal(&random) : palette.plastic(&random))
    let face = model.add(random.chance(0.7) ? palette.matte(0.75, 0.75, 0.72) : palette.matte(0.03, 0.03, 0.03))
    let hand = model.add(random.chance(0.7) ? palette.matte(0.02, 0.02, 0.02) : palette.matte(0.6, 0.05, 0.03))
    let radius = random.number(0.1, 0.2)
    model.addPart(in: Frame(SIMD3(0, radius, 0), upwards: SIMD3(0, 0, 1))) { part in
      part.addLathe(
        [SIMD2(radius, 0), SIMD2(radius, 0.03), SIMD2(radius - 0.012, 0.036), SIMD2(radius - 0.014, 0.026)],
        segments: 28, isClosed: false, material: rim)
      part.addDisc(SIMD3(0, 0.025, 0), radius: radius - 0.013, segments: 28, material: face)
      for hour in 0..<12 {
        let angle = Float(hour) * .pi / 6
        let out = SIMD3(sine(angle), 0, cosine(angle))
        let level = SIMD3<Float>(0, 0.0255, 0)
        part.addRod(
          from: level + out * (radius * 0.74), to: level + out * (radius * 0.84), radius: 0.0022, sides: 4,
          material: hand)
      }
      for (reach, thick) in [(Float(0.48), Float(0.004)), (0.68, 0.003)] {
        let angle = random.number(0, 2 * .pi)
        let out = SIMD3(sine(angle), 0, cosine(angle))
        let level = SIMD3<Float>(0, 0.03, 0)
        part.addRod(
          from: level - out * (radius * 0.1), to: level + out * (radius * reach), radius: thick, sides: 4,
          material: hand)
      }
    }
    return model
  }

  /// Boards or a box on the wall, filled with the engine's clutter: model and where things may stand.
  static func shelf(_ palette: Palette, largest: SIMD2<Float>, _ random: inout RandomStream) -> Piece {
    var model = Model()
    let wood = model.add(random.chance(0.6) ? palette.wood(&random) : palette.smooth(&random))
    let half = min(largest.x, random.number(0.4, 1.1)) / 2
    let deep = random.number(0.16, 0.26)
    let boards = largest.y > 0.6 ? random.whole(1, 3) : 1
    let step = random.number(0.28, 0.36)
    let thick = random.number(0.018, 0.035)
    let isBox = boards > 1 && random.chance(0.4)
    var surfaces: [SupportSurface] = []
    for board in 0..<boards {
      let level = 0.05 + Float(board) * step
      model.addBevelledBox(SIMD3(-half, level, 0), SIMD3(half, level + thick, deep), bevel: 0.003, material: wood)
      surfaces.append(
        SupportSurface(
          height: level + thick, low: SIMD2(-half + 0.02, 0.01), high: SIMD2(half - 0.02, deep - 0.01),
          clearHeight: board < boards - 1 ? step - thick - 0.01 : 0.4))
      if !isBox { addBrackets(&model, half: half, level: level, deep: deep, palette, &random) }
    }
    if isBox {
      let top = 0.05 + Float(boards) * step
      for x in [-half - 0.02, half] {
        model.addBox(x: (x, x + 0.02), y: (0, top), z: (0, deep), material: wood)
      }
      model.addBox(x: (-half, half), y: (top - 0.02, top), z: (0, deep), material: wood)
      surfaces[boards - 1].clearHeight = step - thick - 0.03
    }
    return Piece(model, surfaces: surfaces)
  }

  private static func addBrackets(
    _ model: inout Model, half: Float, level: Float, deep: Float, _ palette: Palette, _ random: inout RandomStream
  ) {
    let metal = model.add(palette.metal(&random))
    for x in [-half * 0.75, half * 0.75] {
      model.addBox(x: (x - 0.01, x + 0.01), y: (level - 0.05, level), z: (0, 0.006), material: metal)
      model.addBox(x: (x - 0.01, x + 0.01), y: (level - 0.006, level), z: (0.006, deep * 0.8), material: metal)
    }
  }

  /// Hooks on a board with coats, bags and a hat.
  static func coatHooks(_ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let wood = model.add(palette.wood(&random))
    let metal = model.add(palette.metal(&random))
    let count = random.whole(3, 6)
    let half = Float(count) * 0.085
    let level: Float = 1.15
    model.addBevelledBox(SIMD3(-half, level, 0), SIMD3(half, level + 0.1, 0.02), bevel: 0.004, material: wood)
    for hook in 0..<count {
      let x = -half + 0.085 + Float(hook) * 0.17
      let foot = SIMD3(x, level + 0.04, 0.02)
      model.addTube(
        [foot, foot + SIMD3(0, -0.01, 0.04), foot + SIMD3(0, 0.02, 0.06)], radius: 0.006, sides: 6, material: metal)
      guard random.chance(0.55) else { continue }
      addGarment(&model, at: foot + SIMD3(0, 0, 0.035), palette, &random)
    }
    return model
  }

  /// A coat on a hook: cloth gathered at the top and wider below.
  private static func addGarment(
    _ model: inout Model, at hook: SIMD3<Float>, _ palette: Palette, _ random: inout RandomStream
  ) {
    let cloth = model.add(palette.fabric(&random))
    let drop = random.number(0.55, 1.05)
    let wide = random.number(0.07, 0.1)
    let seed = random.bits()
    let (columns, rows) = (12, 7)
    model.addGrid(columns: columns, rows: rows, material: cloth) { column, row in
      let angle = 2 * Float.pi * Float(column % columns) / Float(columns)
      let down = 1 - Float(row) / Float(rows)
      let swell = min(1, 0.15 + 3.2 * down) * (0.9 + 0.25 * down)
      let fold = 1 + 0.3 * (valueNoise(Float(column % columns) * 0.8, down * 2, seed) - 0.5) * min(1, 3 * down)
      let out = SIMD2(wide * swell * fold, 0.05 * min(1, 0.3 + 2 * down) * fold)
      // The back lies on the wall.
      let z = max(-hook.z + 0.012, out.y * cosine(angle))
      return Model.SurfacePoint(
        position: hook + SIMD3(out.x * sine(angle), -drop * down, z), normal: .zero,
        coordinate: SIMD2(angle * 0.1, Float(row) / Float(rows) * drop))
    }
  }
}
