// SPDX-License-Identifier: Apache-2.0

/// Ray distances over the whole picture of a perspective view, at a resolution of its own.
public struct ViewDistances: Sendable, Hashable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Distance along each pixel's ray, row by row; 0 is invalid.
  public let values: [Float]

  /// A map of `width * height` distances; what is not a finite positive number becomes 0, invalid.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(values.count == width * height && !values.isEmpty, "one distance a pixel")
    self.width = width
    self.height = height
    self.values = values.map { $0 > 0 && $0.isFinite ? $0 : 0 }
  }

  /// The map in another unit.
  public func scaled(by scale: Float) -> ViewDistances {
    ViewDistances(width: width, height: height, values: values.map { $0 * scale })
  }

  /// The distance at a point from -1 to 1 between the borders: bilinear over valid pixels, held beyond the outer pixels'
  /// centres, 0 where the nearest pixel is invalid.
  func distance(right: Double, above: Double) -> Float {
    let taps = taps(right: right, above: above)
    let anchor = values[taps.nearest]
    guard anchor > 0 else { return 0 }
    return anchor + bilinear(taps, from: anchor, x: taps.held.x, y: taps.held.y)
  }

  /// The same, but going on linearly beyond the outer pixels' centres, also outside the picture, where the four pixels
  /// show one surface.
  func continuedDistance(right: Double, above: Double) -> Float {
    let taps = taps(right: right, above: above)
    let anchor = values[taps.nearest]
    guard anchor > 0 else { return 0 }
    let isOneSurface = (0..<4).allSatisfy { DepthMixing.sameSurface.allows(values[taps.pixels[$0]], with: anchor) }
    guard isOneSurface else { return anchor + bilinear(taps, from: anchor, x: taps.held.x, y: taps.held.y) }
    let distance = anchor + bilinear(taps, from: anchor, x: taps.free.x, y: taps.free.y)
    return distance > 0 ? distance : anchor
  }

  /// Four pixels and where a point lies between them.
  private struct Taps {
    /// Upper left, upper right, lower left, lower right.
    let pixels: SIMD4<Int>
    /// From the upper left pixel's centre, in pixels; outside 0...1 beyond the outer centres.
    let free: SIMD2<Float>

    /// The nearest point that lies between the four.
    var held: SIMD2<Float> { free.clamped(lowerBound: .zero, upperBound: .one) }
    /// The pixel that is nearest.
    var nearest: Int { pixels[(free.x > 0.5 ? 1 : 0) + (free.y > 0.5 ? 2 : 0)] }
  }

  @inline(__always)
  private func taps(right: Double, above: Double) -> Taps {
    let x = (right + 1) / 2 * Double(width) - 0.5
    let y = (1 - above) / 2 * Double(height) - 0.5
    // A map of one column or row has its only pixel on both sides.
    let left = max(0, min(width - 2, Int(x.rounded(.down))))
    let top = max(0, min(height - 2, Int(y.rounded(.down))))
    let (next, below) = (width > 1 ? 1 : 0, height > 1 ? width : 0)
    return Taps(
      pixels: SIMD4(0, next, below, below + next) &+ (top * width + left),
      free: SIMD2(Float(x - Double(left)), Float(y - Double(top))))
  }

  /// Bilinear mean of the valid pixels' differences to `anchor`, so that a constant stays the same to the last bit.
  @inline(__always)
  private func bilinear(_ taps: Taps, from anchor: Float, x: Float, y: Float) -> Float {
    let weights = SIMD4((1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y)
    var (sum, total) = (Float(0), Float(0))
    for tap in 0..<4 {
      let distance = values[taps.pixels[tap]]
      guard distance > 0 else { continue }
      sum += weights[tap] * (distance - anchor)
      total += weights[tap]
    }
    return sum / total
  }
}
