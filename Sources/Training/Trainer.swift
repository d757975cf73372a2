// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  public import RotundaDatasets
  public import RotundaEvaluation
  import RotundaImaging
  public import RotundaNetworks
  public import RotundaTorch

  /// The first stage of the paper: a network learns distance from pictures whose distance is known.
  ///
  /// Runs on the calling thread, because LibTorch keeps its switches by thread.
  public struct Trainer {
    /// What happens in a run, for whoever watches.
    public enum Event {
      /// A step was taken.
      case step(Int, rate: Double, loss: Double, terms: [(name: String, value: Double)], samplesPerSecond: Double)
      /// The averaged weights were judged.
      case validated(Int, uniform: DepthErrors, latitude: DepthErrors)
      /// The run can now go on from here.
      case checkpoint(Int)
    }

    private let settings: TrainingSettings
    private let folder: RunFolder
    private let device: TorchDevice
    private let network: Network
    private let loader: SampleLoader
    private let validation: any SampleSource
    private let loss: DataLoss
    private let centred: Bool
    private let parameters: [String: Tensor]
    private var optimiser: Adam

    /// Steps between lines in `metrics.csv`, where the loss is read from the device.
    static let logEvery = 20

    /// A run that starts, or goes on where `folder` has a checkpoint.
    ///
    /// - Throws: `TrainingError` where there is nothing to learn from or the checkpoint is damaged.
    public init(
      settings: TrainingSettings, architecture: Architecture, data: any SampleSource, validation: any SampleSource,
      folder: RunFolder, device: TorchDevice
    ) throws {
      self.settings = settings
      self.folder = folder
      self.device = device
      self.validation = validation
      try settings.check()
      network = architecture.network
      centred = InputCentring.isExact(for: network)
      _ = try network.shapes(for: Extent(height: settings.height, width: settings.width))
      // Beside a network that trains on the processor one thread makes samples; else all do.
      loader = try SampleLoader(
        data, seed: settings.seed, augmentation: .standard,
        replay: SampleLoader.Replay(pool: settings.pool, reuse: settings.reuse),
        workers: device == .cpu ? 1 : nil, prefetch: 2 * settings.batch)
      loss = DataLoss(settings.loss)
      if FileManager.default.fileExists(atPath: folder.checkpointFile.path) {
        let checkpoint = try Checkpoint(contentsOf: folder.checkpointFile, for: network, device: device)
        parameters = checkpoint.parameters
        optimiser = checkpoint.optimiser
        try folder.truncateLogs(after: optimiser.steps)
      } else {
        let initial = Weights.initialised(for: network, seed: settings.seed, scheme: settings.initialisation)
        parameters = try TorchNetwork(network, weights: initial, device: device).parameters
        optimiser = try Adam(parameters)
      }
    }

    /// Trains until the last step or until `isStopped` says so; ends with a checkpoint either way.
    ///
    /// - Throws: `TrainingError.lossNotFinite`, and what reading samples or writing files throws.
    public mutating func run(isStopped: () -> Bool = { false }, report: (Event) -> Void) throws {
      let learner = TorchNetwork(
        network, parameters: parameters, device: device,
        precision: settings.precision.numberType)
      var lastLoss: Tensor?
      var lastLog = (step: optimiser.steps, time: Date())
      while optimiser.steps < settings.iterations, !isStopped() {
        let rate = settings.rate(at: optimiser.steps)
        let batch = try batch(step: optimiser.steps)
        let terms = try loss(predictions: learner.predict(batch.images), depth: batch.depth, step: optimiser.steps)
        try terms.total.backward()
        try optimiser.step(rate: rate)
        let step = optimiser.steps
        lastLoss = terms.total
        if step % Self.logEvery == 0 {
          let elapsed = Date().timeIntervalSince(lastLog.time)
          let speed = Double((step - lastLog.step) * settings.batch) / elapsed
          lastLog = (step, Date())
          try log(terms, step: step, rate: rate, samplesPerSecond: speed, report: report)
        }
        if step % settings.checkpointEvery == 0 { try checkpoint(after: terms.total, report) }
        if step % settings.validateEvery == 0 { try validate(report) }
      }
      try checkpoint(after: lastLoss, report)
      try validate(report)
    }

    /// The loss of the step just taken, which must be a number.
    private func finiteValue(_ loss: Tensor) throws -> Double {
      let value = try value(loss)
      guard value.isFinite else { throw TrainingError.lossNotFinite(step: optimiser.steps, value: value) }
      return value
    }

    private func batch(step: Int) throws -> Batch {
      let draws = step * settings.batch..<(step + 1) * settings.batch
      return try Batch(draws.map { try loader.sample(draw: $0) }, centred: centred, device: device)
    }

    private func log(
      _ terms: DataLoss.Terms, step: Int, rate: Double, samplesPerSecond: Double, report: (Event) -> Void
    ) throws {
      let total = try finiteValue(terms.total)
      let values = try terms.terms.map { (name: $0.name, value: try value($0.value)) }
      let columns = ["\(step)", "\(Int(Date().timeIntervalSince1970))", "\(rate)", "\(total)"]
      try folder.append(
        (columns + values.map { "\($0.value)" }).joined(separator: ","), to: folder.metricsFile)
      report(.step(step, rate: rate, loss: total, terms: values, samplesPerSecond: samplesPerSecond))
    }

    private func value(_ scalar: Tensor) throws -> Double { Double(try scalar.floats()[0]) }

    private var averaged: TorchNetwork {
      TorchNetwork(network, parameters: optimiser.averagedParameters, device: device)
    }

    /// Writes a checkpoint, but only after a step whose loss was a number, so that the one before stays good.
    private func checkpoint(after loss: Tensor?, _ report: (Event) -> Void) throws {
      if let loss { _ = try finiteValue(loss) }
      try Checkpoint.write(optimiser, to: folder.checkpointFile)
      let metadata = ["step": String(optimiser.steps), "data": settings.data, "seed": String(settings.seed)]
      let weights = try averaged.weights(metadata: metadata)
        .labelled(as: network.architecture, inputSize: Extent(height: settings.height, width: settings.width))
      try (centred ? InputCentring.undone(weights, of: network) : weights).write(to: folder.weightsFile)
      report(.checkpoint(optimiser.steps))
    }

    private func validate(_ report: (Event) -> Void) throws {
      let averaged = averaged
      var uniform: [DepthErrors] = []
      var latitude: [DepthErrors] = []
      let maximumDepth = Float(settings.loss.maximumDepth)
      for index in 0..<min(settings.validationCount, validation.count ?? .max) {
        let sample = try validation.sample(at: index)
        let label = try sample.label()
        let prediction = try withoutRecording {
          try averaged.predict(Batch([sample], centred: centred, device: device).images)[0].floats()
        }
        uniform.append(DepthErrors(of: prediction, against: label, maximumDepth: maximumDepth, weighting: .pixels))
        latitude.append(DepthErrors(of: prediction, against: label, maximumDepth: maximumDepth, weighting: .latitude))
      }
      let (all, weighted) = (DepthErrors.mean(uniform), DepthErrors.mean(latitude))
      let numbers = [
        all.absoluteRelative, all.squaredRelative, all.rootMeanSquare, all.rootMeanSquareLog, all.delta.x, all.delta.y,
        all.delta.z, weighted.absoluteRelative,
      ]
      let line = "\(optimiser.steps)," + numbers.map { String(format: "%.5f", $0) }.joined(separator: ",")
      try folder.append(line, to: folder.validationFile)
      report(.validated(optimiser.steps, uniform: all, latitude: weighted))
    }
  }
#endif
