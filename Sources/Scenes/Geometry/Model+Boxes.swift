// SPDX-License-Identifier: Apache-2.0

extension Model {
  /// Adds a box along the axes, given by its middle and half its size.
  public mutating func addBox(centre: SIMD3<Float>, half: SIMD3<Float>, material: Int) {
    addBox(centre - half, centre + half, material: material)
  }

  /// Adds a box along the axes between its lowest and highest corner.
  mutating func addBox(_ low: SIMD3<Float>, _ high: SIMD3<Float>, material: Int) {
    for face in BoxFace.all {
      addFace(face.corners.map { face.corner($0, low, high) }, face, low, high, material)
    }
  }

  /// Adds a box whose edges are cut or, to the eye, rounded, as carpenters do: edges catch the light.
  ///
  /// Normals turn over the cut, so that it looks round. The bevel is at most 0.45 of the thinnest side.
  mutating func addBevelledBox(
    _ low: SIMD3<Float>, _ high: SIMD3<Float>, bevel wanted: Float = 0.004, material: Int
  ) {
    let bevel = min(wanted, (high - low).min() * 0.45)
    guard bevel > 0 else { return addBox(low, high, material: material) }
    for face in BoxFace.all {
      let inset = (SIMD3<Float>(repeating: 1) - pointwiseMin(abs(face.normal), SIMD3(repeating: 1))) * bevel
      addFace(face.corners.map { face.corner($0, low + inset, high - inset) }, face, low, high, material)
    }
    addBevels(low, high, bevel, material)
  }

  private mutating func addFace(
    _ corners: [SIMD3<Float>], _ face: BoxFace, _ low: SIMD3<Float>, _ high: SIMD3<Float>, _ material: Int
  ) {
    let isGrainAlongX = high.x - low.x > high.z - low.z
    addPolygon(
      corners,
      coordinates: corners.map {
        Model.planarCoordinate($0, normal: face.normal, isGrainAlongX: isGrainAlongX)
      }, material: material)
  }

  /// The twelve strips along the edges and the eight triangles at the corners.
  private mutating func addBevels(_ low: SIMD3<Float>, _ high: SIMD3<Float>, _ bevel: Float, _ material: Int) {
    /// Where a face ends near a corner of the box: `side` tells the corner, `axis` the face.
    func point(_ side: SIMD3<Float>, _ axis: Int) -> SurfacePoint {
      var position = low + (side + 1) / 2 * (high - low) - side * bevel
      position[axis] = side[axis] > 0 ? high[axis] : low[axis]
      var normal = SIMD3<Float>.zero
      normal[axis] = side[axis]
      return SurfacePoint(
        position: position, normal: normal, coordinate: Model.planarCoordinate(position, normal: normal))
    }
    for (first, second, along) in [(0, 1, 2), (1, 2, 0), (2, 0, 1)] {
      for signs in [SIMD2<Float>(-1, -1), SIMD2(-1, 1), SIMD2(1, -1), SIMD2(1, 1)] {
        var side = SIMD3<Float>.zero
        side[first] = signs.x
        side[second] = signs.y
        // From the first face to the second while going along the edge: right-handed if the signs agree.
        let direction = signs.x * signs.y
        addGrid(columns: 1, rows: 1, material: material) { column, row in
          side[along] = (column == 0 ? -1 : 1) * -direction
          return point(side, row == 0 ? first : second)
        }
      }
    }
    for x in [-1, 1] as [Float] {
      for y in [-1, 1] as [Float] {
        for z in [-1, 1] as [Float] {
          let side = SIMD3(x, y, z)
          let order = x * y * z > 0 ? [0, 1, 2] : [0, 2, 1]
          addTriangle(order.map { point(side, $0) }, material)
        }
      }
    }
  }

  private mutating func addTriangle(_ points: [SurfacePoint], _ material: Int) {
    let first = UInt32(mesh.positions.count)
    mesh.positions += points.map(\.position)
    mesh.normals += points.map(\.normal)
    mesh.coordinates += points.map(\.coordinate)
    mesh.triangles.append(SIMD4(first, first + 1, first + 2, UInt32(material)))
  }
}

/// A side of a box along the axes.
private struct BoxFace {
  var normal: SIMD3<Float>
  /// Signs of the four corners, anticlockwise from the lower left, seen from outside.
  var corners: [SIMD3<Float>]

  func corner(_ signs: SIMD3<Float>, _ low: SIMD3<Float>, _ high: SIMD3<Float>) -> SIMD3<Float> {
    low + (signs + 1) / 2 * (high - low)
  }

  static let all: [BoxFace] = [
    BoxFace(normal: SIMD3(-1, 0, 0), corners: [[-1, -1, -1], [-1, -1, 1], [-1, 1, 1], [-1, 1, -1]]),
    BoxFace(normal: SIMD3(1, 0, 0), corners: [[1, -1, 1], [1, -1, -1], [1, 1, -1], [1, 1, 1]]),
    BoxFace(normal: SIMD3(0, -1, 0), corners: [[-1, -1, -1], [1, -1, -1], [1, -1, 1], [-1, -1, 1]]),
    BoxFace(normal: SIMD3(0, 1, 0), corners: [[-1, 1, 1], [1, 1, 1], [1, 1, -1], [-1, 1, -1]]),
    BoxFace(normal: SIMD3(0, 0, -1), corners: [[1, -1, -1], [-1, -1, -1], [-1, 1, -1], [1, 1, -1]]),
    BoxFace(normal: SIMD3(0, 0, 1), corners: [[-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]]),
  ]
}

@inline(__always)
private func abs(_ v: SIMD3<Float>) -> SIMD3<Float> { pointwiseMax(v, -v) }
