// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension EquirectangularGrid {
  /// Unit surface normals of a map of ray distances, in the camera's axes and facing the camera.
  ///
  /// Three values a pixel, interleaved; all 0 where the pixel or a neighbour is invalid (0) or the points give no plane.
  /// With points P = distance * direction of the four neighbours, columns around the seam and rows across the poles,
  ///
  ///     n = a x b / |a x b|,   a = (P[right] - P[left]) / cos(latitude),   b = P[below] - P[above]
  ///
  /// where the division only keeps the product from vanishing at the poles. Exact on planes away from edges, and the
  /// same for a map in any unit. Noise of the distances weighs more near the poles, where the four points lie close
  /// together: weight by cos(latitude) when normals are compared.
  public func normals(ofDepth depth: [Float]) -> [Float] {
    precondition(depth.count == width * height, "one distance a pixel")
    let longitudes = (0..<width).map { column in
      let longitude = longitude(column: Double(column))
      return (sine: sin(longitude), cosine: cos(longitude))
    }
    @Sendable func point(_ column: Int, _ row: Int) -> SIMD3<Double>? {
      let pixel = wrapped(column: column, row: row)
      let distance = Double(depth[pixel.row * width + pixel.column])
      guard distance > 0 else { return nil }
      let latitude = latitude(row: Double(pixel.row))
      let radius = distance * cos(latitude)
      let longitude = longitudes[pixel.column]
      return SIMD3(radius * longitude.sine, distance * sin(latitude), -radius * longitude.cosine)
    }
    return filledByBands(rows: height, rowLength: 3 * width, with: Float(0)) { rows, band in
      var index = 0
      for row in rows {
        let perCosine = 1 / cos(latitude(row: Double(row)))
        for column in 0..<width {
          if let own = point(column, row), let left = point(column - 1, row), let right = point(column + 1, row),
            let above = point(column, row - 1), let below = point(column, row + 1)
          {
            let normal = unitNormal((right - left) * perCosine, below - above, facing: own)
            band[index] = Float(normal.x)
            band[index + 1] = Float(normal.y)
            band[index + 2] = Float(normal.z)
          }
          index += 3
        }
      }
    }
  }
}

/// The unit normal of the plane that `a` and `b` span, turned against the ray that meets it; 0 where they span none.
private func unitNormal(_ a: SIMD3<Double>, _ b: SIMD3<Double>, facing ray: SIMD3<Double>) -> SIMD3<Double> {
  let product = cross(a, b)
  let length = norm(product)
  guard length > 0 else { return .zero }
  return dot(product, ray) > 0 ? -product / length : product / length
}
