// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

/// Cuts an output map into rectangles of neighbouring rows, one work item each.
struct OutputRectangles: Sendable, Hashable {
  private let size: Extent
  private let rows: Int
  private let columns: Int

  /// Rectangles of at most `pixels` pixels, but at least one pixel.
  init(_ size: Extent, pixels: Int) {
    self.size = size
    let pieces = max(1, (size.width + pixels - 1) / pixels)
    columns = (size.width + pieces - 1) / pieces
    let bands = max(1, (size.height * columns + pixels - 1) / pixels)
    rows = max(1, (size.height + bands - 1) / bands)
  }

  private var across: Int { (size.width + columns - 1) / columns }

  /// How many.
  var count: Int { across * ((size.height + rows - 1) / rows) }

  /// Pixels of the largest.
  var largest: Int { rows * columns }

  /// Rows and columns of a rectangle.
  subscript(index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let top = index / across * rows
    let left = index % across * columns
    return (top..<min(top + rows, size.height), left..<min(left + columns, size.width))
  }
}
