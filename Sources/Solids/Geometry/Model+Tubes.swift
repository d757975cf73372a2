// SPDX-License-Identifier: Apache-2.0

extension Model {
  /// Adds a rod along a polyline, mitred where it bends, with flat ends: legs, frames, rails, cables.
  ///
  /// `endRadius` tapers it. Four sides give a square section with flat faces whose half width is the radius; more sides
  /// look round. A closed line has no ends: rings, frames of pictures.
  package mutating func addTube(
    _ line: [SIMD3<Float>], radius: Float, endRadius: Float? = nil, sides: Int = 8, isClosed: Bool = false,
    material: Int
  ) {
    let points = withoutRepeats(line, isClosed: isClosed)
    guard points.count >= 2 else { return }
    let count = isClosed ? points.count : points.count - 1
    let directions = (0..<count).map { normalised(points[($0 + 1) % points.count] - points[$0]) }
    let ways = (0..<count).map { length(points[($0 + 1) % points.count] - points[$0]) }
    let total = max(ways.reduce(0, +), 1e-6)
    let across = transported(directions)
    var run: Float = 0
    for index in 0..<count {
      let previous = index > 0 ? index - 1 : (isClosed ? count - 1 : index)
      let next = index < count - 1 ? index + 1 : (isClosed ? 0 : index)
      let start = run
      run += ways[index]
      let radii = (mix(radius, endRadius ?? radius, start / total), mix(radius, endRadius ?? radius, run / total))
      addSegment(
        from: Ring(
          centre: points[index], direction: directions[index], neighbour: directions[previous], radius: radii.0,
          run: start),
        to: Ring(
          centre: points[(index + 1) % points.count], direction: directions[index], neighbour: directions[next],
          radius: radii.1, run: run),
        across: across[index], sides: sides, material: material)
    }
    guard !isClosed, let first = points.first, let last = points.last else { return }
    addEnd(first, directions[0], across[0], radius, sides, isLast: false, material)
    addEnd(last, directions[count - 1], across[count - 1], endRadius ?? radius, sides, isLast: true, material)
  }

  /// A section of a tube at the end of a straight stretch.
  private struct Ring {
    var centre: SIMD3<Float>
    var direction: SIMD3<Float>
    /// Direction of the stretch beyond.
    var neighbour: SIMD3<Float>
    var radius: Float
    /// Metres from the tube's start.
    var run: Float

    /// The point of the mitre plane, which halves the angle between the stretches, at an offset across the stretch.
    func point(_ offset: SIMD3<Float>) -> SIMD3<Float> {
      let mitre = normalised(direction + neighbour)
      let slope = max(dot(direction, mitre), 0.3)
      return centre + offset - direction * (dot(offset, mitre) / slope)
    }

    /// The normal of the tube, smooth over bends of less than 50 degrees.
    func normal(_ outward: SIMD3<Float>) -> SIMD3<Float> {
      guard dot(direction, neighbour) > 0.64 else { return outward }
      let mitre = normalised(direction + neighbour)
      return normalised(outward - mitre * dot(outward, mitre))
    }
  }

  private mutating func addSegment(
    from start: Ring, to end: Ring, across: SIMD3<Float>, sides: Int, material: Int
  ) {
    let other = cross(start.direction, across)
    let isSquare = sides == 4
    func outward(_ side: Int) -> SIMD3<Float> {
      let angle = 2 * Float.pi * (Float(side % sides) + (isSquare ? 0.5 : 0)) / Float(sides)
      return across * cosine(angle) + other * sine(angle)
    }
    addGrid(columns: sides, rows: 1, material: material) { column, row in
      let ring = row == 0 ? start : end
      let direction = outward(column)
      return SurfacePoint(
        position: ring.point(direction * ring.radius * (isSquare ? 1.41421356 : 1)),
        normal: isSquare ? .zero : ring.normal(direction),
        coordinate: SIMD2(Float(column) / Float(sides) * 2 * .pi * ring.radius, ring.run))
    }
  }

  private mutating func addEnd(
    _ centre: SIMD3<Float>, _ direction: SIMD3<Float>, _ across: SIMD3<Float>, _ radius: Float, _ sides: Int,
    isLast: Bool, _ material: Int
  ) {
    guard radius > 1e-5 else { return }
    let other = cross(direction, across)
    let isSquare = sides == 4
    let corners = (0..<sides).map { index -> SIMD3<Float> in
      let side = isLast ? index : sides - 1 - index
      let angle = 2 * Float.pi * (Float(side) + (isSquare ? 0.5 : 0)) / Float(sides)
      return centre + (across * cosine(angle) + other * sine(angle)) * radius * (isSquare ? 1.41421356 : 1)
    }
    addPolygon(corners, material: material)
  }

  /// A direction across each stretch that turns as little as it can from one to the next.
  private func transported(_ directions: [SIMD3<Float>]) -> [SIMD3<Float>] {
    guard let first = directions.first else { return [] }
    let helper: SIMD3<Float> = abs(first.x) < 0.7 ? SIMD3(1, 0, 0) : SIMD3(0, 0, 1)
    var across = [normalised(helper - first * dot(helper, first))]
    for (before, after) in zip(directions, directions.dropFirst()) {
      let (axis, aligned) = (cross(before, after), dot(before, after))
      let last = across[across.count - 1]
      // Rodrigues' formula for the smallest rotation that takes one direction to the next.
      let turned = last * aligned + cross(axis, last) + axis * (dot(axis, last) / max(1 + aligned, 1e-4))
      across.append(normalised(turned - after * dot(turned, after)))
    }
    return across
  }

  private func withoutRepeats(_ line: [SIMD3<Float>], isClosed: Bool) -> [SIMD3<Float>] {
    var points: [SIMD3<Float>] = []
    for point in line where points.last.map({ length($0 - point) > 1e-5 }) ?? true { points.append(point) }
    if isClosed, points.count > 1, length(points[0] - points[points.count - 1]) < 1e-5 { points.removeLast() }
    return points
  }

  /// A polyline whose inner corners are rounded off by arcs of nearly `radius`, for bent tubes.
  package static func rounded(_ line: [SIMD3<Float>], radius: Float, steps: Int = 4) -> [SIMD3<Float>] {
    guard line.count > 2, let first = line.first, let last = line.last else { return line }
    var points = [first]
    for index in 1..<line.count - 1 {
      let (before, corner, after) = (line[index - 1], line[index], line[index + 1])
      let reach = min(radius, length(before - corner) * 0.49, length(after - corner) * 0.49)
      let start = corner + normalised(before - corner) * reach
      let end = corner + normalised(after - corner) * reach
      for step in 0...steps {
        // A quadratic Bézier curve from start to end with the corner as its control point.
        let t = Float(step) / Float(steps)
        points.append(start * ((1 - t) * (1 - t)) + corner * (2 * t * (1 - t)) + end * (t * t))
      }
    }
    return points + [last]
  }

  /// Points of an arc about the upright, from angle to angle (0 is +z, growing towards +x).
  package static func arc(
    _ centre: SIMD3<Float>, radius: Float, from: Float = 0, to: Float = 2 * .pi, steps: Int = 16
  ) -> [SIMD3<Float>] {
    (0...steps).map { step in
      let angle = mix(from, to, Float(step) / Float(steps))
      return centre + SIMD3(sine(angle), 0, cosine(angle)) * radius
    }
  }
}
