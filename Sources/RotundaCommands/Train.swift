// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

#if LibTorch
  import RotundaTorch
  import RotundaTraining
#endif

/// `rotunda train`.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network on panoramas whose depth is known, and adapt it to photographs.",
    discussion: """
      Needs a build with LibTorch. A run is a folder; a killed or interrupted one goes on bit by bit with --resume RUN. \
      With --real it has two stages, which are runs of their own in RUN/stage-1 and RUN/stage-2: in the second one a \
      discriminator that tells predicted maps of rendered panoramas from those of photographs helps to make both alike. \
      Under mpirun (builds with the trait MPI) the processes share each batch.
      """)

  @Option(help: "What the settings below begin from: small (for a processor), or paper (Lee et al. 2020).")
  var preset: String?

  @OptionGroup(title: "Data and network")
  var dataOptions: TrainingDataOptions

  @OptionGroup(title: "Losses")
  var lossOptions: TrainingLossOptions

  @OptionGroup(title: "Schedule")
  var scheduleOptions: TrainingScheduleOptions

  @OptionGroup(title: "Photographs")
  var photographOptions: PhotographOptions

  @OptionGroup(title: "Discriminator")
  var discriminatorOptions: DiscriminatorOptions

  @OptionGroup(title: "Second stage")
  var secondStageOptions: SecondStageOptions

  @OptionGroup
  var machine: TrainingMachineOptions

  @Option(help: "Folder of a new run.", completion: .directory)
  var output = "runs/train"

  @Option(
    help: """
      Folder of a run that goes on; --iterations, --rate, --clip and the intervals may be new, other settings stay. \
      Of a run with two stages nothing may be new; name its stage to change that.
      """, completion: .directory)
  var resume: String?

  func validate() throws {
    if resume != nil, preset != nil { throw ValidationError("--resume keeps the run's settings; leave --preset out") }
  }

  func run() async throws {
    #if LibTorch
      try withProcesses(of: "rotunda train") { try train($0) }
    #else
      throw CommandError.builtWithoutLibTorch(wanted: "rotunda train")
    #endif
  }
}

/// Where a run computes.
struct TrainingMachineOptions: ParsableArguments {
  @Option(help: "Where to compute: cpu, cuda, mps.")
  var device = "cpu"

  @Option(help: "Threads of LibTorch; all cores by default.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be above zero, not \(threads)") }
  }
}

#if LibTorch
  extension Train {
    private func train(_ processes: Processes) throws {
      let folder = URL(filePath: resume ?? output)
      let runner = try TrainingRunner(machine, processes: processes, command: "rotunda train --resume \(folder.path)")
      if resume != nil {
        try runner.goOn(try stored(in: folder))
      } else {
        try runner.begin(try requested(in: folder))
      }
    }

    /// What is asked for: one stage, or two.
    private func requested(in folder: URL) throws -> [TrainingStage] {
      var settings: TrainingSettings
      switch preset ?? "small" {
      case "small": settings = .small
      case "paper": settings = .paper
      case let other: throw ValidationError("--preset is small or paper, not \(other)")
      }
      try apply(to: &settings)
      guard !photographOptions.real.isEmpty else { return [try TrainingStage(settings, folder: RunFolder(folder))] }
      try RunFolder(folder).checkIsFree()
      let first = StageFolders.first(in: folder)
      var second = settings.adaptation(
        from: first.weightsFile.path(percentEncoded: false),
        to: photographOptions.addresses)
      secondStageOptions.apply(to: &second)
      if var adversarial = second.adversarial {
        try discriminatorOptions.apply(to: &adversarial)
        second.adversarial = adversarial
      }
      return [
        try TrainingStage(settings, folder: first),
        try TrainingStage(second, folder: StageFolders.second(in: folder)),
      ]
    }

    private func apply(to settings: inout TrainingSettings) throws {
      try dataOptions.apply(to: &settings)
      try lossOptions.apply(to: &settings)
      try scheduleOptions.apply(to: &settings)
    }

    /// What the run in a folder is, with what may change while it goes on.
    private func stored(in folder: URL) throws -> [(TrainingStage, RunRecord)] {
      let stages = try StageFolders.all(in: folder).map { ($0, try $0.record()) }
      return try stages.map { stage, record in
        var wanted = record.settings
        try apply(to: &wanted)
        var settings = record.settings
        if stages.count == 1 {
          settings.iterations = wanted.iterations
          settings.optimiser.rate = wanted.optimiser.rate
          settings.optimiser.maximumGradientNorm = wanted.optimiser.maximumGradientNorm
          settings.intervals = wanted.intervals
        }
        guard settings == wanted, photographOptions.real.isEmpty else {
          throw ValidationError(
            "--resume takes only --iterations, --rate, --clip and the intervals, and these of one stage; other settings stay"
          )
        }
        // The folder of a run may have been moved between its stages.
        if stages.count > 1, settings.adversarial != nil {
          settings.initialWeights = StageFolders.first(in: folder).weightsFile.path(percentEncoded: false)
        }
        return (try TrainingStage(settings, folder: stage), record)
      }
    }
  }

  /// The folders of a run with two stages.
  enum StageFolders {
    static func first(in folder: URL) -> RunFolder { RunFolder(folder.appending(path: "stage-1")) }
    static func second(in folder: URL) -> RunFolder { RunFolder(folder.appending(path: "stage-2")) }

    /// The runs that a folder is or holds.
    static func all(in folder: URL) -> [RunFolder] {
      let stages = [first(in: folder), second(in: folder)]
      return stages.allSatisfy(\.holdsRun) ? stages : [RunFolder(folder)]
    }
  }

  /// Takes the stages of a run one after the other.
  struct TrainingRunner {
    private let device: TorchDevice
    private let processes: Processes
    private let interruption = Interruption()
    /// What goes on with the run.
    private let command: String

    init(_ machine: TrainingMachineOptions, processes: Processes, command: String) throws {
      if let threads = machine.threads { try LibTorch.setThreads(threads) }
      device = try TorchDevice(named: machine.device)
      (self.processes, self.command) = (processes, command)
    }

    /// Notes what the stages are and runs them.
    func begin(_ stages: [TrainingStage]) throws {
      if processes.isFirst { for stage in stages { try stage.begin() } }
      try run(stages)
    }

    /// Notes that stages go on and runs them.
    func goOn(_ stages: [(stage: TrainingStage, record: RunRecord)]) throws {
      if processes.isFirst { for (stage, record) in stages { try stage.goOn(from: record) } }
      try run(stages.map(\.stage))
    }

    private func run(_ stages: [TrainingStage]) throws {
      for (number, stage) in stages.enumerated() {
        // The others look into the folder when it is there.
        try processes.meet()
        if stages.count > 1, processes.isFirst {
          Console.current.say("stage \(number + 1) of \(stages.count), in \(stage.folder.url.path)")
        }
        let progress = TrainingProgress(stage.settings)
        let isFinished = try stage.run(
          device: device, processes: processes, isStopped: { interruption.isRequested }, report: progress.show)
        guard isFinished else {
          if processes.isFirst { Console.current.complain("stopped; go on with: \(command)") }
          return
        }
      }
    }
  }
#endif
