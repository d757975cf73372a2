// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import Rotunda
  import RotundaDatasets
  import RotundaEngine
  import RotundaEvaluation
  import RotundaImaging
  import RotundaNetworks
  import RotundaTraining

  /// Trains and judges the systems of a table, and writes it.
  struct Table1Run: Sendable {
    let plan: Table1Plan
    let pool: TrainingPool
    let viewing: ViewOptions

    /// Returns whether the end was reached.
    func run() async throws -> Bool {
      let failures = try train()
      if pool.interruption.isRequested { return false }
      let judged = try await judge(failures: failures)
      if pool.interruption.isRequested { return false }
      try write(judged)
      return true
    }

    private func note(_ text: String) { Console.current.say(text) }

    // MARK: - Training

    /// Trains what has no weights; returns why systems have none then.
    private func train() throws -> [String: String] {
      let untrained = plan.systems.filter { plan.weights[$0.name] == nil }
      let units = untrained.map(plan.unit)
      if !units.allSatisfy(\.folder.isFinished) {
        for uri in [plan.data.learning, plan.data.validation] {
          try pool.cache.fill(uri, width: plan.size.width, height: plan.size.height) { pool.interruption.isRequested }
        }
      }
      var failures: [String: String] = [:]
      for (system, outcome) in zip(untrained, pool.train(units)) {
        guard case .failure(let error) = outcome else { continue }
        failures[system.name] = "\(error)"
        Console.current.complain("\(system.name): \(error)")
      }
      return failures
    }

    /// The weights of a system: those that were given, or its best step.
    private func weightsFile(of system: Table1System) -> URL {
      if let file = plan.weights[system.name] { return file }
      let folder = plan.unit(system).folder
      let best = folder.bestWeightsFile
      return FileManager.default.fileExists(atPath: best.path) ? best : folder.weightsFile
    }

    // MARK: - Judging

    /// Rules, systems, and what other programs say, in the order of the table.
    private func judge(failures: [String: String]) async throws -> [SystemsTable.System] {
      let (width, height) = plan.size
      let test = RememberedSource(try SampleSources.openFinite(plan.data.test, width: width, height: height).source)
      var rows = try await rules(on: test)
      for system in plan.systems {
        rows.append(await row(system, failure: failures[system.name], on: test))
      }
      for card in plan.cards {
        let name = card.deletingPathExtension().lastPathComponent
        rows.append(
          await row(name, folder: "model-\(name)", on: test) {
            try OutsideModel(card: card, device: pool.device)
              .judged(views: { viewing.views(size: viewing.viewSize ?? $0) }, merge: viewing.merge)
          })
      }
      for folder in plan.folders {
        let name = folder.lastPathComponent
        rows.append(
          await row(name, folder: "predictions-\(name)", on: test) { .panoramic(try DepthFolder(folder)) })
      }
      return rows
    }

    /// What looks at nothing: one distance, the mean depth map, a box.
    private func rules(on test: any SampleSource) async throws -> [SystemsTable.System] {
      let (width, height) = plan.size
      let source = try pool.cache.open([plan.data.learning], width: width, height: height)
      let trivial = try TrivialPredictors(of: source, count: source.count ?? plan.budget.samples)
      var rows: [SystemsTable.System] = []
      for predictor in [trivial.constant, trivial.mean, trivial.box] as [any Predictor] {
        rows.append(await row(predictor.name, folder: "rules", on: test) { .panoramic(predictor) })
      }
      return rows
    }

    private func row(
      _ system: Table1System, failure: String?, on test: any SampleSource
    ) async -> SystemsTable.System {
      let architecture = plan.unit(system).settings.architecture
      func made(_ network: String, _ cost: SystemsTable.Cost?, _ outcome: Result<SystemScores, SystemsTable.Failure>)
        -> SystemsTable.System
      {
        SystemsTable.System(
          title: system.title, network: network, remarks: system.remarks, cost: cost, outcome: outcome,
          printed: system.printed)
      }
      if let failure { return made(architecture, nil, .failure(.init(reason: failure))) }
      do {
        let file = weightsFile(of: system)
        let weights = try Weights(contentsOf: file)
        let scores = try await scores(of: judged(system, file), folder: system.name, on: test)
        note("\(system.name): judged")
        return made(try weights.architecture.description, try cost(of: weights), .success(scores))
      } catch {
        Console.current.complain("\(system.name): \(error)")
        return made(architecture, nil, .failure(.init(reason: "\(error)")))
      }
    }

    private func row(
      _ title: String, folder: String, on test: any SampleSource, _ judged: () throws -> JudgedSystem
    ) async -> SystemsTable.System {
      do {
        let scores = try await scores(of: judged(), folder: folder, on: test)
        return SystemsTable.System(title: title, network: nil, outcome: .success(scores))
      } catch {
        Console.current.complain("\(title): \(error)")
        return SystemsTable.System(title: title, network: nil, outcome: .failure(.init(reason: "\(error)")))
      }
    }

    private func judged(_ system: Table1System, _ file: URL) throws -> JudgedSystem {
      guard system.isPerspective else {
        return .panoramic(NetworkPredictor(try DepthEstimator(weights: .file(file))))
      }
      let network = try PerspectiveNetwork(weights: .file(file), size: viewing.viewSize)
      let predictor = CubeMapPredictor(
        depth: AskedNetwork(network), views: viewing.views(size: network.size), merge: viewing.merge)
      return .perspective(fingerprint: predictor.fingerprint) { try await predictor.result(of: $0) }
    }

    /// What a network costs for one panorama on this machine's processor.
    private func cost(of weights: Weights) throws -> SystemsTable.Cost {
      let network = try weights.architecture.network
      let convention = try weights.perspectiveConvention
      let side = viewing.viewSize ?? convention?.size
      let size =
        side.map { Extent(height: $0, width: $0) } ?? weights.inputSize
        ?? Extent(height: plan.size.height, width: plan.size.width)
      let views = convention == nil ? 1 : viewing.views(size: 1).views.count
      let prepared = try CPURuntime().prepare(network, weights: weights, size: size) as? CPUNetwork
      return SystemsTable.Cost(
        parameters: network.parameterCount,
        operations: views * (try network.floatingPointOperations(for: size).reduce(0, +)),
        bytes: prepared?.byteCount)
    }

    // MARK: - Scores

    /// Scores, with what they are of.
    private struct Kept: Codable {
      let test: String
      let rules: String
      let fingerprint: String
      let scores: SystemScores
    }

    /// A system's scores, from its folder where they were worked out before.
    private func scores(
      of judged: JudgedSystem, folder name: String, on test: any SampleSource
    ) async throws -> SystemScores {
      let rules = plan.evaluationProtocol.description
      let folder = plan.folder.appending(path: name)
      // Rules share a folder.
      let key = SHA256.hexadecimal(of: Array(judged.fingerprint.utf8)).prefix(8)
      let file = folder.appending(path: "scores-\(key).json")
      if let kept = try? EvaluationResults.decoder.decode(Kept.self, from: Data(contentsOf: file)),
        kept.test == plan.data.test,
        kept.rules == rules, kept.fingerprint == judged.fingerprint
      {
        return kept.scores
      }
      let scores = try await judged.scores(on: test, by: plan.evaluationProtocol) { pool.interruption.isRequested }
      try OutputFolder.make(folder)
      let kept = Kept(test: plan.data.test, rules: rules, fingerprint: judged.fingerprint, scores: scores)
      try AtomicFile.write(String(decoding: try EvaluationResults.encoder.encode(kept), as: UTF8.self), to: file)
      return scores
    }

    // MARK: - The table

    private func write(_ systems: [SystemsTable.System]) throws {
      let table = SystemsTable(
        title: "Table 1 of Lee et al. 2020, under one budget", settings: settings,
        evaluationProtocol: plan.evaluationProtocol, systems: systems)
      try OutputFolder.make(plan.folder)
      try AtomicFile.write(table.markdown, to: plan.folder.appending(path: "table.md"))
      try AtomicFile.write(table.latex, to: plan.folder.appending(path: "table.tex"))
      try AtomicFile.write(table.csv, to: plan.folder.appending(path: "table.csv"))
      try AtomicFile.write(
        String(decoding: try table.json(), as: UTF8.self), to: plan.folder.appending(path: "table.json"))
      note(table.markdown)
      note("table.md, table.tex, table.csv and table.json are in \(plan.folder.relativePath)")
    }

    /// How the systems learnt and what they are judged on.
    private var settings: String {
      let views = viewing.views(size: 1)
      let steps = plan.systems.first.map { plan.unit($0).settings }
      let training = steps.map { "\($0.iterations) steps of \($0.batch) pictures each, from \(plan.data.learning)" }
      return
        "Judged on \(plan.data.test) at \(plan.size.width)x\(plan.size.height). Budget \(plan.budget.rawValue): "
        + "\(training ?? "nothing trained"); the best of five steps by Abs Rel on \(plan.data.validation). Perspective "
        + "networks are asked through views (\(views.name)), merged \(viewing.merge.rawValue)."
    }
  }
#endif
