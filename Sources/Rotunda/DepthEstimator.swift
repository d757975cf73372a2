// SPDX-License-Identifier: Apache-2.0

public import RotundaEngine
public import RotundaImaging
public import RotundaNetworks
import RotundaSphere

/// Turns panoramas into metric depth.
///
///     let depth = try await DepthEstimator(weights: .builtin).depth(of: Panorama(contentsOf: url))
///
/// An estimator is made once and used for any number of panoramas, also from several tasks at once: while the network
/// works on one of them, the others are prepared and finished. Cancelling the task stops it before its next pass over the
/// panorama.
public struct DepthEstimator: Sendable {
  /// The network that predicts.
  public let architecture: Architecture
  /// Rows and columns of the pictures that the network sees.
  public let inputSize: Extent
  /// What the weights are called.
  public let weightsName: String
  /// SHA-256 of the weights' file; nil for weights in memory.
  public let weightsSHA256: String?
  /// Mean relative error to expect of a distance; nil for weights that nobody has judged here.
  public let expectedError: Double?
  /// What runs the network, for people.
  public let runtimeName: String
  /// How exact the engine's results are.
  public let accuracy: Accuracy
  /// Networks that run at the same time; other tasks wait for their turn.
  public let predictionsAtOnce: Int

  private let prepared: any PreparedNetwork
  private let turns: Turns

  /// Loads weights and prepares the network.
  ///
  /// - `threads`: of Rotunda's own engine; nil for all cores.
  /// - `accuracy`: of Rotunda's own engine.
  /// - `tuning`: where the engine keeps times of its algorithms, measured the first time; nil to go by estimates.
  /// - `pictures`: how many tasks will predict at the same time. Threads that a small network cannot keep busy are then
  ///   shared out among several pictures.
  /// - Throws: `NetworkError` for weights that are damaged or of another network; `EstimatorError` where the device
  ///   cannot be used.
  public init(
    weights source: WeightsSource = .builtin, device: ComputeDevice = .cpu, threads: Int? = nil,
    accuracy: Accuracy = .high, tuning: TuningCache? = nil, pictures: Int = 1
  ) throws {
    let loaded = try LoadedWeights(source)
    guard loaded.architecture.family.convention == .panorama else {
      throw EstimatorError.perspectiveWeights(name: loaded.name, network: loaded.architecture.description)
    }
    let network = loaded.architecture.network
    let operations = try network.floatingPointOperations(for: loaded.inputSize).reduce(0, +)
    let shares = ThreadShares(threads: threads, operations: operations, pictures: pictures)
    let runtime = try device.runtime(threads: shares.threads, accuracy: accuracy, tuning: tuning)
    architecture = loaded.architecture
    inputSize = loaded.inputSize
    weightsName = loaded.name
    weightsSHA256 = loaded.sha256
    expectedError = source == .builtin ? BuiltInWeights.meanRelativeError : nil
    runtimeName = runtime.name
    self.accuracy = accuracy
    // LibTorch orders its own work.
    predictionsAtOnce = device == .cpu ? shares.predictions : max(1, pictures)
    turns = Turns(atOnce: predictionsAtOnce)
    prepared = try runtime.prepare(network, weights: loaded.weights, size: loaded.inputSize)
  }

  /// Ray distance in metres, on the panorama's own grid.
  ///
  /// - Throws: `CancellationError`.
  public func depth(of panorama: Panorama) async throws -> DepthMap {
    try await prediction(of: panorama).depth
  }

  /// Ray distance in metres and what is known about it.
  ///
  /// - `progress`: called with the share of passes that are done, from any thread.
  /// - Throws: `EstimatorError.nothingVisible`, and `.noFloor` where `options.cameraHeight` is given and there is no floor to
  ///   scale by; `CancellationError`.
  public func prediction(
    of panorama: Panorama, options: PredictionOptions = PredictionOptions(),
    progress: @Sendable (Double) -> Void = { _ in }
  ) async throws -> Prediction {
    if let coverage = panorama.coverage, !coverage.contains(where: { $0 != 0 }) { throw EstimatorError.nothingVisible }
    let image = await elsewhere { networkInput(of: panorama, pose: options.pose) }
    let start = ContinuousClock.now
    // All passes of a picture are one turn: were they mixed, all pictures would be done at once and the network wait.
    let (all, time) = try await turns.take {
      let begin = ContinuousClock.now
      let all = try await predictions(of: image, passes: options.ensemble, progress: progress)
      return (
        all,
        Prediction.Time(network: (ContinuousClock.now - begin) / .seconds(1), waiting: (begin - start) / .seconds(1))
      )
    }
    try Task.checkCancellation()
    return try await elsewhereThrowing { try finish(all, panorama: panorama, options: options, time: time) }
  }

  private func predictions(
    of image: FeatureMap, passes count: Int, progress: @Sendable (Double) -> Void
  ) async throws -> [[Float]] {
    let passes = EnsemblePass.passes(count, width: inputSize.width)
    var predictions: [[Float]] = []
    for pass in passes {
      try Task.checkCancellation()
      predictions.append(try await elsewhereThrowing { try pass.undone(prepared.predict(pass.shown(image))[0]).values })
      progress(Double(predictions.count) / Double(passes.count))
    }
    return predictions
  }

  // MARK: - Before and after the network

  private var networkGrid: EquirectangularGrid {
    EquirectangularGrid(width: inputSize.width, height: inputSize.height)
  }

  /// `[3, H, W]`, sRGB in [0, 1]: the panorama, levelled, averaged down to the network's size.
  private func networkInput(of panorama: Panorama, pose: Rotation) -> FeatureMap {
    let grid = EquirectangularGrid(width: panorama.width, height: panorama.height)
    let shape = Network.MapShape(channels: 3, height: inputSize.height, width: inputSize.width)
    guard pose != .identity else {
      return FeatureMap(shape: shape, values: grid.networkInput(panorama.pixels, on: networkGrid))
    }
    // Turning at twice the network's size keeps what bilinear sampling blurs below the network's pixel.
    let fine = EquirectangularGrid(width: 2 * inputSize.width, height: 2 * inputSize.height)
    let photo = grid.areaResampled(panorama.pixels, channels: 3, to: fine)
    let level = fine.rotated(photo, channels: 3, by: pose.inverse)
    return FeatureMap(shape: shape, values: fine.networkInput(level, on: networkGrid))
  }

  /// Nearer than this, in metres, no prediction is believed: it is the radius of a camera on its tripod.
  static let nearestDistance: Float = 0.1

  private func finish(
    _ predictions: [[Float]], panorama: Panorama, options: PredictionOptions, time: Prediction.Time
  ) throws -> Prediction {
    let statistics = EnsembleStatistics(predictions)
    let level = depthMap(statistics.median.map { max($0, Self.nearestDistance) })
    let scale = try scale(of: seen(level, of: panorama, pose: options.pose), options: options)
    let factor: Float
    switch scale {
    case .predicted: factor = 1
    case .cameraHeight(_, let measured, _): factor = Float(measured)
    }
    let guide = guide(panorama, size: options.size)
    let depth = placed(level.values.map { $0 * factor }, on: guide, pose: options.pose)
    // A spread of zero would read as invalid: a tenth of a millimetre stands for it.
    let spread =
      predictions.count > 1
      ? placed(statistics.spread.map { max($0 * factor, 1e-4) }, on: guide, pose: options.pose) : nil
    return Prediction(depth: depth, spread: spread, scale: scale, time: time)
  }

  private func depthMap(_ values: [Float]) -> DepthMap {
    DepthMap(width: inputSize.width, height: inputSize.height, values: values)
  }

  /// A levelled map without what the photo does not show, where the network has only made something up.
  private func seen(_ level: DepthMap, of panorama: Panorama, pose: Rotation) -> DepthMap {
    guard let coverage = panorama.coverage else { return level }
    let grid = EquirectangularGrid(width: panorama.width, height: panorama.height)
    let small = grid.nearestResampled(coverage, channels: 1, to: networkGrid)
    let turned = pose == .identity ? small : networkGrid.rotatedNearest(small, by: pose.inverse)
    return depthMap(zip(level.values, turned).map { $1 == 0 ? 0 : $0 })
  }

  private func scale(of level: DepthMap, options: PredictionOptions) throws -> Prediction.Scale {
    guard let height = options.cameraHeight else { return .predicted }
    do {
      let floor = try FloorFit.fit(level)
      return .cameraHeight(metres: height, factor: Double(floor.scale(toCameraHeight: height)), floor: floor)
    } catch {
      throw EstimatorError.noFloor(reason: error.description)
    }
  }

  /// The photo at the size of the depth map that is wanted.
  private func guide(_ panorama: Panorama, size: PredictionOptions.Size) -> Panorama {
    let wanted: Extent
    switch size {
    case .network: wanted = inputSize
    case .input: return panorama
    case .exact(let extent): wanted = extent
    }
    let grid = EquirectangularGrid(width: panorama.width, height: panorama.height)
    let target = EquirectangularGrid(width: wanted.width, height: wanted.height)
    guard grid != target else { return panorama }
    return Panorama(
      width: wanted.width, height: wanted.height,
      pixels: grid.areaResampled(panorama.pixels, channels: 3, to: target),
      coverage: panorama.coverage.map { grid.nearestResampled($0, channels: 1, to: target) })
  }

  /// A levelled map of the network's size, turned back and laid on the photo; invalid where the photo does not reach.
  private func placed(_ values: [Float], on guide: Panorama, pose: Rotation) -> DepthMap {
    let turned = pose == .identity ? values : networkGrid.rotated(depth: values, by: pose)
    return depthMap(turned).upsampled(guidedBy: guide)
  }
}
