// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks

/// Fills what convolutions read beyond a map, a row of the bordered map an item.
package struct BorderStep: Step {
  private let map: MapView
  private let reach: Extent
  private let padding: Padding
  private let runs: [MapView.Run]

  /// - `reach`: rows and columns beyond the border that are read; at most the layout's border.
  package init(_ map: MapView, reach: Extent, padding: Padding) {
    self.map = map
    self.reach = reach
    self.padding = padding
    runs = map.runs
  }

  package var label: String { "border of \(reach.height) rows and \(reach.width) columns, \(padding.rawValue)" }

  package var itemCount: Int { map.height + 2 * reach.height }

  package func run(item: Int, in memory: StepMemory) {
    let row = item - reach.height
    if 0..<map.height ~= row {
      fill(row, -reach.width..<0, memory.arena)
      fill(row, map.width..<(map.width + reach.width), memory.arena)
    } else {
      fill(row, -reach.width..<(map.width + reach.width), memory.arena)
    }
  }

  /// Reads only pixels inside the map, which no item writes.
  private func fill(_ row: Int, _ columns: Range<Int>, _ arena: UnsafeMutablePointer<Float>) {
    for run in runs {
      for column in columns {
        // Bound: row and column lie at most `reach` beyond the map, and its border is no narrower.
        let pixel = arena + run.offset(row: row, column: column)
        if let origin = padding.pixel(row: row, column: column, of: map.size) {
          pixel.update(from: arena + run.offset(row: origin.row, column: origin.column), count: run.count)
        } else {
          pixel.update(repeating: 0, count: run.count)
        }
      }
    }
  }
}
