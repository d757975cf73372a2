// SPDX-License-Identifier: Apache-2.0

/// A table for people, a line a row: the first two columns are words, to the left, the others numbers, to the right; two
/// spaces between columns.
///
/// Every row has as many cells as the first.
package func alignedColumns(_ rows: [[String]]) -> [String] {
  let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    let cells = row.enumerated().map { column, cell in
      let space = String(repeating: " ", count: widths[column] - cell.count)
      return column < 2 ? cell + space : space + cell
    }
    let line = cells.joined(separator: "  ")
    return String(line.prefix(through: line.lastIndex { $0 != " " } ?? line.startIndex))
  }
}
