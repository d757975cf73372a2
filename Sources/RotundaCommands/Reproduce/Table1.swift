// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaDatasets
import RotundaEvaluation

#if LibTorch
  import RotundaTorch
  import RotundaTraining
#endif

/// `rotunda reproduce table1`.
struct Table1: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table1",
    abstract: "Train and judge every system that the paper compares, under one budget and one protocol.",
    discussion: """
      Needs a build with LibTorch. Trains what has no weights, each with its own losses on the same panoramas, judges all \
      of it beside rules that look at nothing, and writes table.md, table.tex, table.csv and table.json to OUTPUT. A run \
      that was stopped or killed goes on when it is started again; a system that fails is named, and leaves the others \
      alone. See docs/table-1.md.
      """)

  @Option(help: "Panoramas with depth: rooms:seed=N, or a dataset whose splits are used, as 360d:/data/360D.")
  var data = "rooms:seed=1"

  @Option(help: "What training may cost: small (a night on two cores) or paper (full networks, for a GPU).")
  var budget = "small"

  @Option(help: "Systems, with commas; all by default.")
  var systems: String?

  @Option(help: "Weights of a system instead of training it, as bts=FILE; may be given several times.")
  var weights: [String] = []

  @Option(
    help: "Card (YAML) of another system's TorchScript network to judge beside; may be given several times.",
    completion: .file(extensions: ["yaml", "yml"]))
  var model: [String] = []

  @Option(
    help: "Folder of another system's depth maps to judge beside; may be given several times.", completion: .directory)
  var predictions: [String] = []

  @Option(
    name: .customLong("validate"),
    help: "What to choose the best step by; the validation part of --data by default.")
  var validation: String?

  @Option(help: "What to judge on; the test part of --data by default.")
  var test: String?

  @Option(name: .customLong("protocol"), help: "Rules to judge by.")
  var protocolName = EvaluationProtocol.rotunda.name

  @Option(help: "Steps of each system, instead of the budget's.")
  var iterations: Int?

  @Option(help: "Where to train: cpu, cuda, mps.")
  var device = "cpu"

  @Option(help: "Networks trained at once, each on one thread; as many as there are cores, one on a GPU.")
  var jobs: Int?

  @OptionGroup var viewing: ViewOptions

  @Option(name: .shortAndLong, help: "Folder of the table.", completion: .directory)
  var output = "runs/table1"

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be above zero, not \(jobs)") }
    if let iterations, iterations < 1 { throw ValidationError("--iterations must be above zero, not \(iterations)") }
  }

  func run() async throws {
    #if LibTorch
      let plan = try plan()
      let device = try TorchDevice(named: device)
      let jobs = jobs ?? (device == .cpu ? ProcessInfo.processInfo.activeProcessorCount : 1)
      let interruption = Interruption()
      let run = Table1Run(
        plan: plan, pool: TrainingPool(jobs: jobs, device: device, interruption: interruption), viewing: viewing)
      guard try await run.run() else {
        Console.current.complain("rotunda: stopped; the same command goes on")
        throw ExitStatus.someFailed
      }
    #else
      throw CommandError.builtWithoutLibTorch(wanted: "rotunda reproduce table1")
    #endif
  }
}

#if LibTorch
  /// What a table is made of.
  struct Table1Plan: Sendable {
    let folder: URL
    let systems: [Table1System]
    let data: Table1Data
    let budget: Table1Budget
    /// Steps of each, instead of the budget's.
    let iterations: Int?
    /// Files of weights by the systems' names.
    let weights: [String: URL]
    /// Cards of other systems' networks.
    let cards: [URL]
    /// Folders of other systems' depth maps.
    let folders: [URL]
    let evaluationProtocol: EvaluationProtocol

    /// Size of the panoramas that all are judged on.
    var size: (width: Int, height: Int) { budget == .small ? (256, 128) : (512, 256) }

    /// How a system is trained.
    func unit(_ system: Table1System) -> TrainingUnit {
      var settings = budget.settings(for: system)
      if let iterations { settings.iterations = iterations }
      settings.data = [data.learning]
      settings.validation = data.validation
      let end = settings.iterations
      settings.optimiser.schedule.warmUp = budget == .small ? end / 20 : 0
      settings.intervals.validation = max(1, end / 5)
      settings.intervals.checkpoint = min(settings.intervals.checkpoint, settings.intervals.validation)
      settings.intervals.preview = end
      return TrainingUnit(settings: settings, folder: RunFolder(folder.appending(path: system.name)))
    }
  }

  extension Table1 {
    fileprivate func plan() throws -> Table1Plan {
      let budget: Table1Budget = try choice("--budget", budget)
      guard let evaluationProtocol = EvaluationProtocol.named(protocolName).first else {
        throw CommandError.unknownProtocol(protocolName)
      }
      let known = Table1System.all.map(\.name)
      let wanted = systems?.split(separator: ",").map(String.init) ?? known
      var files: [String: URL] = [:]
      for pair in weights {
        let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw ValidationError("--weights is SYSTEM=FILE, not \(pair)") }
        files[parts[0]] = URL(filePath: parts[1])
      }
      if let unknown = (wanted + files.keys).first(where: { !known.contains($0) }) {
        throw ValidationError("systems are \(known.joined(separator: ", ")), not \(unknown)")
      }
      return Table1Plan(
        folder: URL(filePath: output), systems: Table1System.all.filter { wanted.contains($0.name) },
        data: try Table1Data(data, validation: validation, test: test, budget: budget), budget: budget,
        iterations: iterations, weights: files, cards: model.map { URL(filePath: $0) },
        folders: predictions.map { URL(filePath: $0) }, evaluationProtocol: evaluationProtocol)
    }
  }
#endif
