// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaNetworks

#if LibTorch
  import RotundaDatasets
  import RotundaEvaluation
  import RotundaTorch
  import RotundaTraining
#endif

/// `rotunda train`.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network on panoramas whose depth is known.",
    discussion: """
      Needs a build with LibTorch. A run is a folder; a killed or interrupted one goes on bit by bit with --resume RUN. \
      Under mpirun (builds with the trait MPI) the processes share each batch.
      """)

  @Option(help: "What the settings below begin from: small (for a processor), or paper (Lee et al. 2020, first stage).")
  var preset: String?

  @OptionGroup(title: "Data and network")
  var dataOptions: TrainingDataOptions

  @OptionGroup(title: "Losses")
  var lossOptions: TrainingLossOptions

  @OptionGroup(title: "Schedule")
  var scheduleOptions: TrainingScheduleOptions

  @Option(help: "Where to compute: cpu, cuda, mps.")
  var device = "cpu"

  @Option(help: "Threads of LibTorch; all cores by default.")
  var threads: Int?

  @Option(help: "Folder of a new run.", completion: .directory)
  var output = "runs/train"

  @Option(
    help: """
      Folder of a run that goes on; --iterations, --rate, --clip and the intervals may be new, other settings stay.
      """, completion: .directory)
  var resume: String?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be above zero, not \(threads)") }
    if resume != nil, preset != nil { throw ValidationError("--resume keeps the run's settings; leave --preset out") }
  }

  func run() async throws {
    #if LibTorch
      let processes = try Self.processes()
      do {
        try train(processes)
      } catch {
        // The others would wait for this one for ever.
        #if MPI
          if processes.count > 1 {
            Console.current.complain("rotunda train, process \(processes.rank): \(error)")
            processes.abort(status: ExitStatus.softwareFault.rawValue)
          }
        #endif
        throw error
      }
      #if MPI
        if processes.count > 1 { processes.leave() }
      #endif
    #else
      throw CommandError.builtWithoutLibTorch(wanted: "rotunda train")
    #endif
  }
}

#if LibTorch
  extension Train {
    private static func processes() throws -> Processes {
      guard Processes.areSeveral else { return .alone }
      #if MPI
        return try Processes.joined()
      #else
        throw CommandError.builtWithoutMPI
      #endif
    }

    private func train(_ processes: Processes) throws {
      if let threads { try LibTorch.setThreads(threads) }
      let folder = RunFolder(URL(filePath: resume ?? output))
      let stored = try resume.map { _ in try folder.record() }
      let settings = try stored.map { try continued($0.settings) } ?? requested()
      guard let architecture = Architecture(settings.architecture) else {
        throw CommandError.unknownNetwork(settings.architecture)
      }
      let data = try SampleSources.open(settings.data, width: settings.width, height: settings.height)
      let (validation, _) = try SampleSources.openFinite(
        settings.validation, width: settings.width, height: settings.height)
      let interruption = Interruption()
      if processes.isFirst {
        try settings.check()
        try note(settings, stored, data, validation, in: folder)
      }
      // The others look into the folder when it is there.
      try processes.meet()
      let speak = processes.isFirst
      var trainer = try Trainer(
        settings: settings, architecture: architecture, data: data, validation: validation, folder: folder,
        device: TorchDevice(named: device), processes: processes, warn: { if speak { Console.current.complain($0) } })
      let progress = TrainingProgress(settings)
      try trainer.run(isStopped: { interruption.isRequested }) { if speak { progress.show($0) } }
      if interruption.isRequested, speak {
        Console.current.complain("stopped; go on with: rotunda train --resume \(folder.url.path)")
      }
    }

    private func requested() throws -> TrainingSettings {
      var settings: TrainingSettings
      switch preset ?? "small" {
      case "small": settings = .small
      case "paper": settings = .paper
      case let other: throw ValidationError("--preset is small or paper, not \(other)")
      }
      try apply(to: &settings)
      return settings
    }

    private func apply(to settings: inout TrainingSettings) throws {
      try dataOptions.apply(to: &settings)
      try lossOptions.apply(to: &settings)
      try scheduleOptions.apply(to: &settings)
    }

    /// The settings of a run with what may change while it goes on.
    private func continued(_ stored: TrainingSettings) throws -> TrainingSettings {
      var wanted = stored
      try apply(to: &wanted)
      var settings = stored
      settings.iterations = wanted.iterations
      settings.optimiser.rate = wanted.optimiser.rate
      settings.optimiser.maximumGradientNorm = wanted.optimiser.maximumGradientNorm
      settings.intervals = wanted.intervals
      guard settings == wanted else {
        throw ValidationError("--resume takes only --iterations, --rate, --clip and the intervals; other settings stay")
      }
      return settings
    }

    /// Writes down what the run is, or that it goes on, and says where its data are others than they were.
    private func note(
      _ settings: TrainingSettings, _ stored: RunRecord?, _ data: any SampleSource, _ validation: any SampleSource,
      in folder: RunFolder
    ) throws {
      let now = RunRecord(
        settings: settings, version: programVersion, libTorch: LibTorch.version, data: try Fingerprint(of: data),
        validation: try Fingerprint(of: validation))
      guard var stored else { return try folder.create(now) }
      for (before, after) in [(stored.data, now.data), (stored.validation, now.validation)] where before != after {
        Console.current.complain(
          "\(after.uri) does not hold what it held when the run began; it goes on, but not bit by bit")
      }
      stored.settings = settings
      try folder.write(stored)
    }
  }

  /// The lines that a run says.
  private struct TrainingProgress {
    private let settings: TrainingSettings

    init(_ settings: TrainingSettings) { self.settings = settings }

    func show(_ event: Trainer.Event) {
      switch event {
      case .step(let report): Console.current.say(line(report))
      case .validated(let step, let uniform, let latitude, let isBest):
        Console.current.say(
          String(
            format: "%@  validation: Abs Rel %.4f (by solid angle %.4f), RMS %.3f m, delta1 %.3f%@", head(step),
            uniform.absoluteRelative, latitude.absoluteRelative, uniform.rootMeanSquare, uniform.delta.x,
            isBest ? "  (the best so far)" : ""))
      case .checkpoint(let step): Console.current.say("\(head(step))  checkpoint")
      }
    }

    private func head(_ step: Int) -> String { "step \(step)/\(settings.iterations)" }

    private func line(_ report: Trainer.StepReport) -> String {
      let stepsPerSecond = report.samplesPerSecond / Double(settings.batch * settings.accumulation)
      let seconds = Int(Double(settings.iterations - report.step) / max(stepsPerSecond, 1e-9))
      let terms = report.terms.map { "\($0.name) " + String(format: "%.4g", $0.value) }.joined(separator: ", ")
      let norm = report.gradientNorm.map { String(format: "  gradient %.3g", $0) } ?? ""
      return String(
        format: "%@  loss %.4f (%@)%@  rate %.2e  %.2f it/s  %.1f pictures/s  ETA %d:%02d:%02d", head(report.step),
        report.loss, terms, norm, report.rate, stepsPerSecond, report.samplesPerSecond, seconds / 3600,
        seconds / 60 % 60, seconds % 60)
    }
  }
#endif
