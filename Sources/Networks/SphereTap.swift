// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How far around the sphere a tap of a mapped convolution lies from its pixel, in a row.
package struct SphereTap: Sendable {
  /// Whole columns to the right.
  package let whole: Int
  /// The rest, in 0..<1.
  package let fraction: Double

  /// - `steps`: columns that the tap would be away on the equator; `row`: the row that it reads.
  package init(steps: Int, row: Int, of extent: Extent) {
    let latitude = Double.pi / 2 - Double.pi * (Double(row) + 0.5) / Double(extent.height)
    let columns = Double(steps) / cos(latitude)
    whole = Int(columns.rounded(.down))
    fraction = columns - columns.rounded(.down)
  }

  /// The columns left and right of the tap of a pixel.
  package func columns(around column: Int, width: Int) -> (left: Int, right: Int) {
    let left = ((column + whole) % width + width) % width
    return (left, (left + 1) % width)
  }
}
