// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A depth map in colours, with a scale bar in metres below it.
///
/// Near is warm and far is cold, on a linear scale between the 2nd and 98th percentile of the valid distances; pixels
/// without a distance are dark grey.
public struct DepthPreview: Sendable {
  private let depth: DepthMap
  private let colormap: Colormap
  /// Distances, in metres, at the two ends of the colours.
  public let range: ClosedRange<Double>

  private static let shownShares = (lower: 0.02, upper: 0.98)
  /// Turbo's ends are so dark that far would look like invalid.
  private static let (nearColour, farColour) = (0.95, 0.08)
  private static let invalidColour = SIMD3<UInt8>(40, 40, 40)
  private static let backgroundGrey: UInt8 = 16
  private static let inkColour = SIMD3<UInt8>(235, 235, 235)
  /// A narrower map is enlarged by a whole factor, or its labels would not fit.
  private static let smallestWidth = 192

  /// A preview of `depth`, in the colours of `colormap`.
  public init(of depth: DepthMap, colormap: Colormap = .turbo) {
    self.depth = depth
    self.colormap = colormap
    range = Self.robustRange(depth)
  }

  private static func robustRange(_ depth: DepthMap) -> ClosedRange<Double> {
    // 100 000 values are enough for a percentile, and bound the time to sort.
    let step = max(1, depth.values.count / 100_000)
    let sorted = stride(from: 0, to: depth.values.count, by: step).map { depth.values[$0] }.filter { $0 > 0 }.sorted()
    guard !sorted.isEmpty else { return 0...1 }
    func quantile(_ share: Double) -> Double { Double(sorted[Int((share * Double(sorted.count - 1)).rounded())]) }
    let (lower, upper) = (quantile(shownShares.lower), quantile(shownShares.upper))
    // A map of one distance still needs a scale with a length.
    return upper - lower > 0.01 * upper ? lower...upper : lower * 0.9...upper * 1.1
  }

  /// The picture to look at; a map of more than `widest` columns is thinned to them, pixel by nearest pixel.
  ///
  /// Where `widest` is too little for the labels, the picture is as wide as they need.
  public func image(widest: Int = 2048) -> RGBImage {
    let (width, height) = shownSize(widest: max(widest, Self.smallestWidth))
    // One dot of the font is one pixel in a picture 512 wide.
    let dot = max(1, width / 512)
    let bar = ScaleBar(width: width, top: height, dot: dot)
    var canvas = Canvas(width: width, height: height + bar.height, background: Self.backgroundGrey)
    for row in 0..<height {
      for column in 0..<width {
        // The map's pixel that this one's centre lies in.
        let distance = depth[
          column: (2 * column + 1) * depth.width / (2 * width), row: (2 * row + 1) * depth.height / (2 * height)]
        canvas.set(column, row, colour(of: Double(distance)))
      }
    }
    draw(bar, on: &canvas)
    return canvas.image
  }

  private func shownSize(widest: Int) -> (width: Int, height: Int) {
    guard depth.width <= widest else {
      return (widest, max(1, (depth.height * widest + depth.width / 2) / depth.width))
    }
    let magnification = max(1, (Self.smallestWidth + depth.width - 1) / max(depth.width, 1))
    return (depth.width * magnification, depth.height * magnification)
  }

  /// The colour of a distance in metres, also of another map that is to be compared with this one; dark grey where it is 0.
  public func colour(of distance: Double) -> SIMD3<UInt8> {
    distance > 0 ? shade(distance) : Self.invalidColour
  }

  private func shade(_ distance: Double) -> SIMD3<UInt8> {
    let share = (distance - range.lowerBound) / (range.upperBound - range.lowerBound)
    return colormap.colour(at: Self.nearColour + (Self.farColour - Self.nearColour) * min(max(share, 0), 1))
  }

  /// Where the parts of the bar lie, in pixels.
  private struct ScaleBar {
    let left: Int
    let length: Int
    let barTop: Int
    let barHeight: Int
    let dot: Int
    let height: Int

    init(width: Int, top: Int, dot: Int) {
      self.dot = dot
      left = 16 * dot
      length = max(width - 2 * left, 0)
      barTop = top + 5 * dot
      barHeight = 9 * dot
      height = (5 + 9 + 5 + BitmapFont.glyphHeight + 5) * dot
    }

    var tickTop: Int { barTop + barHeight }
    var labelTop: Int { tickTop + 5 * dot }
  }

  private func draw(_ bar: ScaleBar, on canvas: inout Canvas) {
    let span = range.upperBound - range.lowerBound
    for column in 0..<bar.length {
      let colour = shade(range.lowerBound + span * Double(column) / Double(max(bar.length - 1, 1)))
      for row in 0..<bar.barHeight { canvas.set(bar.left + column, bar.barTop + row, colour) }
    }
    for tick in ticks(upTo: bar.length / (44 * bar.dot)) {
      let share = (tick.distance - range.lowerBound) / span
      let column = bar.left + Int((share * Double(bar.length - 1)).rounded())
      canvas.fill(column - bar.dot / 2, bar.tickTop, bar.dot, 3 * bar.dot, Self.inkColour)
      let start = column - BitmapFont.width(of: tick.label) * bar.dot / 2
      canvas.write(tick.label, start, bar.labelTop, dot: bar.dot, Self.inkColour)
    }
  }

  private struct Tick {
    let distance: Double
    let label: String
  }

  /// Round distances inside the range, at most `count` of them: steps of 1, 2 or 5 times a power of ten.
  private func ticks(upTo count: Int) -> [Tick] {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    let smallestStep = (upper - lower) / Double(max(count, 2))
    let power = pow(10, floor(log10(smallestStep)))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= smallestStep } ?? 10 * power
    let decimals = max(0, -Int(floor(log10(step) + 1e-9)))
    return stride(from: (lower / step).rounded(.up), through: (upper / step).rounded(.down), by: 1).map { multiple in
      let distance = multiple * step
      return Tick(distance: distance, label: String(format: "%.\(decimals)f m", distance))
    }
  }
}
