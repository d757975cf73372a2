// SPDX-License-Identifier: Apache-2.0

import RotundaRendering
import RotundaSolids
import RotundaSphere

/// Linear light of a panorama while a camera's effects pass over it.
struct LightMap {
  let grid: EquirectangularGrid
  /// Red, green, blue of each pixel, row by row.
  var pixels: [SIMD3<Float>]

  var width: Int { grid.width }
  var height: Int { grid.height }

  init(_ exposure: Exposure) {
    grid = EquirectangularGrid(width: exposure.width, height: exposure.height)
    pixels = (0..<exposure.width * exposure.height).map {
      SIMD3(exposure.light[3 * $0], exposure.light[3 * $0 + 1], exposure.light[3 * $0 + 2])
    }
  }

  init(grid: EquirectangularGrid, pixels: [SIMD3<Float>]) {
    self.grid = grid
    self.pixels = pixels
  }

  /// Light at a position between pixel centres; columns wrap, rows end at the poles.
  @inline(__always)
  func light(column: Float, row: Float) -> SIMD3<Float> {
    let (left, top) = (wholePart(column), wholePart(row))
    let (x, y) = (column - Float(left), row - Float(top))
    let (upper, lower) = (clamped(Int(top)) * width, clamped(Int(top) + 1) * width)
    let (first, second) = (wrapped(Int(left)), wrapped(Int(left) + 1))
    return mix(
      mix(pixels[upper + first], pixels[upper + second], x), mix(pixels[lower + first], pixels[lower + second], x), y)
  }

  @inline(__always)
  func wrapped(_ column: Int) -> Int {
    let rest = column % width
    return rest < 0 ? rest + width : rest
  }

  @inline(__always)
  func clamped(_ row: Int) -> Int { min(max(row, 0), height - 1) }

  /// Sine and cosine of the longitudes of all columns and of the latitudes of all rows.
  var angles: Angles { Angles(grid) }

  struct Angles {
    let longitudes: [(sine: Float, cosine: Float)]
    let latitudes: [(sine: Float, cosine: Float)]

    init(_ grid: EquirectangularGrid) {
      func pair(_ angle: Double) -> (sine: Float, cosine: Float) { (Float(angle.sine), Float(angle.cosine)) }
      longitudes = (0..<grid.width).map { pair(grid.longitude(column: Double($0))) }
      latitudes = (0..<grid.height).map { pair(grid.latitude(row: Double($0))) }
    }

    @inline(__always)
    func direction(_ column: Int, _ row: Int) -> SIMD3<Float> {
      let (longitude, latitude) = (longitudes[column], latitudes[row])
      return SIMD3(latitude.cosine * longitude.sine, latitude.sine, -latitude.cosine * longitude.cosine)
    }
  }

  /// Position of a unit vector.
  @inline(__always)
  func position(of direction: SIMD3<Float>) -> (column: Float, row: Float) {
    let level = (direction.x * direction.x + direction.z * direction.z).squareRoot()
    let longitude = fastArcTangent(direction.x, -direction.z)
    let latitude = fastArcTangent(direction.y, level)
    return (
      (longitude * (0.5 / .pi) + 0.5) * Float(width) - 0.5, (0.5 - latitude / .pi) * Float(height) - 0.5
    )
  }
}
