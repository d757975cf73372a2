// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaDatasets
  public import RotundaNetworks
  import RotundaTorch

  /// What layers compute in; parameters, losses and moments are always in single precision.
  public enum LayerPrecision: String, Sendable, Hashable, Codable, CaseIterable {
    /// Single precision.
    case float32
    /// Half the memory traffic, and twice the speed on processors and GPUs that have it.
    case bfloat16

    var numberType: NumberType {
      switch self {
      case .float32: .float32
      case .bfloat16: .bfloat16
      }
    }
  }

  /// Everything that a run depends on; written to `run.yaml` in its folder.
  public struct TrainingSettings: Sendable, Hashable, Codable {
    /// The network, as `rectnet-w4-sphere`.
    public var architecture = "rectnet-sphere"
    /// Columns of the pictures.
    public var width = 512
    /// Rows of the pictures.
    public var height = 256
    /// Where samples come from, as `rooms:seed=7`; several are one as `CombinedSource` says.
    public var data = ["rooms:seed=1"]
    /// Where samples to judge by come from; all of them are used.
    public var validation = "rooms:seed=1000001,count=64"
    /// Weights to start from; nil for random ones.
    public var initialWeights: String?
    /// How random weights start.
    public var initialisation = Weights.Initialisation.xavierNormal
    /// Seed of the initial weights, of the order of samples and of their augmentation.
    public var seed: UInt64 = 1
    /// Samples a step, over all processes.
    public var batch = 10
    /// Passes of `batch` samples whose gradients make one step.
    public var accumulation = 1
    /// Steps in all.
    public var iterations = 65_000
    /// What is minimised.
    public var loss = LossSettings.paper
    /// How a system learns that has a way of its own; nil stands for the defaults.
    public var system: SystemSettings?
    /// What the network learns against besides; nil in the first stage.
    public var adversarial: AdversarialSettings?
    /// How parameters follow gradients.
    public var optimiser = OptimiserSettings()
    /// How samples are varied.
    public var augmentation = AugmentationRanges.none
    /// What layers compute in.
    public var precision = LayerPrecision.float32
    /// Whether channels are innermost in memory, which GPUs want.
    public var channelsLast = false
    /// Samples held in memory to be drawn from several times; nil draws every sample as it comes.
    public var replay: SampleLoader.Replay?
    /// When what is noted.
    public var intervals = Intervals()

    /// When what is noted, in steps.
    public struct Intervals: Sendable, Hashable, Codable {
      /// Between lines of `metrics.csv`, where losses are read from the device.
      public var log = 20
      /// Between checkpoints.
      public var checkpoint = 500
      /// Between validations, which choose the best checkpoint.
      public var validation = 1000
      /// Between pictures of what the network sees.
      public var preview = 1000
      /// Rotating checkpoints that are kept beside the best.
      public var keptCheckpoints = 2

      /// The intervals above.
      public init() {}
    }

    /// The paper's first stage, as far as the paper says; what it leaves open is as its public sources have it.
    ///
    /// - Source: Lee et al. 2020, section 3: Adam, rate 1e-4, 65,000 iterations of 10 panoramas of 512x256, loss weights
    ///   1, 0.2 and 0.4. Unlike there, columns wrap and rows cross the poles.
    public static let paper = TrainingSettings()

    /// What trains small networks in a day on a processor: bounded relative error, a cosine, an average of the weights,
    /// pictures turned, mirrored and relit.
    public static let small: TrainingSettings = {
      var settings = TrainingSettings()
      settings.architecture = "rectnet-w4-sphere"
      (settings.width, settings.height) = (256, 128)
      settings.initialisation = .variancePreserving
      settings.batch = 8
      settings.iterations = 10_000
      settings.loss.depth = .relative
      settings.loss.normalWeight = 0
      settings.loss.maximumDepth = 10
      settings.optimiser.rate = 1e-3
      settings.optimiser.schedule.shape = .cosine
      settings.optimiser.schedule.warmUp = 200
      settings.optimiser.averageDecay = 0.999
      settings.augmentation = .standard
      settings.replay = SampleLoader.Replay(pool: 512, reuse: 6)
      return settings
    }()

    /// The settings of `paper`, until a property says otherwise.
    public init() {}

    /// The second stage after a run with these settings: from its weights, to the photographs of `real`.
    ///
    /// Half as many rendered panoramas a step, beside as many photographs, and 21 steps for 65 of the first stage, at a
    /// constant rate of 1e-4: for `paper` the 21,000 steps of 5 and 5 that the paper has.
    public func adaptation(from weights: String, to real: [String]) -> TrainingSettings {
      var settings = self
      settings.adversarial = AdversarialSettings(real: real)
      settings.initialWeights = weights
      settings.batch = max(batch / 2, 1)
      settings.accumulation = 1
      settings.iterations = max(iterations * 21 / 65, 1)
      settings.optimiser.rate = 1e-4
      settings.optimiser.schedule = RateSchedule()
      return settings
    }

    /// Size of the panoramas that samples are read as: the pictures, or what perspective pictures are cut from.
    ///
    /// - `family`: the network's.
    public func panoramaSize(for family: Architecture.Family) -> Extent {
      guard family.convention == .panorama else {
        let width = (system ?? SystemSettings()).panoramaWidth
        return Extent(height: width / 2, width: width)
      }
      return Extent(height: height, width: width)
    }

    /// Throws `TrainingError.impossibleSetting` for the first setting that no run can have.
    public func check() throws(TrainingError) {
      let counts = [
        ("--batch", batch), ("--accumulate", accumulation), ("--iterations", iterations),
        ("--warm-up", optimiser.schedule.warmUp + 1), ("--halve-every", optimiser.schedule.halving),
        ("--log-every", intervals.log), ("--checkpoint-every", intervals.checkpoint),
        ("--validate-every", intervals.validation), ("--preview-every", intervals.preview),
        ("--keep", intervals.keptCheckpoints),
      ]
      for (name, value) in counts where value < 1 { throw .impossibleSetting(name: name, value: String(value)) }
      let positive = [("--rate", optimiser.rate), ("--clip", optimiser.maximumGradientNorm ?? 1)]
      for (name, value) in positive where !(value > 0 && value.isFinite) {
        throw .impossibleSetting(name: name, value: String(value))
      }
      guard (0..<1).contains(optimiser.averageDecay) else {
        throw .impossibleSetting(name: "--average", value: String(optimiser.averageDecay))
      }
      try loss.check()
      try system?.check()
      try adversarial?.check()
      guard adversarial == nil || system?.evidence == nil else {
        throw .impossibleSetting(name: "--real", value: "given beside --evidence")
      }
      guard adversarial == nil || accumulation == 1 else {
        throw .impossibleSetting(name: "--accumulate", value: "\(accumulation) where a discriminator learns beside")
      }
      guard !data.isEmpty else { throw .impossibleSetting(name: "--data", value: "empty") }
    }
  }
#endif
