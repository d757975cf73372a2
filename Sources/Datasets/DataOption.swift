// SPDX-License-Identifier: Apache-2.0

/// An option that a layout's URI may have.
public struct DataOption: Sendable, Hashable {
  /// What it is called, as `split`.
  public let name: String
  /// What it may be.
  public let values: Values

  /// What an option may be.
  public enum Values: Sendable, Hashable {
    /// One of these words.
    case oneOf([String])
    /// A number above zero, in metres.
    case metres
    /// The path of a file.
    case file
  }

  static let split = DataOption(name: "split", values: .oneOf(["train", "val", "test"]))
  /// A list by name, relative to the dataset's folder or its `splits`; stands above `split`.
  static let list = DataOption(name: "list", values: .file)
  /// Distances beyond are invalid.
  static let cap = DataOption(name: "cap", values: .metres)
  static let suncg = DataOption(name: "suncg", values: .oneOf(["yes", "no"]))

  func check(_ value: String, of uri: DataURI) throws(DatasetsError) {
    let possible: String
    switch values {
    case .oneOf(let words):
      guard !words.contains(value) else { return }
      possible = "one of \(words.joined(separator: ", "))"
    case .metres:
      guard Float(value).map({ $0 > 0 && $0.isFinite }) != true else { return }
      possible = "a number of metres above zero"
    case .file: return
    }
    throw .unknownValue(uri: uri.description, option: name, value: value, possible: possible)
  }
}
