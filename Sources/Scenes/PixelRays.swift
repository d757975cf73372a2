// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

/// Directions of a panorama's pixels in the scene, from tables of sines and cosines.
struct PixelRays {
  /// The sample that goes through pixel centres; the four before it are spread over the pixel.
  private static let centre = 4
  /// Offsets of the samples from the centre in pixels: a rotated grid, so that no two share a row or a column.
  private static let offsets: [(column: Double, row: Double)] = [
    (-0.375, -0.125), (0.125, -0.375), (-0.125, 0.375), (0.375, 0.125), (0, 0),
  ]

  private let grid: EquirectangularGrid
  private let axes: (x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>)
  private let right: VectorLanes
  private let up: VectorLanes
  private let back: VectorLanes
  private var columnSines: [[Float]] = []
  private var columnCosines: [[Float]] = []
  private var rowSines: [[Float]] = []
  private var rowCosines: [[Float]] = []

  init(_ grid: EquirectangularGrid, _ camera: Camera) {
    self.grid = grid
    axes = camera.axes
    right = VectorLanes(SIMD3<Float>(axes.x))
    up = VectorLanes(SIMD3<Float>(axes.y))
    back = VectorLanes(SIMD3<Float>(axes.z))
    // Eight columns more than there are, so that the last packet is whole.
    for offset in PixelRays.offsets {
      let longitudes = (0..<grid.width + 8).map { grid.longitude(column: Double($0) + offset.column) }
      let latitudes = (0..<grid.height).map { grid.latitude(row: Double($0) + offset.row) }
      columnSines.append(longitudes.map { Float($0.sine) })
      columnCosines.append(longitudes.map { Float($0.cosine) })
      rowSines.append(latitudes.map { Float($0.sine) })
      rowCosines.append(latitudes.map { Float($0.cosine) })
    }
  }

  /// Directions through the centres of eight neighbours of a row, from `column` on.
  func centres(column: Int, row: Int) -> VectorLanes {
    var (x, z) = (Lanes.zero, Lanes.zero)
    for lane in 0..<8 {
      x[lane] = columnSines[PixelRays.centre][column + lane]
      z[lane] = columnCosines[PixelRays.centre][column + lane]
    }
    x *= rowCosines[PixelRays.centre][row]
    z *= -rowCosines[PixelRays.centre][row]
    return right * x + up * Lanes(repeating: rowSines[PixelRays.centre][row]) + back * z
  }

  /// Directions of the four samples of a pixel, then of those of its right neighbour.
  func samples(column: Int, row: Int) -> VectorLanes {
    var (x, y, z) = (Lanes.zero, Lanes.zero, Lanes.zero)
    for sample in 0..<PixelRays.centre {
      let (sine, cosine) = (rowSines[sample][row], rowCosines[sample][row])
      for pixel in 0..<2 {
        let lane = sample + 4 * pixel
        x[lane] = columnSines[sample][column + pixel] * cosine
        y[lane] = sine
        z[lane] = -columnCosines[sample][column + pixel] * cosine
      }
    }
    return right * x + up * y + back * z
  }

  /// The direction of a pixel's centre in double precision.
  func exactDirection(column: Int, row: Int) -> SIMD3<Double> {
    turned(grid.direction(column: Double(column), row: Double(row)))
  }

  /// A cone around the rays of a square of pixels.
  func cone(column: Int, row: Int, size: Int) -> (axis: SIMD3<Float>, cosine: Float, sine: Float) {
    var directions: [SIMD3<Float>] = []
    for down in 0...2 {
      for across in 0...2 {
        let row = min(Double(row) + Double(down * size) / 2, Double(grid.height)) - 0.5
        let column = Double(column) + Double(across * size) / 2 - 0.5
        directions.append(SIMD3<Float>(turned(grid.direction(column: column, row: row))))
      }
    }
    let sum = directions.reduce(.zero, +)
    let axis = sum / length(sum)
    let narrowest = directions.reduce(1) { min($0, dot(axis, $1)) }
    // So wide a cone leaves nothing out.
    guard narrowest > 0.1 else { return (axis, 0, 0) }
    // A margin for what bulges out between the nine directions.
    let sine = min(1, max(0, 1 - narrowest * narrowest).squareRoot() * 1.06 + 0.003)
    return (axis, max(0, 1 - sine * sine).squareRoot(), sine)
  }

  private func turned(_ direction: SIMD3<Double>) -> SIMD3<Double> {
    axes.x * direction.x + axes.y * direction.y + axes.z * direction.z
  }
}
