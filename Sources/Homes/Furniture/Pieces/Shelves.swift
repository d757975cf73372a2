// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Open shelves and what lies on them.
enum Shelves {
  /// A bookcase of several bays; some shelves hold books, others are left to clutter.
  static func bookcase(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float, height: Float
  ) -> Piece {
    var model = Model()
    let wood = model.add(random.hard(palette))
    let hasBack = random.chance(0.75)
    let board: Float = random.number(0.016, 0.028)
    let bays = max(1, Int((width / 0.8).rounded()))
    let each = (width - board) / Float(bays)
    let rows = max(2, Int((height / random.number(0.3, 0.4)).rounded()))
    let step = (height - board - 0.05) / Float(rows)
    for upright in 0...bays {
      let x = -width / 2 + board / 2 + each * Float(upright)
      model.addBoard(x: x, width: board, depth: depth, from: 0, to: height, bevel: 0.002, material: wood)
    }
    if hasBack {
      model.addBoard(
        z: -depth / 2 + 0.004, width: width - 0.004, depth: 0.006, from: 0.05, to: height - 0.002, material: wood)
    }
    var books = Books(&model, &random, palette)
    var surfaces: [SupportSurface] = []
    for bay in 0..<bays {
      let left = -width / 2 + board + each * Float(bay)
      let right = left + each - board
      for row in 0...rows {
        let level = 0.05 + step * Float(row)
        model.addBoard(
          x: (left + right) / 2, z: 0.003, width: right - left, depth: depth - 0.012, from: level, to: level + board,
          bevel: 0.002, material: wood)
        guard row < rows else { continue }
        let surface = SupportSurface(
          height: level + board, low: SIMD2(left + 0.01, -depth / 2 + 0.02),
          high: SIMD2(right - 0.01, depth / 2 - 0.01),
          clearHeight: step - board - 0.005)
        if random.chance(books.share) {
          surfaces += books.fill(surface, in: &model, &random)
        } else {
          surfaces.append(surface)
        }
      }
    }
    surfaces.append(
      SupportSurface(
        height: height, low: SIMD2(-width / 2 + 0.03, -depth / 2 + 0.02),
        high: SIMD2(width / 2 - 0.03, depth / 2 - 0.02), clearHeight: 0.4))
    return Piece(model, solids: [Solid(width: width, depth: depth, to: height)], surfaces: surfaces)
  }

  /// Books that stand in rows.
  struct Books {
    let share: Float
    private let covers: [Int]

    init(_ model: inout Model, _ random: inout RandomStream, _ palette: Palette) {
      share = random.one(of: [0, 0.4, 0.7, 0.9])
      covers = (0..<6).map { _ in model.add(Material(.plain, palette.anyColour(&random))) }
    }

    /// Fills part of a shelf; returns what is left free.
    mutating func fill(
      _ surface: SupportSurface, in model: inout Model, _ random: inout RandomStream
    ) -> [SupportSurface] {
      let end = mix(surface.low.x, surface.high.x, random.one(of: [0.5, 0.8, 1, 1]))
      let usual = min(surface.clearHeight * 0.85, random.number(0.2, 0.28))
      let deepest = surface.high.y - surface.low.y
      var x = surface.low.x
      while x < end {
        let thickness = random.number(0.014, 0.05)
        guard x + thickness < surface.high.x else { break }
        let size = SIMD2(
          min(surface.clearHeight - 0.01, usual * random.number(0.75, 1.1)),
          min(deepest - 0.01, random.number(0.13, 0.2)))
        model.addBox(
          SIMD3(x, surface.height, surface.low.y),
          SIMD3(x + thickness - 0.001, surface.height + size.x, surface.low.y + size.y),
          material: random.one(of: covers))
        x += thickness
      }
      guard surface.high.x - x > 0.12 else { return [] }
      var rest = surface
      rest.low.x = x + 0.02
      return [rest]
    }
  }

  /// Shelves of steel with boxes on them.
  static func rack(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float, height: Float
  ) -> Piece {
    var model = Model()
    let metal = model.add(random.chance(0.5) ? palette.metal(&random) : palette.smooth(&random))
    let board = random.chance(0.5) ? metal : model.add(palette.wood(&random))
    let (x, z) = (width / 2 - 0.02, depth / 2 - 0.02)
    for corner in [SIMD2(-x, -z), SIMD2(x, -z), SIMD2(x, z), SIMD2(-x, z)] {
      model.addTube(
        [SIMD3(corner.x, 0, corner.y), SIMD3(corner.x, height, corner.y)], radius: 0.017, sides: 4, material: metal)
    }
    let rows = max(2, Int(height / 0.48))
    let boxes = (0..<4).map { _ in model.add(random.chance(0.5) ? cardboard(&random) : palette.smooth(&random)) }
    let fullness = random.number(0.3, 1)
    var surfaces: [SupportSurface] = []
    for row in 0..<rows {
      let level = 0.1 + (height - 0.14) * Float(row) / Float(rows - 1)
      model.addBoard(width: width - 0.01, depth: depth - 0.01, from: level, to: level + 0.025, material: board)
      let clear = row == rows - 1 ? 0.4 : (height - 0.14) / Float(rows - 1) - 0.03
      let surface = SupportSurface(
        height: level + 0.025, low: SIMD2(-x + 0.02, -z + 0.02), high: SIMD2(x - 0.02, z - 0.02), clearHeight: clear)
      if row < rows - 1, random.chance(fullness) {
        load(surface, in: &model, boxes, &random)
      } else {
        surfaces.append(surface)
      }
    }
    if random.chance(0.5) {
      // Crossed braces at the back.
      for side in [-1, 1] as [Float] {
        model.addTube(
          [SIMD3(-side * x, 0.15, -z - 0.012), SIMD3(side * x, height - 0.1, -z - 0.012)], radius: 0.005, sides: 4,
          material: metal)
      }
    }
    return Piece(model, solids: [Solid(width: width, depth: depth, to: height)], surfaces: surfaces)
  }

  private static func load(
    _ surface: SupportSurface, in model: inout Model, _ materials: [Int], _ random: inout RandomStream
  ) {
    var x = surface.low.x + random.number(0, 0.15)
    while x < surface.high.x - 0.15 {
      let width = min(random.number(0.15, 0.5), surface.high.x - x)
      let depth = min(random.number(0.2, 0.5), surface.high.y - surface.low.y)
      let height = min(random.number(0.1, 0.38), surface.clearHeight - 0.02)
      let z = random.number(surface.low.y, surface.high.y - depth)
      model.addBevelledBox(
        SIMD3(x, surface.height, z), SIMD3(x + width, surface.height + height, z + depth), bevel: 0.004,
        material: random.one(of: materials))
      x += width + random.number(0.01, 0.2)
    }
  }

  /// Brown cardboard.
  static func cardboard(_ random: inout RandomStream) -> Material {
    var material = Material(
      .plain, Palette.colour(hue: 0.085, saturation: random.number(0.3, 0.5), value: random.number(0.55, 0.75)))
    (material.mottling, material.seed) = (0.1, random.bits())
    return material
  }
}
