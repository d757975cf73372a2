// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

#if LibTorch
  import RotundaDatasets
  import RotundaNetworks
  import RotundaTraining
#endif

/// What a run learns from and what learns; each option changes what the preset says.
struct TrainingDataOptions: ParsableArguments {
  @Option(help: "The network, as rectnet-w4-sphere.")
  var architecture: String?

  @Option(help: "What to learn from, as rooms:seed=1; several are joined, or take turns where one never ends.")
  var data: [String] = []

  @Option(name: .customLong("validate"), help: "What to judge by, as rooms:seed=1000001,count=64.")
  var validation: String?

  @Option(help: "Size of the pictures, WIDTHxHEIGHT.")
  var size: String?

  @Option(help: "Weights to start from instead of random ones.", completion: .file())
  var weights: String?

  @Option(help: "How random weights start: xavierNormal (as published) or variancePreserving.")
  var initialisation: String?

  @Option(help: "Seed of weights, order and augmentation.")
  var seed: UInt64?

  @Option(help: "How pictures are varied: none, geometric (turned and mirrored) or standard (in other light, too).")
  var augment: String?

  @Option(help: "Half of the pictures are tilted by up to so many degrees.")
  var tilt: Double?

  @Option(help: "Samples held in memory to be drawn from several times; 0 draws each as it comes.")
  var pool: Int?

  @Option(help: "How often a sample of the pool is drawn, differently augmented.")
  var reuse: Int?
}

/// How a system learns that has a way of its own.
struct SystemOptions: ParsableArguments {
  @Option(
    help: """
      What a network of panoramas is judged by instead of the losses above: supervised (true distances), vertical, \
      horizontal or trinocular (panoramas from above, from the right, or both, which --data must have: partners=yes).
      """)
  var evidence: String?

  @Option(help: "What the panorama from above counts of a trinocular judgement, 0 to 1; the other counts the rest.")
  var upShare: Double?

  @Option(help: "Focal length of perspective pictures, in widths of these; by default that of the published weights.")
  var focalLength: Double?

  @Option(help: "Columns of the panoramas that perspective pictures are cut from.")
  var panoramaWidth: Int?

  @Flag(help: "Make the mistakes of the published code, too.")
  var faithful = false
}

/// How a run learns.
struct TrainingScheduleOptions: ParsableArguments {
  @Option(help: "Pictures a step, over all processes.")
  var batch: Int?

  @Option(help: "Passes of a batch whose gradients make one step.")
  var accumulate: Int?

  @Option(help: "Steps in all.")
  var iterations: Int?

  @Option(help: "Peak learning rate.")
  var rate: Double?

  @Option(help: "What the rate does: constant, cosine, step.")
  var schedule: String?

  @Option(help: "Steps in which the rate grows from zero.")
  var warmUp: Int?

  @Option(help: "Steps between halvings of --schedule step.")
  var halveEvery: Int?

  @Option(help: "Gradients of a larger joint norm are shortened to it.")
  var clip: Double?

  @Option(help: "Decay of the averaged weights, as 0.999; 0 takes the last ones.")
  var average: Double?

  @Option(help: "What layers compute in: float32 or bfloat16.")
  var precision: String?

  @Flag(help: "Channels innermost in memory, as GPUs want it.")
  var channelsLast = false

  @Option(help: "Steps between lines of metrics.csv.")
  var logEvery: Int?

  @Option(help: "Steps between checkpoints.")
  var checkpointEvery: Int?

  @Option(help: "Steps between validations.")
  var validateEvery: Int?

  @Option(help: "Steps between pictures of what the network sees.")
  var previewEvery: Int?

  @Option(help: "Checkpoints kept beside the best.")
  var keep: Int?
}

#if LibTorch
  /// One of the values that an option has.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ option: String, _ text: String) throws -> Choice {
    guard let choice = Choice(rawValue: text) else {
      let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(option) is one of \(choices), not \(text)")
    }
    return choice
  }

  /// Puts what was given in a setting's place.
  func set<Value>(_ setting: inout Value, _ given: Value?) {
    if let given { setting = given }
  }

  /// What the settings of a run begin from.
  enum TrainingPreset: String {
    case small, paper

    /// The preset that `--preset` names.
    init(named name: String) throws {
      guard let preset = TrainingPreset(rawValue: name) else {
        throw ValidationError("--preset is small or paper, not \(name)")
      }
      self = preset
    }

    /// Those of the first stage.
    var settings: TrainingSettings {
      switch self {
      case .small: .small
      case .paper: .paper
      }
    }
  }

  extension AugmentationRanges {
    /// The ranges that `--augment` names.
    init(named name: String) throws {
      switch name {
      case "none": self = .none
      case "geometric": self = .geometric
      case "standard": self = .standard
      case let other: throw ValidationError("--augment is none, geometric or standard, not \(other)")
      }
    }
  }

  extension TrainingDataOptions {
    func apply(to settings: inout TrainingSettings) throws {
      set(&settings.architecture, architecture)
      if !data.isEmpty { settings.data = data }
      set(&settings.validation, validation)
      if let size {
        let extent = try Extent(parsing: size)
        (settings.width, settings.height) = (extent.width, extent.height)
      }
      if let weights { settings.initialWeights = weights }
      set(&settings.initialisation, try initialisation.map { try choice("--initialisation", $0) })
      set(&settings.seed, seed)
      try applyAugmentation(to: &settings)
      if pool != nil || reuse != nil {
        let replay = SampleLoader.Replay(
          pool: pool ?? settings.replay?.pool ?? 512, reuse: reuse ?? settings.replay?.reuse ?? 6)
        settings.replay = pool == 0 ? nil : replay
      }
    }

    private func applyAugmentation(to settings: inout TrainingSettings) throws {
      set(&settings.augmentation, try augment.map { try AugmentationRanges(named: $0) })
      guard let tilt else { return }
      guard (0...90).contains(tilt) else { throw ValidationError("--tilt goes from 0 to 90 degrees, not \(tilt)") }
      settings.augmentation.tiltShare = tilt > 0 ? 0.5 : 0
      settings.augmentation.maximumTilt = tilt
    }
  }

  extension SystemOptions {
    /// Changes the settings, where anything was given.
    ///
    /// - Throws: `ValidationError`.
    func apply(to settings: inout TrainingSettings) throws {
      let before = settings.system ?? SystemSettings()
      var system = before
      set(&system.evidence, try evidence.map { try choice("--evidence", $0) })
      set(&system.upShare, upShare)
      set(&system.focalLength, focalLength)
      set(&system.panoramaWidth, panoramaWidth)
      if faithful { system.faithful = true }
      guard system != before else { return }
      settings.system = system
    }
  }

  extension TrainingScheduleOptions {
    func apply(to settings: inout TrainingSettings) throws {
      set(&settings.batch, batch)
      set(&settings.accumulation, accumulate)
      set(&settings.iterations, iterations)
      set(&settings.optimiser.rate, rate)
      set(&settings.optimiser.schedule.shape, try schedule.map { try choice("--schedule", $0) })
      set(&settings.optimiser.schedule.warmUp, warmUp)
      set(&settings.optimiser.schedule.halving, halveEvery)
      if let clip { settings.optimiser.maximumGradientNorm = clip }
      set(&settings.optimiser.averageDecay, average)
      set(&settings.precision, try precision.map { try choice("--precision", $0) })
      if channelsLast { settings.channelsLast = true }
      set(&settings.intervals.log, logEvery)
      set(&settings.intervals.checkpoint, checkpointEvery)
      set(&settings.intervals.validation, validateEvery)
      set(&settings.intervals.preview, previewEvery)
      set(&settings.intervals.keptCheckpoints, keep)
    }
  }
#endif
