// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Rotunda
import RotundaNetworks

#if LibTorch
  import RotundaTraining
#endif

/// `rotunda adapt`.
struct Adapt: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Adapt weights to photographs of your own, whose depth nobody knows.",
    discussion: """
      Needs a build with LibTorch. The network goes on learning distance from rendered rooms, while a discriminator that \
      tells its maps of these from its maps of your photographs makes it draw both alike (Lee et al. 2020, second stage). \
      OUTPUT/weights.safetensors is then for `rotunda predict --weights`. A killed or interrupted run goes on with \
      `rotunda train --resume OUTPUT`.
      """)

  @OptionGroup(title: "Data and network")
  var dataOptions: TrainingDataOptions

  @OptionGroup(title: "Photographs")
  var photographOptions: PhotographOptions

  @OptionGroup(title: "Discriminator")
  var discriminatorOptions: DiscriminatorOptions

  @OptionGroup(title: "Losses")
  var lossOptions: TrainingLossOptions

  @OptionGroup(title: "Schedule")
  var scheduleOptions: TrainingScheduleOptions

  @OptionGroup
  var machine: TrainingMachineOptions

  @Option(help: "Folder of the run.", completion: .directory)
  var output = "runs/adapt"

  func validate() throws {
    if photographOptions.real.isEmpty { throw ValidationError("--real names the photographs to adapt to") }
    if dataOptions.architecture != nil {
      throw ValidationError("the network is that of --weights; leave --architecture out")
    }
  }

  func run() async throws {
    #if LibTorch
      try withProcesses(of: "rotunda adapt") { processes in
        let folder = RunFolder(URL(filePath: output))
        let runner = try TrainingRunner(
          machine, processes: processes, command: "rotunda train --resume \(folder.url.path)")
        try runner.begin([try TrainingStage(try settings(), folder: folder)])
      }
    #else
      throw CommandError.builtWithoutLibTorch(wanted: "rotunda adapt")
    #endif
  }
}

#if LibTorch
  extension Adapt {
    /// Steps by default: an hour or two of a processor with the built-in weights.
    private static let iterations = 1000

    /// The second stage after `small`, for the network and size of the weights.
    private func settings() throws -> TrainingSettings {
      let file = try weightsFile()
      let weights = try Weights(contentsOf: file)
      var first = TrainingSettings.small
      first.architecture = try weights.architecture.description
      if let size = weights.inputSize { (first.width, first.height) = (size.width, size.height) }
      var settings = first.adaptation(
        from: file.path(percentEncoded: false), to: photographOptions.addresses)
      settings.iterations = Self.iterations
      try discriminatorOptions.apply(to: &settings)
      try dataOptions.apply(to: &settings)
      try lossOptions.apply(to: &settings)
      try scheduleOptions.apply(to: &settings)
      return settings
    }

    private func weightsFile() throws -> URL {
      if let file = dataOptions.weights { return URL(filePath: file) }
      guard let file = WeightsSource.builtin.file else { throw EstimatorError.builtInWeightsMissing }
      return file
    }
  }
#endif
