// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

/// What a depth map looks like as a surface, in numbers: its edges, its normals, its seam.
///
/// No protocol of metres says how a room looks when it is walked through; these do. Pixels count where 0 < g <= 10 m and
/// the prediction is above 0.
public enum GeometryMetric: Int, Sendable, Hashable, CaseIterable {
  /// Share of predicted edge pixels that are edges of the truth, at a contrast of 0.25 m.
  case boundaryPrecision25
  /// Share of true edge pixels that the prediction has, at a contrast of 0.25 m.
  case boundaryRecall25
  /// Precision at 0.5 m.
  case boundaryPrecision50
  /// Recall at 0.5 m.
  case boundaryRecall50
  /// Precision at 1 m.
  case boundaryPrecision100
  /// Recall at 1 m.
  case boundaryRecall100
  /// Mean angle between normals, degrees, weighted by solid angle.
  case normalMean
  /// Median angle between normals, degrees.
  case normalMedian
  /// Root mean square angle between normals, degrees, weighted by solid angle.
  case normalRootMeanSquare
  /// Share of normals within 11.25 degrees, weighted by solid angle.
  case normalsWithin11
  /// Share of normals within 22.5 degrees, weighted by solid angle.
  case normalsWithin22
  /// Share of normals within 30 degrees, weighted by solid angle.
  case normalsWithin30
  /// Left-right consistency error, metres: mean over rows of |(p_first - p_last) - (g_first - g_last)|.
  case seam

  /// The name in tables for people.
  public var title: String {
    switch self {
    case .boundaryPrecision25: "boundary precision, 0.25 m"
    case .boundaryRecall25: "boundary recall, 0.25 m"
    case .boundaryPrecision50: "boundary precision, 0.5 m"
    case .boundaryRecall50: "boundary recall, 0.5 m"
    case .boundaryPrecision100: "boundary precision, 1 m"
    case .boundaryRecall100: "boundary recall, 1 m"
    case .normalMean: "normals, mean (degrees)"
    case .normalMedian: "normals, median (degrees)"
    case .normalRootMeanSquare: "normals, RMS (degrees)"
    case .normalsWithin11: "normals < 11.25 degrees"
    case .normalsWithin22: "normals < 22.5 degrees"
    case .normalsWithin30: "normals < 30 degrees"
    case .seam: "seam error, LRCE (m)"
    }
  }

  /// The name in tables for programs.
  public var key: String {
    switch self {
    case .boundaryPrecision25: "boundary_precision_0.25"
    case .boundaryRecall25: "boundary_recall_0.25"
    case .boundaryPrecision50: "boundary_precision_0.5"
    case .boundaryRecall50: "boundary_recall_0.5"
    case .boundaryPrecision100: "boundary_precision_1"
    case .boundaryRecall100: "boundary_recall_1"
    case .normalMean: "normals_mean"
    case .normalMedian: "normals_median"
    case .normalRootMeanSquare: "normals_rms"
    case .normalsWithin11: "normals_11.25"
    case .normalsWithin22: "normals_22.5"
    case .normalsWithin30: "normals_30"
    case .seam: "seam"
    }
  }
}

/// The geometry metrics of one image.
public struct GeometryErrors: Sendable, Hashable, Codable {
  /// By metric; nil where the image has nothing to measure it on.
  let values: [Double?]

  /// The value of a metric; nil where the image has nothing to measure it on.
  public subscript(metric: GeometryMetric) -> Double? { values[metric.rawValue] }

  /// Compares a predicted depth map with the truth; both are of one size, and 0 is a hole.
  public init(of prediction: DepthMap, against truth: DepthMap) {
    precondition(prediction.width == truth.width && prediction.height == truth.height, "maps of one size")
    let near = DepthMap(
      width: truth.width, height: truth.height,
      values: truth.values.map { Double($0) <= EvaluatedRange.farthest ? $0 : 0 })
    let normals = NormalErrors(of: prediction, against: near)
    values =
      BoundaryErrors.all(of: prediction, against: near).flatMap { [$0?.precision, $0?.recall] }
      + [normals?.mean, normals?.median, normals?.rootMeanSquare]
      + NormalErrors.bounds.indices.map { normals?.shares[$0] } + [seamError(of: prediction, against: near)]
  }
}

/// The distances that geometry and profiles look at.
enum EvaluatedRange {
  /// Metres; the bound of protocol `rotunda`.
  static let farthest = 10.0
}

/// Left-right consistency error: how much larger or smaller the step across the seam is than the truth's, metres; nil
/// where no row is valid at both of its ends.
///
/// - Source: Shen et al., "PanoFormer: panorama transformer for indoor 360 depth estimation", ECCV 2022.
func seamError(of prediction: DepthMap, against truth: DepthMap) -> Double? {
  let last = truth.width - 1
  let errors = (0..<truth.height).compactMap { row -> Double? in
    let ends = [(0, row), (last, row)].map { (prediction[column: $0.0, row: $0.1], truth[column: $0.0, row: $0.1]) }
    guard ends.allSatisfy({ $0.0 > 0 && $0.1 > 0 }) else { return nil }
    return abs(Double(ends[0].0) - Double(ends[1].0) - (Double(ends[0].1) - Double(ends[1].1)))
  }
  return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
}
