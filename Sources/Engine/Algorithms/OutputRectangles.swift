// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks

/// Cuts an output map into rectangles of neighbouring rows, one work item each.
package struct OutputRectangles: Sendable, Hashable {
  private let size: Extent
  private let rows: Int
  private let columns: Int

  /// Rectangles of at most `pixels` pixels, but at least one pixel.
  package init(_ size: Extent, pixels: Int) {
    self.size = size
    let pieces = max(1, (size.width + pixels - 1) / pixels)
    columns = (size.width + pieces - 1) / pieces
    let most = max(1, pixels / columns)
    let bands = (size.height + most - 1) / most
    rows = (size.height + bands - 1) / bands
  }

  /// Rectangles of so many rows and columns, fewer at the map's end.
  package init(_ size: Extent, rows: Int, columns: Int) {
    self.size = size
    self.rows = min(rows, size.height)
    self.columns = min(columns, size.width)
  }

  private var across: Int { (size.width + columns - 1) / columns }

  /// How many.
  package var count: Int { across * ((size.height + rows - 1) / rows) }

  /// Pixels of the largest.
  package var largest: Int { rows * columns }

  /// Rows and columns of a rectangle.
  package subscript(index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let top = index / across * rows
    let left = index % across * columns
    return (top..<min(top + rows, size.height), left..<min(left + columns, size.width))
  }
}
