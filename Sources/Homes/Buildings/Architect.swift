// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Draws a building: its plan, what connects its rooms, where light comes in, what stands in them; then its mesh.
struct Architect: Sendable {
  /// A way between two rooms.
  struct Connection: Sendable, Hashable {
    var first: Int
    var second: Int
  }

  var random: RandomStream
  let style: BuildingStyle
  let palette: Palette
  let daylight: Daylight
  let outline: [Side]?
  var rooms: [PlannedRoom] = []
  var connections: [Connection] = []
  var model = Model()
  /// What a camera keeps away from, beside walls.
  var obstacles: [Obstacle] = []
  /// Rooms in which a lamp burns or a window is.
  var isLit: [Bool] = []
  /// Window holes on the outer faces: on which axis, at which coordinate, and where.
  var outerHoles: [OuterHole] = []
  var hasRoofLights = false
  /// What door leaves and their handles wear.
  let leafFinish: Material
  let handleFinish: Material

  /// A building of which plan and connections came out well; nil where they did not.
  init?(_ stream: RandomStream, isPlain: Bool) {
    random = stream
    style = BuildingStyle(&random)
    palette = Palette(style: Architect.taste(style.kind, &random), &random)
    daylight = Daylight(&random)
    leafFinish = Architect.leafFinish(palette, &random)
    handleFinish = palette.metal(&random)
    let plan = isPlain ? Architect.plainPlan : Architect.plan(style.kind, &random)
    let grid = PlanGrid(plan, thickness: style.thickness)
    outline = grid.outerSides()
    for (index, kind) in plan.kinds.enumerated() {
      guard let sides = grid.sides(of: index), sides.allSatisfy({ $0.length > 0.15 }) else { return nil }
      rooms.append(
        PlannedRoom(kind: kind, sides: sides, floor: RoomShell.Rectangle.filling(sides), ceiling: .level(style.height)))
    }
    guard rooms.allSatisfy({ $0.area > 1.2 && $0.bounds.size.min() > 0.8 }) else { return nil }
    raiseCeilings()
    guard rooms.allSatisfy({ $0.highest > 2.15 }), connectRooms() else { return nil }
  }

  /// What buildings of a kind are furnished like.
  private static func taste(_ kind: BuildingKind, _ random: inout RandomStream) -> Palette.Style {
    let weights: [Float] =
      switch kind {
      case .flat: [28, 16, 9, 6, 16, 15, 10]
      case .house: [22, 24, 18, 2, 12, 12, 10]
      case .attic: [20, 14, 26, 4, 16, 10, 10]
      case .loft: [18, 4, 10, 44, 10, 4, 10]
      case .cellar, .workshop: [4, 2, 24, 56, 4, 0, 10]
      case .office, .openOffice: [44, 4, 2, 14, 20, 6, 10]
      case .hall: [26, 20, 10, 26, 8, 0, 10]
      case .studio: [34, 2, 2, 30, 22, 0, 10]
      }
    return Palette.Style.allCases[random.index(weights: weights)]
  }

  /// Painted, or of wood with its boards upright.
  private static func leafFinish(_ palette: Palette, _ random: inout RandomStream) -> Material {
    var material = random.chance(0.45) ? palette.wood(&random) : palette.trimming()
    material.turn = SIMD2(1, 0)
    material.size = pointwiseMax(material.size, SIMD2(0.1, 2.5))
    return material
  }

  /// Does everything else.
  mutating func build() {
    chooseFinishes()
    cutEntrance()
    cutWindows()
    cutNiches()
    cutRoofLights()
    raiseStairs()
    raiseStructures()
    for index in rooms.indices { buildRoom(index) }
    closeOutside()
    hangLamps()
  }

  // MARK: - Plans

  private static func plan(_ kind: BuildingKind, _ random: inout RandomStream) -> FloorPlan {
    switch kind {
    case .flat: random.chance(0.6) ? RowPlan.home(large: false, &random) : SplitPlan.home(&random)
    case .house, .attic: random.chance(0.6) ? RowPlan.home(large: true, &random) : SplitPlan.home(&random)
    case .cellar: SplitPlan.cellar(&random)
    case .office: RowPlan.office(&random)
    case .loft, .openOffice, .hall, .workshop, .studio: HallPlan.drawn(kind, &random)
    }
  }

  /// Two rooms that always work.
  private static var plainPlan: FloorPlan {
    var plan = FloorPlan()
    plan.paint(plan.add(.living), .zero, SIMD2(500, 420))
    plan.paint(plan.add(.bedroom), SIMD2(500, 0), SIMD2(860, 420))
    return plan.turned(transposed: false, mirrored: false)
  }

  // MARK: - Ceilings

  private mutating func raiseCeilings() {
    if style.kind == .attic, let roof = roof() {
      for index in rooms.indices { rooms[index].ceiling = roof }
      return
    }
    for index in rooms.indices { rooms[index].ceiling = ceiling(over: rooms[index]) }
  }

  /// A gabled roof across the shorter way over all rooms.
  private mutating func roof() -> CeilingShape? {
    guard let outline else { return nil }
    let low = outline.reduce(SIMD2<Float>(repeating: 1000)) { pointwiseMin($0, $1.start) }
    let high = outline.reduce(SIMD2<Float>(repeating: -1000)) { pointwiseMax($0, $1.start) }
    let axis = high.x - low.x < high.y - low.y ? 0 : 1
    let (eaves, slope) = (random.number(1.3, 1.9), random.number(0.55, 1))
    let half = (high[axis] - low[axis]) / 2
    let peak = min(eaves + slope * half, 5.5)
    let ridge = random.chance(0.6) ? min(peak, style.height) : peak
    let flat = max(0, 2 * (half - (ridge - eaves) / slope))
    return .gable(axis: axis, from: low[axis], to: high[axis], eaves: eaves, ridge: ridge, flat: flat)
  }

  private mutating func ceiling(over room: PlannedRoom) -> CeilingShape {
    let (bounds, height) = (room.bounds, height(of: room))
    let axis = bounds.size.x < bounds.size.y ? 0 : 1
    let (low, high) = (bounds.low[axis], bounds.high[axis])
    let span = high - low
    switch shape(of: room) {
    case 1:
      let rise = min(span / 2 * random.number(0.3, 0.9), max(0.3, limit - height))
      return .gable(axis: axis, from: low, to: high, eaves: height, ridge: height + rise, flat: 0)
    case 2:
      let heights = SIMD2(height, height + min(span * random.number(0.12, 0.4), max(0.3, limit - height)))
      return .shed(axis: axis, from: low, to: high, heights: random.chance(0.5) ? heights : SIMD2(heights.y, heights.x))
    case 3:
      let rise = min(span / 2 * random.number(0.3, 0.9), max(0.3, limit - height))
      return .vault(axis: axis, from: low, to: high, spring: height, rise: rise)
    default: return .level(height)
    }
  }

  /// Highest point that a sloping ceiling may reach.
  private var limit: Float { style.kind == .hall ? 12 : 4.5 }

  private mutating func height(of room: PlannedRoom) -> Float {
    switch room.kind {
    case .bathroom, .corridor, .storage, .kitchen:
      let isLarge = style.kind == .hall || style.kind == .workshop || style.kind == .studio
      let height = isLarge ? random.number(2.4, 3) : style.height
      return random.chance(0.3) ? max(2.2, height - random.number(0.1, 0.4)) : height
    case .office, .meeting, .study:
      return style.height > 3.8 ? random.number(2.6, 3.2) : style.height
    case .living, .bedroom, .dining, .hall, .workshop, .studio: return style.height
    }
  }

  /// 0 level, 1 gabled, 2 sloping, 3 vaulted.
  private mutating func shape(of room: PlannedRoom) -> Int {
    switch style.kind {
    case .flat, .office, .openOffice, .attic: random.index(weights: [97, 0, 1, 2])
    case .house: room.area > 8 ? random.index(weights: [78, 10, 8, 4]) : 0
    case .loft, .studio: room.area > 20 ? random.index(weights: [65, 12, 18, 5]) : 0
    case .cellar: room.area > 6 ? random.index(weights: [55, 0, 0, 45]) : 0
    case .hall: room.kind == .hall ? random.index(weights: [45, 25, 10, 20]) : 0
    case .workshop: room.kind == .workshop ? random.index(weights: [55, 25, 20, 0]) : 0
    }
  }
}
