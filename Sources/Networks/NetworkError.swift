// SPDX-License-Identifier: Apache-2.0

public import Foundation

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

  /// The picture's size does not survive the network's halvings, or has a side beyond `Network.largestSide`.
  case unsuitableSize(network: String, size: Extent, multiple: Extent)
  /// A prepared network was given a picture of another shape.
  case unsuitableImage(expected: Network.MapShape, got: Network.MapShape)
  /// Weights of another network, or damaged ones.
  case unfittingWeights(network: String, misfit: Misfit)
  /// A file that does not hold readable weights.
  case unreadableWeights(file: URL, fault: WeightsFault)
  /// A file that could not be written; what was there before is untouched.
  case unwritableWeights(file: URL, fault: WeightsFault)
  /// A number that 16 bits cannot hold.
  case beyondHalfPrecision(array: String, value: Float)
  /// Weights that say they are for a network which does not exist here.
  case unknownArchitecture(name: String)
  /// A line of a `NameMap` that is no rule.
  case malformedNameMap(line: Int, reason: String)
  /// Two arrays to which a `NameMap` gives one name.
  case repeatedName(String)
  /// Weights that do not say what they are for, and fit no network.
  case unrecognisedWeights(arrayCount: Int)
}

extension NetworkError: CustomStringConvertible {
  /// What happened, to what, and what to do.
  public var description: String {
    switch self {
    case .unsuitableSize(let network, let size, let multiple):
      return "\(network) takes pictures whose width is a multiple of \(multiple.width) and whose height "
        + "is a multiple of \(multiple.height), both at most \(Network.largestSide), not \(size.width)x\(size.height)"
    case .unsuitableImage(let expected, let got):
      return "the network was prepared for a picture of \(expected.channels) channels, "
        + "\(expected.width)x\(expected.height), but got \(got.channels) channels, \(got.width)x\(got.height)"
    case .unfittingWeights(let network, let misfit):
      return "these are not weights of \(network): \(misfit)"
    case .unreadableWeights(let file, let fault):
      return "\(file.relativePath): \(fault)"
    case .unwritableWeights(let file, let fault):
      return "cannot write \(file.relativePath): \(fault)"
    case .beyondHalfPrecision(let array, let value):
      return "'\(array)' holds \(value), beyond the 65504 of 16-bit numbers; write 32-bit numbers instead"
    case .unknownArchitecture(let name):
      return "these weights are for '\(name)'; known are \(Architecture.allNames.joined(separator: ", "))"
    case .malformedNameMap(let line, let reason):
      return "line \(line) of the map of names: \(reason), as in 'module.*  *'"
    case .repeatedName(let name):
      return "the map of names calls two arrays \(name)"
    case .unrecognisedWeights(let arrayCount):
      return "these \(arrayCount) arrays do not say which network they are for, and fit none of "
        + Architecture.Family.allCases.map(\.rawValue).joined(separator: ", ")
    }
  }
}

extension NetworkError.Misfit: CustomStringConvertible {
  /// The first name of each kind of difference, and how many more there are.
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
