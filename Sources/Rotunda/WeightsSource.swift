// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import RotundaNetworks

/// Where a network's weights come from.
public enum WeightsSource: Sendable, Hashable {
  /// The weights that come with the library.
  case builtin
  /// A file: safetensors, or a PyTorch checkpoint.
  case file(URL)
  /// Weights in memory, and what to call them.
  case weights(Weights, name: String)

  /// Where they lie; nil for those in memory, and for built-in ones that were not moved with the program.
  public var file: URL? {
    switch self {
    case .builtin: BuiltInWeights.url
    case .file(let url): url
    case .weights: nil
    }
  }
}

/// Weights with the network that they are for.
struct LoadedWeights {
  let weights: Weights
  let architecture: Architecture
  /// Columns and rows of the pictures that the network was trained on.
  let inputSize: Extent
  let name: String
  /// Digest of the file; nil for weights in memory.
  let sha256: String?

  init(_ source: WeightsSource) throws {
    switch source {
    case .builtin:
      guard let url = BuiltInWeights.url else { throw EstimatorError.builtInWeightsMissing }
      try self.init(file: url, name: "builtin:starter")
    case .file(let url):
      try self.init(file: url, name: url.lastPathComponent)
    case .weights(let weights, let name):
      try self.init(weights, name: name, sha256: nil)
    }
  }

  private init(file: URL, name: String) throws {
    try self.init(Weights(contentsOf: file), name: name, sha256: SHA256.hexadecimal(ofFile: file))
  }

  private init(_ weights: Weights, name: String, sha256: String?) throws {
    self.weights = weights
    do throws(NetworkError) {
      architecture = try weights.architecture
      try weights.check(against: architecture.network)
    } catch {
      throw EstimatorError.unusableWeights(name: name, error)
    }
    self.name = name
    self.sha256 = sha256
    inputSize = weights.inputSize ?? Extent(height: 256, width: 512)
  }
}
