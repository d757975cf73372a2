// SPDX-License-Identifier: Apache-2.0

/// What is kept of one image that was predicted without its depth being known.
public struct LabelFreeRecord: Sendable, Hashable {
  /// The image's number in its source.
  public let index: Int
  /// Its name.
  public let image: String
  /// By predictor.
  public let measures: [LabelFreeMeasures]

  /// The measures of an image, one a predictor.
  public init(index: Int, image: String, measures: [LabelFreeMeasures]) {
    (self.index, self.image, self.measures) = (index, image, measures)
  }
}

/// What many images say about predictors without their depth being known, with intervals.
///
/// Of yes and no the share of images is taken, of every other metric the median over the images that have a value: a few
/// halls that no network understands would decide a mean.
public struct LabelFreeSummary: Sendable {
  /// What each predictor is called.
  public let predictors: [String]
  /// The images, in the source's order.
  public let records: [LabelFreeRecord]
  /// By predictor, then by metric in the order of `LabelFreeMetric.allCases`.
  public let estimates: [[Estimate]]
  /// What each predictor has more than the first one, by predictor and metric; those of the first are 0.
  ///
  /// Taken image by image where both have a value: the median of the differences, or for yes and no the mean. The
  /// median of differences is not the difference of the medians. Intervals are narrower than those of two medians, because both saw the same images.
  public let differences: [[Estimate]]
  /// How often images were drawn for the intervals.
  let draws: Int

  /// The summary of images in any order, each with one measurement a predictor.
  public init(_ records: [LabelFreeRecord], predictors: [String], bootstrap: Bootstrap = Bootstrap()) {
    let records = records.sorted { $0.index < $1.index }
    let groups = records.map { EvaluationRecord.viewpoint(of: $0.image) }
    func estimates(_ value: (LabelFreeRecord, LabelFreeMetric) -> Double?) -> [Estimate] {
      let columns = LabelFreeMetric.allCases.map { metric in records.map { value($0, metric) } }
      let (medians, means) = (
        bootstrap.medians(of: columns, groups: groups), bootstrap.means(of: columns, groups: groups)
      )
      return LabelFreeMetric.allCases.map { $0.isCounted ? means[$0.rawValue] : medians[$0.rawValue] }
    }
    self.predictors = predictors
    self.records = records
    draws = bootstrap.count
    self.estimates = predictors.indices.map { number in estimates { $0.measures[number][$1] } }
    differences = predictors.indices.map { number in
      estimates { record, metric in
        guard let own = record.measures[number][metric], let first = record.measures[0][metric] else { return nil }
        return own - first
      }
    }
  }

  /// Images on which a predictor has a value of a metric.
  public func count(of metric: LabelFreeMetric, predictor: Int) -> Int {
    records.count { $0.measures[predictor][metric] != nil }
  }
}
