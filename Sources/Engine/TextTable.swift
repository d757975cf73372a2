// SPDX-License-Identifier: Apache-2.0

/// Rows of words, columns aligned: text to the left, numbers to the right.
struct TextTable {
  private var rows: [[String]]
  private let textColumns: Int

  /// - `textColumns`: how many of the first columns are text.
  init(_ header: [String], textColumns: Int) {
    rows = [header]
    self.textColumns = textColumns
  }

  /// A row with a cell for each column.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, two spaces between columns.
  var lines: [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { cells in
      zip(cells, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column < textColumns ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }
  }
}
