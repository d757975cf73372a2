// SPDX-License-Identifier: Apache-2.0

/// What can be wrong with samples and where they come from.
public enum DatasetsError: Error, Hashable, Sendable {
  /// A sample has no depth where one is needed.
  case unlabelled(sample: String)
}

extension DatasetsError: CustomStringConvertible {
  /// What happened, to which sample, and what to do.
  public var description: String {
    switch self {
    case .unlabelled(let sample):
      "\(sample) has no depth; training and evaluation need a source with depth"
    }
  }
}
