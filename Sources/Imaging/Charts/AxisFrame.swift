// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An axis with its range and its ticks.
struct AxisFrame {
  /// A labelled place on an axis.
  struct Tick {
    let value: Double
    let label: String
  }

  /// What happens at the ends of the data.
  enum Ends {
    /// The range is that of the data.
    case tight
    /// There is room beyond the data, to round values; from zero where that is not far.
    case roomy
  }

  let scale: Chart.Scale
  let range: ClosedRange<Double>
  let ticks: [Tick]

  /// An axis for `values`, with about `count` ticks at most.
  init(_ scale: Chart.Scale, values: [Double], ends: Ends, count: Int) {
    self.scale = scale
    let shown = values.filter { Self.isShown($0, on: scale) }
    let count = max(count, 2)
    switch scale {
    case .linear:
      let range = Self.linearRange(shown, ends)
      let step = Self.step(range, count: count)
      switch ends {
      case .tight: self.range = range
      case .roomy:
        self.range =
          (range.lowerBound / step).rounded(.down) * step...(range.upperBound / step).rounded(.up) * step
      }
      ticks = Self.linearTicks(self.range, step: step)
    case .logarithmic:
      range = Self.logarithmicRange(shown, ends)
      ticks = Self.logarithmicTicks(range, count: count)
    }
  }

  /// Where a value lies on the axis, 0 at its start and 1 at its end; nil for what cannot be drawn.
  func share(of value: Double) -> Double? {
    guard Self.isShown(value, on: scale) else { return nil }
    switch scale {
    case .linear: return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .logarithmic: return log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }
  }

  /// Differences and ratios of larger numbers, or of smaller ones on a logarithmic axis, are not finite.
  private static let largest = 1e150

  private static func isShown(_ value: Double, on scale: Chart.Scale) -> Bool {
    switch scale {
    case .linear: abs(value) <= largest
    case .logarithmic: value >= 1 / largest && value <= largest
    }
  }

  // MARK: - Ranges

  private static func linearRange(_ values: [Double], _ ends: Ends) -> ClosedRange<Double> {
    guard let lower = values.min(), let upper = values.max() else { return 0...1 }
    let magnitude = max(abs(lower), abs(upper))
    guard magnitude > 1 / largest else { return ends == .tight ? 0...1 : -1...1 }
    // One value still needs a scale with a length.
    guard upper - lower > 1e-6 * magnitude else { return lower - 0.1 * magnitude...upper + 0.1 * magnitude }
    switch ends {
    case .tight: return lower...upper
    case .roomy:
      if lower >= 0, lower < 0.5 * upper { return 0...upper }
      if upper <= 0, upper > 0.5 * lower { return lower...0 }
      return lower...upper
    }
  }

  private static func logarithmicRange(_ values: [Double], _ ends: Ends) -> ClosedRange<Double> {
    guard let lower = values.min(), let upper = values.max() else { return 1...10 }
    guard upper > lower * (1 + 1e-6) else { return lower / 2...upper * 2 }
    let room = pow(upper / lower, 0.04)
    switch ends {
    case .tight: return lower...upper
    case .roomy: return lower / room...upper * room
    }
  }

  // MARK: - Ticks

  /// The smallest of 1, 2 and 5 times a power of ten with which no more than `count` ticks fit.
  private static func step(_ range: ClosedRange<Double>, count: Int) -> Double {
    let smallest = (range.upperBound - range.lowerBound) / Double(count)
    let power = pow(10, floor(log10(smallest)))
    return [1, 2, 5].map { $0 * power }.first { $0 >= smallest * (1 - 1e-9) } ?? 10 * power
  }

  private static func linearTicks(_ range: ClosedRange<Double>, step: Double) -> [Tick] {
    let first = (range.lowerBound / step - 1e-6).rounded(.up)
    let last = (range.upperBound / step + 1e-6).rounded(.down)
    let values = stride(from: first, through: last, by: 1).map { $0 * step }
    return zip(values, NumberLabels.even(values, step: step)).map { Tick(value: $0, label: $1) }
  }

  /// Multiples of powers of ten within a range, whose exponents are multiples of `every`.
  private static func roundValues(
    in range: ClosedRange<Double>, multiples: [Double], every: Int
  ) -> [Double] {
    let decades = Int(floor(log10(range.lowerBound)))...Int(ceil(log10(range.upperBound)))
    var values: [Double] = []
    for decade in decades where decade % every == 0 { values += multiples.map { $0 * pow(10, Double(decade)) } }
    return values.filter { range.lowerBound * (1 - 1e-9) <= $0 && $0 <= range.upperBound * (1 + 1e-9) }
  }

  /// What decades are divided into, and how many decades pass from one to the next: the densest first.
  private static let decadeSteps: [(multiples: [Double], every: Int)] = [
    ([1, 2, 3, 4, 5, 6, 7, 8, 9], 1), ([1, 2, 5], 1), ([1, 3], 1), ([1], 1), ([1], 2), ([1], 3), ([1], 5), ([1], 10),
    ([1], 20), ([1], 50), ([1], 100),
  ]

  private static func logarithmicTicks(_ range: ClosedRange<Double>, count: Int) -> [Tick] {
    let ticks =
      decadeSteps.lazy.map { roundValues(in: range, multiples: $0.multiples, every: $0.every) }
      .first { $0.count <= count } ?? []
    // Within a small part of a decade there is hardly a round number; even steps serve there.
    guard ticks.count > 2 || range.upperBound > 100 * range.lowerBound else {
      return linearTicks(range, step: step(range, count: count))
    }
    return ticks.map { Tick(value: $0, label: NumberLabels.single($0)) }
  }
}

/// Numbers as axes show them: no more digits than tell them apart.
enum NumberLabels {
  /// Labels of multiples of `step`, all with the same decimals and the same power of a thousand.
  static func even(_ values: [Double], step: Double) -> [String] {
    let largest = values.map { abs($0) }.max() ?? 0
    if largest > 0, largest < 1e-3 || largest >= 1e10 {
      let digits = max(0, Int(floor(log10(largest) + 1e-9)) - Int(floor(log10(step) + 1e-9)))
      return values.map { scientific($0, digits: digits) }
    }
    let (unit, suffix) = thousands(largest)
    let decimals = max(0, -Int(floor(log10(step / unit) + 1e-9)))
    return values.map { abs($0) < step / 2 ? "0" : String(format: "%.\(decimals)f", $0 / unit) + suffix }
  }

  /// The label of one round number by itself.
  static func single(_ value: Double) -> String {
    guard (1e-3 * (1 - 1e-9)..<1e10).contains(abs(value)) else { return scientific(value, digits: 1) }
    let (unit, suffix) = thousands(abs(value))
    return String(format: "%.4g", value / unit) + suffix
  }

  private static func thousands(_ magnitude: Double) -> (unit: Double, suffix: String) {
    if magnitude >= 1e7 { return (1e6, "M") }
    return magnitude >= 1e4 ? (1e3, "k") : (1, "")
  }

  /// As `2e-5` or `1.5e-5`.
  private static func scientific(_ value: Double, digits: Int) -> String {
    guard value != 0 else { return "0" }
    let parts = String(format: "%.\(digits)e", value).split(separator: "e")
    var mantissa = String(parts[0])
    if mantissa.contains(".") {
      mantissa = String(mantissa.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
    }
    return "\(mantissa)e\(Int(parts[1]) ?? 0)"
  }
}
