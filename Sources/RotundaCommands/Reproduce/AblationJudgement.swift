// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import Rotunda
  import RotundaDatasets
  import RotundaEvaluation
  import RotundaImaging
  import RotundaTraining

  /// Judges the trained networks of an ablation and reports on them.
  struct AblationJudgement {
    private let plan: AblationPlan
    private let tests: [(domain: Domain, source: any SampleSource)]
    private let photographs: (any SampleSource)?

    init(_ plan: AblationPlan, sourceTest: String, targetTest: String, photographs: String?) throws {
      self.plan = plan
      let (width, height) = (plan.first.width, plan.first.height)
      func open(_ uri: String) throws -> any SampleSource {
        RememberedSource(try SampleSources.openFinite(uri, width: width, height: height).source)
      }
      tests = [(.source, try open(sourceTest)), (.target, try open(targetTest))]
      self.photographs = try photographs.map { try open(SampleSources.photographs(at: $0)) }
    }

    func report() async throws {
      var models: [AblationSummary.Model] = []
      for model in plan.models {
        var scores: [AblationScores] = []
        for seed in plan.seeds { scores.append(try await self.scores(of: plan.folder(of: model, seed: seed))) }
        models.append(AblationSummary.Model(title: model.title, scores: scores))
      }
      let position = { (name: String) in plan.models.firstIndex { $0.name == name } ?? 0 }
      let summary = AblationSummary(
        models, sourceOnly: position(AblationModel.sourceOnlyName), oracle: position(AblationModel.oracleName))
      let report = AblationReport(summary, settings: settings)
      try AtomicFile.write(report.markdown, to: plan.folder.appending(path: "report.md"))
      try AtomicFile.write(report.csv, to: plan.folder.appending(path: "report.csv"))
      try await writeSheets()
      Console.current.say(report.markdown)
      Console.current.say("report.md, report.csv and the sheets are in \(plan.folder.relativePath)")
    }

    /// How the networks were trained, for the report.
    private var settings: String {
      let first = plan.first
      let second = plan.secondStages[0].settings
      return
        "\(first.architecture) at \(first.width)x\(first.height). Source \(plan.source), target \(plan.target). First stage: "
        + "\(first.iterations) steps of \(first.batch) pictures at a rate of \(first.optimiser.rate); second stage: "
        + "\(second.iterations) steps of \(second.batch) pictures at \(second.optimiser.rate)."
    }

    // MARK: - Scores

    /// The scores of a network, from its folder where they were worked out before.
    private func scores(of folder: RunFolder) async throws -> AblationScores {
      let file = folder.url.appending(path: "scores.json")
      if let known = try? JSONDecoder().decode(AblationScores.self, from: Data(contentsOf: file)) { return known }
      let predictor = NetworkPredictor(try DepthEstimator(weights: .file(folder.weightsFile)))
      var images: [Domain: [AblationScores.Image]] = [:]
      for (domain, source) in tests {
        for index in 0..<(source.count ?? 0) {
          let sample = try source.sample(at: index)
          guard let image = try AblationScores.Image(of: await predictor.depth(of: sample), on: sample) else {
            continue
          }
          images[domain, default: []].append(image)
        }
      }
      let scores = AblationScores(source: images[.source] ?? [], target: images[.target] ?? [])
      try AtomicFile.write(String(decoding: try JSONEncoder().encode(scores), as: UTF8.self), to: file)
      return scores
    }

    // MARK: - Pictures

    private static let rows = 6

    /// The paper's figures 3 to 5: what its three models see in pictures of the target domain, and in photographs.
    private func writeSheets() async throws {
      let models = AblationModel.paperNames.compactMap { name in plan.models.first { $0.name == name } }
      guard let seed = plan.seeds.first, models.count == AblationModel.paperNames.count else { return }
      let predictors = try models.map { model in
        NetworkPredictor(try DepthEstimator(weights: .file(plan.folder(of: model, seed: seed).weightsFile)))
      }
      let sheets = [("target.png", tests[1].source)] + (photographs.map { [("photographs.png", $0)] } ?? [])
      for (name, source) in sheets {
        let count = source.count ?? 0
        var rows: [AblationRow] = []
        for index in Set((0..<Self.rows).map { $0 * count / Self.rows }).sorted() {
          let sample = try source.sample(at: index)
          var maps: [DepthMap] = []
          for predictor in predictors { maps.append(try await predictor.depth(of: sample)) }
          rows.append(AblationRow(sample: sample, predictions: maps))
        }
        try AblationRow.sheet(rows, titles: models.map(\.title))
          .write(to: plan.folder.appending(path: name), as: .png)
      }
    }
  }
#endif
