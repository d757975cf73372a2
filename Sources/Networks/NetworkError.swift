// SPDX-License-Identifier: Apache-2.0

/// What can be wrong with a network's weights or input.
public enum NetworkError: Error, Sendable, Hashable {
  /// How weights differ from what a network declares.
  public struct Misfit: Sendable, Hashable {
    /// An array of another shape.
    public struct Misshapen: Sendable, Hashable {
      /// Its name.
      public let name: String
      /// The declared shape.
      public let expected: [Int]
      /// The file's shape.
      public let got: [Int]
    }
    /// Declared, but not in the file.
    public let missing: [String]
    /// In the file, but not declared.
    public let unexpected: [String]
    /// In both, with different shapes.
    public let misshapen: [Misshapen]
    /// Holding NaN or infinity.
    public let notFinite: [String]

    var isEmpty: Bool { missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty && notFinite.isEmpty }
  }

  /// The picture's size does not survive the network's halvings.
  case unsuitableSize(network: String, size: Extent, multiple: Extent)
  /// A prepared network was given a picture of another shape.
  case unsuitableImage(expected: Network.MapShape, got: Network.MapShape)
  /// Weights of another network, or damaged ones.
  case unfittingWeights(network: String, misfit: Misfit)
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unsuitableSize(let network, let size, let multiple):
      return "\(network) takes pictures whose width is a multiple of \(multiple.width) and whose height is a multiple of "
        + "\(multiple.height), not \(size.width)x\(size.height)"
    case .unsuitableImage(let expected, let got):
      return "the network was prepared for a picture of \(expected.channels) channels, \(expected.width)x\(expected.height), "
        + "but got \(got.channels) channels, \(got.width)x\(got.height)"
    case .unfittingWeights(let network, let misfit):
      return "these are not weights of \(network): \(misfit)"
    }
  }
}

extension NetworkError.Misfit: CustomStringConvertible {
  public var description: String {
    var parts: [String] = []
    func add(_ names: [String], _ words: String) {
      guard let first = names.first else { return }
      parts.append("\(words) \(first)" + (names.count > 1 ? " and \(names.count - 1) more" : ""))
    }
    add(missing, "missing")
    add(unexpected, "unexpected")
    add(misshapen.map { "\($0.name) (\($0.got) instead of \($0.expected))" }, "wrong shape of")
    add(notFinite, "NaN or infinity in")
    return parts.joined(separator: "; ")
  }
}
