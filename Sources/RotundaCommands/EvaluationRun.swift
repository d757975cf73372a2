// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaEvaluation
import RotundaImaging

/// Judges predictors sample by sample; memory holds the samples that are worked on, and some numbers of each that is done.
struct EvaluationRun {
  let plan: EvaluationPlan
  let source: any SampleSource
  let predictors: [any Predictor]
  let jobs: Int

  /// Works off what a shard has left to do, and returns how many samples failed.
  ///
  /// - Throws: an `ExitStatus` where samples failed for one reason all, or the user stopped the run; `ImagingError` where
  ///   results cannot be kept.
  func judge(_ shard: Shard, into results: EvaluationResults) async throws -> Int {
    let done = Set(results.records.map(\.index))
    let indices = (0..<plan.count).filter { shard.contains($0) && !done.contains($0) }
    let progress = SampleProgress(
      total: indices.count, done: plan.count(of: shard) - indices.count, keepsResults: results.folder != nil)
    let work = SampleWork(jobs: jobs) { index in
      let sample = try source.sample(at: index)
      var predictions: [DepthMap] = []
      for predictor in predictors { predictions.append(try await predictor.depth(of: sample)) }
      return try plan.record(of: sample, at: index, predictions: predictions)
    }
    let interrupted = try await work.run(on: indices, progress: progress) { try results.append($1) }
    return try progress.conclude(interrupted: interrupted)
  }

  // MARK: - Report

  /// Prints the tables, and writes the report where there is a folder for it.
  func report(_ results: EvaluationResults) async throws {
    let summary = EvaluationSummary(results.records, of: plan)
    let report = EvaluationReport(summary, version: programVersion)
    Console.current.say(report.markdown(withDetails: false))
    guard let folder = results.folder else { return }
    try AtomicFile.write(report.markdown(), to: folder.appending(path: "report.md"))
    try AtomicFile.write(report.csv, to: folder.appending(path: "report.csv"))
    try AtomicFile.write(report.latex, to: folder.appending(path: "report.tex"))
    try AtomicFile.write(try report.json(), to: folder.appending(path: "report.json"))
    try AtomicFile.write(report.imagesCSV, to: folder.appending(path: "images.csv"))
    for (name, chart) in [("distance", report.errorByDistance), ("latitude", report.errorByLatitude)] {
      try chart.image().write(to: folder.appending(path: "\(name).png"), as: .png)
      try AtomicFile.write(chart.svg(), to: folder.appending(path: "\(name).svg"))
    }
    try await writeWorst(summary, to: folder.appending(path: "worst.png"))
    Console.current.say("report.md and its tables are in \(folder.relativePath)")
  }

  private static let worstCount = 10

  /// The samples on which the first predictor is worst, predicted once more.
  private func writeWorst(_ summary: EvaluationSummary, to url: URL) async throws {
    guard let predictor = predictors.first else { return }
    var tiles: [ErrorTile] = []
    for record in summary.worst(Self.worstCount, predictor: 0) {
      let sample = try source.sample(at: record.index)
      let error = record.predictors[0].errors[0][.absoluteRelative]
      tiles.append(
        ErrorTile(
          panorama: sample.panorama, truth: try sample.label(), prediction: try await predictor.depth(of: sample),
          caption: String(format: "%.3f ", error) + sample.name))
    }
    guard !tiles.isEmpty else { return }
    try ContactSheet(tiles.map(\.picture), captions: tiles.map(\.caption), columns: 5).image.write(to: url, as: .png)
  }
}

extension EvaluationPlan {
  /// How many of the samples are a shard's.
  fileprivate func count(of shard: Shard) -> Int { (0..<count).count(where: shard.contains) }
}
