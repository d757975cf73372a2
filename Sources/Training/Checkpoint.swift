// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaNetworks
  import RotundaTorch

  /// The state of a run between two steps, as one safetensors file.
  ///
  /// Arrays are named `weights/NAME`, `average/NAME`, `first/NAME`, `second/NAME`; those of a discriminator begin with
  /// `discriminator/`, and `discriminator/singular/NAME` are what its spectral norm goes on from. The metadata holds the
  /// step and the best validation so far. The rate, the order of samples and their augmentation are functions of the step,
  /// so nothing else is needed to go on bit by bit.
  struct Checkpoint {
    let parameters: [String: Tensor]
    let optimiser: Adam
    /// The discriminator that the network learns against; nil in the first stage.
    let discriminator: DiscriminatorState?
    /// Abs Rel of the best validation so far; nil before the first one.
    let best: Double?

    private static let discriminatorPrefix = "discriminator/"
    private static let singularPrefix = "discriminator/singular/"

    init(parameters: [String: Tensor], optimiser: Adam, discriminator: DiscriminatorState?, best: Double?) {
      (self.parameters, self.optimiser, self.discriminator, self.best) = (parameters, optimiser, discriminator, best)
    }

    // MARK: - Writing

    func write(to url: URL) throws {
      var arrays: [String: Weights.Array] = [:]
      try Self.add(optimiser, to: &arrays, prefix: "")
      if let discriminator {
        try Self.add(discriminator.optimiser, to: &arrays, prefix: Self.discriminatorPrefix)
        for (name, vector) in discriminator.spectralNorm?.left ?? [:] {
          arrays[Self.singularPrefix + name] = Weights.Array(shape: vector.shape, values: try vector.floats())
        }
      }
      var metadata = ["step": String(optimiser.steps)]
      metadata["best"] = best.map { String($0) }
      try Weights(arrays: arrays, metadata: metadata).write(to: url)
    }

    private static func add(_ optimiser: Adam, to arrays: inout [String: Weights.Array], prefix: String) throws {
      for part in Adam.Part.allCases {
        for (name, tensor) in zip(optimiser.names, optimiser.tensors(of: part)) {
          arrays["\(prefix)\(part.rawValue)/\(name)"] = Weights.Array(
            shape: tensor.shape, values: try tensor.floats())
        }
      }
    }

    // MARK: - Reading

    /// - `discriminator`: the one that the run has.
    /// - Throws: `TrainingError.notARun` where the file is no checkpoint of this run.
    init(
      contentsOf url: URL, for network: Network, discriminator: Discriminator?, device: TorchDevice,
      settings: TrainingSettings
    ) throws {
      let stored = try StoredArrays(url, device: device, channelsLast: settings.channelsLast)
      (parameters, optimiser) = try stored.optimiser(
        of: network.parameters.map { ($0.name, $0.shape) }, prefix: "", settings: settings.optimiser)
      best = stored.weights.metadata["best"].flatMap { Double($0) }
      guard let discriminator, let adversarial = settings.adversarial else {
        self.discriminator = nil
        return
      }
      let (parameters, optimiser) = try stored.optimiser(
        of: discriminator.shapes, prefix: Self.discriminatorPrefix, settings: settings.discriminatorOptimiser)
      let spectralNorm = adversarial.spectralNorm ? try Self.spectralNorm(of: discriminator, in: stored) : nil
      self.discriminator = DiscriminatorState(
        parameters: parameters, optimiser: optimiser, spectralNorm: spectralNorm)
    }

    private static func spectralNorm(of discriminator: Discriminator, in stored: StoredArrays) throws -> SpectralNorm {
      let vectors = try discriminator.shapes.filter { SpectralNorm.concerns(shape: $0.shape) }
        .map { ($0.name, try stored.tensor(singularPrefix + $0.name, shape: [$0.shape[0]])) }
      return SpectralNorm(left: Dictionary(uniqueKeysWithValues: vectors))
    }
  }

  /// The arrays of a checkpoint, as tensors.
  private struct StoredArrays {
    let weights: Weights
    private let url: URL
    private let device: TorchDevice
    private let channelsLast: Bool
    private let step: Int

    init(_ url: URL, device: TorchDevice, channelsLast: Bool) throws {
      (self.url, self.device, self.channelsLast) = (url, device, channelsLast)
      weights = try Weights(contentsOf: url)
      guard let step = weights.metadata["step"].flatMap({ Int($0) }) else {
        throw TrainingError.notARun(url, reason: "it does not say how far the run had come")
      }
      self.step = step
    }

    func tensor(_ name: String, shape: [Int]) throws -> Tensor {
      guard let array = weights.arrays[name], array.shape == shape else {
        throw TrainingError.notARun(url, reason: "it lacks \(name) of the network's shape")
      }
      let tensor = try Tensor(array.values, shape: array.shape, device: device)
      return channelsLast && shape.count == 4 ? try tensor.channelsLast() : tensor
    }

    /// Parameters of these names and shapes, and the optimiser that moves them.
    func optimiser(
      of shapes: [(name: String, shape: [Int])], prefix: String, settings: OptimiserSettings
    ) throws -> (parameters: [String: Tensor], optimiser: Adam) {
      func stored(_ part: Adam.Part, _ name: String, _ shape: [Int]) throws -> Tensor {
        try tensor("\(prefix)\(part.rawValue)/\(name)", shape: shape)
      }
      let parameters = Dictionary(
        uniqueKeysWithValues: try shapes.map { ($0.name, try stored(.weights, $0.name, $0.shape)) })
      let optimiser = try Adam(
        parameters, settings: settings, firstMoment: { try stored(.first, $0, $1.shape) },
        secondMoment: { try stored(.second, $0, $1.shape) }, average: { try stored(.average, $0, $1.shape) },
        steps: step)
      return (parameters, optimiser)
    }
  }

  extension Adam {
    /// What there is of each parameter, by the names that checkpoints give it.
    fileprivate enum Part: String, CaseIterable {
      case weights, average, first, second
    }

    fileprivate func tensors(of part: Part) -> [Tensor] {
      switch part {
      case .weights: parameters
      case .average: averages
      case .first: firstMoments
      case .second: secondMoments
      }
    }
  }
#endif
