// SPDX-License-Identifier: Apache-2.0

/// max|a - b| / max|b|: the one measure of agreement between backends.
///
/// Element-wise relative error says nothing where a result crosses zero. Infinite where the counts differ or a value is
/// not finite.
public func relativeToMaximum(_ values: [Float], _ reference: [Float]) -> Double {
  guard values.count == reference.count else { return .infinity }
  var largest = 0.0
  var worst = 0.0
  for (value, expected) in zip(values, reference) {
    guard value.isFinite, expected.isFinite else { return .infinity }
    largest = max(largest, abs(Double(expected)))
    worst = max(worst, abs(Double(value) - Double(expected)))
  }
  return worst / max(largest, .leastNormalMagnitude)
}
