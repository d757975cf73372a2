// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// From drawings to triangles: floors, walls, ceilings, what is in the openings, mouldings.
extension Architect {
  mutating func chooseFinishes() {
    let trim = model.add(palette.trimming())
    let mainFloor = model.add(palette.floor(&random))
    let wetFloor = model.add(palette.wetFloor(&random))
    let mainWall = palette.wall(&random)
    for index in rooms.indices {
      let kind = rooms[index].kind
      let isWet = kind == .bathroom || kind == .kitchen
      var wall = random.chance(kind == .corridor ? 0.75 : 0.5) ? mainWall : palette.wall(&random)
      if kind == .bathroom && random.chance(0.7) { wall = palette.wetWall(&random) }
      // Skirting boards are built, not painted.
      if wall.dadoHeight < 0.3 { wall.dadoHeight = 0 }
      rooms[index].isRough = style.kind == .cellar || kind == .hall || kind == .workshop || kind == .studio
      rooms[index].finishes.trim = trim
      rooms[index].finishes.wall = model.add(wall)
      rooms[index].finishes.ceiling = model.add(ceiling(of: kind, like: wall))
      let isOwn = random.chance(0.2)
      rooms[index].finishes.floor = isOwn ? model.add(palette.floor(&random)) : (isWet ? wetFloor : mainFloor)
    }
  }

  /// Offices have ceilings of square panels.
  private mutating func ceiling(of kind: RoomKind, like wall: Material) -> Material {
    let isOffice = style.kind == .office || style.kind == .openOffice
    guard isOffice, random.chance(0.55) else {
      return palette.ceiling(like: wall, &random, isDark: random.chance(kind == .studio ? 0.4 : 0.02))
    }
    let value = random.number(0.55, 0.85)
    var panels = Material(.tiles, SIMD3(repeating: value), SIMD3(repeating: value * random.number(0.5, 0.85)))
    panels.size = random.chance(0.75) ? SIMD2(0.6, 0.6) : SIMD2(1.2, 0.6)
    (panels.variation, panels.joint) = (0.03, random.number(0.006, 0.02))
    panels.mottling = random.number(0, 0.15)
    panels.seed = random.bits()
    return panels
  }

  mutating func buildRoom(_ index: Int) {
    let room = rooms[index]
    for rectangle in room.floor {
      model.addSlab(rectangle, shape: .level(0), facesUp: true, material: room.finishes.floor)
      model.addSlab(
        rectangle, shape: room.ceiling, holes: room.ceilingHoles, facesUp: false, material: room.finishes.ceiling)
    }
    for side in room.sides {
      let frame = WallFrame(side)
      let breaks = side.axis == room.ceiling.axis ? room.ceiling.points.map { side.station($0.x) } : []
      model.addWall(
        frame, length: side.length, holes: side.openings.map(\.hole), breaks: breaks, material: room.finishes.wall
      ) { room.ceiling.height(at: side.point($0)) }
      for opening in side.openings { fill(opening, side, frame, room) }
      if !room.isRough { addMouldings(side, frame, room) }
    }
  }

  private mutating func fill(_ opening: Opening, _ side: Side, _ frame: WallFrame, _ room: PlannedRoom) {
    let finishes = room.finishes
    switch opening.kind {
    case .passage:
      if opening.isOwner {
        model.addTunnel(
          frame, opening.hole, from: 0, to: -opening.depth, floor: finishes.floor, sides: finishes.wall)
      }
      if opening.rise == 0 && style.openness < 0.4 { addArchitrave(opening, frame, finishes.trim) }
    case .door:
      addArchitrave(opening, frame, finishes.trim)
      guard opening.isOwner else { return }
      model.addTunnel(
        frame, opening.hole, from: 0, to: -opening.depth, floor: finishes.floor, sides: finishes.trim)
      hangLeaf(opening, side)
    case .closedDoor:
      addArchitrave(opening, frame, finishes.trim)
      model.addTunnel(
        frame, opening.hole, from: 0, to: -opening.depth, floor: finishes.floor, sides: finishes.trim)
      addClosedLeaf(opening, frame)
    case .window:
      model.addTunnel(
        frame, opening.hole, from: 0, to: -opening.depth, floor: finishes.trim, sides: finishes.wall)
      addWindow(opening, frame, finishes.trim)
    case .glazing:
      if opening.isOwner {
        model.addTunnel(
          frame, opening.hole, from: 0, to: -opening.depth, floor: finishes.trim, sides: finishes.trim)
        addPanes(opening, frame, finishes.trim, seat: opening.depth / 2)
      }
    case .niche:
      model.addTunnel(
        frame, opening.hole, from: 0, to: -opening.depth, floor: finishes.trim, sides: finishes.wall)
      addBack(opening, frame, material: finishes.wall)
    }
  }

  /// Closes a recess.
  mutating func addBack(_ opening: Opening, _ frame: WallFrame, material: Int) {
    let stations = opening.hole.stations
    for (left, right) in zip(stations, stations.dropFirst()) {
      let places = [
        SIMD2(right, opening.bottom), SIMD2(left, opening.bottom), SIMD2(left, opening.hole.top(at: left)),
        SIMD2(right, opening.hole.top(at: right)),
      ]
      model.addQuad(
        places.map { frame.point($0.x, $0.y, -opening.depth) }, places.map { SIMD2(-$0.x, $0.y) }, material: material)
    }
  }

  // MARK: - Mouldings

  /// Skirting boards, and cornices under level ceilings.
  private mutating func addMouldings(_ side: Side, _ frame: WallFrame, _ room: PlannedRoom) {
    let trim = room.finishes.trim
    if style.skirting > 0 {
      let gaps = side.openings.filter { $0.bottom < style.skirting + 0.01 }.map { opening -> SIMD2<Float> in
        let isFramed: Bool =
          switch opening.kind {
          case .door, .closedDoor: true
          case .passage: opening.rise == 0 && style.openness < 0.4
          case .window, .glazing, .niche: false
          }
        let margin = isFramed ? style.architrave : 0
        return SIMD2(opening.from - margin, opening.to + margin)
      }.sorted { $0.x < $1.x }
      var from: Float = 0
      for gap in gaps + [SIMD2(side.length, side.length)] {
        addMoulding(side, frame, from, gap.x, heights: SIMD2(0, style.skirting), thick: 0.014, trim)
        from = max(from, gap.y)
      }
    }
    if style.cornice > 0 && room.ceiling.isLevel {
      let top = room.height
      let heights = SIMD2(top - style.cornice, top)
      if side.openings.allSatisfy({ $0.top < heights.x }) {
        addMoulding(side, frame, 0, side.length, heights: heights, thick: style.cornice * 0.8, trim)
      }
    }
  }

  /// A bar along a wall, mitred in the room's corners.
  private mutating func addMoulding(
    _ side: Side, _ frame: WallFrame, _ from: Float, _ to: Float, heights: SIMD2<Float>, thick: Float, _ material: Int
  ) {
    guard to - from > 2.5 * thick else { return }
    let (isAtStart, isAtEnd) = (from < 1e-3, to > side.length - 1e-3)
    let start = from + (isAtStart ? (side.isInnerAtStart ? thick : -thick) : 0)
    let end = to - (isAtEnd ? (side.isInnerAtEnd ? thick : -thick) : 0)
    model.addUpright(
      frame, from: start, to: end, bottom: heights.x, top: heights.y, inwards: thick, material: material)
    let isBelow = heights.x < 0.01
    let level = isBelow ? heights.y : heights.x
    var places = [SIMD2(to, 0), SIMD2(from, 0), SIMD2(start, thick), SIMD2(end, thick)]
    // Anticlockwise seen from above: along is to the left of inward.
    if isBelow { places.reverse() }
    model.addQuad(places.map { frame.point($0.x, level, $0.y) }, places, material: material)
    if !isAtStart { addEnd(frame, from, thick, heights, towardsStart: true, material) }
    if !isAtEnd { addEnd(frame, to, thick, heights, towardsStart: false, material) }
  }

  private mutating func addEnd(
    _ frame: WallFrame, _ station: Float, _ thick: Float, _ heights: SIMD2<Float>, towardsStart: Bool, _ material: Int
  ) {
    var places = [
      SIMD2(0, heights.x), SIMD2(thick, heights.x), SIMD2(thick, heights.y), SIMD2(0, heights.y),
    ]
    if towardsStart { places.reverse() }
    model.addQuad(places.map { frame.point(station, $0.y, $0.x) }, places, material: material)
  }

  /// Flat boards around a doorway.
  private mutating func addArchitrave(_ opening: Opening, _ frame: WallFrame, _ material: Int) {
    let width = style.architrave
    guard width > 0, opening.rise == 0 else { return }
    let thick: Float = 0.016
    let (from, to, top) = (opening.from, opening.to, opening.top)
    let back = frame.faces(back: true).union(.bottom)
    model.addBox(
      frame.point(from - width, 0), frame.point(from, top, thick), without: back.union(.top), material: material)
    model.addBox(
      frame.point(to, 0), frame.point(to + width, top, thick), without: back.union(.top), material: material)
    model.addBox(
      frame.point(from - width, top), frame.point(to + width, top + width, thick), without: frame.faces(back: true),
      material: material)
  }

  // MARK: - Outside

  /// Puts the building into a second skin, so that nothing of its inside is seen from outside but through windows.
  mutating func closeOutside() {
    guard let outline else { return }
    let material = model.add(Material(.plain, SIMD3(0.6, 0.57, 0.52)))
    let floor = rooms.flatMap { room in room.floor.map { room.ceiling.highest(over: $0) } }.max() ?? 3
    let height = floor + (rooms.contains { !$0.ceilingHoles.isEmpty } ? 3 : 0.3)
    for side in outline {
      let holes = outerHoles.filter {
        $0.axis == side.axis && abs($0.level - side.level) < 0.02 && $0.from > side.low && $0.to < side.high
      }.map { hole in
        let ends = [side.station(hole.from), side.station(hole.to)]
        return Hole(
          from: ends.min() ?? 0, to: ends.max() ?? 0, bottom: hole.bottom, top: hole.top, rise: hole.rise)
      }
      let roof = style.kind == .attic ? rooms[0].ceiling : .level(height)
      let breaks = roof.axis == side.axis ? roof.points.map { side.station($0.x) } : []
      model.addWall(WallFrame(side), length: side.length, holes: holes, breaks: breaks, material: material) {
        roof.height(at: side.point($0)) + 0.2
      }
    }
    guard !hasRoofLights else { return }
    for rectangle in RoomShell.Rectangle.filling(outline) {
      model.addSlab(rectangle, shape: .level(height + 0.2), facesUp: true, material: material)
      model.addSlab(rectangle, shape: .level(-0.3), facesUp: false, material: material)
    }
  }
}
