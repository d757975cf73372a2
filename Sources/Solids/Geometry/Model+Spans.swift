// SPDX-License-Identifier: Apache-2.0

/// Shapes told by where they begin and end along each axis.
extension Model {
  /// Adds a box between two numbers of each axis.
  package mutating func addBox(x: (Float, Float), y: (Float, Float), z: (Float, Float), material: Int) {
    addBox(SIMD3(x.0, y.0, z.0), SIMD3(x.1, y.1, z.1), material: material)
  }

  /// Adds a straight rod with flat ends.
  package mutating func addRod(from start: SIMD3<Float>, to end: SIMD3<Float>, radius: Float, sides: Int, material: Int)
  {
    addTube([start, end], radius: radius, sides: sides, material: material)
  }

  /// Adds a rectangle, anticlockwise from its lower left corner, whose coordinates are metres from its middle, as
  /// pictures want them.
  package mutating func addPicture(_ corners: [SIMD3<Float>], material: Int) {
    guard corners.count == 4 else { return }
    let half = SIMD2(length(corners[1] - corners[0]), length(corners[3] - corners[0])) / 2
    addPolygon(
      corners, coordinates: [-half, SIMD2(half.x, -half.y), half, SIMD2(-half.x, half.y)], material: material)
  }

  /// Adds a body of six flat faces between two quadrilaterals, each anticlockwise from its lower left corner as seen from
  /// the front.
  package mutating func addHexahedron(back: [SIMD3<Float>], front: [SIMD3<Float>], material: Int) {
    guard back.count == 4, front.count == 4 else { return }
    addPolygon(front, material: material)
    addPolygon([back[1], back[0], back[3], back[2]], material: material)
    for side in 0..<4 {
      let next = (side + 1) % 4
      addPolygon([back[side], back[next], front[next], front[side]], material: material)
    }
  }

  /// Adds a truncated pyramid between two upright heights, each end from low to high corner in x and z.
  package mutating func addFrustum(
    bottom: (SIMD2<Float>, SIMD2<Float>), top: (SIMD2<Float>, SIMD2<Float>), y: (Float, Float), material: Int
  ) {
    func edge(_ x: Float, _ z: Float, _ height: Float) -> SIMD3<Float> { SIMD3(x, height, z) }
    let (low, high) = (bottom, top)
    addHexahedron(
      back: [
        edge(low.0.x, low.0.y, y.0), edge(low.1.x, low.0.y, y.0), edge(high.1.x, high.0.y, y.1),
        edge(high.0.x, high.0.y, y.1),
      ],
      front: [
        edge(low.0.x, low.1.y, y.0), edge(low.1.x, low.1.y, y.0), edge(high.1.x, high.1.y, y.1),
        edge(high.0.x, high.1.y, y.1),
      ], material: material)
  }

  /// Adds a convex section in the plane of z and y, anticlockwise seen from -x, pulled along x.
  package mutating func addAcross(_ section: [SIMD2<Float>], x: (Float, Float), material: Int) {
    addPolygon(section.map { SIMD3(x.0, $0.y, $0.x) }, material: material)
    addPolygon(section.reversed().map { SIMD3(x.1, $0.y, $0.x) }, material: material)
    for index in section.indices {
      let (a, b) = (section[index], section[(index + 1) % section.count])
      addPolygon(
        [SIMD3(x.0, a.y, a.x), SIMD3(x.1, a.y, a.x), SIMD3(x.1, b.y, b.x), SIMD3(x.0, b.y, b.x)], material: material)
    }
  }
}
