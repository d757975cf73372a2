// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Puts furniture and clutter into an empty room.
///
/// What a room holds is drawn family by family; each thing is tried at several places until one takes it: no solids
/// interpenetrate, nothing stands in doors, windows or reserved floor, and one can still walk from door to door.
struct Furnisher {
  /// A piece where it stands, hangs or lies.
  struct Placed: Sendable, Hashable {
    /// The family it comes from, as "sofa".
    var family: String
    var model: Model
    var pose: Pose
    /// Lowest and highest point of the model in its own axes.
    var bounds: (low: SIMD3<Float>, high: SIMD3<Float>)
    /// Boxes in the piece's axes that together hold all of the model.
    var solids: [Solid] = []
    /// Where small things may stand, in the piece's axes.
    var surfaces: [SupportSurface] = []
    /// Index of the placed piece that it stands on; nil for what stands on the floor, hangs from walls or the ceiling.
    var support: Int?
    /// Whether it lies flat on the floor and others stand on it, as a rug.
    var isUnderfoot = false

    static func == (a: Placed, b: Placed) -> Bool { a.family == b.family && a.pose == b.pose && a.model == b.model }
    func hash(into hasher: inout Hasher) {
      hasher.combine(family)
      hasher.combine(pose)
    }
  }

  /// Triangles after which a room gets nothing more.
  private static let enough = 45_000

  private let palette: Palette
  private var plan: RoomPlan
  /// How full the room is against an ordinary one.
  private let density: Float

  /// What belongs into a room of this kind and size, without interpenetration and with clearances a person leaves.
  static func furnish(_ shell: RoomShell, palette: Palette, _ random: inout RandomStream) -> [Placed] {
    furnish(shell, palette: palette, families: Families.all, &random)
  }

  /// As above, of these families only.
  static func furnish(
    _ shell: RoomShell, palette: Palette, families: [Family], _ random: inout RandomStream
  ) -> [Placed] {
    let density: Float =
      switch random.index(weights: [10, 65, 25]) {
      case 0: random.number(0.1, 0.4)
      case 1: random.number(0.7, 1.2)
      default: random.number(1.3, 2.2)
      }
    var furnisher = Furnisher(palette: palette, plan: RoomPlan(shell), density: density)
    furnisher.fill(families, &random)
    return furnisher.plan.placed
  }

  private mutating func fill(_ families: [Family], _ random: inout RandomStream) {
    let here = families.filter { $0.rooms[shell.kind] ?? 0 > 0 }
    for stage in [Family.Stage.fixed, .main, .additional, .decoration] {
      for family in shuffled(here.flatMap { wanted($0, in: stage, &random) }, &random) {
        guard plan.triangles < Furnisher.enough else { return }
        place(family, &random)
      }
    }
    clutter(here.filter { $0.site == .onSurface }, &random)
  }

  /// A family as often as it is wanted.
  private func wanted(_ family: Family, in stage: Family.Stage, _ random: inout RandomStream) -> [Family] {
    guard family.stage == stage, family.site != .onSurface, let usual = family.rooms[shell.kind] else { return [] }
    let size = shell.area / shell.kind.usualArea
    var expected = usual
    switch family.site {
    case .window, .belowWindow, .onSurface: break
    case .againstWall, .corner, .free, .onWall, .ceiling, .underfoot:
      if stage != .fixed { expected *= density * min(1, 0.3 + 0.8 * size) }
      if family.growsWithArea { expected *= max(1, size) }
    }
    let whole = Int(expected)
    return Array(repeating: family, count: whole + (random.chance(expected - Float(whole)) ? 1 : 0))
  }

  private func shuffled(_ families: [Family], _ random: inout RandomStream) -> [Family] {
    var order = families
    for index in order.indices.reversed() { order.swapAt(index, random.whole(0, index)) }
    return order
  }

  private var shell: RoomShell { plan.shell }

  private mutating func place(_ family: Family, _ random: inout RandomStream) {
    switch family.site {
    case .againstWall: repeated(6) { $0.placeAgainstWall(family, &random) }
    case .corner: repeated(6) { $0.placeInCorner(family, &random) }
    case .free: repeated(3) { $0.placeFreely(family, &random) }
    case .underfoot: repeated(2) { $0.placeFreely(family, &random) }
    case .onWall(let lowest): repeated(6) { $0.placeOnWall(family, lowest: lowest, &random) }
    case .window: placeAtWindow(family, isBelow: false, &random)
    case .belowWindow: placeAtWindow(family, isBelow: true, &random)
    case .ceiling: repeated(4) { $0.placeAtCeiling(family, &random) }
    case .onSurface: break
    }
  }

  private mutating func repeated(_ times: Int, _ attempt: (inout Furnisher) -> Bool) {
    for _ in 0..<times where attempt(&self) { return }
  }

  // MARK: - Walls

  private mutating func placeAgainstWall(_ family: Family, _ random: inout RandomStream) -> Bool {
    guard let wall = anyWall(&random) else { return false }
    // Low things may go below windows, tall ones keep off them.
    let sill = wall.openings.filter { $0.kind == .window }.map(\.bottom).min()
    let isBelowSill = sill.map { $0 > 0.5 && random.chance(0.35) } ?? false
    let height = isBelowSill ? sill ?? 0 : min(wall.height, shell.height)
    let stretches = plan.freeStretches(of: wall, from: 0, to: height, shortest: 0.35)
    guard !stretches.isEmpty else { return false }
    let stretch = stretches[random.index(weights: stretches.map { $0.upperBound - $0.lowerBound })]
    let width = stretch.upperBound - stretch.lowerBound
    let middle = wall.start + wall.along * ((stretch.lowerBound + stretch.upperBound) / 2)
    let space = Family.Space(
      kind: shell.kind, width: width - 0.02, depth: plan.depth(from: middle, along: wall.inward) - 0.03,
      height: height - 0.02)
    guard let arrangement = family.make(&random, palette, space) else { return false }
    let extent = arrangement.extent
    let spare = width - (extent.high.x - extent.low.x)
    guard spare >= 0 else { return false }
    for _ in 0..<3 {
      let shift: Float =
        switch random.index(weights: [20, 20, 25, 35]) {
        case 0: min(0.01, spare)
        case 1: max(0, spare - 0.01)
        case 2: spare / 2
        default: random.number(0, spare)
        }
      // The piece's +x looks to the wall's start.
      let along = stretch.lowerBound + shift + extent.high.x
      let gap = random.number(0.004, 0.03)
      let place = wall.start + wall.along * along + wall.inward * (gap - extent.low.z)
      let pose = Pose(position: SIMD3(place.x, 0, place.y), yaw: wall.yaw)
      if plan.add(arrangement, at: pose, .init(ceiling: min(wall.height, shell.height))) { return true }
    }
    return false
  }

  private mutating func placeInCorner(_ family: Family, _ random: inout RandomStream) -> Bool {
    let corners = cornerWalls
    guard !corners.isEmpty else { return false }
    let (wall, next) = random.one(of: corners)
    let height = min(wall.height, next.height, shell.height)
    // The piece's -x looks to the wall's end, where the corner is; mirrored it goes to the next wall's start.
    let isMirrored = random.chance(0.5)
    let (back, side) = isMirrored ? (next, wall) : (wall, next)
    let free = plan.freeStretches(of: back, from: 0, to: height, shortest: 0.35)
    let beside = plan.freeStretches(of: side, from: 0, to: height, shortest: 0.3)
    guard let stretch = isMirrored ? free.first : free.last, let other = isMirrored ? beside.last : beside.first
    else { return false }
    let touches =
      isMirrored
      ? stretch.lowerBound < 0.02 && other.upperBound > side.length - 0.02
      : stretch.upperBound > back.length - 0.02 && other.lowerBound < 0.02
    guard touches else { return false }
    let space = Family.Space(
      kind: shell.kind, width: stretch.upperBound - stretch.lowerBound - 0.03,
      depth: other.upperBound - other.lowerBound - 0.03, height: height - 0.02)
    guard let made = family.make(&random, palette, space) else { return false }
    let arrangement = isMirrored ? made.mirrored : made
    let extent = arrangement.extent
    let gap = random.number(0.004, 0.02)
    let along = isMirrored ? gap + extent.high.x : back.length - gap + extent.low.x
    let place = back.start + back.along * along + back.inward * (gap - extent.low.z)
    return plan.add(
      arrangement, at: Pose(position: SIMD3(place.x, 0, place.y), yaw: back.yaw), .init(ceiling: height))
  }

  /// Pairs of walls that meet in an inner corner of a right angle.
  private var cornerWalls: [(RoomShell.Wall, RoomShell.Wall)] {
    shell.walls.flatMap { wall in
      shell.walls.filter { length($0.start - wall.end) < 0.01 && dot($0.along, wall.inward) > 0.99 }
        .map { (wall, $0) }
    }
  }

  private mutating func placeOnWall(
    _ family: Family, lowest: ClosedRange<Float>, _ random: inout RandomStream
  ) -> Bool {
    guard let wall = anyWall(&random) else { return false }
    let height = min(wall.height, shell.height)
    let bottom = random.number(lowest.lowerBound, min(lowest.upperBound, height - 0.2))
    guard bottom >= lowest.lowerBound - 0.001 else { return false }
    let stretches = plan.freeStretches(of: wall, from: bottom, to: height, shortest: 0.15)
    guard !stretches.isEmpty else { return false }
    let stretch = stretches[random.index(weights: stretches.map { $0.upperBound - $0.lowerBound })]
    let width = stretch.upperBound - stretch.lowerBound
    let space = Family.Space(
      kind: shell.kind, width: width - 0.05, depth: 1, height: height - bottom - 0.05)
    guard let arrangement = family.make(&random, palette, space) else { return false }
    let extent = arrangement.extent
    let spare = width - (extent.high.x - extent.low.x)
    guard spare >= 0 else { return false }
    let shift = random.chance(0.4) ? spare / 2 : random.number(0, spare)
    let along = stretch.lowerBound + shift + extent.high.x
    let place = wall.start + wall.along * along + wall.inward * (0.002 - extent.low.z)
    return plan.add(
      arrangement, at: Pose(position: SIMD3(place.x, bottom - extent.low.y, place.y), yaw: wall.yaw),
      .init(ceiling: height))
  }

  /// At all windows of the room.
  private mutating func placeAtWindow(_ family: Family, isBelow: Bool, _ random: inout RandomStream) {
    let stream = random
    for wall in shell.walls {
      for window in wall.openings where window.kind == .window {
        // The same numbers for every window of the room: curtains match.
        var same = stream
        let margin = min(window.from, wall.length - window.to, 0.6)
        let space = Family.Space(
          kind: shell.kind, width: window.to - window.from, depth: 0.4,
          height: isBelow ? window.bottom - 0.02 : min(wall.height, shell.height), sill: window.bottom,
          lintel: window.top, margin: margin)
        guard let arrangement = family.make(&same, palette, space) else { continue }
        let place =
          wall.start + wall.along * ((window.from + window.to) / 2) + wall.inward * (0.01 - arrangement.extent.low.z)
        _ = plan.add(
          arrangement, at: Pose(position: SIMD3(place.x, 0, place.y), yaw: wall.yaw),
          .init(ceiling: min(wall.height, shell.height) + 0.001, coversWindows: !isBelow))
      }
    }
    _ = random.next()
  }

  private func anyWall(_ random: inout RandomStream) -> RoomShell.Wall? {
    shell.walls.isEmpty ? nil : shell.walls[random.index(weights: shell.walls.map { max(0, $0.length - 0.3) })]
  }

  // MARK: - Floor and ceiling

  private func anyRectangle(_ random: inout RandomStream) -> RoomShell.Rectangle? {
    shell.floor.isEmpty ? nil : shell.floor[random.index(weights: shell.floor.map { $0.size.x * $0.size.y })]
  }

  private mutating func placeFreely(_ family: Family, _ random: inout RandomStream) -> Bool {
    guard let rectangle = anyRectangle(&random) else { return false }
    let isTurned = random.chance(0.5)
    let size = isTurned ? SIMD2(rectangle.size.y, rectangle.size.x) : rectangle.size
    let margin: Float = family.site == .underfoot ? 0.1 : 0.3
    let space = Family.Space(
      kind: shell.kind, width: size.x - margin, depth: size.y - margin, height: shell.height - 0.1)
    guard let arrangement = family.make(&random, palette, space) else { return false }
    let yaw = (isTurned ? Float.pi / 2 : 0) + (random.chance(0.5) ? .pi : 0)
    let extent = arrangement.extent
    let isAskew = random.chance(family.site == .underfoot ? 0.1 : 0.25)
    for attempt in 0..<12 {
      // The first places are near the middle, where there is most room.
      let spread: Float = attempt < 3 ? 0.25 : 1
      let share = SIMD2(random.number(-1, 1), random.number(-1, 1)) * spread
      let reach = pointwiseMax((rectangle.size - margin) / 2, SIMD2(repeating: 0))
      let centre = (rectangle.low + rectangle.high) / 2 + reach * share
      let turn = yaw + (isAskew ? random.number(-0.4, 0.4) : 0)
      let middle = Pose(yaw: turn).point((extent.low + extent.high) / 2)
      let pose = Pose(position: SIMD3(centre.x - middle.x, 0, centre.y - middle.z), yaw: turn)
      if plan.add(arrangement, at: pose, .init(ceiling: shell.height - 0.02)) { return true }
    }
    return false
  }

  private mutating func placeAtCeiling(_ family: Family, _ random: inout RandomStream) -> Bool {
    guard let rectangle = anyRectangle(&random) else { return false }
    let space = Family.Space(
      kind: shell.kind, width: rectangle.size.x - 0.2, depth: rectangle.size.y - 0.2, height: shell.height - 2)
    guard let arrangement = family.make(&random, palette, space) else { return false }
    let tables = plan.placed.filter { $0.family == "table" }
    let isFirst = !plan.placed.contains { $0.family == family.name }
    var target = (rectangle.low + rectangle.high) / 2
    if isFirst, !tables.isEmpty, random.chance(0.6) {
      let table = random.one(of: tables).pose.position
      target = SIMD2(table.x, table.z)
    } else if !isFirst || random.chance(0.3) {
      target += rectangle.size * SIMD2(random.number(-0.4, 0.4), random.number(-0.4, 0.4))
    }
    let isTurned = rectangle.size.y > rectangle.size.x
    let pose = Pose(position: SIMD3(target.x, shell.height, target.y), yaw: isTurned ? .pi / 2 : 0)
    return plan.add(arrangement, at: pose, .init(ceiling: shell.height + 0.001))
  }

  // MARK: - Clutter

  /// Puts small things on the surfaces that pieces offer.
  private mutating func clutter(_ families: [Family], _ random: inout RandomStream) {
    let weights = families.map { $0.rooms[shell.kind] ?? 0 }
    guard !families.isEmpty else { return }
    for index in plan.placed.indices {
      let fullness = random.chance(0.2) ? 0 : random.number(0.3, 1.4) * density
      for surface in plan.placed[index].surfaces {
        let size = surface.high - surface.low
        let expected = min(9, fullness * (0.5 + 3 * size.x * size.y))
        for _ in 0..<Int(expected + random.unit()) where plan.triangles < Furnisher.enough {
          put(families[random.index(weights: weights)], on: surface, of: index, &random)
        }
      }
    }
  }

  private mutating func put(
    _ family: Family, on surface: SupportSurface, of index: Int, _ random: inout RandomStream
  ) {
    let holder = plan.placed[index].pose
    let size = surface.high - surface.low
    let clear = min(surface.clearHeight, shell.height - holder.position.y - surface.height) - 0.01
    let space = Family.Space(kind: shell.kind, width: size.x, depth: size.y, height: clear)
    guard clear > 0.02, let arrangement = family.make(&random, palette, space) else { return }
    for _ in 0..<4 {
      let yaw = random.chance(0.6) ? random.number(-0.3, 0.3) : random.number(-.pi, .pi)
      let (low, high) = turnedExtent(arrangement, yaw)
      let spare = size - (high - low)
      guard all(spare .>= 0) else { continue }
      let corner = surface.low + spare * SIMD2(random.unit(), random.unit()) - low
      let pose = holder.then(
        Pose(position: SIMD3(corner.x, surface.height + 0.0015 - arrangement.extent.low.y, corner.y), yaw: yaw))
      let ceiling = holder.position.y + surface.height + clear
      if plan.add(arrangement, at: pose, .init(ceiling: ceiling, coversWindows: true, support: index)) { return }
    }
  }

  /// How far a turned arrangement reaches in x and z.
  private func turnedExtent(_ arrangement: Arrangement, _ yaw: Float) -> (SIMD2<Float>, SIMD2<Float>) {
    let box = FloorBox(arrangement.extent, at: Pose(yaw: yaw))
    let reach = SIMD2(box.reach(SIMD2(1, 0)), box.reach(SIMD2(0, 1)))
    return (box.centre - reach, box.centre + reach)
  }
}

extension RoomKind {
  /// Square metres of an ordinary room of the kind.
  var usualArea: Float {
    switch self {
    case .living: 25
    case .bedroom: 14
    case .kitchen: 12
    case .dining: 16
    case .bathroom: 6
    case .study: 11
    case .corridor: 9
    case .office: 45
    case .meeting: 28
    case .hall: 160
    case .workshop: 55
    case .studio: 45
    case .storage: 16
    }
  }
}
