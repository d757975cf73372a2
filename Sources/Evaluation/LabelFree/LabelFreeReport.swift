// SPDX-License-Identifier: Apache-2.0

/// A label-free comparison in words and numbers: for people (Markdown) and programs (CSV).
public struct LabelFreeReport: Sendable {
  let summary: LabelFreeSummary
  private let data: String
  private let count: Int
  private let version: String

  /// A report of what was measured on the `count` samples of a source; `version` is the program's.
  public init(_ summary: LabelFreeSummary, data: String, count: Int, version: String) {
    (self.summary, self.data, self.count, self.version) = (summary, data, count, version)
  }

  /// What was measured, on what, and the table; beside several predictors their differences to the first.
  public var markdown: String {
    let rivals = summary.predictors.dropFirst().map { "\($0) less \(summary.predictors[0])" }
    let rows = LabelFreeMetric.allCases.map { metric in
      let values = summary.predictors.indices.map { cell(metric, predictor: $0) }
      let differences = summary.differences.dropFirst().map { Self.text($0[metric.rawValue]) }
      return [metric.title, metric.aim] + values + differences
    }
    return heading + TextTable(heading: ["metric", "aim"] + summary.predictors + rivals, rows: rows).markdown
  }

  private var heading: String {
    let paired =
      summary.predictors.count > 1 ? " Differences are taken image by image, where both have a value." : ""
    return """
      # Measured without labels on \(data)

      \(summary.records.count) of \(count) images; rotunda \(version). Medians over images, or shares of them. In \
      brackets: 95 % intervals, from \(summary.draws) draws of images with replacement; in parentheses: images that have \
      a value, where not all have.\(paired)


      """
  }

  private func cell(_ metric: LabelFreeMetric, predictor: Int) -> String {
    let images = summary.count(of: metric, predictor: predictor)
    return Self.text(summary.estimates[predictor][metric.rawValue])
      + (images < summary.records.count ? " (\(images))" : "")
  }

  /// A dash where no image has a value.
  private static func text(_ estimate: Estimate) -> String { estimate.value.isNaN ? "-" : estimate.text }

  /// A row a predictor and metric, with intervals, and what it has more than the first predictor.
  public var csv: String {
    let rows = summary.predictors.enumerated().flatMap { number, predictor in
      LabelFreeMetric.allCases.map { metric in
        [predictor, metric.key, String(summary.count(of: metric, predictor: number))]
          + summary.estimates[number][metric.rawValue].fields + summary.differences[number][metric.rawValue].fields
      }
    }
    let heading = ["predictor", "metric", "images", "value", "low", "high"]
    return TextTable(heading: heading + ["difference", "difference_low", "difference_high"], rows: rows).csv
  }

  /// A row an image and predictor, with all metrics; empty where an image has nothing to measure one on.
  public var imagesCSV: String {
    let rows = summary.records.flatMap { record in
      zip(summary.predictors, record.measures).map { predictor, measures in
        [record.image, predictor] + LabelFreeMetric.allCases.map { measures[$0]?.field ?? "" }
      }
    }
    return TextTable(heading: ["image", "predictor"] + LabelFreeMetric.allCases.map(\.key), rows: rows).csv
  }
}
