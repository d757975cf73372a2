// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Turns linear light of any range into 8-bit sRGB.
///
/// The exposure brings the log-average luminance of the sphere to middle grey (0.18); then each channel goes through
/// the curve `c (1 + c / white^2) / (1 + c)`, which leaves dark tones as they are and reaches 1 at `white`, and through
/// sRGB's transfer function. Averages are taken over solid angle (rows weigh cos latitude) and between the 1st and 99th
/// percentile of luminance, so that neither a lamp nor a black border sets the exposure; `white` is the 99.5th.
///
/// A pixel with a NaN shows nothing: it is not covered. Negative values count as 0; infinite ones are shown as white;
/// none of them enters the exposure.
/// Source: Reinhard, Stark, Shirley, Ferwerda, "Photographic tone reproduction for digital images", 2002, equations
/// 1, 2 and 4. Curve applied to each channel, so that bright coloured lights fade to white as on film.
struct ToneMapping {
  private static let middleGrey = 0.18
  private static let trimmed = 0.01...0.99
  private static let whiteQuantile = 0.995

  /// Factor that brings linear light to the curve's scale.
  let exposure: Double
  /// Exposed value that becomes 1.
  let white: Double
  /// sRGB byte by the upper bits of a positive float, rounded to 9 bits of mantissa: steps of 0.1 percent, which is
  /// below a quarter of a byte's step everywhere.
  private let table: [UInt8]
  /// Upper bits of the float that the table begins with; what is darker is black.
  private let firstKey: UInt32
  private static let droppedBits: UInt32 = 14
  /// Exposed light whose sRGB value is a third of a byte's step.
  private static let black = 1e-4

  init(exposure: Double, white: Double) {
    self.exposure = exposure
    self.white = white
    let firstKey = Self.key(Self.black / exposure)
    self.firstKey = firstKey
    table = (firstKey...max(firstKey, Self.key(white / exposure)) + 1).map { key in
      let value = Double(Float(bitPattern: key << Self.droppedBits)) * exposure
      guard value < white else { return 255 }
      return UInt8((255 * SRGB.encoded(value * (1 + value / (white * white)) / (1 + value))).rounded())
    }
  }

  /// The panorama of a linear picture: one pass to find the exposure, one to convert.
  static func panorama(of rows: some LinearRows) throws(ImagingError) -> Panorama {
    var statistics = LuminanceHistogram()
    try rows.forEachRow { row, samples in
      let latitudeWeight = sin(.pi * (Double(row) + 0.5) / Double(rows.height))
      for pixel in 0..<rows.width where samples[4 * pixel + 3] != 0 {
        statistics.add(samples[4 * pixel], samples[4 * pixel + 1], samples[4 * pixel + 2], weight: latitudeWeight)
      }
    }
    let mapping = ToneMapping(statistics)
    var pixels = [UInt8](repeating: 0, count: 3 * rows.width * rows.height)
    var coverage: [UInt8]?
    try rows.forEachRow { row, samples in
      for column in 0..<rows.width {
        let pixel = row * rows.width + column
        let colour = samples[4 * column..<4 * column + 3]
        guard samples[4 * column + 3] != 0, !colour.contains(where: \.isNaN) else {
          if coverage == nil { coverage = [UInt8](repeating: 255, count: rows.width * rows.height) }
          coverage?[pixel] = 0
          continue
        }
        for (channel, value) in colour.enumerated() { pixels[3 * pixel + channel] = mapping.byte(value) }
      }
    }
    return Panorama(width: rows.width, height: rows.height, pixels: pixels, coverage: coverage)
  }

  private init(_ statistics: LuminanceHistogram) {
    let average = statistics.logarithmicAverage(between: Self.trimmed) ?? Self.middleGrey
    let exposure = Self.middleGrey / average
    let brightest = statistics.quantile(Self.whiteQuantile) ?? 1
    // A picture without highlights keeps the curve of one whose white is 1: nothing is brightened further.
    self.init(exposure: exposure, white: max(1, brightest * exposure))
  }

  /// The sRGB byte of one linear value.
  func byte(_ value: Float) -> UInt8 {
    guard value > 0 else { return 0 }
    let key = (value.bitPattern + 1 << (Self.droppedBits - 1)) >> Self.droppedBits
    guard key >= firstKey else { return 0 }
    return table[min(Int(key - firstKey), table.count - 1)]
  }

  private static func key(_ value: Double) -> UInt32 { Float(value).bitPattern >> droppedBits }
}

/// Weights of luminance in steps of a sixteenth of a stop.
private struct LuminanceHistogram {
  private static let binsPerStop = 16.0
  /// Binary logarithm of the first bin; darker and brighter light than these 80 stops counts as the first or last.
  private static let darkestStop = -40.0
  private var weights = [Double](repeating: 0, count: 80 * 16)
  private var total = 0.0

  mutating func add(_ red: Float, _ green: Float, _ blue: Float, weight: Double) {
    // Rec. 709 primaries, sRGB's.
    let luminance = 0.2126 * max(0, red) + 0.7152 * max(0, green) + 0.0722 * max(0, blue)
    guard luminance > 0, luminance.isFinite else { return }
    let bin = Int((Double(log2(luminance)) - Self.darkestStop) * Self.binsPerStop)
    weights[min(max(bin, 0), weights.count - 1)] += weight
    total += weight
  }

  /// Luminance below which lies `share` of the sphere; nil without light.
  func quantile(_ share: Double) -> Double? {
    guard total > 0 else { return nil }
    var below = 0.0
    for (bin, weight) in weights.enumerated() {
      below += weight
      if below >= share * total { return luminance(of: bin) }
    }
    return luminance(of: weights.count - 1)
  }

  /// Geometric mean of the luminance between two quantiles; nil without light.
  func logarithmicAverage(between shares: ClosedRange<Double>) -> Double? {
    guard total > 0 else { return nil }
    var below = 0.0
    var sum = 0.0
    var counted = 0.0
    for (bin, weight) in weights.enumerated() {
      let lower = max(below, shares.lowerBound * total)
      below += weight
      let part = min(below, shares.upperBound * total) - lower
      guard part > 0 else { continue }
      sum += part * log2(luminance(of: bin))
      counted += part
    }
    return exp2(sum / counted)
  }

  private func luminance(of bin: Int) -> Double {
    exp2((Double(bin) + 0.5) / Self.binsPerStop + Self.darkestStop)
  }
}
