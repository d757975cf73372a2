// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

#if LibTorch
  import RotundaNetworks
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

  @OptionGroup(title: "Systems with losses of their own")
  var systemOptions: SystemOptions

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
      var settings = try TrainingPreset(named: preset ?? "small").settings
      try apply(to: &settings)
      // Pictures of a pinhole camera are square.
      if dataOptions.size == nil, let family = Architecture(settings.architecture)?.family,
        family.convention != .panorama
      {
        settings.width = settings.height
      }
      let second = try adaptation(after: settings, from: StageFolders.first(in: folder).weightsFile)
      guard !photographOptions.real.isEmpty else {
        if second != settings.adaptation(from: second.initialWeights ?? "", to: []) {
          throw ValidationError("--real names the photographs that the second stage's options are about")
        }
        return [try TrainingStage(settings, folder: RunFolder(folder))]
      }
      try RunFolder(folder).checkIsFree()
      return [
        try TrainingStage(settings, folder: StageFolders.first(in: folder)),
        try TrainingStage(second, folder: StageFolders.second(in: folder)),
      ]
    }

    /// The second stage that is asked for.
    private func adaptation(after first: TrainingSettings, from weights: URL) throws -> TrainingSettings {
      var settings = first.adaptation(
        from: weights.path(percentEncoded: false), to: photographOptions.addresses)
      secondStageOptions.apply(to: &settings)
      try discriminatorOptions.apply(to: &settings)
      return settings
    }

    private func apply(to settings: inout TrainingSettings) throws {
      try dataOptions.apply(to: &settings)
      try lossOptions.apply(to: &settings)
      try systemOptions.apply(to: &settings)
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
#endif
