// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaNetworks

#if LibTorch
  import RotundaEvaluation
  import RotundaTorch
  import RotundaTraining
#endif

/// `rotunda train`.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network on rendered rooms.",
    discussion: "Needs a build with LibTorch. A killed run goes on with --resume RUN.")

  @Option(help: "The network, as rectnet-w4-sphere.")
  var architecture = "rectnet-w4-sphere"

  @Option(help: "What to learn from.")
  var data = "rooms:seed=1"

  @Option(name: .customLong("validate"), help: "What to judge by.")
  var validation = "rooms:seed=1000001,count=64"

  @Option(help: "Size of the pictures, WIDTHxHEIGHT.")
  var size = "256x128"

  @Option(help: "Pictures a step.")
  var batch = 8

  @Option(help: "Steps in all (10,000); with --resume, a new number of steps.")
  var iterations: Int?

  @Option(help: "Peak learning rate (1e-3); with --resume, a new one.")
  var rate: Double?

  @Option(help: "Distance of depths: squared (metres, as in the paper), relative, berHu or scaleInvariantLog.")
  var depthLoss = "squared"

  @Option(help: "How weights start: xavierNormal (as published) or variancePreserving.")
  var initialisation = "xavierNormal"

  @Option(help: "Samples held in memory at once.")
  var pool = 512

  @Option(help: "How often a sample is drawn, differently augmented, before the pool moves on.")
  var reuse = 6

  @Option(help: "What layers compute in: float32 or bfloat16.")
  var precision = "float32"

  @Option(help: "Seed of weights, order and augmentation.")
  var seed: UInt64 = 1

  @Option(help: "Where to compute: cpu, cuda, mps.")
  var device = "cpu"

  @Option(help: "Threads of LibTorch; all cores by default.")
  var threads: Int?

  @Option(help: "Folder of the run.")
  var output = "runs/train"

  @Flag(help: "Go on with the run in the folder.")
  var resume = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be above zero, not \(threads)") }
  }

  func run() async throws {
    #if LibTorch
      try train()
    #else
      throw CommandError.builtWithoutLibTorch(wanted: "rotunda train")
    #endif
  }
}

#if LibTorch
  extension Train {
    private func train() throws {
      let folder = RunFolder(URL(filePath: output))
      var settings: TrainingSettings
      if resume {
        settings = try folder.settings()
        settings.iterations = iterations ?? settings.iterations
        settings.rate = rate ?? settings.rate
      } else {
        settings = try requestedSettings()
        try folder.checkIsFree()
      }
      guard let architecture = Architecture(settings.architecture) else {
        throw CommandError.unknownNetwork(settings.architecture)
      }
      if let threads { try LibTorch.setThreads(threads) }
      var trainer = try Trainer(
        settings: settings, architecture: architecture,
        data: SampleSources.open(settings.data, width: settings.width, height: settings.height),
        validation: SampleSources.open(settings.validation, width: settings.width, height: settings.height),
        folder: folder, device: TorchDevice(named: device))
      if resume { try folder.write(settings) } else { try folder.create(settings) }
      let interruption = Interruption()
      let (total, batch) = (settings.iterations, settings.batch)
      try trainer.run(isStopped: { interruption.isRequested }) { report($0, of: total, batch: batch) }
    }

    private func requestedSettings() throws -> TrainingSettings {
      let extent = try Extent(parsing: size)
      var settings = TrainingSettings(
        architecture: architecture, data: data, validation: validation, width: extent.width, height: extent.height)
      settings.batch = batch
      settings.iterations = iterations ?? settings.iterations
      settings.rate = rate ?? settings.rate
      settings.loss.depth = try choice("--depth-loss", depthLoss)
      settings.initialisation = try choice("--initialisation", initialisation)
      settings.precision = try choice("--precision", precision)
      settings.seed = seed
      settings.pool = pool
      settings.reuse = reuse
      return settings
    }

    /// One of the values that an option has.
    private func choice<Choice: RawRepresentable<String> & CaseIterable>(
      _ option: String, _ text: String
    ) throws -> Choice {
      guard let choice = Choice(rawValue: text) else {
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(option) is one of \(choices), not \(text)")
      }
      return choice
    }

    private func report(_ event: Trainer.Event, of total: Int, batch: Int) {
      switch event {
      case .step(let step, let rate, let loss, let terms, let speed):
        let left = Double(total - step) * Double(batch) / max(speed, 1e-9) / 60
        let parts = terms.map { String(format: "%@ %.4f", $0.name, $0.value) }.joined(separator: ", ")
        Console.current.say(
          String(
            format: "step %d/%d  loss %.4f (%@)  rate %.2e  %.1f pictures/s  %.0f min left", step, total, loss, parts,
            rate, speed, left))
      case .validated(let step, let uniform, let latitude):
        Console.current.say(
          String(
            format: "step %d/%d  validation: Abs Rel %.4f (by solid angle %.4f), RMS %.3f m, delta1 %.3f", step, total,
            uniform.absoluteRelative, latitude.absoluteRelative, uniform.rootMeanSquare, uniform.delta.x))
      case .checkpoint(let step):
        Console.current.say("step \(step)/\(total)  checkpoint")
      }
    }
  }
#endif
