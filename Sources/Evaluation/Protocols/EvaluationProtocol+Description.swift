// SPDX-License-Identifier: Apache-2.0

import Foundation

extension EvaluationProtocol: CustomStringConvertible {
  /// Every rule in words, in the order in which they are applied.
  public var description: String { "\(name), by \(origin): " + rules.joined(separator: "; ") + "." }

  /// The rules, a sentence each.
  public var rules: [String] {
    [maskRule] + clampingRules + [alignmentRule, nonPositiveRule, weightsRule, logarithmRule, averagingRule]
  }

  private var maskRule: String {
    let upper = mask.upTo < .infinity ? " \(mask.excludesBound ? "<" : "<=") \(metres(mask.upTo))" : ""
    var rule: String
    if let above = mask.above {
      rule = "pixels count where \(metres(above)) < truth\(upper)"
    } else {
      rule = "pixels count where truth\(upper), holes (0) too, which makes relative errors infinite"
    }
    if mask.poles > 0 { rule += ", without the \(number(100 * mask.poles)) % of rows next to each pole" }
    return rule
  }

  private var clampingRules: [String] {
    var rules: [String] = []
    if clamping.takesAbsolutePredictions { rules.append("the absolute value of predictions is taken") }
    if let range = clamping.truth { rules.append("the truth is clamped to \(text(range))") }
    if let range = clamping.prediction { rules.append("predictions are clamped to \(text(range))") }
    if let cap = clamping.capsTruthUnderFarPredictions {
      rules.append(
        "where the prediction is above \(metres(cap)) the truth is set to \(metres(cap)), the prediction stays")
    }
    return rules
  }

  private var alignmentRule: String {
    switch alignment {
    case .none: "no alignment of scale"
    case .lowerMedian:
      "each image's prediction is scaled by median(truth) / median(prediction) over these pixels, of two middle values "
        + "the lower one"
    case .lowerMedianOfAllPixels:
      "each image's prediction is scaled by median(truth) / median(prediction) over all pixels, holes included, of two "
        + "middle values the lower one"
    case .median:
      "each image's prediction is scaled by median(truth) / median(prediction) over these pixels, of two middle values "
        + "their mean"
    case .leastSquaresScale: "each image's prediction is scaled by least squares"
    case .leastSquaresScaleAndShift: "each image's prediction is scaled and shifted by least squares"
    }
  }

  private var nonPositiveRule: String {
    switch nonPositive {
    case .used:
      "predictions are not changed for ratios and logarithms"
    case .zeroIsTiny:
      "predictions are not changed for ratios and logarithms, but 0 counts as 1e-24 m in RMSlog; the ratios of negative "
        + "ones are below every bound, their logarithm is no number"
    case .leftOutOfLogarithms:
      "RMSlog and log10 leave out predictions up to 1e-7 m, though the image's weight stays; the ratios of negative ones "
        + "are below every bound"
    case .leftOutOfRatios:
      "RMSlog and the shares of ratios leave out predictions up to 0; log10 does not, and is no number then"
    case .raised(let least): "predictions below \(metres(least)) count as \(metres(least)) in ratios and logarithms"
    }
  }

  private var weightsRule: String {
    switch weights {
    case .equal: "every pixel counts alike"
    case .latitude: "pixels are weighted by cos(latitude), sums divided by the sum of weights"
    case .latitudeDividedByCount:
      "pixels are weighted by cos(latitude) of their upper border but sums divided by the number of pixels, which makes "
        + "errors smaller; shares of ratios are not weighted"
    }
  }

  private var logarithmRule: String {
    switch logarithm {
    case .natural: "RMSlog in the natural logarithm"
    case .ten: "RMSlog in the logarithm to base 10"
    }
  }

  private var averagingRule: String {
    switch averaging {
    case .overImages: "errors are computed an image, then averaged over images"
    case .overPixels:
      "errors are averaged over the pixels of the whole set, images weighted by their number of valid pixels, roots taken "
        + "at the end"
    }
  }

  private func text(_ range: ClosedRange<Double>) -> String {
    range.upperBound < .infinity
      ? "\(number(range.lowerBound)) to \(metres(range.upperBound))" : "at least \(metres(range.lowerBound))"
  }

  private func metres(_ value: Double) -> String { value == 0 ? "0" : "\(number(value)) m" }

  private func number(_ value: Double) -> String { String(format: "%g", value) }
}
