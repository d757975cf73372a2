// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Upholstered things for one or several to sit on.
enum Sofas {
  /// How the arms and the base are built.
  private enum Style: CaseIterable { case block, legged, rolled, wooden }

  /// A sofa or armchair of a width; seats follow from it.
  static func sofa(_ random: inout RandomStream, _ palette: Palette, width: Float) -> Piece {
    var model = Model()
    let depth = random.number(0.78, 0.98)
    let build = Upholstery(&model, &random, palette)
    build.addSeat(to: &model, left: -width / 2, right: width / 2, depth: depth, &random)
    build.addPillows(to: &model, width: width, depth: depth, &random, palette)
    return Piece(
      model,
      solids: [
        Solid(width: width, depth: depth, to: max(build.seat + 0.06, build.armTop + 0.02)),
        Solid(
          SIMD3(-width / 2, 0, -depth / 2), SIMD3(width / 2, build.back + 0.05, depth / 2 - 0.2)),
      ])
  }

  /// A sofa with a long seat at its left, seen from in front at its right: a back at -z, the long seat at -x.
  static func corner(_ random: inout RandomStream, _ palette: Palette, width: Float, length: Float) -> Piece {
    var model = Model()
    let depth = random.number(0.82, 0.98)
    let build = Upholstery(&model, &random, palette)
    let z = (length - depth) / 2
    model.addPart(in: Frame(SIMD3(0, 0, -z))) { model in
      build.addSeat(to: &model, left: -width / 2, right: width / 2, depth: depth, &random, hasLeftArm: false)
    }
    let chaise = random.number(0.75, 0.95)
    let (left, right) = (-width / 2, -width / 2 + chaise)
    let front = length / 2
    let start = -length / 2 + depth
    model.addBevelledBox(
      SIMD3(left, build.ground, start), SIMD3(right, build.seat - 0.14, front), bevel: 0.02, material: build.cloth)
    model.addCushion(
      SIMD3(left, build.seat - 0.15, start - 0.02), SIMD3(right, build.seat, front), plan: 12, section: 6, detail: 5,
      material: build.cloth)
    if random.chance(0.6) {
      // A back along the long side as well.
      model.addCushion(
        SIMD3(left, build.ground, -length / 2 + 0.05), SIMD3(left + 0.2, build.back, front - 0.25), plan: 8, section: 7,
        detail: 5, material: build.cloth)
    }
    if build.ground > 0.02 {
      for x in [left + 0.07, right - 0.07] {
        model.addCylinder(
          base: SIMD3(x, 0, front - 0.08), radius: 0.02, height: build.ground, segments: 10, material: build.frame)
      }
    }
    return Piece(
      model,
      solids: [
        Solid(SIMD3(left, 0, -length / 2), SIMD3(width / 2, build.back + 0.06, -length / 2 + depth)),
        Solid(SIMD3(left, 0, start - 0.03), SIMD3(right, build.seat + 0.01, front)),
        Solid(SIMD3(left, 0, start - 0.03), SIMD3(left + 0.2, build.back + 0.01, front - 0.2)),
      ])
  }

  /// What the parts of one piece have in common.
  struct Upholstery {
    let cloth: Int
    let frame: Int
    let seat: Float
    let back: Float
    let armTop: Float
    let ground: Float
    private let arm: Float
    private let style: Style

    init(_ model: inout Model, _ random: inout RandomStream, _ palette: Palette) {
      cloth = model.add(random.cover(palette))
      frame = model.add(random.hard(palette))
      style = Style.allCases[random.index(weights: [30, 35, 15, 20])]
      seat = random.number(0.38, 0.46)
      back = random.number(0.68, 0.92)
      switch style {
      case .block: (arm, ground) = (random.number(0.12, 0.26), random.number(0.02, 0.06))
      case .legged: (arm, ground) = (random.number(0.07, 0.16), random.number(0.1, 0.19))
      case .rolled: (arm, ground) = (random.number(0.17, 0.24), random.number(0.04, 0.12))
      case .wooden: (arm, ground) = (0.05, random.number(0.16, 0.24))
      }
      armTop = min(back - 0.03, seat + random.number(0.12, 0.24))
    }

    /// The seat from left to right with its back along -z.
    func addSeat(
      to model: inout Model, left: Float, right: Float, depth: Float, _ random: inout RandomStream,
      hasLeftArm: Bool = true
    ) {
      let (back0, front) = (-depth / 2, depth / 2)
      addFeet(to: &model, left: left, right: right, depth: depth)
      let inner = (left: left + (hasLeftArm ? arm : 0), right: right - arm)
      if style == .wooden {
        model.addBevelledBox(
          SIMD3(left, ground, back0 + 0.06), SIMD3(right, ground + 0.05, front - 0.03), bevel: 0.006, material: frame)
      } else {
        model.addBevelledBox(
          SIMD3(left + 0.01, ground, back0), SIMD3(right - 0.01, seat - 0.13, front - 0.015), bevel: 0.02,
          material: cloth)
      }
      for (x, isThere) in [(left, hasLeftArm), (right - arm, true)] where isThere {
        addArm(to: &model, from: x, depth: depth)
      }
      let count = max(1, Int((inner.right - inner.left) / 0.55))
      let width = (inner.right - inner.left) / Float(count)
      let thickness = random.number(0.13, 0.2)
      let bottom = style == .wooden ? ground + 0.04 : seat - 0.15
      if style != .wooden {
        model.addCushion(
          SIMD3(left + 0.01, ground, back0), SIMD3(right - 0.01, back - 0.05, back0 + 0.13), plan: 12, section: 10,
          detail: 4, material: cloth)
      } else {
        addSlats(to: &model, left: left, right: right, z: back0 + 0.07)
      }
      for index in 0..<count {
        let x = inner.left + width * Float(index)
        model.addCushion(
          SIMD3(x + 0.002, bottom, back0 + 0.1), SIMD3(x + width - 0.002, seat + 0.01, front), plan: 11, section: 5,
          material: cloth)
        model.addPart(in: Frame(SIMD3(x + width / 2, seat - 0.02, back0 + 0.1 + thickness / 2), pitch: 0.16)) {
          $0.addCushion(
            SIMD3(-width / 2 + 0.004, 0, -thickness / 2), SIMD3(width / 2 - 0.004, back - seat, thickness / 2),
            plan: 4, section: 6, material: cloth)
        }
      }
    }

    private func addFeet(to model: inout Model, left: Float, right: Float, depth: Float) {
      for x in [left + 0.07, right - 0.07] {
        for z in [-depth / 2 + 0.08, depth / 2 - 0.08] {
          switch style {
          case .wooden:
            model.addTube(
              [SIMD3(x, seat, z), SIMD3(x, 0, z)], radius: 0.022, endRadius: 0.014, sides: 8, material: frame)
          case .block, .rolled:
            model.addCylinder(base: SIMD3(x, 0, z), radius: 0.03, height: ground + 0.01, segments: 10, material: frame)
          case .legged:
            model.addTube(
              [SIMD3(x, ground + 0.02, z), SIMD3(x, 0, z)], radius: 0.02, endRadius: 0.012, sides: 8, material: frame)
          }
        }
      }
    }

    private func addArm(to model: inout Model, from x: Float, depth: Float) {
      let (back0, front) = (-depth / 2, depth / 2)
      switch style {
      case .block, .legged:
        model.addCushion(
          SIMD3(x, ground, back0 + 0.01), SIMD3(x + arm, armTop, front - 0.005), plan: 12, section: 9, material: cloth)
      case .rolled:
        model.addBevelledBox(
          SIMD3(x + 0.02, ground, back0 + 0.02), SIMD3(x + arm - 0.02, armTop - 0.06, front - 0.02), bevel: 0.01,
          material: cloth)
        model.addPart(in: Frame(SIMD3(x + arm / 2, armTop - arm / 2, back0 + 0.03), upwards: SIMD3(0, 0, 1))) {
          $0.addBevelledCylinder(
            base: .zero, radius: arm / 2, height: depth - 0.05, bevel: 0.015, segments: 16, material: cloth)
        }
      case .wooden:
        model.addBevelledBox(
          SIMD3(x, armTop - 0.03, back0 + 0.04), SIMD3(x + arm, armTop, front - 0.04), bevel: 0.01, material: frame)
        for z in [-depth / 2 + 0.1, depth / 2 - 0.1] {
          model.addTube(
            [SIMD3(x + arm / 2, ground, z), SIMD3(x + arm / 2, armTop - 0.02, z)], radius: 0.016, sides: 8,
            material: frame)
        }
      }
    }

    private func addSlats(to model: inout Model, left: Float, right: Float, z: Float) {
      let count = max(4, Int((right - left) / 0.12))
      for index in 0...count {
        let x = left + 0.03 + (right - left - 0.06) * Float(index) / Float(count)
        model.addTube(
          [SIMD3(x, ground, z), SIMD3(x, back - 0.05, z - 0.05)], radius: 0.009, sides: 6, material: frame)
      }
      model.addTube(
        [SIMD3(left, back - 0.05, z - 0.05), SIMD3(right, back - 0.05, z - 0.05)], radius: 0.016, sides: 8,
        material: frame)
    }

    /// Loose pillows in front of the back.
    func addPillows(
      to model: inout Model, width: Float, depth: Float, _ random: inout RandomStream, _ palette: Palette
    ) {
      let count = width > 1.2 ? random.whole(0, 3) : random.whole(0, 1)
      for index in 0..<count {
        let cover = model.add(palette.fabric(&random))
        let share = count == 1 ? random.number(-0.6, 0.6) : Float(index) / Float(count - 1) * 2 - 1
        let side = random.number(0.17, 0.24)
        let x = share * max(0, width / 2 - arm - side * 1.2)
        let place = SIMD3(x, seat + 0.005, -depth / 2 + 0.36)
        model.addPart(in: Frame(place, yaw: random.number(-0.3, 0.3), pitch: 0.35)) {
          $0.addPart(in: Frame(SIMD3(0, side, 0), pitch: -.pi / 2)) {
            $0.addCushion(
              SIMD3(-side, -0.07, -side), SIMD3(side, 0.07, side), plan: 4, section: 1.8, material: cover)
          }
        }
      }
    }
  }

  /// A bench, with or without a back, or with a chest below.
  static func bench(_ random: inout RandomStream, _ palette: Palette, width: Float) -> Piece {
    var model = Model()
    let wood = model.add(random.hard(palette))
    let (depth, height) = (random.number(0.3, 0.42), random.number(0.42, 0.48))
    let kind = random.whole(0, 3)
    if kind == 0 {
      model.addBoard(width: width, depth: depth, from: 0.05, to: height - 0.03, bevel: 0.004, material: wood)
      model.addBoard(width: width - 0.04, depth: depth - 0.04, from: 0, to: 0.05, material: wood)
      model.addBoard(width: width + 0.02, depth: depth + 0.02, from: height - 0.03, to: height, material: wood)
    } else if kind == 1 {
      let metal = model.add(palette.metal(&random))
      for x in [-width / 2 + 0.12, width / 2 - 0.12] {
        let z = depth / 2 - 0.015
        model.addTube(
          [SIMD3(x, 0.012, -z), SIMD3(x, 0.012, z), SIMD3(x, height - 0.03, z), SIMD3(x, height - 0.03, -z)],
          radius: 0.012, sides: 4, isClosed: true, material: metal)
      }
      for slat in 0..<4 {
        let z = ((Float(slat) + 0.5) / 4 - 0.5) * depth
        model.addBoard(z: z, width: width, depth: depth / 4 - 0.012, from: height - 0.02, to: height, material: wood)
      }
    } else {
      let style = kind == 2 ? Legs.square : Legs.splayed
      _ = style.add(
        to: &model, width: width - 0.08, depth: depth, height: height - 0.02, thickness: 0.045, material: wood)
      model.addBoard(width: width, depth: depth, from: height - 0.035, to: height, bevel: 0.006, material: wood)
    }
    if random.chance(0.35) {
      let cloth = model.add(palette.fabric(&random))
      model.addPadding(
        width: width - 0.04, depth: depth - 0.02, from: height - 0.005, to: height + 0.05, plan: 12, section: 4,
        material: cloth)
    }
    return Piece(model)
  }
}
