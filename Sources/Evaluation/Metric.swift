// SPDX-License-Identifier: Apache-2.0

/// An error of the depth literature, over the valid pixels of an image: p predicted, g true distance.
///
/// - Source: Eigen, Puhrsch, Fergus, "Depth map prediction from a single image using a multi-scale deep network", NIPS
///   2014, for the first seven.
public enum Metric: Int, Sendable, Hashable, CaseIterable {
  /// mean |p - g| / g.
  case absoluteRelative
  /// mean (p - g)^2 / g, metres.
  case squaredRelative
  /// sqrt(mean (p - g)^2), metres.
  case rootMeanSquare
  /// sqrt(mean (log p - log g)^2), in the base that a protocol names.
  case rootMeanSquareLog
  /// Share of pixels with max(p/g, g/p) < 1.25.
  case delta1
  /// Share of pixels with max(p/g, g/p) < 1.25^2.
  case delta2
  /// Share of pixels with max(p/g, g/p) < 1.25^3.
  case delta3
  /// mean |p - g|, metres.
  case meanAbsolute
  /// mean |log10 p - log10 g|.
  case meanAbsoluteLog10
  /// Share of pixels with max(p/g, g/p) < 1.05.
  case within5Percent
  /// Share of pixels with max(p/g, g/p) < 1.1.
  case within10Percent

  /// The seven of the tables of papers.
  public static let table: [Metric] = [
    .absoluteRelative, .squaredRelative, .rootMeanSquare, .rootMeanSquareLog, .delta1, .delta2, .delta3,
  ]

  /// The name in tables for people.
  public var title: String {
    switch self {
    case .absoluteRelative: "Abs Rel"
    case .squaredRelative: "Sq Rel (m)"
    case .rootMeanSquare: "RMS (m)"
    case .rootMeanSquareLog: "RMSlog"
    case .delta1: "delta < 1.25"
    case .delta2: "delta < 1.25^2"
    case .delta3: "delta < 1.25^3"
    case .meanAbsolute: "MAE (m)"
    case .meanAbsoluteLog10: "log10"
    case .within5Percent: "delta < 1.05"
    case .within10Percent: "delta < 1.1"
    }
  }

  /// The name in tables for programs.
  public var key: String {
    switch self {
    case .absoluteRelative: "abs_rel"
    case .squaredRelative: "sq_rel"
    case .rootMeanSquare: "rms"
    case .rootMeanSquareLog: "rms_log"
    case .delta1: "delta_1.25"
    case .delta2: "delta_1.25^2"
    case .delta3: "delta_1.25^3"
    case .meanAbsolute: "mae"
    case .meanAbsoluteLog10: "log10"
    case .within5Percent: "delta_1.05"
    case .within10Percent: "delta_1.1"
    }
  }

  /// Whether the value is the root of a mean, which is taken after averaging where a protocol pools pixels.
  var isRoot: Bool {
    switch self {
    case .rootMeanSquare, .rootMeanSquareLog: true
    case .absoluteRelative, .squaredRelative, .delta1, .delta2, .delta3, .meanAbsolute, .meanAbsoluteLog10,
      .within5Percent, .within10Percent:
      false
    }
  }

  /// The bound of a share of pixels by ratio; nil for other metrics.
  var ratioBound: Double? {
    switch self {
    case .delta1: 1.25
    case .delta2: 1.25 * 1.25
    case .delta3: 1.25 * 1.25 * 1.25
    case .within5Percent: 1.05
    case .within10Percent: 1.1
    case .absoluteRelative, .squaredRelative, .rootMeanSquare, .rootMeanSquareLog, .meanAbsolute, .meanAbsoluteLog10:
      nil
    }
  }
}
