// SPDX-License-Identifier: Apache-2.0

extension Model {
  /// Adds something stuffed that fills a box: cushions, mattresses, pillows.
  ///
  /// It is the superquadric ((|x|^e + |z|^e)^(n/e) + |y|^n = 1) scaled to the box. `plan` is e, how square it is from
  /// above, and `section` is n, how square from the side: 8 and 6 make a seat cushion, 5 and 2 a pillow. `detail` is the
  /// number of steps along each side.
  ///
  /// - Source: Barr, "Superquadrics and angle-preserving transformations", IEEE Computer Graphics 1(1), 1981.
  package mutating func addCushion(
    _ low: SIMD3<Float>, _ high: SIMD3<Float>, plan: Float = 8, section: Float = 5, detail: Int = 5, material: Int
  ) {
    let (centre, half) = ((low + high) / 2, (high - low) / 2)
    let shape = Superquadric(plan: plan, section: section)
    let sides: [(right: SIMD3<Float>, up: SIMD3<Float>)] = [
      ([1, 0, 0], [0, 1, 0]), ([-1, 0, 0], [0, 1, 0]), ([0, 0, -1], [0, 1, 0]), ([0, 0, 1], [0, 1, 0]),
      ([1, 0, 0], [0, 0, -1]), ([1, 0, 0], [0, 0, 1]),
    ]
    for side in sides {
      let outward = cross(side.right, side.up)
      addGrid(columns: detail, rows: detail, material: material) { column, row in
        // Steps crowd towards the edges, where the surface bends.
        let across = sine((Float(column) / Float(detail) - 0.5) * .pi)
        let along = sine((Float(row) / Float(detail) - 0.5) * .pi)
        let point = shape.onSurface(outward + side.right * across + side.up * along)
        let position = centre + half * point
        return SurfacePoint(
          position: position, normal: normalised(shape.gradient(point) / half),
          coordinate: SIMD2(dot(position, side.right), dot(position, side.up)))
      }
    }
  }
}

/// (|x|^e + |z|^e)^(n/e) + |y|^n = 1.
private struct Superquadric {
  /// e.
  var plan: Float
  /// n.
  var section: Float

  /// The point of the surface in a direction: the left side is homogeneous of degree n.
  func onSurface(_ direction: SIMD3<Float>) -> SIMD3<Float> {
    let flat = power(abs(direction.x), plan) + power(abs(direction.z), plan)
    let value = power(flat, section / plan) + power(abs(direction.y), section)
    return direction / power(value, 1 / section)
  }

  func gradient(_ p: SIMD3<Float>) -> SIMD3<Float> {
    let flat = max(power(abs(p.x), plan) + power(abs(p.z), plan), 1e-12)
    let factor = power(flat, section / plan - 1)
    func slope(_ x: Float, _ exponent: Float) -> Float { (x < 0 ? -1 : 1) * power(abs(x), exponent - 1) }
    return SIMD3(factor * slope(p.x, plan), slope(p.y, section), factor * slope(p.z, plan))
  }
}
