// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Rotunda
import RotundaDatasets
import RotundaEvaluation
import RotundaImaging

/// `rotunda consistency`.
struct Consistency: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure weights on photographs, whose depth nobody knows.",
    discussion: """
      Prints how flat and level floors and ceilings are predicted, how well walls are at right angles, how large the step \
      at the seam is, how much predictions change when the photograph is turned, and how high the camera would stand, each \
      with a 95 % interval; several weights are compared image by image with the first. These tell weights apart; they are \
      no errors: where the depth is known, `rotunda evaluate` measures those. With --output it also writes report.md, \
      report.csv, and images.csv with a row an image and weights.
      """)

  @Option(help: "Weights to measure instead of the built-in ones; may be given several times.", completion: .file())
  var weights: [String] = []

  @Option(help: "A folder of level panoramas, or any data that `rotunda evaluate` takes.", completion: .directory)
  var data: String

  @Flag(help: "Measure the data's own depth beside, as a predictor; without it no depth is needed.")
  var truth = false

  @Option(name: .shortAndLong, help: "Folder for the report.", completion: .directory)
  var output: String?

  @OptionGroup var engine: EngineOptions

  @Option(help: "Samples worked on at once.")
  var jobs = 2

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs must be above zero, not \(jobs)") }
  }

  func run() async throws {
    let networks = try NetworkPredictor.networks(weights, on: engine, pictures: jobs)
    let size = networks[0].inputSize
    let (source, count) = try SampleSources.openFinite(
      SampleSources.photographs(at: data), width: size.width, height: size.height)
    let folder = output.map { URL(filePath: $0) }
    // Now rather than when all is measured.
    if let folder { try OutputFolder.make(folder) }
    let predictors: [any Predictor] = networks + (truth ? [TrueDepth()] : [])
    let progress = SampleProgress(total: count, keepsResults: false)
    let work = SampleWork(jobs: jobs) { index in
      let sample = try source.sample(at: index)
      var measures: [LabelFreeMeasures] = []
      for predictor in predictors { measures.append(try await predictor.labelFreeMeasures(of: sample)) }
      return LabelFreeRecord(index: index, image: sample.name, measures: measures)
    }
    var records: [LabelFreeRecord] = []
    let interrupted = try await work.run(on: Array(0..<count), progress: progress) { records.append($1) }
    let failures = try progress.conclude(interrupted: interrupted)
    let summary = LabelFreeSummary(records, predictors: predictors.map(\.name))
    let report = LabelFreeReport(summary, data: source.uri, count: count, version: programVersion)
    Console.current.say(report.markdown)
    if let folder { try write(report, to: folder) }
    if failures > 0 { throw ExitStatus.someFailed }
  }

  private func write(_ report: LabelFreeReport, to folder: URL) throws {
    try AtomicFile.write(report.markdown, to: folder.appending(path: "report.md"))
    try AtomicFile.write(report.csv, to: folder.appending(path: "report.csv"))
    try AtomicFile.write(report.imagesCSV, to: folder.appending(path: "images.csv"))
    Console.current.say("report.md and its tables are in \(folder.relativePath)")
  }
}
