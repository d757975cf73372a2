// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

extension Padding {
  /// The pixel that stands for `(row, column)` of a map of `size`; nil where that is a zero.
  ///
  /// With `sphere`, columns wrap around and a row beyond a pole continues on the opposite meridian, at any distance:
  /// the same rule as `EquirectangularGrid.wrapped` of the room Sphere.
  func pixel(row: Int, column: Int, of size: Extent) -> (row: Int, column: Int)? {
    let isInside = 0..<size.height ~= row && 0..<size.width ~= column
    if isInside { return (row, column) }
    switch self {
    case .zero:
      return nil
    case .sphere:
      let height = size.height
      let turned = remainder(row, 2 * height)
      guard turned >= height else { return (turned, remainder(column, size.width)) }
      return (2 * height - 1 - turned, remainder(column + size.width / 2, size.width))
    }
  }
}

/// `value` modulo `divisor`, in [0, divisor) also for negative values.
private func remainder(_ value: Int, _ divisor: Int) -> Int {
  let remainder = value % divisor
  return remainder < 0 ? remainder + divisor : remainder
}
