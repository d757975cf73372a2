// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How the learning rate changes over a run, as a share of its peak.
public struct RateSchedule: Sendable, Hashable, Codable {
  /// What happens after the warm-up.
  public enum Shape: String, Sendable, Hashable, Codable, CaseIterable {
    /// The peak until the end, as in the paper.
    case constant
    /// Half a cosine from the peak to a hundredth of it at the last step.
    case cosine
    /// Halved every `halving` steps, as OmniDepth's public code does every three epochs.
    case step
  }

  /// What happens after the warm-up.
  public var shape = Shape.constant
  /// Steps in which the rate grows from zero to its peak.
  public var warmUp = 0
  /// Steps between two halvings of `step`.
  public var halving = 10_000

  /// Share of the peak that a cosine ends at.
  private static let end = 0.01

  /// The peak from the first step to the last, until a property says otherwise.
  public init() {}

  /// The share of the peak at a step, from 0, of a run of `iterations`.
  public func share(at step: Int, of iterations: Int) -> Double {
    if step < warmUp { return Double(step + 1) / Double(warmUp) }
    let taken = Double(step - warmUp)
    switch shape {
    case .constant: return 1
    case .cosine:
      let progress = min(1, taken / Double(max(iterations - warmUp, 1)))
      return Self.end + (1 - Self.end) * 0.5 * (1 + cos(.pi * progress))
    case .step: return exp2(-(taken / Double(halving)).rounded(.down))
    }
  }
}
