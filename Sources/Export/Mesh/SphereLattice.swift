// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// The corners that a mesh of the sphere may have: a lattice of longitudes and latitudes whose sides are powers of two.
///
/// Corner `(column, row)` lies at longitude `2 pi column / width - pi` and latitude `pi / 2 - pi row / height`, for
/// columns from 0 to `width` (the last is the first again) and rows from 0, the zenith, to `height`, the nadir. So the
/// poles are corners, and a mesh that uses the lattice closes over the seam and at the poles by itself.
struct SphereLattice: Sendable {
  /// Columns around the sphere; a power of two.
  let width: Int
  /// Steps from pole to pole; there is one row more.
  var height: Int { width / 2 }
  /// Distances in metres, row by row, `width` a row; 0 is invalid.
  let distances: [Float]
  /// Cosine and sine of a column's longitude and a row's latitude.
  private let longitudes: [SIMD2<Float>]
  private let latitudes: [SIMD2<Float>]

  /// Reads `depth` at the corners of a lattice of `width` columns, between pixels of the same surface.
  init(_ depth: DepthMap, width: Int) {
    self.width = width
    let height = width / 2
    longitudes = (0..<width).map { Self.cosineAndSine(2 * .pi * Double($0) / Double(width) - .pi) }
    // Poles are exactly one point.
    latitudes = (0...height).map {
      $0 == 0
        ? SIMD2(0, 1) : $0 == height ? SIMD2(0, -1) : Self.cosineAndSine(.pi / 2 - .pi * Double($0) / Double(height))
    }
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    let (across, down) = (Double(depth.width) / Double(width), Double(depth.height) / Double(height))
    let read = filledByBands(rows: height + 1, rowLength: width, with: Float(0)) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<width {
          band[index] = grid.bilinear(
            depth: depth.values, mixing: .sameSurface, column: Double(column) * across - 0.5,
            row: Double(row) * down - 0.5)
          index += 1
        }
      }
    }
    distances = Self.withSinglePoles(read, width: width)
  }

  private static func cosineAndSine(_ angle: Double) -> SIMD2<Float> { SIMD2(Float(cos(angle)), Float(sin(angle))) }

  /// All columns of a pole are one point, at the mean of what is read there.
  private static func withSinglePoles(_ distances: [Float], width: Int) -> [Float] {
    var distances = distances
    for row in [0, width / 2] {
      let range = row * width..<(row + 1) * width
      let valid = distances[range].filter { $0 > 0 }
      let isValid = 2 * valid.count >= width
      let mean = isValid ? Float(valid.reduce(0) { $0 + Double($1) } / Double(valid.count)) : 0
      distances.replaceSubrange(range, with: repeatElement(mean, count: width))
    }
    return distances
  }

  /// Index of a corner; columns wrap, and a row beyond a pole continues on the opposite meridian.
  func index(column: Int, row: Int) -> Int {
    var (column, row) = (column, row)
    if row < 0 || row > height {
      row = row < 0 ? -row : 2 * height - row
      column += height
    }
    return row * width + (column & (width - 1))
  }

  /// Direction of a corner in the camera's axes; `column` may be beyond the last.
  func direction(column: Int, row: Int) -> SIMD3<Float> {
    let (longitude, latitude) = (longitudes[column & (width - 1)], latitudes[row])
    return SIMD3(latitude.x * longitude.y, latitude.y, -latitude.x * longitude.x)
  }

  /// All corners in metres around the camera, in its axes; the origin where invalid.
  func points() -> [SIMD3<Float>] {
    filledByBands(rows: height + 1, rowLength: width, with: SIMD3<Float>.zero) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<width {
          band[index] = distances[row * width + column] * direction(column: column, row: row)
          index += 1
        }
      }
    }
  }
}
