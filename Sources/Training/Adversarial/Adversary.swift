// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaDatasets
  import RotundaNetworks
  import RotundaTorch

  /// What a network learns against while it is adapted: photographs, and a discriminator that learns beside it.
  ///
  /// In every step the discriminator learns first, from maps through which no gradient flows; then the network is told, by
  /// the discriminator as it is now, how its maps of photographs differ from those of rendered panoramas.
  struct Adversary {
    let settings: AdversarialSettings
    let discriminator: Discriminator
    var optimiser: Adam
    private(set) var spectralNorm: SpectralNorm?
    private let scene: Scene
    private let loader: SampleLoader
    private let exchange: GradientExchange?
    private let parameters: [String: Tensor]
    private var statistics = DiscriminatorStatistics()

    /// What the run around it is.
    struct Scene {
      let settings: TrainingSettings
      let device: TorchDevice
      let processes: Processes
      let centred: Bool
    }

    /// What a step gives the network, still on the device.
    struct Verdict {
      /// L_adv, or for features -L_D: a scalar.
      let loss: Tensor
      /// What `loss` counts beside L_data.
      let weight: Double
      /// L_D of the discriminator's own step before its weight, for whoever looks for numbers that are none: a scalar.
      let discriminatorLoss: Tensor
    }

    /// - `stored`: where the discriminator goes on; nil where it begins.
    /// - Throws: `DatasetsError.emptySource`; `NetworkError.unsuitableSize`.
    init(
      _ settings: AdversarialSettings, discriminator: Discriminator, photographs: any SampleSource,
      stored: DiscriminatorState?, in scene: Scene, onSkip: @escaping @Sendable (SkippedSample) -> Void
    ) throws {
      (self.settings, self.discriminator, self.scene) = (settings, discriminator, scene)
      let run = scene.settings
      // Another seed, so that photographs are not turned as the rendered panoramas beside them.
      loader = try SampleLoader(
        photographs, seed: ~run.seed, augmentation: run.augmentation,
        share: SampleLoader.Share(batch: run.batch, part: scene.processes.rank, of: scene.processes.count),
        workers: scene.device == .cpu ? 1 : nil, prefetch: 2 * run.batch / scene.processes.count, onSkip: onSkip)
      let state = try stored ?? DiscriminatorState(discriminator, settings: settings, in: run, device: scene.device)
      (optimiser, spectralNorm, parameters) = (state.optimiser, state.spectralNorm, state.parameters)
      exchange =
        scene.processes.count > 1
        ? try GradientExchange(optimiser.parameters, processes: scene.processes) : nil
    }

    /// What a checkpoint holds of it.
    var state: DiscriminatorState {
      DiscriminatorState(parameters: parameters, optimiser: optimiser, spectralNorm: spectralNorm)
    }

    /// The photographs of a step, which are functions of its number.
    func photographs(step: Int) throws -> [Sample] {
      let count = scene.settings.batch / scene.processes.count
      return try (step * count..<(step + 1) * count).map { try loader.sample(draw: $0) }
    }

    /// The photographs of a step as the network sees them.
    func images(step: Int) throws -> Tensor {
      let images = try Batch.pictures(of: photographs(step: step), centred: scene.centred, device: scene.device)
      return scene.settings.channelsLast ? try images.channelsLast() : images
    }

    /// Teaches the discriminator, and says what it then thinks of the network's outputs for both domains.
    mutating func judge(rendered: [Tensor], real: [Tensor], step: Int) throws -> Verdict {
      let (rendered, real) = (try seen(in: rendered), try seen(in: real))
      let lossOfDiscriminator = try teach(rendered: rendered.detached(), real: real.detached(), step: step)
      let loss: Tensor
      let frozen = try withoutRecording { try effectiveParameters().mapValues { try $0.detached() } }
      switch settings.level {
      case .depth:
        loss = try AdversarialLoss.generator(real: logits(of: noisy(real, step: step, use: 1), frozen))
      case .features:
        let logits = try logits(of: rendered, real, frozen)
        loss = try AdversarialLoss.discriminator(rendered: logits.rendered, real: logits.real).multiplied(by: -1)
      }
      return Verdict(loss: loss, weight: weight(at: step), discriminatorLoss: lossOfDiscriminator)
    }

    /// What the discriminator looks at, of the network's outputs.
    private func seen(in outputs: [Tensor]) throws -> Tensor {
      switch settings.level {
      case .depth: try outputs[0].multiplied(by: 1 / scene.settings.loss.maximumDepth)
      case .features: outputs[outputs.count - 1]
      }
    }

    /// What L_adv counts at a step, from 0.
    ///
    /// - Source: the ramp of reversed gradients is that of Ganin et al., JMLR 17, 2016, section 5.2.2.
    private func weight(at step: Int) -> Double {
      guard step >= settings.headStart else { return 0 }
      switch settings.level {
      case .depth: return settings.weight
      case .features:
        let progress =
          Double(step - settings.headStart) / Double(max(scene.settings.iterations - settings.headStart, 1))
        return settings.weight * (2 / (1 + exp(-10 * progress)) - 1)
      }
    }

    // MARK: - The discriminator's step

    /// Steps between two of the gradient penalty, which counts so much more then.
    ///
    /// - Source: lazy regularisation, Karras et al., "Analyzing and improving the image quality of StyleGAN", CVPR 2020.
    private static let penaltyInterval = 16

    /// One step of L_D; returns its value.
    private mutating func teach(rendered: Tensor, real: Tensor, step: Int) throws -> Tensor {
      try spectralNorm?.iterate(parameters)
      let effective = try effectiveParameters()
      let (rendered, real) = (try noisy(rendered, step: step, use: 2), try noisy(real, step: step, use: 3))
      let logits = try logits(of: rendered, real, effective)
      var loss = try AdversarialLoss.discriminator(
        rendered: logits.rendered, real: logits.real, smoothing: settings.labelSmoothing)
      if settings.gradientPenalty > 0, step % Self.penaltyInterval == 0 {
        let penalty = try discriminator.squaredGradient(
          at: rendered, parameters: effective, device: scene.device,
          precision: scene.settings.precision.numberType)
        let weight = settings.gradientPenalty / 2 * Double(Self.penaltyInterval)
        loss = try loss.adding(penalty.multiplied(by: weight))
      }
      exchange?.arm()
      try loss.multiplied(by: settings.discriminatorWeight).backward()
      try exchange?.finish()
      let norm = try optimiser.step(rate: scene.settings.rate(at: step))
      let value = try loss.detached()
      try statistics.add(rendered: logits.rendered, real: logits.real, loss: value, gradientNorm: norm)
      return value
    }

    private func effectiveParameters() throws -> [String: Tensor] {
      try spectralNorm?.applied(to: parameters) ?? parameters
    }

    private func logits(of maps: Tensor, _ parameters: [String: Tensor]) throws -> Tensor {
      try discriminator.logits(
        of: maps, parameters: parameters, device: scene.device, precision: scene.settings.precision.numberType)
    }

    /// Both domains in one pass.
    private func logits(
      of rendered: Tensor, _ real: Tensor, _ parameters: [String: Tensor]
    ) throws -> (rendered: Tensor, real: Tensor) {
      let both = try logits(of: Tensor.concatenation([rendered, real], along: 0), parameters)
      let parts = try both.split(into: [rendered.shape[0], real.shape[0]], along: 0)
      return (parts[0], parts[1])
    }

    /// Maps with the noise of a step, a function of its number; `use` keeps the noises of a step apart.
    private func noisy(_ maps: Tensor, step: Int, use: UInt64) throws -> Tensor {
      let left = 1 - Double(step) / Double(max(scene.settings.iterations, 1))
      guard settings.noise > 0, left > 0 else { return maps }
      var normal = NormalNumbers(
        seed: scene.settings.seed &+ UInt64(step) << 16 &+ use << 8 &+ UInt64(scene.processes.rank))
      let deviation = settings.noise * left
      let values = (0..<maps.shape.reduce(1, *)).map { _ in Float(deviation * normal.next()) }
      return try maps.adding(Tensor(values, shape: maps.shape, device: scene.device))
    }

    // MARK: - Reports

    /// How the discriminator fared since the last report, over all processes.
    mutating func report() throws -> DiscriminatorReport { try statistics.report(over: scene.processes) }
  }

  /// A discriminator between two steps: all that a checkpoint holds of it.
  struct DiscriminatorState {
    let parameters: [String: Tensor]
    let optimiser: Adam
    let spectralNorm: SpectralNorm?

    init(parameters: [String: Tensor], optimiser: Adam, spectralNorm: SpectralNorm?) {
      (self.parameters, self.optimiser, self.spectralNorm) = (parameters, optimiser, spectralNorm)
    }

    /// A discriminator that has learnt nothing.
    init(
      _ discriminator: Discriminator, settings: AdversarialSettings, in run: TrainingSettings, device: TorchDevice
    ) throws {
      // Another seed than the network's, whose encoder has the same shapes.
      let weights = try discriminator.initialised(seed: ~run.seed, scheme: run.initialisation)
      let parameters = try weights.arrays.mapValues { array in
        let tensor = try Tensor(array.values, shape: array.shape, device: device)
        return run.channelsLast && array.shape.count == 4 ? try tensor.channelsLast() : tensor
      }
      self.parameters = parameters
      optimiser = try Adam(parameters, settings: run.discriminatorOptimiser)
      spectralNorm = settings.spectralNorm ? try SpectralNorm(of: parameters) : nil
    }
  }

  extension TrainingSettings {
    /// Adam of the discriminator: the network's constants, without an average that nobody would use.
    var discriminatorOptimiser: OptimiserSettings {
      var settings = optimiser
      settings.averageDecay = 0
      return settings
    }

    /// The discriminator of a run that adapts `network`; nil of one that does not.
    func discriminator(for network: Network) throws -> Discriminator? {
      guard let adversarial else { return nil }
      let size = Extent(height: height, width: width)
      switch adversarial.level {
      case .depth: return try .ofDepth(predictedBy: network, head: adversarial.head, size: size)
      case .features:
        guard let bottleneck = network.bottleneck else { throw TrainingError.nothingPredicted }
        let shape = try network.shapes(for: size)[bottleneck.index]
        return try Discriminator(
          encoder: .featureDiscriminator(channels: shape.channels, padding: network.architecture.padding),
          head: adversarial.head, size: Extent(height: shape.height, width: shape.width))
      }
    }
  }
#endif
