// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How depths become numbers in [0, 1] that a network learns, and back.
///
/// - Source: the public code of Liu et al., "Deep convolutional neural fields", TPAMI 2016.
public struct DepthLabelScale: Sendable, Hashable, Codable {
  /// Of what the numbers are a linear function.
  public enum Quantity: String, Sendable, Hashable, Codable, CaseIterable {
    /// Metres.
    case depth
    /// The logarithm to base 2 of metres.
    case log2
    /// The logarithm to base 10 of metres.
    case log10
  }

  /// Of what the numbers are a linear function.
  public let quantity: Quantity
  /// The depth whose number is 0, metres.
  public let nearest: Double
  /// The depth whose number is 1, metres.
  public let farthest: Double

  /// A scale; the properties say what each argument is.
  public init(_ quantity: Quantity, nearest: Double, farthest: Double) {
    precondition(0 < nearest && nearest < farthest && farthest.isFinite, "a range of depths above zero")
    (self.quantity, self.nearest, self.farthest) = (quantity, nearest, farthest)
  }

  /// The number of a depth in metres, which must be above zero; below 0 or above 1 where it lies outside the range.
  public func number(ofDepth depth: Double) -> Double {
    (value(depth) - value(nearest)) / (value(farthest) - value(nearest))
  }

  /// The depth in metres of a number, which is taken to [0, 1] first.
  public func depth(ofNumber number: Double) -> Double {
    let value = value(nearest) + min(max(number, 0), 1) * (value(farthest) - value(nearest))
    switch quantity {
    case .depth: return value
    case .log2: return exp2(value)
    case .log10: return pow(10, value)
    }
  }

  private func value(_ depth: Double) -> Double {
    switch quantity {
    case .depth: depth
    case .log2: Foundation.log2(depth)
    case .log10: Foundation.log10(depth)
    }
  }
}
