// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

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

  /// Everything that a run depends on; written to `run.json` in its folder.
  public struct TrainingSettings: Sendable, Hashable, Codable {
    /// The network, as `rectnet-w4-sphere`.
    public var architecture: String
    /// Where samples come from, as `rooms:seed=7`.
    public var data: String
    /// Where samples to judge by come from.
    public var validation: String
    /// Columns of the pictures.
    public var width: Int
    /// Rows of the pictures.
    public var height: Int
    /// Samples a step.
    public var batch = 8
    /// Steps in all; the rate falls to a hundredth of its peak along a cosine until then.
    public var iterations = 10_000
    /// Peak learning rate.
    public var rate = 1e-3
    /// Steps in which the rate grows from zero to its peak.
    public var warmUp = 200
    /// What is minimised.
    public var loss = LossSettings()
    /// How the weights start.
    public var initialisation = Weights.Initialisation.xavierNormal
    /// What layers compute in.
    public var precision = LayerPrecision.float32
    /// Seed of the initial weights, of the order of samples and of their augmentation.
    public var seed: UInt64 = 1
    /// Samples held in memory at once.
    public var pool = 512
    /// How often a sample is drawn, differently augmented, before the pool moves on.
    public var reuse = 6
    /// Steps between checkpoints.
    public var checkpointEvery = 500
    /// Steps between validations.
    public var validateEvery = 1000
    /// Samples of a validation.
    public var validationCount = 64

    /// Settings with the defaults of this type.
    public init(architecture: String, data: String, validation: String, width: Int, height: Int) {
      self.architecture = architecture
      self.data = data
      self.validation = validation
      self.width = width
      self.height = height
    }

    /// Throws `TrainingError.impossibleSetting` for the first setting that no run can have.
    public func check() throws {
      let counts = [
        ("--batch", batch), ("--iterations", iterations), ("--pool", pool), ("--reuse", reuse), ("warmUp", warmUp + 1),
        ("checkpointEvery", checkpointEvery), ("validateEvery", validateEvery), ("validationCount", validationCount),
      ]
      for (name, value) in counts where value < 1 {
        throw TrainingError.impossibleSetting(name: name, value: String(value))
      }
      let numbers = [("--rate", rate)]
      for (name, value) in numbers where !(value > 0 && value.isFinite) {
        throw TrainingError.impossibleSetting(name: name, value: String(value))
      }
      try loss.check()
    }

    /// The learning rate of a step: linear warm-up, then half a cosine down to a hundredth of the peak.
    public func rate(at step: Int) -> Double {
      if step < warmUp { return rate * Double(step + 1) / Double(warmUp) }
      let progress = min(1, Double(step - warmUp) / Double(max(iterations - warmUp, 1)))
      return rate * (0.01 + 0.99 * 0.5 * (1 + cos(.pi * progress)))
    }
  }
#endif
