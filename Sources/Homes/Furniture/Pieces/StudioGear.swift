// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What photographers set up.
enum StudioGear {
  /// A roll of paper between two tripods, drawn out over the floor towards +z.
  static func backdrop(_ random: inout RandomStream, _ palette: Palette, width: Float, height: Float) -> Piece {
    var model = Model()
    let paper = model.add(
      Material(.plain, random.chance(0.6) ? SIMD3(repeating: random.number(0.1, 0.8)) : palette.anyColour(&random)))
    let black = model.add(Material(.plain, SIMD3(repeating: 0.02)))
    let (depth, radius) = (random.number(1.4, 2.4), Float(0.5))
    let back = -depth / 2 + 0.25
    var profile: [SIMD2<Float>] = [SIMD2(depth / 2, 0.004)]
    for step in 0...6 {
      let angle = Float(step) / 6 * .pi / 2
      profile.append(SIMD2(back + radius - radius * sine(angle), 0.004 + radius - radius * cosine(angle)))
    }
    profile.append(SIMD2(back, height))
    model.addBentPanel(profile.reversed(), width: width, thickness: 0.002, material: paper)
    model.addPart(in: Frame(SIMD3(-width / 2 - 0.05, height, back), upwards: SIMD3(1, 0, 0))) {
      $0.addCylinder(base: .zero, radius: 0.04, height: width + 0.1, segments: 12, material: paper)
    }
    for side in [-1, 1] as [Float] {
      addTripod(to: &model, at: SIMD3(side * (width / 2 + 0.08), 0, back), height: height + 0.03, spread: 0.32, black)
    }
    let x = width / 2 + 0.42
    return Piece(
      model,
      solids: [
        Solid(SIMD3(-x, 0, -depth / 2 - 0.09), SIMD3(x, height + 0.05, back + 0.36)),
        Solid(SIMD3(-width / 2, 0, back), SIMD3(width / 2, 0.52, depth / 2)),
      ])
  }

  static func addTripod(to model: inout Model, at foot: SIMD3<Float>, height: Float, spread: Float, _ material: Int) {
    let hub = min(height * 0.4, 0.6)
    for leg in 0..<3 {
      let angle = Float(leg) * 2 * .pi / 3 + 0.5
      let end = foot + SIMD3(sine(angle), 0, cosine(angle)) * spread
      model.addTube([foot + SIMD3(0, hub, 0), end], radius: 0.01, sides: 6, material: material)
      model.addTube(
        [foot + SIMD3(0, hub * 0.45, 0), mix(foot + SIMD3(0, hub, 0), end, 0.6)], radius: 0.006, sides: 5,
        material: material)
    }
    model.addTube(
      [foot + SIMD3(0, hub * 0.4, 0), foot + SIMD3(0, height, 0)], radius: 0.011, sides: 8, material: material)
  }

  /// A box of cloth on a tripod whose front shines to +z and downwards.
  static func softbox(_ random: inout RandomStream) -> Piece {
    var model = Model()
    let black = model.add(Material(.plain, SIMD3(repeating: 0.02)))
    let warmth = SIMD3<Float>(1, random.number(0.82, 0.98), random.number(0.6, 0.98))
    var shine = Material(.plain, warmth)
    let isLit = random.chance(0.7)
    shine.emission = isLit ? random.number(3, 12) : 0
    let front = model.add(shine)
    let (half, height) = (SIMD2(random.number(0.25, 0.5), random.number(0.25, 0.45)), random.number(1.5, 2.1))
    addTripod(to: &model, at: .zero, height: height, spread: 0.42, black)
    model.addPart(in: Frame(SIMD3(0, height, 0), pitch: -random.number(0.15, 0.6))) { model in
      let (back, face) = (Float(-0.05), Float(0.32))
      let inner: [SIMD3<Float>] = [
        [-0.07, -0.07, back], [0.07, -0.07, back], [0.07, 0.07, back], [-0.07, 0.07, back],
      ]
      let outer: [SIMD3<Float>] = [
        [-half.x, -half.y, face], [half.x, -half.y, face], [half.x, half.y, face], [-half.x, half.y, face],
      ]
      for side in 0..<4 {
        let next = (side + 1) % 4
        model.addPolygon([inner[side], inner[next], outer[next], outer[side]], material: black)
      }
      model.addPolygon(inner.reversed(), material: black)
      model.addPolygon(outer, material: front)
      if isLit {
        model.lamps.append(
          Lamp(
            .panel(edgeU: SIMD3(half.x, 0, 0), edgeV: SIMD3(0, half.y, 0)), centre: SIMD3(0, 0, face + 0.002),
            emission: warmth * shine.emission))
      }
    }
    return Piece(model)
  }

  /// A camera's tripod without a camera, or a music stand's like.
  static func tripod(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let metal = model.add(palette.metal(&random))
    let height = random.number(1, 1.6)
    for leg in 0..<3 {
      let angle = Float(leg) * 2 * .pi / 3
      let direction = SIMD3(sine(angle), 0, cosine(angle))
      let (top, foot) = (direction * 0.04 + SIMD3(0, height * 0.8, 0), direction * (height * 0.36))
      model.addTube([top, foot], radius: 0.013, endRadius: 0.008, sides: 6, material: metal)
      model.addTube([mix(top, foot, 0.5), SIMD3(0, height * 0.45, 0)], radius: 0.005, sides: 5, material: metal)
    }
    model.addTube([SIMD3(0, height * 0.4, 0), SIMD3(0, height, 0)], radius: 0.012, sides: 8, material: metal)
    let black = model.add(Material(.plain, SIMD3(repeating: 0.02)))
    model.addBoard(width: 0.12, depth: 0.09, from: height, to: height + 0.1, bevel: 0.01, material: black)
    return Piece(model)
  }
}
