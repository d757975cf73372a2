// SPDX-License-Identifier: Apache-2.0

/// What can be wrong with samples and where they come from.
public enum DatasetsError: Error, Hashable, Sendable {
  /// A sample has no depth where one is needed.
  case unlabelled(sample: String)
  /// The source is empty.
  case noSamples(uri: String)
  /// A sample cannot be read, and neither can any that was tried in its place; `first` says what is wrong with it.
  case nothingReadable(uri: String, tried: Int, first: String)
}

extension DatasetsError: CustomStringConvertible {
  /// What happened, to which sample, and what to do.
  public var description: String {
    switch self {
    case .unlabelled(let sample):
      "\(sample) has no depth; training and evaluation need a source with depth"
    case .noSamples(let uri): "\(uri) has no samples; check what it names"
    case .nothingReadable(let uri, let tried, let first):
      "\(uri): none of \(tried) samples can be read, the first of them because of \(first); `rotunda datasets check` "
        + "lists what is wrong"
    }
  }
}
