// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

/// Directions of a panorama's pixels in the scene, from tables of sines and cosines.
struct PixelRays: Sendable {
  private let axes: (x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>)
  private let columnSines: [Double]
  private let columnCosines: [Double]
  private let rowSines: [Double]
  private let rowCosines: [Double]
  private let step: Double

  init(_ grid: EquirectangularGrid, _ camera: Camera) {
    axes = camera.axes
    let longitudes = (0..<grid.width).map { grid.longitude(column: Double($0)) }
    let latitudes = (0..<grid.height).map { grid.latitude(row: Double($0)) }
    columnSines = longitudes.map(\.sine)
    columnCosines = longitudes.map(\.cosine)
    rowSines = latitudes.map(\.sine)
    rowCosines = latitudes.map(\.cosine)
    step = .pi / Double(grid.height)
  }

  /// The direction of a pixel's centre in the scene.
  func centre(column: Int, row: Int) -> SIMD3<Double> {
    let cosine = rowCosines[row]
    return turned(SIMD3(cosine * columnSines[column], rowSines[row], -cosine * columnCosines[column]))
  }

  /// The direction of a place in a pixel, by its offset from the centre in pixels, within half a pixel.
  func direction(column: Int, row: Int, offset: SIMD2<Float>) -> SIMD3<Float> {
    // Angles within a pixel are small: two terms of the series leave an error of less than 1e-7 of a 256th of a turn.
    let (x, y) = (Double(offset.x) * step, -Double(offset.y) * step)
    let (cx, cy) = (1 - x * x / 2, 1 - y * y / 2)
    let sine = columnSines[column] * cx + columnCosines[column] * x
    let cosine = columnCosines[column] * cx - columnSines[column] * x
    let up = rowSines[row] * cy + rowCosines[row] * y
    let level = rowCosines[row] * cy - rowSines[row] * y
    return normalised(SIMD3<Float>(turned(SIMD3(level * sine, up, -level * cosine))))
  }

  /// A direction of the scene in the camera's axes.
  func inCamera(_ v: SIMD3<Double>) -> SIMD3<Float> {
    SIMD3<Float>(SIMD3((axes.x * v).sum(), (axes.y * v).sum(), (axes.z * v).sum()))
  }

  private func turned(_ direction: SIMD3<Double>) -> SIMD3<Double> {
    axes.x * direction.x + axes.y * direction.y + axes.z * direction.z
  }
}
