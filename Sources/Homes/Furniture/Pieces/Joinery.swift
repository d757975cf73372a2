// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Model {
  /// Adds a board or block with its edges broken, by its middle on the floor plan, its size and two heights.
  mutating func addBoard(
    x: Float = 0, z: Float = 0, width: Float, depth: Float, from bottom: Float, to top: Float, bevel: Float = 0.003,
    material: Int
  ) {
    addBevelledBox(
      SIMD3(x - width / 2, bottom, z - depth / 2), SIMD3(x + width / 2, top, z + depth / 2), bevel: bevel,
      material: material)
  }

  /// Adds something stuffed, by its middle on the floor plan, its size and two heights.
  mutating func addPadding(
    x: Float = 0, z: Float = 0, width: Float, depth: Float, from bottom: Float, to top: Float, plan: Float = 9,
    section: Float = 5, detail: Int = 4, material: Int
  ) {
    addCushion(
      SIMD3(x - width / 2, bottom, z - depth / 2), SIMD3(x + width / 2, top, z + depth / 2), plan: plan,
      section: section, detail: detail, material: material)
  }
}

/// What furniture stands on.
enum Legs: CaseIterable {
  case square, tapered, splayed, turned, tube, hairpin

  /// Adds four legs under a rectangle and returns a solid for each.
  func add(
    to model: inout Model, width: Float, depth: Float, height: Float, thickness: Float, material: Int
  ) -> [Solid] {
    var solids: [Solid] = []
    for side in [-1, 1] as [Float] {
      for end in [-1, 1] as [Float] {
        let inset = thickness * 0.5 + 0.004
        let top = SIMD3(side * (width / 2 - inset), height, end * (depth / 2 - inset))
        solids.append(addOne(to: &model, top: top, outward: SIMD3(side, 0, end), thickness, material))
      }
    }
    return solids
  }

  private func addOne(
    to model: inout Model, top: SIMD3<Float>, outward: SIMD3<Float>, _ thickness: Float, _ material: Int
  ) -> Solid {
    let foot = SIMD3(top.x, 0, top.z)
    let half = thickness / 2
    var reach = half
    switch self {
    case .square:
      model.addBoard(x: top.x, z: top.z, width: thickness, depth: thickness, from: 0, to: top.y, material: material)
    case .tapered:
      model.addTube([top, foot], radius: half, endRadius: half * 0.55, sides: 4, material: material)
    case .splayed:
      // It leans outwards, its foot still below the edge of what it carries.
      let inner = top - outward * min(0.09, top.y * 0.18)
      model.addTube([inner, foot], radius: half, endRadius: half * 0.55, sides: 10, material: material)
      reach = half + min(0.09, top.y * 0.18)
    case .turned:
      model.addLathe(
        [
          SIMD2(0.5, 0), SIMD2(0.62, 0.04), SIMD2(0.45, 0.1), SIMD2(0.62, 0.45), SIMD2(0.95, 0.7), SIMD2(0.6, 0.76),
          SIMD2(1, 0.8), SIMD2(1, 1),
        ].map { SIMD2($0.x * half, $0.y * top.y) }, origin: foot, segments: 12, material: material)
    case .tube:
      model.addTube([top, foot], radius: min(half, 0.014), sides: 8, material: material)
    case .hairpin:
      let (left, right) = (SIMD3(-outward.x * 0.07, 0, 0), SIMD3(0, 0, -outward.z * 0.07))
      model.addTube(
        Model.rounded([top + left, foot + left * 0.4, foot + right * 0.4, top + right], radius: 0.03), radius: 0.006,
        sides: 6, material: material)
      reach = 0.08
    }
    return Solid(SIMD3(top.x - reach, 0, top.z - reach), SIMD3(top.x + reach, top.y, top.z + reach))
  }
}

/// What a front is opened by.
enum Handle: CaseIterable {
  case none, knob, bar, upright, hollow

  func add(to model: inout Model, at place: SIMD3<Float>, width: Float, height: Float, material: Int) {
    switch self {
    case .none: break
    case .knob:
      model.addPart(in: Frame(place, upwards: SIMD3(0, 0, 1))) {
        $0.addLathe(
          [SIMD2(0.006, 0), SIMD2(0.006, 0.01), SIMD2(0.014, 0.016), SIMD2(0.013, 0.024), SIMD2(0.004, 0.028)],
          segments: 10, material: material)
      }
    case .bar, .upright:
      let half = self == .bar ? SIMD3(min(0.08, width * 0.3), 0, 0) : SIMD3(0, min(0.12, height * 0.3), 0)
      let out = SIMD3<Float>(0, 0, 0.026)
      model.addTube(
        Model.rounded([place - half, place - half + out, place + half + out, place + half], radius: 0.012, steps: 2),
        radius: 0.005, sides: 6, material: material)
    case .hollow:
      let half = min(0.06, width * 0.3)
      model.addBoard(
        x: place.x, z: place.z + 0.004, width: 2 * half, depth: 0.008, from: place.y - 0.012, to: place.y + 0.012,
        bevel: 0.002, material: material)
    }
  }
}

/// Doors and drawers on the front of a carcase.
struct Fronts {
  var columns: Int
  var rows: Int
  var handle: Handle
  var material: Int
  var metal: Int
  /// Whether fronts are doors, with handles at a side, or drawers, with handles in the middle.
  var areDoors: Bool
  /// How far fronts stand before the carcase.
  static let thickness: Float = 0.019

  /// Adds them over a rectangle of the plane z.
  func add(to model: inout Model, left: Float, right: Float, from bottom: Float, to top: Float, z: Float) {
    let (width, height) = ((right - left) / Float(columns), (top - bottom) / Float(rows))
    let gap: Float = 0.0018
    for column in 0..<columns {
      for row in 0..<rows {
        let low = SIMD3(left + Float(column) * width + gap, bottom + Float(row) * height + gap, z)
        let high = SIMD3(low.x + width - 2 * gap, low.y + height - 2 * gap, z + Fronts.thickness)
        model.addBevelledBox(low, high, bevel: 0.002, material: material)
        // Doors open in pairs: handles towards each other.
        let side: Float = areDoors ? (column % 2 == 0 && columns > 1 ? 0.5 - 0.06 / width : 0.06 / width - 0.5) : 0
        let place = SIMD3((low.x + high.x) / 2 + side * width, (low.y + high.y) / 2, high.z)
        handle.add(to: &model, at: place, width: width, height: height, material: metal)
      }
    }
  }
}

extension RandomStream {
  /// A material of wood or of paint, as furniture is made of.
  mutating func hard(_ palette: Palette) -> Material { chance(0.65) ? palette.wood(&self) : palette.smooth(&self) }

  /// Cloth or leather, as seats are covered with.
  mutating func cover(_ palette: Palette) -> Material {
    chance(0.2) ? palette.leather(&self) : palette.fabric(&self)
  }
}
