// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Where people work: desks and benches.
///
/// Who works sits or stands at +z.
enum Workplaces {
  /// A desk on legs, on frames, or on a drawer unit and a panel.
  static func desk(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float, top: Material? = nil
  ) -> Piece {
    var model = Model()
    let board = model.add(top ?? random.hard(palette))
    let support = model.add(random.chance(0.5) ? palette.metal(&random) : random.hard(palette))
    let (height, thickness) = (random.number(0.71, 0.76), random.number(0.018, 0.035))
    let under = height - thickness
    var solids = [Solid(width: width, depth: depth, from: under, to: height)]
    switch random.whole(0, 3) {
    case 0:
      solids += Legs.add(.tapered, &model, width, depth, under, support)
    case 1:
      solids += addFrames(to: &model, width, depth, under, support)
    case 2:
      solids += Legs.add(random.one(of: [.square, .tube, .hairpin]), &model, width, depth, under, support)
      let drawers = Solid(
        SIMD3(-width / 2 + 0.08, 0.06, -depth / 2 + 0.06), SIMD3(-width / 2 + 0.48, under, depth / 2 - 0.08))
      solids += addDrawers(to: &model, drawers, support, &random, palette)
    default:
      model.addBoard(
        x: width / 2 - 0.012, width: 0.024, depth: depth - 0.02, from: 0, to: under, material: board)
      model.addBoard(z: -depth / 2 + 0.04, width: width - 0.06, depth: 0.018, from: 0.3, to: under, material: board)
      let drawers = Solid(
        SIMD3(-width / 2, 0, -depth / 2 + 0.01), SIMD3(-width / 2 + 0.42, under, depth / 2 - 0.03))
      solids += addDrawers(to: &model, drawers, board, &random, palette)
      solids.append(
        Solid(SIMD3(width / 2 - 0.024, 0, -depth / 2), SIMD3(width / 2, under, depth / 2)))
      solids.append(
        Solid(SIMD3(-width / 2, 0.29, -depth / 2), SIMD3(width / 2, under, -depth / 2 + 0.06)))
    }
    model.addBoard(width: width, depth: depth, from: under, to: height, bevel: 0.003, material: board)
    let half = SIMD2(width, depth) / 2 - 0.03
    return Piece(
      model, solids: solids, surfaces: [SupportSurface(height: height, low: -half, high: half)])
  }

  private static func addFrames(
    to model: inout Model, _ width: Float, _ depth: Float, _ under: Float, _ material: Int
  ) -> [Solid] {
    // A T at each side, as desks that go up and down have.
    [-1, 1].map { side in
      let x = Float(side) * (width / 2 - 0.18)
      model.addBoard(x: x, width: 0.07, depth: depth * 0.85, from: 0, to: 0.03, bevel: 0.008, material: material)
      model.addBoard(x: x, width: 0.08, depth: 0.06, from: 0.03, to: under - 0.03, bevel: 0.004, material: material)
      model.addBoard(x: x, width: 0.06, depth: depth * 0.8, from: under - 0.03, to: under, material: material)
      return Solid(SIMD3(x - 0.041, 0, -depth * 0.43), SIMD3(x + 0.041, under, depth * 0.43))
    }
  }

  private static func addDrawers(
    to model: inout Model, _ place: Solid, _ material: Int, _ random: inout RandomStream, _ palette: Palette
  ) -> [Solid] {
    let metal = model.add(palette.metal(&random))
    let front = place.high.z - Fronts.thickness - 0.001
    model.addBevelledBox(place.low, SIMD3(place.high.x, place.high.y, front), bevel: 0.002, material: material)
    Fronts(
      columns: 1, rows: random.whole(2, 4), handle: random.one(of: [.bar, .hollow, .knob]), material: material,
      metal: metal, areDoors: false
    ).add(to: &model, left: place.low.x, right: place.high.x, from: place.low.y, to: place.high.y, z: front)
    return [Solid(place.low, place.high + SIMD3(0, 0, 0.03))]
  }

  /// A desk and the chair at it.
  static func place(
    _ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float
  ) -> Arrangement {
    let desk = desk(&random, palette, width: width, depth: depth)
    let chair = random.chance(0.7) ? Chairs.office(&random, palette) : Chairs.any(&random, palette)
    let isOffice = chair.size.x > 0.6
    let middle = depth / 2 + chair.extent.high.z + random.number(-0.22, 0.25)
    return Arrangement([
      .init(family: "desk", piece: desk, isEssential: true),
      .init(
        family: isOffice ? "office chair" : "chair", piece: chair,
        pose: Pose(
          position: SIMD3(random.number(-0.1, 0.25) * width * 0.5, 0, middle), yaw: .pi + random.number(-0.6, 0.6)),
        isEssential: true),
    ])
  }

  /// Desks back to back in two rows with screens between, as open offices have.
  static func cluster(_ random: inout RandomStream, _ palette: Palette, columns: Int) -> Arrangement {
    let (width, depth) = (random.number(1.2, 1.6), random.number(0.7, 0.8))
    let desk = desk(&random, palette, width: width, depth: depth)
    let chair = Chairs.office(&random, palette)
    let screen = random.chance(0.5) ? divider(&random, palette, width: width) : nil
    var members: [Arrangement.Member] = []
    for column in 0..<columns {
      let x = (Float(column) - Float(columns - 1) / 2) * (width + 0.01)
      for side in [-1, 1] as [Float] {
        let z = side * (depth / 2 + 0.03)
        members.append(
          .init(
            family: "desk", piece: desk, pose: Pose(position: SIMD3(x, 0, z), yaw: side > 0 ? 0 : .pi),
            isEssential: true))
        guard random.chance(0.92) else { continue }
        let away = side * (depth + 0.03 + chair.extent.high.z + random.number(-0.15, 0.3))
        members.append(
          .init(
            family: "office chair", piece: chair,
            pose: Pose(
              position: SIMD3(x + random.number(-0.2, 0.2), 0, away),
              yaw: (side > 0 ? .pi : 0) + random.number(-0.7, 0.7))))
      }
      if let screen {
        members.append(.init(family: "divider", piece: screen, pose: Pose(position: SIMD3(x, 0, 0))))
      }
    }
    return Arrangement(members)
  }

  /// A thin upholstered wall on two feet between desks.
  private static func divider(_ random: inout RandomStream, _ palette: Palette, width: Float) -> Piece {
    var model = Model()
    let cloth = model.add(palette.fabric(&random))
    let metal = model.add(palette.metal(&random))
    let top = random.number(1.1, 1.35)
    model.addBoard(width: width - 0.01, depth: 0.03, from: 0.5, to: top, bevel: 0.01, material: cloth)
    for x in [-width * 0.4, width * 0.4] {
      model.addTube([SIMD3(x, 0, 0), SIMD3(x, 0.52, 0)], radius: 0.014, sides: 4, material: metal)
    }
    return Piece(model)
  }

  /// A heavy bench with a vice, shelves below and perhaps a wall of tools above.
  static func workbench(_ random: inout RandomStream, _ palette: Palette, width: Float, depth: Float) -> Piece {
    var model = Model()
    let wood = model.add(palette.wood(&random))
    let metal = model.add(Material(.plain, palette.anyColour(&random) * 0.5))
    let height = random.number(0.84, 0.94)
    let frame = random.chance(0.5) ? wood : metal
    _ = Legs.square.add(
      to: &model, width: width - 0.06, depth: depth - 0.04, height: height - 0.05, thickness: 0.08, material: frame)
    model.addBoard(width: width, depth: depth, from: height - 0.055, to: height, bevel: 0.004, material: wood)
    let shelf = random.number(0.15, 0.35)
    model.addBoard(width: width - 0.1, depth: depth - 0.1, from: shelf - 0.03, to: shelf, material: wood)
    // The vice: two jaws on a screw at the left of the front.
    let x = -width / 2 + 0.2
    model.addBoard(
      x: x, z: depth / 2 - 0.08, width: 0.14, depth: 0.05, from: height, to: height + 0.11, material: metal)
    model.addBoard(
      x: x, z: depth / 2 + 0.005, width: 0.14, depth: 0.04, from: height, to: height + 0.11, material: metal)
    model.addPart(in: Frame(SIMD3(x, height + 0.05, depth / 2 - 0.08), upwards: SIMD3(0, 0, 1))) {
      $0.addCylinder(base: .zero, radius: 0.014, height: 0.2, segments: 10, material: metal)
    }
    model.addTube(
      [SIMD3(x - 0.09, height + 0.05, depth / 2 + 0.11), SIMD3(x + 0.09, height + 0.05, depth / 2 + 0.11)],
      radius: 0.006, sides: 6, material: metal)
    let half = SIMD2(width, depth) / 2 - 0.04
    return Piece(
      model,
      surfaces: [
        SupportSurface(height: height, low: SIMD2(-half.x + 0.35, -half.y), high: half),
        SupportSurface(
          height: shelf, low: -half + 0.05, high: half - 0.05, clearHeight: height - 0.07 - shelf),
      ])
  }

  /// A folding ladder that stands open.
  static func ladder(_ random: inout RandomStream, _ palette: Palette, height: Float) -> Piece {
    var model = Model()
    let frame = model.add(random.chance(0.6) ? palette.metal(&random) : palette.wood(&random))
    let (spread, top, foot) = (height * 0.26, Float(0.17), random.number(0.22, 0.28))
    for side in [-1, 1] as [Float] {
      for end in [-1, 1] as [Float] {
        model.addTube(
          [SIMD3(side * foot, 0, end * spread), SIMD3(side * top, height, end * 0.03)], radius: 0.014, sides: 4,
          material: frame)
      }
    }
    let steps = Int(height / 0.26)
    for step in 1..<max(2, steps) {
      let share = Float(step) / Float(steps)
      let (x, z) = (mix(foot, top, share), mix(spread, 0.03, share))
      model.addBoard(
        z: z, width: 2 * x, depth: 0.07, from: height * share - 0.012, to: height * share + 0.012, material: frame)
      if step % 2 == 1 {
        model.addTube(
          [SIMD3(-x, height * share, -z), SIMD3(x, height * share, -z)], radius: 0.009, sides: 6, material: frame)
      }
    }
    model.addBoard(width: 2 * top + 0.06, depth: 0.2, from: height - 0.02, to: height + 0.01, material: frame)
    return Piece(model)
  }
}

extension Legs {
  /// Four legs of usual strength under a desk.
  fileprivate static func add(
    _ style: Legs, _ model: inout Model, _ width: Float, _ depth: Float, _ height: Float, _ material: Int
  ) -> [Solid] {
    style.add(
      to: &model, width: width - 0.04, depth: depth - 0.04, height: height, thickness: 0.045, material: material)
  }
}
