// SPDX-License-Identifier: Apache-2.0

/// A machine that can run networks.
public protocol Runtime: Sendable {
  /// What it is, for people: `CPU, AVX-512, 2 threads`.
  var name: String { get }

  /// Does everything slow once: checks and transforms weights, chooses algorithms, plans memory.
  ///
  /// - `size`: rows and columns of the pictures to come.
  /// - Throws: `NetworkError` where weights or size do not fit the network; the machine's own errors.
  func prepare(_ network: Network, weights: Weights, size: Extent) throws -> any PreparedNetwork
}

/// A network ready to run on pictures of one size.
///
/// Safe to use from several threads at once.
public protocol PreparedNetwork: Sendable {
  /// The network.
  var network: Network { get }
  /// Rows and columns of the pictures it takes.
  var size: Extent { get }

  /// Runs one picture `[C, H, W]` of the prepared size; returns one map for each of `network.outputs`.
  ///
  /// - Throws: `NetworkError.unsuitableImage` where the picture has another shape; the machine's own errors.
  func predict(_ image: FeatureMap) throws -> [FeatureMap]
}

extension PreparedNetwork {
  /// Runs pictures of the prepared size one after another, each on all threads; returns what `predict` returns for each.
  ///
  /// - Throws: as `predict` does, for the first picture that cannot be run.
  public func predict(batch: [FeatureMap]) throws -> [[FeatureMap]] { try batch.map(predict) }

  /// Throws where `image` is not of the prepared shape.
  public func check(_ image: FeatureMap) throws(NetworkError) {
    let expected = Network.MapShape(channels: network.imageChannels, height: size.height, width: size.width)
    guard image.shape == expected else { throw .unsuitableImage(expected: expected, got: image.shape) }
  }
}
