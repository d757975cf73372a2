// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaNetworks
  import RotundaTorch

  /// The state of a run between two steps, as one safetensors file.
  ///
  /// Arrays are named `weights/NAME`, `average/NAME`, `first/NAME`, `second/NAME`, of which running numbers of
  /// normalisations have the first alone; those of a discriminator begin with
  /// `discriminator/`, and `discriminator/singular/NAME` are what its spectral norm goes on from. The metadata holds the
  /// step and the best validation so far. The rate, the order of samples and their augmentation are functions of the step,
  /// so nothing else is needed to go on bit by bit.
  struct Checkpoint {
    /// What the optimiser moves, and what normalisations keep.
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
      let moved = Set(optimiser.names)
      for (name, tensor) in parameters where !moved.contains(name) {
        try Self.add(.weights, [name], [tensor], to: &arrays, prefix: "")
      }
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
        try add(part, optimiser.names, optimiser.tensors(of: part), to: &arrays, prefix: prefix)
      }
    }

    private static func add(
      _ part: Adam.Part, _ names: [String], _ tensors: [Tensor], to arrays: inout [String: Weights.Array],
      prefix: String
    ) throws {
      for (name, tensor) in zip(names, tensors) {
        arrays["\(prefix)\(part.rawValue)/\(name)"] = Weights.Array(
          shape: tensor.shape, values: try tensor.floats())
      }
    }

    // MARK: - Reading

    /// - `learner`: what the run has.
    /// - Throws: `TrainingError.notARun` where the file is no checkpoint of this run.
    init(contentsOf url: URL, of learner: Learner, device: TorchDevice, settings: TrainingSettings) throws {
      let stored = try StoredArrays(url, device: device, channelsLast: settings.channelsLast)
      let main = try stored.optimiser(of: learner.learnt, prefix: "", settings: settings.optimiser)
      parameters = main.parameters.merging(try stored.tensors(.weights, learner.kept)) { $1 }
      optimiser = main.optimiser
      best = stored.weights.metadata["best"].flatMap { Double($0) }
      guard let discriminator = learner.discriminator, let adversarial = settings.adversarial else {
        self.discriminator = nil
        return
      }
      let (parameters, optimiser) = try stored.optimiser(
        of: discriminator.shapes, prefix: Self.discriminatorPrefix, settings: settings.discriminatorOptimiser)
      let spectralNorm = adversarial.spectralNorm ? try Self.spectralNorm(of: discriminator, in: stored) : nil
      self.discriminator = DiscriminatorState(
        parameters: parameters, optimiser: optimiser, spectralNorm: spectralNorm)
    }

    /// What a run has that changes as it learns.
    struct Learner {
      /// What optimisers move, the network's parameters and their companions.
      let learnt: [(name: String, shape: [Int])]
      /// What normalisations keep.
      let kept: [(name: String, shape: [Int])]
      /// What the network learns against.
      let discriminator: Discriminator?
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

    /// One part of arrays of these names and shapes.
    func tensors(_ part: Adam.Part, _ shapes: [(name: String, shape: [Int])]) throws -> [String: Tensor] {
      Dictionary(
        uniqueKeysWithValues: try shapes.map { ($0.name, try tensor("\(part.rawValue)/\($0.name)", shape: $0.shape)) })
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
