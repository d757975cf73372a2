// SPDX-License-Identifier: Apache-2.0

/// How far the engine's outputs may be from those of exact arithmetic.
///
/// Fewer multiplications cost digits. A plan adds up the rounding errors that its algorithms are expected to make and
/// takes the fastest ones that stay within the bound; errors are the largest of a map, against its largest value.
public enum Accuracy: String, Sendable, Hashable, CaseIterable {
  /// At most 1e-5: what plain sums in single precision make in large networks.
  case exact
  /// At most 1e-4: below a millimetre in ten metres.
  case high
  /// At most 1e-3.
  case fast

  /// The bound, of the largest value.
  public var bound: Double {
    switch self {
    case .exact: 1e-5
    case .high: 1e-4
    case .fast: 1e-3
    }
  }

  /// The root of the sum of squared amplifications that a network may have (`Candidate.amplification`).
  ///
  /// With random weights that keep the signal's variance, RectNet and UResNet err by 3e-7 of the maximum times this number
  /// (NetworkErrorTests); the rest is kept in reserve.
  package var amplificationLimit: Double { bound / 4.2e-7 }
}
