// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A hole in a wall or a ceiling, in the coordinates of its surface.
struct Hole: Sendable, Hashable {
  var from: Float
  var to: Float
  var bottom: Float
  var top: Float
  /// Height of the half ellipse that the hole ends in.
  var rise: Float = 0

  /// Where the hole ends upwards.
  func top(at station: Float) -> Float {
    guard rise > 0 else { return top }
    let across = 2 * (station - from) / (to - from) - 1
    return top - rise + rise * max(0, 1 - across * across).squareRoot()
  }

  /// Stations between which the upper end is straight.
  var stations: [Float] {
    guard rise > 0 else { return [from, to] }
    let steps = 14
    return (0...steps).map { step in
      if step == 0 { return from }
      if step == steps { return to }
      return (from + to) / 2 - (to - from) / 2 * cosine(.pi * Float(step) / Float(steps))
    }
  }
}

/// A piece of a surface between two stations, straight below and above.
struct Strip: Sendable {
  var left: Float
  var right: Float
  var bottom: SIMD2<Float>
  var top: SIMD2<Float>

  /// What is left of a surface when holes are cut out: upright strips between all stations where something changes.
  static func around(
    _ holes: [Hole], from: Float, to: Float, bottom: Float, breaks: [Float], top: (Float) -> Float
  ) -> [Strip] {
    let inner = (breaks + holes.flatMap(\.stations)).filter { $0 > from + 1e-4 && $0 < to - 1e-4 }.sorted()
    let stations = (inner + [to]).reduce(into: [from]) { stations, station in
      if let last = stations.last, station > last + 1e-5 { stations.append(station) }
    }
    let sorted = holes.sorted { $0.bottom < $1.bottom }
    var strips: [Strip] = []
    for (left, right) in zip(stations, stations.dropFirst()) {
      let middle = (left + right) / 2
      var low = SIMD2(bottom, bottom)
      for hole in sorted where hole.from < middle && middle < hole.to {
        let start = SIMD2(repeating: hole.bottom)
        if hole.bottom > low.min() + 1e-4 { strips.append(Strip(left: left, right: right, bottom: low, top: start)) }
        low = SIMD2(hole.top(at: left), hole.top(at: right))
      }
      let high = SIMD2(top(left), top(right))
      if any(high .> low + 1e-4) { strips.append(Strip(left: left, right: right, bottom: low, top: high)) }
    }
    return strips
  }
}

/// A wall's own axes: stations along it, heights, and distances into the room.
struct WallFrame: Sendable {
  var origin: SIMD3<Float>
  var along: SIMD3<Float>
  var inward: SIMD3<Float>

  init(_ side: Side) {
    origin = SIMD3(side.start.x, 0, side.start.y)
    along = SIMD3(side.along.x, 0, side.along.y)
    inward = SIMD3(side.inward.x, 0, side.inward.y)
  }

  func point(_ station: Float, _ height: Float, _ inwards: Float = 0) -> SIMD3<Float> {
    origin + along * station + inward * inwards + SIMD3(0, height, 0)
  }

  /// The wall's way to say which faces of a box are meant.
  func faces(back: Bool = false, start: Bool = false, end: Bool = false) -> BoxFaces {
    var faces = BoxFaces()
    if back { faces.insert(BoxFaces(towards: -inward)) }
    if start { faces.insert(BoxFaces(towards: -along)) }
    if end { faces.insert(BoxFaces(towards: along)) }
    return faces
  }
}

/// Faces of a box along the axes.
struct BoxFaces: OptionSet, Sendable {
  var rawValue: UInt8
  static let bottom = BoxFaces(rawValue: 1 << 2)
  static let top = BoxFaces(rawValue: 1 << 3)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The face that looks along an axis.
  init(towards direction: SIMD3<Float>) {
    let axis = abs(direction.x) > 0.5 ? 0 : (abs(direction.y) > 0.5 ? 1 : 2)
    rawValue = 1 << UInt8(2 * axis + (direction[axis] > 0 ? 1 : 0))
  }
}

extension Model {
  /// Adds a quadrilateral, anticlockwise seen from its visible side, without triangles that have shrunk to lines.
  mutating func addQuad(_ corners: [SIMD3<Float>], _ coordinates: [SIMD2<Float>], material: Int) {
    let first = UInt32(mesh.positions.count)
    mesh.positions += corners
    mesh.normals += Array(repeating: .zero, count: corners.count)
    mesh.coordinates += coordinates
    for corner in 1..<corners.count - 1 {
      let area = length(cross(corners[corner] - corners[0], corners[corner + 1] - corners[0]))
      guard area > 1e-7 else { continue }
      mesh.triangles.append(SIMD4(first, first + UInt32(corner), first + UInt32(corner) + 1, UInt32(material)))
    }
  }

  /// Adds an upright rectangle of a wall's axes that looks into the room (or out of it).
  mutating func addUpright(
    _ frame: WallFrame, from: Float, to: Float, bottom: Float, top: Float, inwards: Float, facesIn: Bool = true,
    material: Int
  ) {
    let stations = facesIn ? [to, from, from, to] : [from, to, to, from]
    let heights = [bottom, bottom, top, top]
    addQuad(
      zip(stations, heights).map { frame.point($0, $1, inwards) },
      zip(stations, heights).map { SIMD2(facesIn ? -$0 : $0, $1) }, material: material)
  }

  /// Adds a box between two corners without some of its faces.
  mutating func addBox(
    _ a: SIMD3<Float>, _ b: SIMD3<Float>, without missing: BoxFaces = [], material: Int
  ) {
    let (low, high) = (pointwiseMin(a, b), pointwiseMax(a, b))
    for axis in 0..<3 {
      for isHigh in [false, true] {
        guard missing.rawValue & (1 << UInt8(2 * axis + (isHigh ? 1 : 0))) == 0 else { continue }
        let (u, v) = ((axis + 1) % 3, (axis + 2) % 3)
        func corner(_ alongU: Bool, _ alongV: Bool) -> SIMD3<Float> {
          var corner = isHigh ? high : low
          corner[u] = alongU ? high[u] : low[u]
          corner[v] = alongV ? high[v] : low[v]
          return corner
        }
        var corners = [corner(false, false), corner(true, false), corner(true, true), corner(false, true)]
        if !isHigh { corners.reverse() }
        // The pattern's second coordinate goes up on upright faces, along the longer edge on others.
        let upright = axis == 1 ? (high.x - low.x > high.z - low.z ? 0 : 2) : 1
        let across = 3 - axis - upright
        addQuad(corners, corners.map { SIMD2($0[across], $0[upright]) }, material: material)
      }
    }
  }

  /// Adds a wall with its holes, up to a height that may change along it.
  mutating func addWall(
    _ frame: WallFrame, length: Float, holes: [Hole], breaks: [Float] = [], material: Int, top: (Float) -> Float
  ) {
    for strip in Strip.around(holes, from: 0, to: length, bottom: 0, breaks: breaks, top: top) {
      let places = [
        SIMD2(strip.right, strip.bottom.y), SIMD2(strip.left, strip.bottom.x), SIMD2(strip.left, strip.top.x),
        SIMD2(strip.right, strip.top.y),
      ]
      addQuad(
        places.map { frame.point($0.x, $0.y) }, places.map { SIMD2(-$0.x, $0.y) }, material: material)
    }
  }

  /// Adds the inside of a hole through a wall, from one distance into the room to a lower one.
  mutating func addTunnel(_ frame: WallFrame, _ hole: Hole, from near: Float, to far: Float, floor: Int, sides: Int) {
    let spring = hole.top - hole.rise
    for (station, isStart) in [(hole.from, true), (hole.to, false)] {
      // The start's jamb looks along the wall, the end's against it.
      let depths = isStart ? [far, near, near, far] : [near, far, far, near]
      let heights = [hole.bottom, hole.bottom, spring, spring]
      addQuad(
        zip(depths, heights).map { frame.point(station, $1, $0) }, zip(depths, heights).map { SIMD2($0, $1) },
        material: sides)
    }
    addAcross(frame, (hole.from, hole.bottom), (hole.to, hole.bottom), near, far, up: true, floor)
    let stations = hole.stations
    for (left, right) in zip(stations, stations.dropFirst()) {
      addAcross(frame, (left, hole.top(at: left)), (right, hole.top(at: right)), near, far, up: false, sides)
    }
  }

  private mutating func addAcross(
    _ frame: WallFrame, _ a: (Float, Float), _ b: (Float, Float), _ near: Float, _ far: Float, up: Bool,
    _ material: Int
  ) {
    var places = [(b, near), (a, near), (a, far), (b, far)]
    if !up { places.reverse() }
    addQuad(
      places.map { frame.point($0.0.0, $0.0.1, $0.1) }, places.map { SIMD2($0.0.0, $0.1) }, material: material)
  }

  /// Adds a floor or a ceiling over a rectangle of the plan, with holes, at a height that may change.
  mutating func addSlab(
    _ rectangle: RoomShell.Rectangle, shape: CeilingShape, holes: [RoomShell.Rectangle] = [], facesUp: Bool,
    material: Int
  ) {
    let (axis, other) = (shape.axis, 1 - shape.axis)
    let cuts = holes.filter(rectangle.overlaps).map {
      Hole(
        from: $0.low[axis], to: $0.high[axis], bottom: max($0.low[other], rectangle.low[other]),
        top: min($0.high[other], rectangle.high[other]))
    }
    let strips = Strip.around(
      cuts, from: rectangle.low[axis], to: rectangle.high[axis], bottom: rectangle.low[other],
      breaks: shape.points.map(\.x), top: { _ in rectangle.high[other] })
    for strip in strips {
      let places = [
        SIMD2(strip.left, strip.bottom.x), SIMD2(strip.right, strip.bottom.y), SIMD2(strip.right, strip.top.y),
        SIMD2(strip.left, strip.top.x),
      ]
      // Along x then z turns clockwise seen from above.
      let isClockwise = axis == 0
      let ordered = isClockwise == facesUp ? places.reversed() : places
      addQuad(
        ordered.map {
          axis == 0 ? SIMD3($0.x, shape.height(at: $0.x), $0.y) : SIMD3($0.y, shape.height(at: $0.x), $0.x)
        },
        ordered.map { axis == 0 ? $0 : SIMD2($0.y, $0.x) }, material: material)
    }
  }
}
