// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  public import RotundaDatasets
  public import RotundaEvaluation
  public import RotundaNetworks
  public import RotundaTorch

  /// A network learns distance from pictures whose distance is known, the first stage of the paper; where the settings
  /// name photographs it is adapted to these besides, by an adversarial loss: the second.
  ///
  /// Runs on the calling thread, because LibTorch keeps its switches by thread. Nothing in a step waits for a GPU.
  public struct Trainer {
    /// What happens in a run, for whoever watches.
    public enum Event {
      /// A step whose losses were read.
      case step(StepReport)
      /// The averaged weights were judged, and were or were not the best so far.
      case validated(Int, uniform: DepthErrors, latitude: DepthErrors, isBest: Bool)
      /// The run can now go on from here.
      case checkpoint(Int)
    }

    /// A step, as logs have it.
    public struct StepReport: Sendable {
      /// Steps taken, this one included.
      public let step: Int
      /// Learning rate of the step.
      public let rate: Double
      /// What is minimised.
      public let loss: Double
      /// Its terms at full resolution, by name.
      public let terms: [(name: String, value: Double)]
      /// Joint norm of the gradients, before they were shortened.
      public let gradientNorm: Double
      /// How the discriminator fared since the last report; nil in the first stage.
      public let discriminator: DiscriminatorReport?
      /// Samples a second since the last report, over all processes.
      public let samplesPerSecond: Double
    }

    let settings: TrainingSettings
    let folder: RunFolder
    let device: TorchDevice
    let processes: Processes
    let network: Network
    let centred: Bool
    let lesson: any Lesson
    let validation: any SampleSource
    let learner: TorchNetwork
    let loader: SampleLoader
    private let exchange: GradientExchange?
    private let store: CheckpointStore
    private let warn: @Sendable (String) -> Void
    var optimiser: Adam
    /// What makes the averaged network's normalisations right, once it was asked for.
    private var calibration: Calibration?
    /// The network that it made right last, and the step of its weights.
    private var calibrated: (step: Int, network: TorchNetwork)?
    private var adversary: Adversary?
    private var watch = DiscriminatorWatch()
    var best: Double?
    var log: RunLog
    /// Losses that were not looked at yet, by step: reading one waits for the device.
    private var unread: [(step: Int, loss: Tensor)] = []

    /// A run that starts, or goes on where `folder` has a checkpoint.
    ///
    /// - `photographs`: what the network is adapted to, where the settings say so; they need no depth.
    /// - `warn`: is told of checkpoints that cannot be read, of samples that are passed over, and where a discriminator is
    ///   of no use.
    /// - Throws: `TrainingError` where there is nothing to learn from or no checkpoint is sound.
    public init(
      settings: TrainingSettings, architecture: Architecture, data: any SampleSource,
      photographs: (any SampleSource)? = nil, validation: any SampleSource, folder: RunFolder, device: TorchDevice,
      processes: Processes = .alone,
      warn: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
      try settings.check()
      guard settings.batch % processes.count == 0 else {
        throw TrainingError.impossibleSetting(
          name: "--batch", value: "\(settings.batch), which \(processes.count) processes cannot share")
      }
      (self.settings, self.folder, self.device, self.processes) = (settings, folder, device, processes)
      (self.validation, self.warn) = (validation, warn)
      network = architecture.network
      centred = InputCentring.isExact(for: network)
      _ = try network.shapes(for: Extent(height: settings.height, width: settings.width))
      // Beside a network that trains on the processor one thread makes samples; else all do.
      lesson = try settings.lesson(
        for: network, device: device, scope: processes.count > 1 ? ProcessScope(processes: processes) : .batch)
      loader = try SampleLoader(
        data, seed: settings.seed,
        augmentation: lesson.needsPartners ? settings.augmentation.still : settings.augmentation,
        replay: settings.replay,
        share: SampleLoader.Share(batch: settings.batch, part: processes.rank, of: processes.count),
        workers: device == .cpu ? 1 : nil, prefetch: 2 * settings.batch / processes.count,
        onSkip: { warn($0.description) })
      store = CheckpointStore(folder, kept: settings.intervals.keptCheckpoints)
      let discriminator = try settings.discriminator(for: network)
      let companions = lesson.companions
      let shapes = network.learntParameters + companions.map { ($0.name, [$0.values.count]) }
      let stored = try store.newest(
        of: Checkpoint.Learner(learnt: shapes, kept: network.runningParameters, discriminator: discriminator),
        device: device, settings: settings
      ) { file, error in
        warn("\(file.path) cannot be read (\(error)); going on from the one before")
      }
      let parameters = try stored?.parameters ?? Self.initialParameters(settings, network, companions, device)
      optimiser =
        try stored?.optimiser
        ?? Adam(
          Dictionary(
            uniqueKeysWithValues: shapes.compactMap { shape in parameters[shape.name].map { (shape.name, $0) } }),
          settings: settings.optimiser)
      guard network.runningParameters.isEmpty || processes.count == 1 else {
        throw TrainingError.impossibleSetting(
          name: "--architecture",
          value: "\(settings.architecture) in several processes, whose normalisations would differ")
      }
      best = stored?.best
      learner = TorchNetwork(
        settings.learner(of: network), parameters: parameters, device: device,
        precision: settings.precision.numberType)
      exchange =
        processes.count > 1
        ? try GradientExchange(shapes.compactMap { parameters[$0.name] }, processes: processes) : nil
      if let adversarial = settings.adversarial, let discriminator {
        guard let photographs else { throw TrainingError.impossibleSetting(name: "--real", value: "empty") }
        adversary = try Adversary(
          adversarial, discriminator: discriminator, photographs: photographs, stored: stored?.discriminator,
          in: Adversary.Scene(settings: settings, device: device, processes: processes, centred: centred),
          onSkip: { warn($0.description) })
      }
      log = try RunLog(folder, settings: settings, step: optimiser.steps, isWriting: processes.isFirst)
    }

    /// What logs call L_adv.
    static let adversarialTerm = "adversarial"

    /// Whether the last step was taken.
    public var isFinished: Bool { optimiser.steps >= settings.iterations }

    private static func initialParameters(
      _ settings: TrainingSettings, _ network: Network, _ companions: [(name: String, values: [Float])],
      _ device: TorchDevice
    ) throws -> [String: Tensor] {
      var parameters = try TorchNetwork(network, weights: initialWeights(settings, network), device: device).parameters
      for (name, values) in companions {
        parameters[name] = try Tensor(values, shape: [values.count], device: device)
      }
      guard settings.channelsLast else { return parameters }
      return try parameters.mapValues { $0.shape.count == 4 ? try $0.channelsLast() : $0 }
    }

    private static func initialWeights(_ settings: TrainingSettings, _ network: Network) throws -> Weights {
      guard let file = settings.initialWeights else {
        return Weights.initialised(for: network, seed: settings.seed, scheme: settings.initialisation)
      }
      let weights = try Weights(contentsOf: URL(filePath: file))
      try weights.check(against: network)
      return InputCentring.isExact(for: network) ? InputCentring.applied(weights, of: network) : weights
    }

    /// Trains until the last step or until `isStopped` says so on any process; ends with a checkpoint either way.
    ///
    /// - Throws: `TrainingError.lossNotFinite`, and what reading samples or writing files throws.
    public mutating func run(isStopped: () -> Bool = { false }, report: (Event) -> Void) throws {
      guard !isFinished else { return }
      var last = (step: optimiser.steps, time: Date())
      let intervals = settings.intervals
      while optimiser.steps < settings.iterations, !(try isStoppedAnywhere(isStopped())) {
        let outcome = try takeStep()
        let step = optimiser.steps
        // On the processor looking costs nothing; elsewhere it waits for the device.
        if device == .cpu { try checkLosses() }
        if step % intervals.log == 0 {
          try checkLosses()
          let elapsed = max(Date().timeIntervalSince(last.time), 1e-9)
          let samples = (step - last.step) * settings.samplesPerStep
          last = (step, Date())
          let stepReport = try outcome.report(
            step: step, samplesPerSecond: Double(samples) / elapsed, processes: processes,
            discriminator: adversary?.report())
          try log.add(stepReport)
          report(.step(stepReport))
          if let warning = stepReport.discriminator.flatMap({ watch.warning(after: $0) }) { warn(warning) }
        }
        if step % intervals.validation == 0 { try validate(report) }
        if step % intervals.preview == 0 { try preview() }
        if step % intervals.checkpoint == 0 { try checkpoint(report) }
      }
      if optimiser.steps % intervals.validation != 0, optimiser.steps == settings.iterations { try validate(report) }
      try checkpoint(report)
    }

    private func isStoppedAnywhere(_ isStopped: Bool) throws -> Bool {
      try processes.maximum([isStopped ? 1 : 0])[0] > 0
    }

    private mutating func takeStep() throws -> StepOutcome {
      let step = optimiser.steps
      var outcome = StepOutcome(rate: settings.rate(at: step))
      for pass in 0..<settings.accumulation {
        let exercise = try exercise(step: step, pass: pass)
        let outputs = try learner.predict(exercise.images, training: true)
        var terms = try exercise.loss(Array(outputs.prefix(network.outputs.count)), learner.parameters, step)
        if let verdict = try verdict(on: outputs, step: step) {
          try terms.add(Self.adversarialTerm, verdict.loss, weight: verdict.weight)
          unread.append((step + 1, verdict.discriminatorLoss))
        }
        let share = 1 / Double(settings.accumulation)
        if pass == settings.accumulation - 1 { exchange?.arm() }
        try (settings.accumulation == 1 ? terms.total : terms.total.multiplied(by: share)).backward()
        try outcome.add(terms, share: share)
      }
      try exchange?.finish()
      outcome.gradientNorm = try optimiser.step(rate: outcome.rate)
      if let total = outcome.total { unread.append((optimiser.steps, total)) }
      return outcome
    }

    /// What the discriminator thinks of the outputs for rendered panoramas beside those for photographs of this step.
    private mutating func verdict(on outputs: [Tensor], step: Int) throws -> Adversary.Verdict? {
      guard let images = try adversary?.images(step: step) else { return nil }
      let onPhotographs = try learner.predict(images)
      return try adversary?.judge(rendered: outputs, real: onPhotographs, step: step)
    }

    /// The samples of a pass, which are functions of its number.
    private func samples(step: Int, pass: Int) throws -> [Sample] {
      let count = settings.batch / processes.count
      let first = (step * settings.accumulation + pass) * count
      return try (first..<first + count).map { try loader.sample(draw: $0) }
    }

    /// What the network is asked in a pass, which is a function of its number.
    private func exercise(step: Int, pass: Int) throws -> Exercise {
      let first =
        (step * settings.accumulation + pass) * settings.batch + processes.rank * settings.batch / processes.count
      var exercise = try lesson.exercise(samples(step: step, pass: pass), draw: first)
      if settings.channelsLast { exercise.images = try exercise.images.channelsLast() }
      return exercise
    }

    /// Reads the losses since the last look; where one is no number, its batch is written down.
    ///
    /// - Throws: `TrainingError.lossNotFinite`.
    private mutating func checkLosses() throws {
      defer { unread = [] }
      for (step, loss) in unread {
        let value = Double(try loss.floats()[0])
        guard !value.isFinite else { continue }
        let failed = FailedBatch(folder, step: step, rank: processes.rank)
        for pass in 0..<settings.accumulation { try failed.write(samples(step: step - 1, pass: pass), pass: pass) }
        if let adversary { try failed.write(adversary.photographs(step: step - 1), pass: settings.accumulation) }
        throw TrainingError.lossNotFinite(step: step, value: value, batch: failed.url)
      }
    }

    /// Writes a checkpoint, but only after steps whose losses were numbers, so that the one before stays good.
    private mutating func checkpoint(_ report: (Event) -> Void) throws {
      try checkLosses()
      guard processes.isFirst else { return }
      try store.write(
        Checkpoint(
          parameters: learner.parameters, optimiser: optimiser,
          discriminator: adversary?.state, best: best))
      try weights().write(to: folder.weightsFile)
      try log.flush()
      report(.checkpoint(optimiser.steps))
    }

    /// What normalisations keep.
    private var kept: [String: Tensor] {
      let names = Set(network.runningParameters.map(\.name))
      return learner.parameters.filter { names.contains($0.key) }
    }

    /// The averaged weights, for pictures as they are.
    mutating func weights() throws -> Weights {
      var metadata = [
        "step": String(optimiser.steps), "data": settings.data.joined(separator: " "), "seed": String(settings.seed),
      ]
      metadata["adaptedTo"] = settings.adversarial?.real.joined(separator: " ")
      let weights = try averaged().weights(metadata: metadata)
        .labelled(as: network.architecture, inputSize: Extent(height: settings.height, width: settings.width))
      return try lesson.finished(
        centred ? InputCentring.undone(weights, of: network) : weights, companions: optimiser.averagedParameters)
    }

    /// The network with averaged weights, in single precision.
    mutating func averaged() throws -> TorchNetwork {
      let companions = Set(lesson.companions.map(\.name))
      let parameters = optimiser.averagedParameters.filter { !companions.contains($0.key) }.merging(kept) { $1 }
      let network = TorchNetwork(network, parameters: parameters, device: device)
      guard !kept.isEmpty else { return network }
      if let calibrated, calibrated.step == optimiser.steps { return calibrated.network }
      let right = try pictures().applied(to: network)
      calibrated = (optimiser.steps, right)
      return right
    }

    /// What calibrations look at: the pictures of the first steps, which every process of a run that goes on sees too.
    private mutating func pictures() throws -> Calibration {
      if let calibration { return calibration }
      let passes = Calibration.passes(batch: settings.batch)
      let made = Calibration(try (0..<passes).map { try exercise(step: $0, pass: 0) })
      calibration = made
      return made
    }
  }

  extension TrainingSettings {
    /// The learning rate of a step, from 0.
    func rate(at step: Int) -> Double { optimiser.rate * optimiser.schedule.share(at: step, of: iterations) }

    /// Pictures a step, photographs among them.
    public var samplesPerStep: Int { (adversarial == nil ? 1 : 2) * batch * accumulation }

    /// The network, with what a discriminator looks at besides its predictions.
    fileprivate func learner(of network: Network) -> Network {
      guard adversarial?.level == .features, let bottleneck = network.bottleneck else { return network }
      return network.revealing(bottleneck, as: "bottleneck")
    }
  }
#endif
