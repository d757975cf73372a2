// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Things to lie on.
///
/// The head is at -z.
enum Beds {
  /// A bed for one or two with its bedding.
  static func bed(_ random: inout RandomStream, _ palette: Palette, width: Float) -> Piece {
    var model = Model()
    let frame = model.add(random.hard(palette))
    let length = random.number(2, 2.15)
    let top = random.number(0.42, 0.6)
    let (head, foot) = (-length / 2, length / 2)
    var highest = top + 0.2
    switch random.index(weights: [35, 25, 20, 20]) {
    case 0:
      addWoodenFrame(to: &model, width, length, top, frame)
      highest = random.number(0.8, 1.15)
      model.addBoard(
        z: head + 0.02, width: width, depth: 0.04, from: 0.15, to: highest, bevel: 0.008, material: frame)
    case 1:
      // A box spring with an upholstered head.
      let cloth = model.add(palette.fabric(&random))
      model.addBoard(
        z: 0.03, width: width, depth: length - 0.1, from: 0.05, to: top - 0.2, bevel: 0.02, material: cloth)
      highest = random.number(0.95, 1.25)
      let panels = width > 1.2 ? 4 : 2
      for panel in 0..<panels {
        let step = width / Float(panels)
        let x = -width / 2 + step * Float(panel)
        model.addCushion(
          SIMD3(x, 0.05, head), SIMD3(x + step, highest, head + 0.1), plan: 6, section: 10, material: cloth)
      }
      for x in [-width / 2 + 0.1, width / 2 - 0.1] {
        model.addCylinder(base: SIMD3(x, 0, foot - 0.12), radius: 0.025, height: 0.06, segments: 10, material: frame)
      }
    case 2:
      let metal = model.add(palette.metal(&random))
      addWoodenFrame(to: &model, width, length, top, metal)
      highest = random.number(0.95, 1.2)
      addHoop(to: &model, width, z: head + 0.02, top: highest, metal)
      if random.chance(0.6) { addHoop(to: &model, width, z: foot - 0.02, top: top + 0.15, metal) }
    default:
      model.addBoard(width: width, depth: length, from: 0, to: top - 0.22, bevel: 0.005, material: frame)
    }
    addBedding(to: &model, width: width - 0.06, length: length - 0.12, from: top - 0.22, to: top, &random, palette)
    return Piece(
      model,
      solids: [
        Solid(SIMD3(-width / 2 - 0.06, 0, head - 0.01), SIMD3(width / 2 + 0.06, top + 0.22, foot + 0.06)),
        Solid(SIMD3(-width / 2 - 0.02, top + 0.2, head - 0.01), SIMD3(width / 2 + 0.02, highest + 0.02, head + 0.16)),
      ])
  }

  private static func addWoodenFrame(
    to model: inout Model, _ width: Float, _ length: Float, _ top: Float, _ material: Int
  ) {
    for side in [-1, 1] as [Float] {
      model.addBoard(
        x: side * (width / 2 - 0.015), width: 0.03, depth: length - 0.08, from: top - 0.32, to: top - 0.14,
        material: material)
      model.addBoard(
        z: side * (length / 2 - 0.02), width: width, depth: 0.03, from: top - 0.32, to: top - 0.12, material: material)
      for x in [-width / 2 + 0.04, width / 2 - 0.04] {
        model.addTube(
          [SIMD3(x, top - 0.3, side * (length / 2 - 0.05)), SIMD3(x, 0, side * (length / 2 - 0.05))], radius: 0.03,
          endRadius: 0.022, sides: 4, material: material)
      }
    }
  }

  private static func addHoop(to model: inout Model, _ width: Float, z: Float, top: Float, _ material: Int) {
    let x = width / 2 - 0.02
    model.addTube(
      Model.rounded([SIMD3(-x, 0, z), SIMD3(-x, top, z), SIMD3(x, top, z), SIMD3(x, 0, z)], radius: 0.15),
      radius: 0.017,
      sides: 8, material: material)
    let bars = max(3, Int(width / 0.16))
    model.addTube([SIMD3(-x, 0.32, z), SIMD3(x, 0.32, z)], radius: 0.012, sides: 6, material: material)
    for bar in 1..<bars {
      let place = -x + 2 * x * Float(bar) / Float(bars)
      model.addTube(
        [SIMD3(place, 0.32, z), SIMD3(place, top - 0.02, z)], radius: 0.007, sides: 6, material: material)
    }
  }

  /// Mattress, pillows and a cover that hangs over the sides.
  private static func addBedding(
    to model: inout Model, width: Float, length: Float, from bottom: Float, to top: Float,
    _ random: inout RandomStream, _ palette: Palette
  ) {
    let sheet = model.add(Material(.plain, SIMD3(repeating: random.number(0.5, 0.8))))
    let (head, foot) = (-length / 2 + 0.03, length / 2 + 0.03)
    model.addCushion(
      SIMD3(-width / 2, bottom, head), SIMD3(width / 2, top, foot), plan: 14, section: 6, detail: 5, material: sheet)
    let pillow = model.add(random.chance(0.5) ? palette.fabric(&random) : Material(.plain, SIMD3(repeating: 0.72)))
    let sleepers = width > 1.2 ? 2 : 1
    let share = width / Float(sleepers)
    for index in 0..<sleepers {
      let x = -width / 2 + share * (Float(index) + 0.5) + random.number(-0.03, 0.03)
      let half = min(0.36, share / 2 - 0.03)
      model.addPart(in: Frame(SIMD3(x, top - 0.015, head + 0.24), yaw: random.number(-0.15, 0.15))) {
        $0.addCushion(
          SIMD3(-half, 0, -0.2), SIMD3(half, random.number(0.1, 0.16), 0.2), plan: 4.5, section: 2, detail: 5,
          material: pillow)
      }
    }
    addCover(to: &model, width: width, from: head, to: foot, top: top, &random, palette)
  }

  private static func addCover(
    to model: inout Model, width: Float, from head: Float, to foot: Float, top: Float, _ random: inout RandomStream,
    _ palette: Palette
  ) {
    guard random.chance(0.9) else { return }
    let cover = model.add(palette.fabric(&random))
    if random.chance(0.6) {
      model.addDrapedCloth(
        SIMD2(-width / 2, head + random.number(0.45, 0.8)), SIMD2(width / 2, foot), height: top + 0.02,
        drop: random.number(0.12, min(0.3, top - 0.1)), wave: 0.008, crumple: random.number(0.01, 0.05),
        seed: random.bits(), material: cover)
    } else {
      // A duvet laid loosely on top, half of it perhaps thrown back.
      let start = head + random.number(0.4, 0.9)
      model.addCushion(
        SIMD3(-width / 2 + 0.02, top - 0.02, start),
        SIMD3(width / 2 - 0.02, top + random.number(0.06, 0.13), foot - 0.02),
        plan: 8, section: 2.2, detail: 7, material: cover)
    }
  }

  /// Two beds over each other with a ladder.
  static func bunk(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let frame = model.add(random.hard(palette))
    let (width, length, high) = (random.number(0.9, 1), random.number(1.95, 2.1), random.number(1.6, 1.75))
    for x in [-width / 2 + 0.03, width / 2 - 0.03] {
      for z in [-length / 2 + 0.03, length / 2 - 0.03] {
        model.addBoard(x: x, z: z, width: 0.06, depth: 0.06, from: 0, to: high, material: frame)
      }
    }
    for level in [Float(0.3), high - 0.45] {
      model.addBoard(
        width: width - 0.02, depth: length - 0.02, from: level - 0.06, to: level, material: frame)
      var bedding = Model()
      addBedding(
        to: &bedding, width: width - 0.1, length: length - 0.14, from: level, to: level + 0.14, &random, palette)
      model.add(bedding)
      for side in [-1, 1] as [Float] {
        for rail in [0.2, 0.32] as [Float] where level > 1 {
          model.addBoard(
            x: side * (width / 2 - 0.015), z: side > 0 ? -0.25 : 0, width: 0.025,
            depth: side > 0 ? length - 0.6 : length - 0.1, from: level + rail - 0.04, to: level + rail + 0.04,
            material: frame)
        }
      }
    }
    let z = length / 2 - 0.35
    for end in [-0.18, 0.18] as [Float] {
      model.addTube(
        [SIMD3(width / 2 + 0.2, 0, z + end), SIMD3(width / 2, high - 0.1, z + end)], radius: 0.018, sides: 4,
        material: frame)
    }
    for rung in 1...5 {
      let share = Float(rung) / 6
      let x = width / 2 + 0.2 * (1 - share)
      model.addTube(
        [SIMD3(x, (high - 0.1) * share, z - 0.18), SIMD3(x, (high - 0.1) * share, z + 0.18)], radius: 0.014, sides: 6,
        material: frame)
    }
    return Piece(
      model,
      solids: [
        Solid(SIMD3(-width / 2 - 0.05, 0, -length / 2), SIMD3(width / 2 + 0.05, high + 0.01, length / 2 + 0.01)),
        Solid(SIMD3(width / 2, 0, z - 0.21), SIMD3(width / 2 + 0.23, high, z + 0.21)),
      ])
  }

  /// A baby's bed with bars.
  static func cot(_ random: inout RandomStream, _ palette: Palette) -> Piece {
    var model = Model()
    let wood = model.add(random.hard(palette))
    let (width, length, high) = (random.number(0.62, 0.74), random.number(1.25, 1.45), random.number(0.8, 0.95))
    let (x, z) = (width / 2 - 0.02, length / 2 - 0.02)
    for corner in [SIMD2(-x, -z), SIMD2(x, -z), SIMD2(x, z), SIMD2(-x, z)] {
      model.addBoard(x: corner.x, z: corner.y, width: 0.04, depth: 0.04, from: 0, to: high, material: wood)
    }
    for level in [0.25, high - 0.03] {
      for side in [-1, 1] as [Float] {
        model.addBoard(
          x: side * x, width: 0.022, depth: 2 * z, from: level - 0.02, to: level + 0.02, material: wood)
        model.addBoard(
          z: side * z, width: 2 * x, depth: 0.022, from: level - 0.02, to: level + 0.02, material: wood)
      }
    }
    for side in [-1, 1] as [Float] {
      let count = Int(length / 0.085)
      for bar in 1..<count {
        let place = -z + 2 * z * Float(bar) / Float(count)
        model.addTube(
          [SIMD3(side * x, 0.25, place), SIMD3(side * x, high - 0.03, place)], radius: 0.006, sides: 6, material: wood)
      }
      let few = Int(width / 0.085)
      for bar in 1..<few {
        let place = -x + 2 * x * Float(bar) / Float(few)
        model.addTube(
          [SIMD3(place, 0.25, side * z), SIMD3(place, high - 0.03, side * z)], radius: 0.006, sides: 6, material: wood)
      }
    }
    let sheet = model.add(palette.fabric(&random))
    model.addBoard(width: 2 * x, depth: 2 * z, from: 0.27, to: 0.29, material: wood)
    model.addPadding(
      width: 2 * x - 0.03, depth: 2 * z - 0.03, from: 0.285, to: 0.4, plan: 12, section: 5, material: sheet)
    return Piece(model)
  }
}
