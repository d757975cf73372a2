// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks
import RotundaSphere

extension Padding {
  /// The pixel that stands for `(row, column)` of a map of `size`; nil where that is a zero.
  ///
  /// With `sphere`, columns wrap around and a row beyond a pole continues on the opposite meridian, at any distance.
  func pixel(row: Int, column: Int, of size: Extent) -> (row: Int, column: Int)? {
    let isInside = 0..<size.height ~= row && 0..<size.width ~= column
    if isInside { return (row, column) }
    switch self {
    case .zero:
      return nil
    case .sphere:
      let pixel = EquirectangularGrid(width: size.width, height: size.height).wrapped(column: column, row: row)
      return (pixel.row, pixel.column)
    }
  }
}
