// SPDX-License-Identifier: Apache-2.0

extension Model {
  /// Adds a surface of revolution about the upright through `origin`.
  ///
  /// The profile is (radius, height) from bottom to top along its outside, where the outside is to the right of the way;
  /// a way back down makes an inside, as in a bowl. Bends sharper than 40 degrees are edges, others look smooth. Open
  /// ends are closed with discs.
  package mutating func addLathe(
    _ profile: [SIMD2<Float>], origin: SIMD3<Float> = .zero, segments: Int = 20, isClosed: Bool = true, material: Int
  ) {
    guard profile.count >= 2, let first = profile.first, let last = profile.last else { return }
    let normals = zip(profile, profile.dropFirst()).map { lower, upper in
      let along = (upper - lower) / max(length(upper - lower), 1e-9)
      return SIMD2(along.y, -along.x)
    }
    let widest = profile.reduce(0) { max($0, $1.x) }
    var run = first.y
    for index in normals.indices {
      let ends = (
        smoothed(normals, index, index - 1, first: true), smoothed(normals, index, index + 1, first: false)
      )
      let (lower, upper) = (profile[index], profile[index + 1])
      let start = run
      run += length(upper - lower)
      addGrid(columns: segments, rows: 1, material: material) { column, row in
        let angle = 2 * Float.pi * Float(column % segments) / Float(segments)
        let (point, normal) = row == 0 ? (lower, ends.0) : (upper, ends.1)
        let outward = SIMD3(sine(angle), 0, cosine(angle))
        return SurfacePoint(
          position: origin + outward * point.x + SIMD3(0, point.y, 0),
          normal: outward * normal.x + SIMD3(0, normal.y, 0),
          coordinate: SIMD2(2 * .pi * Float(column) / Float(segments) * widest, row == 0 ? start : run))
      }
    }
    guard isClosed else { return }
    addDisc(origin + SIMD3(0, first.y, 0), radius: first.x, isUpwards: false, segments: segments, material: material)
    addDisc(origin + SIMD3(0, last.y, 0), radius: last.x, isUpwards: true, segments: segments, material: material)
  }

  /// The normal at an end of a stretch of a profile: between its own and its neighbour's where they nearly agree.
  private func smoothed(_ normals: [SIMD2<Float>], _ own: Int, _ other: Int, first: Bool) -> SIMD2<Float> {
    guard normals.indices.contains(other), dot(normals[own], normals[other]) > 0.766 else { return normals[own] }
    let sum = normals[own] + normals[other]
    return sum / length(sum)
  }

  /// Adds a flat disc that looks up or down; nothing for a radius of 0.
  package mutating func addDisc(
    _ centre: SIMD3<Float>, radius: Float, isUpwards: Bool = true, segments: Int = 20, material: Int
  ) {
    guard radius > 1e-5 else { return }
    let corners = (0..<segments).map { index in
      let angle = 2 * Float.pi * Float(isUpwards ? index : segments - index) / Float(segments)
      return centre + SIMD3(sine(angle), 0, cosine(angle)) * radius
    }
    addPolygon(corners, coordinates: corners.map { SIMD2($0.x, -$0.z) }, material: material)
  }

  /// Adds an upright cylinder or, with a top radius, a frustum of a cone, standing on `base`.
  package mutating func addCylinder(
    base: SIMD3<Float>, radius: Float, topRadius: Float? = nil, height: Float, segments: Int = 20, material: Int
  ) {
    addLathe(
      [SIMD2(radius, 0), SIMD2(topRadius ?? radius, height)], origin: base, segments: segments, material: material)
  }

  /// Adds an upright cylinder whose rims are cut by `bevel`: table tops, plates, knobs.
  package mutating func addBevelledCylinder(
    base: SIMD3<Float>, radius: Float, height: Float, bevel wanted: Float = 0.004, segments: Int = 24, material: Int
  ) {
    let bevel = min(wanted, height * 0.45, radius * 0.45)
    addLathe(
      [
        SIMD2(radius - bevel, 0), SIMD2(radius, bevel), SIMD2(radius, height - bevel), SIMD2(radius - bevel, height),
      ], origin: base, segments: segments, material: material)
  }

  /// Adds a sphere.
  package mutating func addBall(_ centre: SIMD3<Float>, radius: Float, material: Int) {
    balls.append(Ball(centre: centre, radius: radius, material: material))
  }
}
