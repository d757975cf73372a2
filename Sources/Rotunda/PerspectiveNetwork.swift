// SPDX-License-Identifier: Apache-2.0

public import RotundaEngine
import RotundaImaging
public import RotundaNetworks

/// A network of the depth literature that sees square pictures of pinhole cameras: FCRN, BTS, VNL, monodepth, DCNF.
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
  private let relationWeights: [Double]

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
    guard let convention = try loaded.weights.perspectiveConvention else {
      throw EstimatorError.noPerspectiveDepth(name: loaded.name, network: loaded.architecture.description)
    }
    self.convention = convention
    architecture = loaded.architecture
    weightsName = loaded.name
    weightsSHA256 = loaded.sha256
    relationWeights = loaded.weights.relationWeights
    self.size = size ?? convention.size
    let runtime = try device.runtime(threads: threads, accuracy: accuracy, tuning: tuning)
    prepared = try runtime.prepare(
      architecture.network, weights: loaded.weights, size: Extent(height: self.size, width: self.size))
  }

  /// What it was trained with, in pixels of pictures of `size`.
  public var trainingFocalLength: Double { convention.focalLength(width: size) }

  /// Depths along the camera's axis as it means them, `[1, h, w]` over the whole picture, metres; or, of networks that give
  /// disparities, 1 / metres.
  ///
  /// - `picture`: sRGB in [0, 1], `[3, size, size]`.
  /// - Throws: `NetworkError.unsuitableImage`.
  public func map(of picture: FeatureMap) async throws -> FeatureMap {
    if convention.quantity == .unaryOfSuperpixels { return try await likeliestMap(of: picture) }
    let first = try await elsewhereThrowing { try prepared.predict(picture)[0] }
    let pixels = first.shape.height * first.shape.width
    let shape = Network.MapShape(channels: 1, height: first.shape.height, width: first.shape.width)
    let factor = Float(convention.inverseDepthPerNumber(width: size))
    return FeatureMap(shape: shape, values: first.values.prefix(pixels).map { $0 * factor })
  }

  /// The likeliest depths of a field over superpixels of which the network says where they begin.
  private func likeliestMap(of picture: FeatureMap) async throws -> FeatureMap {
    let field = FieldPicture(planar: picture.values, width: size, height: size, regionSize: Network.superpixelSize)
    let shape = Network.MapShape(channels: 4, height: size, width: size)
    let input = FeatureMap(shape: shape, values: picture.values + field.labels)
    let unary = try await elsewhereThrowing { try prepared.predict(input)[0].values.map(Double.init) }
    let depths = field.depths(unary: unary, weights: relationWeights, scale: .rooms)
    return FeatureMap(
      shape: Network.MapShape(channels: 1, height: size, width: size), values: depths.map { Float($0) })
  }
}
