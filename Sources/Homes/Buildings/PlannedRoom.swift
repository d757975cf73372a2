// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A room on the drawing board: its sides, what they open to, its ceiling.
struct PlannedRoom: Sendable {
  /// Indices into the building's materials.
  struct Finishes: Sendable, Hashable {
    var floor = 0
    var wall = 0
    var ceiling = 0
    var trim = 0
  }

  var kind: RoomKind
  var sides: [Side]
  var floor: [RoomShell.Rectangle]
  var ceiling: CeilingShape
  /// Floor that furniture must leave free.
  var reserved: [RoomShell.Rectangle] = []
  /// Rectangles cut out of a level ceiling, where stairs go up.
  var ceilingHoles: [RoomShell.Rectangle] = []
  var finishes = Finishes()
  /// Skirting boards and the like are left out of the roughest rooms.
  var isRough = false

  var area: Float { floor.reduce(0) { $0 + $1.size.x * $1.size.y } }

  /// The smallest rectangle around the floor.
  var bounds: RoomShell.Rectangle {
    floor.dropFirst().reduce(floor.first ?? RoomShell.Rectangle(low: .zero, high: .zero)) {
      RoomShell.Rectangle(low: pointwiseMin($0.low, $1.low), high: pointwiseMax($0.high, $1.high))
    }
  }

  /// Lowest ceiling over the floor.
  var height: Float {
    floor.reduce(.greatestFiniteMagnitude) { min($0, ceiling.lowest(over: $1)) }
  }

  /// Highest ceiling over the floor.
  var highest: Float {
    floor.reduce(0) { max($0, ceiling.highest(over: $1)) }
  }

  /// Whether a point of the plan lies on the floor at a distance from every wall.
  func contains(_ point: SIMD2<Float>, margin: Float) -> Bool {
    floor.contains { $0.contains(point) } && sides.allSatisfy { $0.distance(to: point) >= margin }
  }

  /// What the furnisher gets.
  var shell: RoomShell {
    let walls = sides.map { side in
      RoomShell.Wall(
        start: side.start, end: side.end,
        height: ceiling.lowest(
          over: RoomShell.Rectangle(low: pointwiseMin(side.start, side.end), high: pointwiseMax(side.start, side.end))),
        openings: side.openings.map(\.shell))
    }
    return RoomShell(kind: kind, floor: floor, walls: walls, height: height, reserved: reserved)
  }
}

/// A straight side of a room on its visible face; whoever walks from start to end has the room on the left.
struct Side: Sendable, Hashable {
  /// What lies behind a stretch of a side, in the plan's coordinate along it.
  struct Border: Sendable, Hashable {
    var from: Float
    var to: Float
    /// A room, or -1 for the outside.
    var room: Int
  }

  var start: SIMD2<Float>
  var end: SIMD2<Float>
  var borders: [Border]
  /// Whether the corner is an inner one, as all four of a rectangular room are.
  var isInnerAtStart: Bool
  var isInnerAtEnd: Bool
  var openings: [Opening] = []

  /// 0 where the side runs along x, 1 along z.
  var axis: Int { start.y == end.y ? 0 : 1 }
  var length: Float { abs(end[axis] - start[axis]) }
  var low: Float { min(start[axis], end[axis]) }
  var high: Float { max(start[axis], end[axis]) }
  /// The coordinate across, which all its points share.
  var level: Float { start[1 - axis] }
  var along: SIMD2<Float> {
    var along = SIMD2<Float>.zero
    along[axis] = end[axis] > start[axis] ? 1 : -1
    return along
  }
  var inward: SIMD2<Float> { SIMD2(along.y, -along.x) }

  /// Metres from the start of a point with a coordinate along the side.
  func station(_ coordinate: Float) -> Float { abs(coordinate - start[axis]) }

  /// The plan's point at a station and a distance into the room.
  func point(_ station: Float, _ inwards: Float = 0) -> SIMD2<Float> { start + along * station + inward * inwards }

  /// Distance of a point of the plan.
  func distance(to point: SIMD2<Float>) -> Float {
    let station = min(max(dot(point - start, along), 0), length)
    return RotundaSolids.length(point - start - along * station)
  }

  /// Whether a stretch between stations is free of openings.
  func isFree(_ from: Float, _ to: Float) -> Bool { openings.allSatisfy { to <= $0.from || from >= $0.to } }

  /// The rectangle of floor in front of a stretch.
  func apron(_ from: Float, _ to: Float, depth: Float) -> RoomShell.Rectangle {
    let (a, b) = (point(from), point(to, depth))
    return RoomShell.Rectangle(low: pointwiseMin(a, b), high: pointwiseMax(a, b))
  }
}

/// What interrupts a side.
struct Opening: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    /// A way with a leaf in it.
    case door(DoorLeaf)
    /// A way without a leaf.
    case passage
    /// Panes to the outside.
    case window
    /// Panes to another room.
    case glazing
    /// A door that never opens: to the outside or to what is not built.
    case closedDoor
    /// A recess.
    case niche
  }

  var kind: Kind
  /// Stations along the side.
  var from: Float
  var to: Float
  var bottom: Float
  var top: Float
  /// Height of the arch in which it ends; 0 where the head is level.
  var rise: Float = 0
  /// How deep it goes into the wall: to the other room's face, to the outside, to the back of a recess.
  var depth: Float
  /// Whether this side builds what is in the opening; the side across only has the hole.
  var isOwner = true

  var width: Float { to - from }

  var shell: RoomShell.Wall.Opening {
    let kind: RoomShell.Wall.Opening.Kind =
      switch kind {
      case .door, .closedDoor: .door
      case .passage: .passage
      case .window, .glazing: .window
      case .niche: .niche
      }
    return RoomShell.Wall.Opening(kind: kind, from: from, to: to, bottom: bottom, top: top)
  }

  var hole: Hole { Hole(from: from, to: to, bottom: bottom, top: top, rise: rise) }
}

/// How a door's leaf hangs.
struct DoorLeaf: Sendable, Hashable {
  enum Style: Sendable, Hashable, CaseIterable { case flush, panelled, glazed }
  var style: Style
  /// Whether the hinge is at the opening's start.
  var isHingedAtStart: Bool
  /// Radians it stands open into the owner's room; 0 where it is closed.
  var angle: Float
}
