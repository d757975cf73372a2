// SPDX-License-Identifier: Apache-2.0

import RotundaTestSupport
import Testing

@testable import RotundaEvaluation

struct AblationTests {
  private typealias Image = AblationScores.Image

  /// Scores whose Abs Rel is `error` on the target and half of it on the source, differing by scene.
  private func scores(_ error: Double, spread: Double = 0) -> AblationScores {
    let images = (0..<20).map { index in
      let scene = Double(index / 4) - 2
      return (scene: "home\(index / 4)", error: error * (1 + spread * scene))
    }
    func domain(_ factor: Double) -> [Image] {
      images.map {
        Image(scene: $0.scene, absoluteRelative: factor * $0.error, rootMeanSquare: 2 * $0.error, delta1: 1 - $0.error)
      }
    }
    return AblationScores(source: domain(0.5), target: domain(1))
  }

  private func model(_ title: String, _ errors: [Double], spread: Double = 0) -> AblationSummary.Model {
    AblationSummary.Model(title: title, scores: errors.map { scores($0, spread: spread) })
  }

  @Test func `the gap closed is the share of the way from source-only to oracle`() {
    let summary = AblationSummary(
      [model("source", [0.4]), model("half", [0.3]), model("oracle", [0.2]), model("worse", [0.5])], sourceOnly: 0,
      oracle: 2)
    #expect(summary.seedCount == 1 && summary.images.source == 20 && summary.scenes.target == 5)
    for (row, share) in zip(summary.rows, [0, 0.5, 1, -0.5]) {
      #expect(abs(row.gapClosed.value - share) < 1e-12)
      #expect(abs(row.gapClosed.low - share) < 1e-9 && abs(row.gapClosed.high - share) < 1e-9)
      #expect(abs(row.absoluteRelative.source.value - row.absoluteRelative.target.value / 2) < 1e-12)
    }
    #expect(abs(summary.rows[1].delta1.target.value - 0.7) < 1e-12)
    #expect(abs(summary.rows[1].rootMeanSquare.source.value - 0.6) < 1e-12)
  }

  @Test func `what scenes have in common does not blur the gap, what seeds do differently does`() {
    let alike = AblationSummary(
      [
        model("source", [0.4, 0.4], spread: 0.3), model("half", [0.3, 0.3], spread: 0.3),
        model("oracle", [0.2, 0.2], spread: 0.3),
      ], sourceOnly: 0, oracle: 2)
    #expect(alike.rows[1].absoluteRelative.target.high - alike.rows[1].absoluteRelative.target.low > 0.02)
    #expect(alike.rows[1].gapClosed.high - alike.rows[1].gapClosed.low < 1e-9)
    let different = AblationSummary(
      [model("source", [0.4, 0.4]), model("half", [0.25, 0.35]), model("oracle", [0.2, 0.2])], sourceOnly: 0, oracle: 2)
    #expect(abs(different.rows[1].gapClosed.value - 0.5) < 1e-12)
    #expect(abs(different.rows[1].gapClosed.low - 0.25) < 1e-9 && abs(different.rows[1].gapClosed.high - 0.75) < 1e-9)
  }

  @Test func `the report says what was compared`() {
    let summary = AblationSummary(
      [model("source", [0.4]), model("half", [0.3]), model("oracle", [0.2])], sourceOnly: 0, oracle: 2)
    let report = AblationReport(summary, settings: "Some settings.")
    #expect(report.markdown.contains("Some settings.") && report.markdown.contains("50 % [50, 50]"))
    let none = AblationSummary(
      [model("source", [0.2, 0.3]), model("half", [0.3, 0.3]), model("oracle", [0.3, 0.2])], sourceOnly: 0, oracle: 2)
    #expect(AblationReport(none, settings: "").markdown.contains("it may be nothing"))
    // No model closes "-0 %".
    #expect(report.markdown.contains("| 0 % [0, 0] "))
    #expect(report.csv.split(separator: "\n").count == 4 && report.csv.contains("\"0.3000 [0.3000, 0.3000]\""))
  }
}
