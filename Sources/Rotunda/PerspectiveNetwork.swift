// SPDX-License-Identifier: Apache-2.0

public import RotundaEngine
public import RotundaNetworks

/// A network of the depth literature that sees square pictures of pinhole cameras: FCRN, BTS, VNL, monodepth.
///
/// Panoramas are shown to it view by view. Its distances are those of the focal length that it learnt with, see
/// `convention`.
public struct PerspectiveNetwork: Sendable {
  /// The network.
  public let architecture: Architecture
  /// What it was trained on.
  public let convention: PerspectiveConvention
  /// Columns and rows of the pictures that it sees.
  public let size: Int
  /// What the weights are called.
  public let weightsName: String
  /// SHA-256 of the weights' file; nil for weights in memory.
  public let weightsSHA256: String?

  private let prepared: any PreparedNetwork

  /// Loads weights and prepares the network.
  ///
  /// - `size`: columns and rows of the pictures; where nil those of the weights, else what the convention recommends.
  /// - Other arguments and errors are those of `DepthEstimator`; `EstimatorError.noPerspectiveDepth` for weights of other
  ///   networks.
  public init(
    weights source: WeightsSource, size: Int? = nil, device: ComputeDevice = .cpu, threads: Int? = nil,
    accuracy: Accuracy = .high, tuning: TuningCache? = nil
  ) throws {
    let loaded = try LoadedWeights(source)
    guard case .perspective(let convention) = loaded.architecture.family.convention, convention.quantity.isOfPixels
    else {
      throw EstimatorError.noPerspectiveDepth(name: loaded.name, network: loaded.architecture.description)
    }
    self.convention = convention
    architecture = loaded.architecture
    weightsName = loaded.name
    weightsSHA256 = loaded.sha256
    self.size = size ?? loaded.weights.inputSize?.height ?? convention.size
    let runtime = try device.runtime(threads: threads, accuracy: accuracy, tuning: tuning)
    prepared = try runtime.prepare(
      architecture.network, weights: loaded.weights, size: Extent(height: self.size, width: self.size))
  }

  /// What it was trained with, in pixels of pictures of `size`.
  public var trainingFocalLength: Double {
    switch convention.focalLength {
    case .pixels(let pixels): pixels
    case .widths(let widths): widths * Double(size)
    }
  }

  /// Depths along the camera's axis as it means them, `[1, h, w]` over the whole picture, metres; or, of networks that give
  /// disparities, 1 / metres.
  ///
  /// - `picture`: sRGB in [0, 1], `[3, size, size]`.
  /// - Throws: `NetworkError.unsuitableImage`.
  public func map(of picture: FeatureMap) async throws -> FeatureMap {
    let first = try await elsewhereThrowing { try prepared.predict(picture)[0] }
    let pixels = first.shape.height * first.shape.width
    let shape = Network.MapShape(channels: 1, height: first.shape.height, width: first.shape.width)
    switch convention.quantity {
    case .depth, .unaryOfSuperpixels:
      return FeatureMap(shape: shape, values: Array(first.values.prefix(pixels)))
    case .disparity(let baseline):
      // depth = f baseline / disparity, f and disparity in widths.
      let perDisparity = Float(Double(size) / (trainingFocalLength * baseline))
      return FeatureMap(shape: shape, values: first.values.prefix(pixels).map { $0 * perDisparity })
    }
  }
}

extension PerspectiveConvention.Quantity {
  /// Whether it is a map over the picture's pixels.
  fileprivate var isOfPixels: Bool {
    switch self {
    case .depth, .disparity: true
    case .unaryOfSuperpixels: false
    }
  }
}
