// SPDX-License-Identifier: Apache-2.0

import RotundaSolids
import RotundaSphere

/// Directions of a panorama's pixels in the scene, from tables of sines and cosines.
struct PixelRays: Sendable {
  private let axes: (x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>)
  private let right: SIMD3<Float>
  private let up: SIMD3<Float>
  private let back: SIMD3<Float>
  private let columnSines: [Double]
  private let columnCosines: [Double]
  private let rowSines: [Double]
  private let rowCosines: [Double]
  private let columnStep: Double
  private let rowStep: Double

  init(_ grid: EquirectangularGrid, _ camera: Camera) {
    axes = camera.axes
    (right, up, back) = (SIMD3<Float>(axes.x), SIMD3<Float>(axes.y), SIMD3<Float>(axes.z))
    let longitudes = (0..<grid.width).map { grid.longitude(column: Double($0)) }
    let latitudes = (0..<grid.height).map { grid.latitude(row: Double($0)) }
    columnSines = longitudes.map(\.sine)
    columnCosines = longitudes.map(\.cosine)
    rowSines = latitudes.map(\.sine)
    rowCosines = latitudes.map(\.cosine)
    columnStep = 2 * .pi / Double(grid.width)
    rowStep = .pi / Double(grid.height)
  }

  /// The direction of a pixel's centre in the scene.
  @inline(__always)
  func centre(column: Int, row: Int) -> SIMD3<Double> {
    let cosine = rowCosines[row]
    return turned(cosine * columnSines[column], rowSines[row], -cosine * columnCosines[column])
  }

  /// The direction of a place in a pixel, by its offset from the centre in pixels, rightwards and downwards.
  func direction(column: Int, row: Int, offset: SIMD2<Float>) -> SIMD3<Float> {
    // Angles within a pixel are small: two terms of the series do.
    let (x, y) = (Double(offset.x) * columnStep, -Double(offset.y) * rowStep)
    let (cx, cy) = (1 - x * x / 2, 1 - y * y / 2)
    let sine = columnSines[column] * cx + columnCosines[column] * x
    let cosine = columnCosines[column] * cx - columnSines[column] * x
    let upwards = rowSines[row] * cy + rowCosines[row] * y
    let level = rowCosines[row] * cy - rowSines[row] * y
    return normalised(SIMD3<Float>(turned(level * sine, upwards, -level * cosine)))
  }

  /// How much narrower a row's pixels are than those of the horizon.
  func narrowness(row: Int) -> Float { Float(rowCosines[row]) }

  /// A direction of the scene in the camera's axes.
  @inline(__always)
  func inCamera(_ v: SIMD3<Double>) -> SIMD3<Float> {
    SIMD3<Float>(SIMD3((axes.x * v).sum(), (axes.y * v).sum(), (axes.z * v).sum()))
  }

  /// Where the image shows a direction of the scene, as shares of its width and height.
  func place(_ direction: SIMD3<Float>) -> SIMD2<Float> {
    let (x, y, z) = (dot(right, direction), dot(up, direction), dot(back, direction))
    let level = (x * x + z * z).squareRoot()
    return SIMD2(turns(x, -z) + 0.5, 0.5 - 2 * turns(y, level))
  }

  /// `atan2(y, x)` as a share of a whole turn, to 2e-4 of a radian: a fraction of a pixel.
  ///
  /// - Source: Abramowitz and Stegun, "Handbook of mathematical functions", 4.4.49, shortened.
  @inline(__always)
  private func turns(_ y: Float, _ x: Float) -> Float {
    let (a, b) = (abs(x), abs(y))
    let slope = min(a, b) / max(max(a, b), 1e-20)
    let square = slope * slope
    let series: Float =
      0.999_866_0 + square * (-0.330_299_5 + square * (0.180_141_0 + square * (-0.085_133 + square * 0.020_835_1)))
    var angle = slope * series
    if b > a { angle = .pi / 2 - angle }
    if x < 0 { angle = .pi - angle }
    return (y < 0 ? -angle : angle) / (2 * .pi)
  }

  @inline(__always)
  private func turned(_ x: Double, _ y: Double, _ z: Double) -> SIMD3<Double> { axes.x * x + axes.y * y + axes.z * z }
}
