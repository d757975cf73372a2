// SPDX-License-Identifier: Apache-2.0

import RotundaImaging

/// How the distances of perspective views get their scale before a panorama is judged.
///
/// Scales are median(truth) / median(prediction) over the pixels with 0 < truth <= a greatest distance where both are valid.
public enum ViewScaling: String, Sendable, Hashable, Codable, CaseIterable {
  /// Metres as they are.
  case raw
  /// One scale a panorama, after merging.
  case perPanorama = "one median"
  /// One scale a view before merging, over the pixels that the view is nearest to; that of the panorama where it has none.
  case perView = "median per view"
}

/// The pixels that scales are taken over.
struct ScaleTruth {
  private let truth: DepthMap
  private let maximumDepth: Float

  init(_ truth: DepthMap, maximumDepth: Float) {
    (self.truth, self.maximumDepth) = (truth, maximumDepth)
  }

  /// Median of the truth by that of a prediction; nil where no pixel counts.
  func scale(of prediction: [Float]) -> Double? {
    scales(of: prediction, groups: Array(repeating: 0, count: prediction.count), count: 1)[0]
  }

  /// The same for each of `count` groups that the pixels belong to.
  func scales(of prediction: [Float], groups: [Int], count: Int) -> [Double?] {
    var truths = [[Double]](repeating: [], count: count)
    var predictions = truths
    for (pixel, distance) in truth.values.enumerated()
    where distance > 0 && distance <= maximumDepth && prediction[pixel] > 0 {
      truths[groups[pixel]].append(Double(distance))
      predictions[groups[pixel]].append(Double(prediction[pixel]))
    }
    return zip(truths, predictions).map { $0.isEmpty ? nil : $0.median / $1.median }
  }
}
