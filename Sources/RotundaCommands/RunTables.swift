// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The numbers that a training run noted.
struct RunTables {
  /// What the run is called: its folder as the user named it.
  let name: String
  /// Of every few steps.
  let metrics: RunTable
  /// Of every validation; empty where there was none yet.
  let validation: RunTable

  /// Reads `metrics.csv` and `validation.csv` of a run.
  ///
  /// - Throws: `CommandError.notARun`.
  init(folder: String) throws(CommandError) {
    name = folder
    let url = URL(filePath: folder)
    func read(_ file: String) throws(CommandError) -> RunTable? {
      guard let text = try? String(contentsOf: url.appending(path: file), encoding: .utf8) else { return nil }
      guard let table = RunTable(parsing: text) else {
        throw .notARun(path: folder, reason: "its \(file) does not begin with the names of columns, step first")
      }
      return table
    }
    guard let metrics = try read("metrics.csv") else {
      throw .notARun(path: folder, reason: "it has no metrics.csv")
    }
    guard !metrics.steps.isEmpty else {
      throw .notARun(path: folder, reason: "its metrics.csv has no line yet; wait for its first steps")
    }
    self.metrics = metrics
    validation = try read("validation.csv") ?? RunTable(steps: [], columns: [])
  }
}

/// Columns of numbers over steps.
struct RunTable {
  /// The steps at which lines were noted.
  let steps: [Double]
  /// Names, in the order of the file, with a value a step; not a number where nothing was noted.
  let columns: [(name: String, values: [Double])]

  init(steps: [Double], columns: [(name: String, values: [Double])]) {
    self.steps = steps
    self.columns = columns
  }

  /// A table whose first line names its columns, `step` first; nil where it does not.
  ///
  /// What follows the last line's end is still being written, and lines that are not whole were broken off by a killed
  /// run: both are left out. So are columns without a single number.
  init?(parsing text: String) {
    let end = text.lastIndex(where: \.isNewline) ?? text.startIndex
    let lines = text[..<end].split(whereSeparator: \.isNewline).map(Self.cells)
    guard let names = lines.first, names.first == "step" else { return nil }
    let rows = lines.dropFirst().compactMap { cells in
      let numbers = cells.map { Double($0) ?? .nan }
      return numbers.count == names.count && numbers[0].isFinite ? numbers : nil
    }
    steps = rows.map { $0[0] }
    columns = names.indices.dropFirst().map { column in (name: names[column], values: rows.map { $0[column] }) }
      .filter { $0.values.contains { !$0.isNaN } }
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
