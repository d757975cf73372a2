// SPDX-License-Identifier: Apache-2.0

/// Learnt arrays by name, with what their file said about them.
public struct Weights: Sendable, Hashable {
  /// One array of Float, rows last.
  public struct Array: Sendable, Hashable {
    /// Extents, slowest first; empty for a single number.
    public let shape: [Int]
    /// As many numbers as the shape says.
    public var values: [Float]

    /// An array; there must be as many numbers as the shape says.
    public init(shape: [Int], values: [Float]) {
      precondition(shape.reduce(1, *) == values.count, "an array holds as many numbers as its shape says")
      self.shape = shape
      self.values = values
    }
  }

  /// The arrays, by the names of the network's declaration.
  public var arrays: [String: Array]
  /// Free text by key, as `architecture`, `inputSize`.
  public var metadata: [String: String]

  /// Weights from arrays and what is known about them.
  public init(arrays: [String: Array], metadata: [String: String] = [:]) {
    self.arrays = arrays
    self.metadata = metadata
  }

  /// Throws unless these are exactly the arrays of `network`, in number, name and shape, and all finite.
  ///
  /// - Throws: `NetworkError.unfittingWeights`, which names what is missing, unexpected and misshapen.
  public func check(against network: Network) throws(NetworkError) {
    let parameters = network.parameters
    let expected = Set(parameters.map(\.name))
    let misfit = NetworkError.Misfit(
      missing: parameters.map(\.name).filter { arrays[$0] == nil },
      unexpected: arrays.keys.filter { !expected.contains($0) }.sorted(),
      misshapen: parameters.compactMap { parameter in
        guard let array = arrays[parameter.name], array.shape != parameter.shape else { return nil }
        return .init(name: parameter.name, expected: parameter.shape, got: array.shape)
      },
      notFinite: parameters.map(\.name).filter { arrays[$0]?.values.contains { !$0.isFinite } ?? false })
    guard misfit.isEmpty else {
      throw .unfittingWeights(network: network.architecture.description, misfit: misfit)
    }
  }
}
