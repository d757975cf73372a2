// SPDX-License-Identifier: Apache-2.0

extension Model {
  /// Adds a box along the axes, given by its middle and half its size.
  public mutating func addBox(centre: SIMD3<Float>, half: SIMD3<Float>, material: Int) {
    addBox(centre - half, centre + half, material: material)
  }

  /// Adds a box along the axes between its lowest and highest corner.
  package mutating func addBox(_ low: SIMD3<Float>, _ high: SIMD3<Float>, material: Int) {
    for face in BoxFace.all {
      addFace(face.corners.map { face.corner($0, low, high) }, face, low, high, material)
    }
  }

  /// Adds a box whose edges are cut or, to the eye, rounded, as carpenters do: edges catch the light.
  ///
  /// Normals turn over the cut, so that it looks round. The bevel is at most 0.45 of the thinnest side.
  package mutating func addBevelledBox(
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
      let corner: SIMD3<Float> = low + (side + 1) / 2 * (high - low)
      var position = corner - side * bevel
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

extension Model {
  /// Adds a panel bent along one direction: seats of plywood, shells of plastic, slides.
  ///
  /// The profile runs through (z, y); the panel lies to its right by `thickness` and is `width` wide about x = 0.
  package mutating func addBentPanel(_ profile: [SIMD2<Float>], width: Float, thickness: Float, material: Int) {
    guard profile.count >= 2 else { return }
    let normals = profile.indices.map { index -> SIMD2<Float> in
      let along = profile[min(index + 1, profile.count - 1)] - profile[max(index - 1, 0)]
      return SIMD2(-along.y, along.x) / max(length(along), 1e-6)
    }
    var runs: [Float] = [0]
    for (a, b) in zip(profile, profile.dropFirst()) { runs.append(runs[runs.count - 1] + length(b - a)) }
    func point(_ index: Int, _ x: Float, isInner: Bool) -> SIMD3<Float> {
      let place = isInner ? profile[index] : profile[index] - normals[index] * thickness
      return SIMD3(x, place.y, place.x)
    }
    let rows = profile.count - 1
    for isInner in [true, false] {
      addGrid(columns: 1, rows: rows, material: material) { column, row in
        let sign: Float = isInner ? 1 : -1
        let x = (Float(column) - 0.5) * width * -sign
        return SurfacePoint(
          position: point(row, x, isInner: isInner), normal: SIMD3(0, normals[row].y, normals[row].x) * sign,
          coordinate: SIMD2(x, runs[row]))
      }
    }
    for side in [-1, 1] as [Float] {
      addGrid(columns: 1, rows: rows, material: material) { column, row in
        let isInner = (column == 0) == (side < 0)
        return SurfacePoint(
          position: point(row, side * width / 2, isInner: isInner), normal: .zero,
          coordinate: SIMD2(Float(column) * thickness, runs[row]))
      }
    }
    for (index, isStart) in [(0, true), (rows, false)] {
      let (left, right) = isStart ? (width / 2, -width / 2) : (-width / 2, width / 2)
      addPolygon(
        [
          point(index, left, isInner: false), point(index, right, isInner: false), point(index, right, isInner: true),
          point(index, left, isInner: true),
        ], material: material)
    }
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
