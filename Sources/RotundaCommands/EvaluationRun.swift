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
    let progress = EvaluationProgress(total: indices.count, done: plan.count(of: shard) - indices.count)
    let interruption = Interruption()
    try await withThrowingTaskGroup(of: (Int, Result<EvaluationRecord, any Error>).self) { group in
      var waiting = indices[...]
      func begin() {
        guard !interruption.isRequested, let index = waiting.popFirst() else { return }
        group.addTask { (index, await result(at: index)) }
      }
      for _ in 0..<jobs { begin() }
      for try await (index, result) in group {
        switch result {
        case .success(let record):
          try results.append(record)
          progress.judged()
        case .failure(let error): progress.failed(index, error)
        }
        begin()
      }
    }
    return try progress.conclude(interrupted: interruption.isRequested)
  }

  private func result(at index: Int) async -> Result<EvaluationRecord, any Error> {
    do {
      let sample = try source.sample(at: index)
      var predictions: [DepthMap] = []
      for predictor in predictors { predictions.append(try await predictor.depth(of: sample)) }
      return .success(try plan.record(of: sample, at: index, predictions: predictions))
    } catch {
      return .failure(error)
    }
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

/// What `rotunda evaluate` says while it works.
private final class EvaluationProgress {
  private let total: Int
  private let start = Date()
  private var judgedCount = 0
  private var failures: [ExitStatus] = []
  private let doneBefore: Int

  init(total: Int, done: Int) {
    (self.total, doneBefore) = (total, done)
    if done > 0 { Console.current.complain("rotunda: going on after \(done) that were there") }
  }

  private var rate: Double { Double(judgedCount) / max(Date().timeIntervalSince(start), 1e-3) }

  func judged() {
    judgedCount += 1
    let left = Double(total - judgedCount - failures.count) / max(rate, 1e-9) / 60
    Console.current.flash?(
      String(format: "%d/%d samples  %.2f a second  %.0f min left", judgedCount + failures.count, total, rate, left))
  }

  func failed(_ index: Int, _ error: any Error) {
    failures.append((error as? any ExitStatusProviding)?.exitStatus ?? .softwareFault)
    Console.current.flash?("")
    Console.current.complain("rotunda: sample \(index): \(error)")
  }

  /// The last line, and how many samples failed; throws where there is nothing to report on.
  func conclude(interrupted: Bool) throws -> Int {
    Console.current.flash?("")
    if judgedCount > 0 { Console.current.say(String(format: "%d samples judged, %.2f a second", judgedCount, rate)) }
    // Where everything failed for one reason, that reason is more use to a script than "some failed".
    if judgedCount + doneBefore == 0, let first = failures.first, failures.allSatisfy({ $0 == first }) { throw first }
    if interrupted, judgedCount + failures.count < total {
      Console.current.complain("rotunda: stopped; the same command goes on")
      throw ExitStatus.someFailed
    }
    return failures.count
  }
}
