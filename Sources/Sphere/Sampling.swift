// SPDX-License-Identifier: Apache-2.0

/// Which distances may be mixed into one when a depth map is read between its pixels.
///
/// An invalid distance, 0, is never mixed with anything.
public enum DepthMixing: Sendable, Hashable {
  /// Every valid one.
  case allValid
  /// Those that differ from the pixel's own by at most this share of the nearer one: a point between a near and a far
  /// surface lies on either of them, never in the air between them.
  case sameSurface(within: Float)

  /// Ten per cent parts furniture from the wall behind it, and keeps floors together down to 5 degrees below the
  /// horizon on a grid of 512 rows.
  public static let sameSurface = DepthMixing.sameSurface(within: 0.1)

  /// Whether a distance may be mixed with the one that stands for the pixel.
  @inline(__always)
  func allows(_ distance: Float, with anchor: Float) -> Bool {
    guard distance > 0 else { return false }
    switch self {
    case .allValid: return true
    case .sameSurface(let share): return abs(distance - anchor) <= share * min(distance, anchor)
    }
  }
}

/// The four pixels around a position, and what each counts in bilinear interpolation.
struct BilinearTaps {
  /// Pixels as indices into a raster of one channel: upper left, upper right, lower left, lower right.
  let pixels: SIMD4<Int>
  /// Weights that add up to 1.
  let weights: SIMD4<Float>

  /// The taps of a position on a grid, across the seam and the poles.
  @inline(__always)
  init(_ grid: EquirectangularGrid, column: Double, row: Double) {
    let left = column.rounded(.down)
    let top = row.rounded(.down)
    let x = Float(column - left)
    let y = Float(row - top)
    weights = SIMD4((1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y)
    let (c, r) = (Int(left), Int(top))
    if c >= 0, r >= 0, c + 1 < grid.width, r + 1 < grid.height {
      pixels = SIMD4(0, 1, grid.width, grid.width + 1) &+ (r * grid.width + c)
    } else {
      pixels = SIMD4(
        grid.pixelIndex(column: c, row: r), grid.pixelIndex(column: c + 1, row: r),
        grid.pixelIndex(column: c, row: r + 1), grid.pixelIndex(column: c + 1, row: r + 1))
    }
  }

  /// The tap that is nearest to the position.
  var nearest: Int {
    var best = 0
    for tap in 1..<4 where weights[tap] > weights[best] { best = tap }
    return pixels[best]
  }
}

/// Reads of a raster at a fractional position, which may lie beyond the seam or a pole.
///
/// A raster holds `channels` values a pixel, row by row: `(row * width + column) * channels + channel`.
extension EquirectangularGrid {
  /// Index of a pixel in a raster of one channel; positions outside the image wrap around.
  public func pixelIndex(column: Int, row: Int) -> Int {
    let pixel = wrapped(column: column, row: row)
    return pixel.row * width + pixel.column
  }

  /// Index of the pixel nearest to a position.
  public func nearestPixelIndex(column: Double, row: Double) -> Int {
    pixelIndex(column: Int(column.rounded()), row: Int(row.rounded()))
  }

  /// Bilinear interpolation of one channel of a raster.
  public func bilinear(
    _ raster: [Float], channels: Int = 1, channel: Int = 0, column: Double, row: Double
  ) -> Float {
    let taps = BilinearTaps(self, column: column, row: row)
    var sum: Float = 0
    for tap in 0..<4 { sum += taps.weights[tap] * raster[taps.pixels[tap] * channels + channel] }
    return sum
  }

  /// Bilinear interpolation of a depth map: 0 where the nearest pixel is invalid, else a mean of what may be mixed with
  /// that pixel.
  public func bilinear(depth: [Float], mixing: DepthMixing, column: Double, row: Double) -> Float {
    let taps = BilinearTaps(self, column: column, row: row)
    let anchor = depth[taps.nearest]
    guard anchor > 0 else { return 0 }
    // As a difference to the anchor, a constant map stays the same to the last bit.
    var sum: Float = 0
    var total: Float = 0
    for tap in 0..<4 {
      let distance = depth[taps.pixels[tap]]
      guard mixing.allows(distance, with: anchor) else { continue }
      sum += taps.weights[tap] * (distance - anchor)
      total += taps.weights[tap]
    }
    return anchor + sum / total
  }

  /// A raster of this grid on another grid, each pixel that which is nearest to its centre.
  public func nearestResampled<Element: BitwiseCopyable & Sendable>(
    _ raster: [Element], channels: Int = 1, to target: EquirectangularGrid
  ) -> [Element] {
    guard target != self, let initial = raster.first else { return raster }
    return filledByBands(rows: target.height, rowLength: target.width * channels, with: initial) { rows, band in
      var index = 0
      for row in rows {
        // Centre of the output pixel: (2 row + 1) / (2 target.height) of the way down.
        let sourceRow = (2 * row + 1) * height / (2 * target.height)
        for column in 0..<target.width {
          let pixel = sourceRow * width + (2 * column + 1) * width / (2 * target.width)
          for channel in 0..<channels {
            band[index] = raster[pixel * channels + channel]
            index += 1
          }
        }
      }
    }
  }
}
