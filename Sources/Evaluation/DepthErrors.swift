// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

/// How far a predicted depth map is from the truth: the errors of the depth literature, over the valid pixels of one image.
///
/// - Source: Eigen, Puhrsch, Fergus, "Depth map prediction from a single image using a multi-scale deep network", NIPS 2014.
public struct DepthErrors: Sendable, Hashable {
  /// mean |p - g| / g.
  public var absoluteRelative = 0.0
  /// mean (p - g)^2 / g, metres.
  public var squaredRelative = 0.0
  /// sqrt(mean (p - g)^2), metres.
  public var rootMeanSquare = 0.0
  /// sqrt(mean (ln p - ln g)^2), natural logarithm.
  public var rootMeanSquareLog = 0.0
  /// Shares of pixels with max(p/g, g/p) below 1.25, 1.25^2 and 1.25^3.
  public var delta = SIMD3<Double>(repeating: 0)
  /// Sum of the weights of the pixels that count; 0 where none does.
  public var weight = 0.0

  /// Compares a prediction with the truth by the rules of protocol `rotunda`.
  ///
  /// - `prediction`: metres, as many as the truth has pixels; clamped from below to 1 cm for ratio and logarithm.
  /// - `truth`: pixels count where 0 < g <= `maximumDepth`.
  /// - `weighting`: what a pixel counts for.
  public init(of prediction: [Float], against truth: DepthMap, maximumDepth: Float = 10, weighting: Weighting) {
    let errors = EvaluationProtocol.ours(weighting: weighting, maximumDepth: Double(maximumDepth))
      .errors(of: prediction, against: truth.values, width: truth.width)
    guard errors.pixels > 0 else { return }
    absoluteRelative = errors[.absoluteRelative]
    squaredRelative = errors[.squaredRelative]
    rootMeanSquare = errors[.rootMeanSquare]
    rootMeanSquareLog = errors[.rootMeanSquareLog]
    delta = SIMD3(errors[.delta1], errors[.delta2], errors[.delta3])
    weight = errors.weight
  }

  /// The mean of per-image errors, every image with a valid pixel counting alike.
  public static func mean(_ errors: [DepthErrors]) -> DepthErrors {
    let counted = errors.filter { $0.weight > 0 }
    var mean = DepthErrors()
    guard !counted.isEmpty else { return mean }
    for error in counted {
      mean.numbers = zip(mean.numbers, error.numbers).map { $0 + $1 / Double(counted.count) }
      mean.weight += error.weight
    }
    return mean
  }

  /// The errors in the order of their declaration, the three shares apart.
  package var numbers: [Double] {
    get { [absoluteRelative, squaredRelative, rootMeanSquare, rootMeanSquareLog, delta.x, delta.y, delta.z] }
    set {
      (absoluteRelative, squaredRelative) = (newValue[0], newValue[1])
      (rootMeanSquare, rootMeanSquareLog) = (newValue[2], newValue[3])
      delta = SIMD3(newValue[4], newValue[5], newValue[6])
    }
  }

  private init() {}
}

/// What a pixel of an equirectangular image counts for.
public enum Weighting: String, Sendable, Hashable, CaseIterable {
  /// Every pixel alike, as most published protocols do; poles count for more than their share of the sphere.
  case pixels
  /// By solid angle: cos(latitude).
  case latitude
}
