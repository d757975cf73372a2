// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Fitted kitchens: runs of base units under a worktop, cupboards above them, and what is built in.
struct KitchenUnits {
  /// What a width of the run holds.
  enum Unit: Sendable, Hashable, CaseIterable {
    case doors, drawers, sink, cooker, dishwasher, corner, fridge, ovenTower

    /// Whether it reaches far above the worktop.
    var isTall: Bool { self == .fridge || self == .ovenTower }
  }

  /// Depth of the worktop.
  let depth: Float
  /// Height of the worktop's upper side.
  let height: Float
  /// Height of tall units.
  let tallHeight: Float
  private let slab: Float
  private let handles: Handles
  private let isShaker: Bool
  private let hasGas: Bool
  private let front: Material
  private let carcass: Material
  private let worktop: Material
  private let steel: Material
  private let isPanelledFridge: Bool

  private enum Handles: Sendable { case bars, knobs, grooves, upright }

  /// Draws the look that all parts of one kitchen share.
  init(_ palette: Palette, _ random: inout RandomStream) {
    depth = random.number(0.58, 0.66)
    height = random.number(0.86, 0.94)
    tallHeight = random.number(1.95, 2.15)
    slab = random.number(0.02, 0.05)
    handles = random.one(of: [.bars, .knobs, .grooves, .upright])
    isShaker = random.chance(0.4)
    hasGas = random.chance(0.4)
    front = random.chance(0.35) ? palette.wood(&random) : palette.smooth(&random)
    carcass = random.chance(0.7) ? palette.matte(0.6, 0.6, 0.58) : palette.matte(0.05, 0.05, 0.05)
    worktop = palette.worktop(&random)
    steel = palette.metal(&random)
    isPanelledFridge = random.chance(0.4)
  }

  // MARK: - Runs

  /// Units side by side, left to right as one stands before them; their sum is the run's width.
  func run(_ units: [(unit: Unit, width: Float)], palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    var left = -units.reduce(0) { $0 + $1.width } / 2
    for (unit, width) in units {
      let pose = Pose(position: SIMD3(left + width / 2, 0, 0))
      model.add(self.unit(unit, width: width, palette: palette, &random), at: pose)
      left += width
    }
    return model
  }

  /// One unit, its back at `-depth / 2`.
  func unit(_ unit: Unit, width: Float, palette: Palette, _ random: inout RandomStream) -> Model {
    switch unit {
    case .doors: doors(width, &random)
    case .drawers: drawers(width, &random)
    case .sink: sink(width, palette, &random)
    case .cooker: cooker(width, palette, &random)
    case .dishwasher: dishwasher(width, palette, &random)
    case .corner: corner(width)
    case .fridge: fridge(width, palette, &random)
    case .ovenTower: ovenTower(width, palette, &random)
    }
  }

  /// A free-standing block with a worktop that overhangs on its back, where stools go.
  func island(length: Float, depth islandDepth: Float, _ random: inout RandomStream) -> Model {
    var model = Model()
    let (wood, inner, top) = (model.add(front), model.add(carcass), model.add(worktop))
    let metal = model.add(steel)
    let back = -islandDepth / 2 + random.number(0.12, 0.3)
    model.addBox(
      x: (-length / 2 + 0.04, length / 2 - 0.04), y: (0, 0.1), z: (back + 0.05, islandDepth / 2 - 0.08), material: inner
    )
    model.addBox(
      x: (-length / 2 + 0.03, length / 2 - 0.03), y: (0.1, height - slab), z: (back, islandDepth / 2 - 0.04),
      material: wood)
    model.addBox(
      x: (-length / 2, length / 2), y: (height - slab, height), z: (-islandDepth / 2, islandDepth / 2), material: top)
    let columns = max(1, Int((length / 0.6).rounded()))
    let width = (length - 0.06) / Float(columns)
    for column in 0..<columns {
      let left = -length / 2 + 0.03 + Float(column) * width
      let panels: [Float] = random.chance(0.5) ? [0.1, height - slab] : [0.1, 0.36, 0.6, height - slab]
      for (bottom, top) in zip(panels, panels.dropFirst()) {
        addFront(&model, x: (left, left + width), y: (bottom, top), z: islandDepth / 2 - 0.04, (wood, metal))
      }
    }
    return model
  }

  // MARK: - Parts of a unit

  private func base(_ width: Float, _ model: inout Model, hasTop: Bool = true) -> (wood: Int, metal: Int) {
    let (wood, inner, metal) = (model.add(front), model.add(carcass), model.add(steel))
    model.addBox(x: (-width / 2, width / 2), y: (0, 0.1), z: (-depth / 2 + 0.05, depth / 2 - 0.1), material: inner)
    model.addBox(
      x: (-width / 2, width / 2), y: (0.1, height - slab), z: (-depth / 2, depth / 2 - 0.045), material: inner)
    if hasTop {
      let top = model.add(worktop)
      model.addBox(x: (-width / 2, width / 2), y: (height - slab, height), z: (-depth / 2, depth / 2), material: top)
    }
    return (wood, metal)
  }

  /// A door or the face of a drawer, 2 cm thick, with a handle.
  private func addFront(
    _ model: inout Model, x: (Float, Float), y: (Float, Float), z: Float, _ wear: (wood: Int, metal: Int),
    hingedRight: Bool = false
  ) {
    let gap: Float = 0.003
    let (left, right, bottom, top) = (x.0 + gap, x.1 - gap, y.0 + gap, y.1 - gap)
    let groove: Float = handles == .grooves ? 0.025 : 0
    let face = z + 0.02
    if isShaker && right - left > 0.2 && top - bottom > 0.2 {
      let rail: Float = 0.055
      model.addBox(
        x: (left + rail, right - rail), y: (bottom + rail, top - rail), z: (z, z + 0.008), material: wear.wood)
      model.addBox(x: (left, left + rail), y: (bottom, top - groove), z: (z, face), material: wear.wood)
      model.addBox(x: (right - rail, right), y: (bottom, top - groove), z: (z, face), material: wear.wood)
      model.addBox(x: (left + rail, right - rail), y: (bottom, bottom + rail), z: (z, face), material: wear.wood)
      model.addBox(x: (left + rail, right - rail), y: (top - rail, top - groove), z: (z, face), material: wear.wood)
    } else {
      model.addBox(x: (left, right), y: (bottom, top - groove), z: (z, face), material: wear.wood)
    }
    addHandle(&model, x: (left, right), y: (bottom, top), z: face, wear.metal, hingedRight: hingedRight)
  }

  private func addHandle(
    _ model: inout Model, x: (Float, Float), y: (Float, Float), z: Float, _ metal: Int, hingedRight: Bool
  ) {
    let middle = (x.0 + x.1) / 2
    let isWide = x.1 - x.0 > y.1 - y.0
    let edge = hingedRight ? x.0 + 0.04 : x.1 - 0.04
    switch handles {
    case .grooves: break
    case .knobs:
      let spot = SIMD3(isWide ? middle : edge, y.0 > 1 ? y.0 + 0.05 : y.1 - 0.06, z)
      model.addRod(from: spot, to: spot + SIMD3(0, 0, 0.025), radius: 0.014, sides: 8, material: metal)
    case .bars, .upright:
      let isUpright = handles == .upright && !isWide
      let reach = min(0.08, (isUpright ? y.1 - y.0 : x.1 - x.0) * 0.3)
      let low = y.0 > 1 ? y.0 + 0.03 : y.1 - 0.045
      let centre =
        isUpright
        ? SIMD3(edge, y.0 > 1 ? y.0 + 0.04 + reach : y.1 - 0.04 - reach, z + 0.025) : SIMD3(middle, low, z + 0.025)
      let half = isUpright ? SIMD3<Float>(0, reach, 0) : SIMD3<Float>(reach, 0, 0)
      model.addRod(from: centre - half, to: centre + half, radius: 0.006, sides: 6, material: metal)
      for end in [centre - half * 0.8, centre + half * 0.8] {
        model.addRod(from: end - SIMD3(0, 0, 0.025), to: end, radius: 0.004, sides: 4, material: metal)
      }
    }
  }

  private func addDoors(_ model: inout Model, _ width: Float, y: (Float, Float), _ wear: (wood: Int, metal: Int)) {
    let z = depth / 2 - 0.045
    guard width > 0.62 else {
      return addFront(&model, x: (-width / 2, width / 2), y: y, z: z, wear)
    }
    addFront(&model, x: (-width / 2, 0), y: y, z: z, wear)
    addFront(&model, x: (0, width / 2), y: y, z: z, wear, hingedRight: true)
  }

  // MARK: - Units

  private func doors(_ width: Float, _ random: inout RandomStream) -> Model {
    var model = Model()
    let wear = base(width, &model)
    let hasDrawer = random.chance(0.4)
    let split = hasDrawer ? height - slab - 0.16 : height - slab
    if hasDrawer {
      addFront(&model, x: (-width / 2, width / 2), y: (split, height - slab), z: depth / 2 - 0.045, wear)
    }
    addDoors(&model, width, y: (0.1, split), wear)
    return model
  }

  private func drawers(_ width: Float, _ random: inout RandomStream) -> Model {
    var model = Model()
    let wear = base(width, &model)
    let count = random.whole(2, 4)
    let step = (height - slab - 0.1) / Float(count)
    for drawer in 0..<count {
      let bottom = 0.1 + Float(drawer) * step
      addFront(&model, x: (-width / 2, width / 2), y: (bottom, bottom + step), z: depth / 2 - 0.045, wear)
    }
    return model
  }

  private func corner(_ width: Float) -> Model {
    var model = Model()
    _ = base(width, &model)
    return model
  }

  private func sink(_ width: Float, _ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let (wood, inner, metal) = (model.add(front), model.add(carcass), model.add(steel))
    let top = model.add(worktop)
    let basin = model.add(random.chance(0.7) ? Palette.brushed : palette.sanitary(&random))
    let (half, deep) = (min(0.27, width / 2 - 0.06), random.number(0.14, 0.2))
    let (back, near) = (-depth / 2 + 0.12, depth / 2 - 0.09)
    model.addBox(x: (-width / 2, width / 2), y: (0, 0.1), z: (-depth / 2 + 0.05, depth / 2 - 0.1), material: inner)
    model.addBox(
      x: (-width / 2, width / 2), y: (0.1, height - slab - deep), z: (-depth / 2, depth / 2 - 0.045), material: inner)
    addFrame(&model, outer: (-width / 2, width / 2, -depth / 2, depth / 2), inner: (-half, half, back, near), top)
    addBasin(&model, (-half, half, back, near), deep: deep, basin)
    addDoors(&model, width, y: (0.1, height - slab), (wood, metal))
    addTap(
      &model, at: SIMD3(random.chance(0.7) ? 0 : half * 0.5, height, back - 0.05), random.number(0.18, 0.38), metal)
    return model
  }

  /// A worktop round an opening; edges are left, right, back, front.
  private func addFrame(
    _ model: inout Model, outer: (Float, Float, Float, Float), inner: (Float, Float, Float, Float), _ material: Int
  ) {
    let y = (height - slab, height)
    model.addBox(x: (outer.0, inner.0), y: y, z: (outer.2, outer.3), material: material)
    model.addBox(x: (inner.1, outer.1), y: y, z: (outer.2, outer.3), material: material)
    model.addBox(x: (inner.0, inner.1), y: y, z: (outer.2, inner.2), material: material)
    model.addBox(x: (inner.0, inner.1), y: y, z: (inner.3, outer.3), material: material)
  }

  /// A bowl below an opening of the worktop, seen from inside.
  private func addBasin(_ model: inout Model, _ rim: (Float, Float, Float, Float), deep: Float, _ material: Int) {
    let (top, bottom, slope) = (height, height - deep, Float(0.03))
    func corner(_ x: Float, _ y: Float, _ z: Float) -> SIMD3<Float> { SIMD3(x, y, z) }
    let upper = [
      corner(rim.0, top, rim.2), corner(rim.0, top, rim.3), corner(rim.1, top, rim.3), corner(rim.1, top, rim.2),
    ]
    let lower = [
      corner(rim.0 + slope, bottom, rim.2 + slope), corner(rim.0 + slope, bottom, rim.3 - slope),
      corner(rim.1 - slope, bottom, rim.3 - slope), corner(rim.1 - slope, bottom, rim.2 + slope),
    ]
    model.addPolygon(lower, material: material)
    for side in 0..<4 {
      let next = (side + 1) % 4
      model.addPolygon([lower[side], upper[side], upper[next], lower[next]], material: material)
    }
  }

  private func addTap(_ model: inout Model, at foot: SIMD3<Float>, _ rise: Float, _ metal: Int) {
    model.addRod(from: foot, to: foot + SIMD3(0, 0.04, 0), radius: 0.022, sides: 10, material: metal)
    let bend = (0...5).map { step -> SIMD3<Float> in
      let angle = Float.pi * Float(step) / 5
      return foot + SIMD3(0, rise + 0.08 * sine(angle), 0.08 - 0.08 * cosine(angle))
    }
    model.addTube([foot] + bend + [foot + SIMD3(0, rise - 0.04, 0.16)], radius: 0.011, material: metal)
    model.addRod(
      from: foot + SIMD3(0, 0.035, 0), to: foot + SIMD3(0.07, 0.07, 0), radius: 0.006, sides: 5, material: metal)
  }

  private func cooker(_ width: Float, _ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let wear = base(width, &model)
    let black = model.add(palette.blackGlass())
    addHob(&model, width, black, wear.metal, &random)
    let z = depth / 2 - 0.045
    if random.chance(0.75) {
      addOven(&model, x: (-width / 2, width / 2), y: (0.16, height - slab), z: z, black, wear.metal)
    } else {
      addDoors(&model, width, y: (0.1, height - slab), wear)
    }
    return model
  }

  private func addHob(_ model: inout Model, _ width: Float, _ black: Int, _ metal: Int, _ random: inout RandomStream) {
    let half = min(0.29, width / 2 - 0.02)
    model.addBox(x: (-half, half), y: (height, height + 0.006), z: (-0.24, 0.24), material: hasGas ? metal : black)
    let ring = model.add(hasGas ? Material(.plain, SIMD3(repeating: 0.02)) : Material(.plain, SIMD3(repeating: 0.09)))
    for x in [-half * 0.5, half * 0.5] {
      for z in [Float(-0.12), 0.11] {
        let foot = SIMD3(x, height + 0.006, z)
        let radius = random.number(0.065, 0.1)
        guard hasGas else {
          model.addRod(from: foot, to: foot + SIMD3(0, 0.0006, 0), radius: radius, sides: 20, material: ring)
          continue
        }
        model.addRod(from: foot, to: foot + SIMD3(0, 0.018, 0), radius: radius * 0.45, sides: 12, material: ring)
        for direction in [SIMD3<Float>(0.11, 0, 0), SIMD3<Float>(0, 0, 0.1)] {
          let level = foot + SIMD3(0, 0.03, 0)
          model.addRod(from: level - direction, to: level + direction, radius: 0.005, sides: 4, material: ring)
          for end in [level - direction * 0.9, level + direction * 0.9] {
            model.addRod(from: SIMD3(end.x, foot.y, end.z), to: end, radius: 0.005, sides: 4, material: ring)
          }
        }
      }
    }
  }

  private func addOven(_ model: inout Model, x: (Float, Float), y: (Float, Float), z: Float, _ black: Int, _ metal: Int)
  {
    let panel = y.1 - 0.11
    model.addBox(x: (x.0 + 0.004, x.1 - 0.004), y: (y.0, panel - 0.006), z: (z, z + 0.03), material: black)
    model.addBox(x: (x.0 + 0.004, x.1 - 0.004), y: (panel, y.1 - 0.004), z: (z, z + 0.025), material: metal)
    let level = SIMD3(0, panel - 0.05, z + 0.065)
    let reach = SIMD3((x.1 - x.0) / 2 - 0.06, 0, 0)
    let middle = SIMD3((x.0 + x.1) / 2, 0, 0) + level
    model.addRod(from: middle - reach, to: middle + reach, radius: 0.009, sides: 8, material: metal)
    for end in [middle - reach * 0.9, middle + reach * 0.9] {
      model.addRod(from: end - SIMD3(0, 0, 0.04), to: end, radius: 0.006, sides: 5, material: metal)
    }
    for knob in 0..<4 {
      let spot = SIMD3(x.0 + 0.1 + Float(knob) * (x.1 - x.0 - 0.2) / 3, panel + 0.055, z + 0.025)
      model.addRod(from: spot, to: spot + SIMD3(0, 0, 0.02), radius: 0.018, sides: 10, material: black)
    }
  }

  private func dishwasher(_ width: Float, _ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let wear = base(width, &model)
    let isPlain = random.chance(0.4)
    let face = isPlain ? wear.wood : model.add(random.chance(0.5) ? Palette.brushed : palette.sanitary(&random))
    let z = depth / 2 - 0.045
    let top = height - slab
    if isPlain {
      addFront(&model, x: (-width / 2, width / 2), y: (0.1, top), z: z, wear)
      return model
    }
    model.addBox(x: (-width / 2 + 0.004, width / 2 - 0.004), y: (0.12, top - 0.12), z: (z, z + 0.02), material: face)
    model.addBox(
      x: (-width / 2 + 0.004, width / 2 - 0.004), y: (top - 0.114, top - 0.006), z: (z, z + 0.03), material: face)
    let display = model.add(palette.blackGlass())
    model.addBox(x: (-0.09, 0.09), y: (top - 0.075, top - 0.04), z: (z + 0.03, z + 0.032), material: display)
    return model
  }

  private func ovenTower(_ width: Float, _ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let (wood, inner, metal) = (model.add(front), model.add(carcass), model.add(steel))
    let black = model.add(palette.blackGlass())
    let z = depth / 2 - 0.045
    model.addBox(x: (-width / 2, width / 2), y: (0, 0.1), z: (-depth / 2 + 0.05, depth / 2 - 0.1), material: inner)
    model.addBox(x: (-width / 2, width / 2), y: (0.1, tallHeight), z: (-depth / 2, z), material: wood)
    let oven = random.number(0.7, 0.85)
    addFront(&model, x: (-width / 2, width / 2), y: (0.1, oven), z: z, (wood, metal))
    addOven(&model, x: (-width / 2, width / 2), y: (oven, oven + 0.6), z: z, black, metal)
    model.addBox(
      x: (-width / 2 + 0.004, width / 2 - 0.004), y: (oven + 0.61, oven + 0.97), z: (z, z + 0.02),
      material: random.chance(0.6) ? black : metal)
    addFront(&model, x: (-width / 2, width / 2), y: (oven + 0.98, tallHeight), z: z, (wood, metal))
    return model
  }

  /// Panelled like its neighbours, or free-standing with one door, two doors above each other or side by side.
  func fridge(_ width: Float, _ palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let metal = model.add(steel)
    let tall = isPanelledFridge ? tallHeight : random.number(1.5, 2.0)
    let (left, right) = (-width / 2 + 0.006, width / 2 - 0.006)
    let body = model.add(isPanelledFridge ? front : random.chance(0.5) ? Palette.brushed : palette.ceramic(&random))
    let foot = model.add(palette.matte(0.03, 0.03, 0.03))
    let z = depth / 2 - 0.045
    model.addBox(x: (left + 0.02, right - 0.02), y: (0, 0.06), z: (-depth / 2 + 0.03, z - 0.05), material: foot)
    model.addBox(x: (left, right), y: (0.06, tall), z: (-depth / 2 + 0.02, z - 0.006), material: body)
    if width > 0.75 {
      for (x, edge) in [((left, -0.003), Float(-0.04)), ((Float(0.003), right), Float(0.04))] {
        model.addBox(x: x, y: (0.07, tall), z: (z, depth / 2), material: body)
        addPull(&model, at: SIMD3(edge, tall * 0.6, depth / 2), tall * 0.22, metal)
      }
      return model
    }
    let split = random.chance(0.35) ? tall - 0.02 : random.number(0.35, 0.7) * tall
    model.addBox(x: (left, right), y: (0.07, split - 0.004), z: (z, depth / 2), material: body)
    if split < tall - 0.1 {
      model.addBox(x: (left, right), y: (split + 0.004, tall), z: (z, depth / 2), material: body)
    }
    addPull(&model, at: SIMD3(right - 0.04, max(0.4, split - 0.28), depth / 2), 0.17, metal)
    if tall - split > 0.5 { addPull(&model, at: SIMD3(right - 0.04, split + 0.25, depth / 2), 0.17, metal) }
    return model
  }

  private func addPull(_ model: inout Model, at middle: SIMD3<Float>, _ reach: Float, _ metal: Int) {
    let out = middle + SIMD3(0, 0, 0.035)
    model.addRod(from: out - SIMD3(0, reach, 0), to: out + SIMD3(0, reach, 0), radius: 0.01, sides: 8, material: metal)
    for end in [-reach * 0.9, reach * 0.9] {
      model.addRod(
        from: middle + SIMD3(0, end, 0), to: out + SIMD3(0, end, 0), radius: 0.007, sides: 5, material: metal)
    }
  }

  // MARK: - Above the worktop

  /// Cupboards, or open shelves with crockery; the back is at z = 0, the lower side at y = 0.
  func wallCupboards(width: Float, tall: Float, palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let (wood, metal) = (model.add(front), model.add(steel))
    let reach: Float = random.number(0.3, 0.36)
    if random.chance(0.2) {
      addCrockeryShelves(&model, width: width, tall: tall, reach: reach * 0.75, wood, palette, &random)
      return model
    }
    let inner = model.add(carcass)
    model.addBox(x: (-width / 2, width / 2), y: (0, tall), z: (0, reach - 0.02), material: inner)
    let columns = max(1, Int((width / random.number(0.4, 0.6)).rounded()))
    let step = width / Float(columns)
    let hasPanes = random.chance(0.15) && step > 0.3
    let pane = hasPanes ? model.add(palette.blackGlass()) : wood
    for column in 0..<columns {
      let left = -width / 2 + Float(column) * step
      addUpperDoor(
        &model, x: (left, left + step), tall: tall, z: reach - 0.02, (wood, metal), pane, hingedRight: column % 2 == 1)
    }
    return model
  }

  private func addUpperDoor(
    _ model: inout Model, x: (Float, Float), tall: Float, z: Float, _ wear: (wood: Int, metal: Int), _ pane: Int,
    hingedRight: Bool
  ) {
    let (left, right, bottom, top) = (x.0 + 0.003, x.1 - 0.003, Float(0.003), tall - 0.003)
    let face = (z, z + 0.02)
    if pane != wear.wood || isShaker {
      model.addBox(x: (left + 0.05, right - 0.05), y: (0.055, tall - 0.055), z: (z, z + 0.008), material: pane)
      model.addBox(x: (left, left + 0.05), y: (bottom, top), z: face, material: wear.wood)
      model.addBox(x: (right - 0.05, right), y: (bottom, top), z: face, material: wear.wood)
      model.addBox(x: (left + 0.05, right - 0.05), y: (bottom, 0.055), z: face, material: wear.wood)
      model.addBox(x: (left + 0.05, right - 0.05), y: (tall - 0.055, top), z: face, material: wear.wood)
    } else {
      model.addBox(x: (left, right), y: (bottom, top), z: face, material: wear.wood)
    }
    guard handles != .grooves else { return }
    let edge = hingedRight ? left + 0.035 : right - 0.035
    let spot = SIMD3(edge, 0.09, z + 0.02)
    if handles == .knobs {
      model.addRod(from: spot, to: spot + SIMD3(0, 0, 0.025), radius: 0.013, sides: 8, material: wear.metal)
    } else {
      let out = spot + SIMD3(0, 0, 0.025)
      model.addRod(
        from: out - SIMD3(0, 0.05, 0), to: out + SIMD3(0, 0.05, 0), radius: 0.006, sides: 6, material: wear.metal)
    }
  }

  private func addCrockeryShelves(
    _ model: inout Model, width: Float, tall: Float, reach: Float, _ wood: Int, _ palette: Palette,
    _ random: inout RandomStream
  ) {
    let boards = random.whole(2, 3)
    for board in 0..<boards {
      let level = Float(board) * tall / Float(boards)
      model.addBox(x: (-width / 2, width / 2), y: (level, level + 0.03), z: (0, reach), material: wood)
      var left = -width / 2 + 0.08
      while left < width / 2 - 0.1 {
        let piece = random.chance(0.5) ? Tableware.cup(palette, &random) : Tableware.bowl(palette, &random)
        model.add(piece, at: Pose(position: SIMD3(left, level + 0.03, reach / 2), yaw: random.number(0, 6)))
        left += random.number(0.22, 0.45)
      }
    }
  }

  /// An extractor: a chimney, a slim box, or a slanted pane; the back is at z = 0, the lower side at y = 0.
  func hood(width: Float, tall: Float, palette: Palette, _ random: inout RandomStream) -> Model {
    var model = Model()
    let metal = model.add(steel)
    switch random.whole(0, 2) {
    case 0:
      let (half, duct) = (width / 2, min(0.14, width / 4))
      model.addBox(x: (-half, half), y: (0, 0.05), z: (0, 0.46), material: metal)
      model.addFrustum(
        bottom: (SIMD2(-half, 0), SIMD2(half, 0.46)), top: (SIMD2(-duct, 0), SIMD2(duct, 0.26)), y: (0.05, 0.24),
        material: metal)
      if tall > 0.26 { model.addBox(x: (-duct, duct), y: (0.24, tall), z: (0, 0.26), material: metal) }
    case 1:
      model.addBox(x: (-width / 2, width / 2), y: (0, 0.14), z: (0, 0.48), material: metal)
      let lip = model.add(palette.blackGlass())
      model.addBox(x: (-width / 2, width / 2), y: (0.02, 0.1), z: (0.48, 0.486), material: lip)
    default:
      let pane = model.add(palette.blackGlass())
      let half = width / 2
      model.addAcross(
        [SIMD2(0.4, 0.06), SIMD2(0.42, 0.08), SIMD2(0.14, 0.52), SIMD2(0.12, 0.5)], x: (-half, half), material: pane)
      model.addBox(x: (-half * 0.8, half * 0.8), y: (0.04, 0.34), z: (0, 0.1), material: metal)
      if tall > 0.36 { model.addBox(x: (-0.13, 0.13), y: (0.34, tall), z: (0, 0.2), material: metal) }
    }
    return model
  }
}
