// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An ablation in tables for people and programs.
public struct AblationReport: Sendable {
  private let summary: AblationSummary
  private let settings: String

  /// A report on a summary; `settings` says in a paragraph how the models were trained.
  public init(_ summary: AblationSummary, settings: String) { (self.summary, self.settings) = (summary, settings) }

  /// Whether there is a gap to speak of: shares of one that may be nothing mean nothing.
  private var isGapCertain: Bool { summary.gap.low > 0 }

  private var gapSentence: String {
    let gap = summary.gap.text
    return isGapCertain
      ? "The gap, source-only - oracle in Abs Rel on the target domain, is \(gap)."
      : "The gap, source-only - oracle in Abs Rel on the target domain, is \(gap): it may be nothing, so no share of it is given."
  }

  private var table: TextTable {
    TextTable(
      heading: [
        "model", "Abs Rel, source", "Abs Rel, target", "RMS (m), source", "RMS (m), target", "delta1, source",
        "delta1, target", "gap closed",
      ],
      rows: summary.rows.map { row in
        [row.title]
          + [row.absoluteRelative, row.rootMeanSquare, row.delta1].flatMap { [$0.source.text, $0.target.text] }
          + [isGapCertain ? Self.percent(row.gapClosed) : "-"]
      })
  }

  /// The tables and what they mean.
  public var markdown: String {
    """
    # Adaptation, measured in both domains

    \(settings)

    Means over \(summary.seedCount) seeds and all images (\(summary.images.source) from \(summary.scenes.source) scenes \
    in the source domain, \(summary.images.target) from \(summary.scenes.target) in the target domain), by protocol rotunda, \
    with 95 % intervals over draws of scenes and seeds. Gap closed: (source-only - model) / (source-only - oracle) in Abs \
    Rel on the target domain. \(gapSentence)

    \(table.markdown)
    """
  }

  /// The table as comma-separated values.
  public var csv: String { table.csv }

  private static func percent(_ estimate: Estimate) -> String {
    guard estimate.value.isFinite else { return "-" }
    // Adding 0 makes -0 plain.
    let percents = [estimate.value, estimate.low, estimate.high].map { (100 * $0).rounded() + 0 }
    return String(format: "%.0f %% [%.0f, %.0f]", percents[0], percents[1], percents[2])
  }
}
