// SPDX-License-Identifier: Apache-2.0

/// Which pixels count, what is done to distances before they are compared, and how errors are averaged.
///
/// An error means nothing without these rules: the same predictions on the same rooms differ by tens of percent between the
/// protocols that are in use. `EvaluationProtocol.all` has those of published programs, as their code works and not only as
/// their papers say, `description` a protocol's rules in words.
public struct EvaluationProtocol: Sendable, Hashable {
  /// What it is called, as `unifuse-corrected`.
  public let name: String
  /// Where the rules come from.
  let origin: String
  /// The true distances, and the rows, that count.
  let mask: Mask
  /// What is done to distances before anything else.
  var clamping = Clamping()
  /// How the prediction's scale is made to agree with the truth's, after clamping.
  var alignment = Alignment.none
  /// What becomes of predictions that have no logarithm.
  var nonPositive = NonPositivePredictions.used
  /// What a pixel counts for.
  var weights = PixelWeights.equal
  /// Base of the logarithm in RMSlog.
  var logarithm = Logarithm.natural
  /// How the errors of images become those of a set.
  var averaging = Averaging.overImages

  // MARK: - Rules

  /// Pixels that count: low < g, g <= high, not near the poles.
  struct Mask: Sendable, Hashable {
    /// Distances must be above it; nil asks for nothing, so that holes (0) count.
    var above: Double?
    /// Distances must not be above it; infinite for no bound.
    var upTo: Double = .infinity
    /// Whether the distance `upTo` itself is left out.
    var excludesBound = false
    /// Share of the rows that is left out at each of the poles.
    var poles = 0.0

    func keeps(_ distance: Double) -> Bool {
      if let above, !(distance > above) { return false }
      // Without a lower bound a distance that is not a number counts: it is not above the upper one.
      return excludesBound ? distance < upTo : !(distance > upTo)
    }
  }

  /// Distances are moved into ranges.
  struct Clamping: Sendable, Hashable {
    /// The range of true distances, metres.
    var truth: ClosedRange<Double>?
    /// The range of predictions, metres.
    var prediction: ClosedRange<Double>?
    /// The truth is set to this distance where the prediction is above it.
    var capsTruthUnderFarPredictions: Double?
    /// Negative predictions change their sign.
    var takesAbsolutePredictions = false
  }

  /// What the prediction is scaled by.
  enum Alignment: Sendable, Hashable {
    /// Nothing: metres are compared.
    case none
    /// Median of the truth by that of the prediction, over valid pixels; of two middle values the lower one.
    case lowerMedian
    /// The same over all pixels, holes included.
    case lowerMedianOfAllPixels
    /// Median of the truth by that of the prediction, over valid pixels; of two middle values their mean.
    case median
    /// The scale of least squares.
    case leastSquaresScale
    /// Scale and shift of least squares.
    case leastSquaresScaleAndShift
  }

  /// Predictions at or below zero, in ratios and logarithms.
  enum NonPositivePredictions: Sendable, Hashable {
    /// As they are: the ratios of a negative one are below every bound, and its logarithm is no number.
    case used
    /// As they are, but 0 counts as 1e-24 m in RMSlog.
    case zeroIsTiny
    /// RMSlog and log10 leave out those up to 1e-7 m; ratios are as they are.
    case leftOutOfLogarithms
    /// RMSlog and the shares of ratios leave them out, of numerator and denominator; log10 does not.
    case leftOutOfRatios
    /// Ratios and logarithms take a distance in their place.
    case raised(to: Double)
  }

  /// What a pixel counts for.
  enum PixelWeights: Sendable, Hashable {
    /// All alike.
    case equal
    /// cos(latitude) of the pixel's centre; sums are divided by the sum of weights.
    case latitude
    /// cos(latitude) of the pixel's upper border; sums are divided by the number of pixels, and shares of ratios are not
    /// weighted.
    case latitudeDividedByCount
  }

  /// Base of a logarithm.
  enum Logarithm: Sendable, Hashable {
    case natural
    case ten
  }

  /// How the errors of images become those of a set.
  enum Averaging: Sendable, Hashable {
    /// The mean of each image's errors.
    case overImages
    /// Means weighted by each image's number of valid pixels; roots are taken at the end.
    case overPixels
  }
}
