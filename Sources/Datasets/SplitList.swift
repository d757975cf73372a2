// SPDX-License-Identifier: Apache-2.0

import Foundation
import Yams

/// The list of a split: rows of paths in a dataset.
///
/// A text has a row a line, with columns between blanks. YAML, told by the suffix `.yaml` or `.yml`, has scenes and the
/// files of each. Backslashes count as slashes; a drive (`D:`), a leading slash and `.` are left out.
struct SplitList: Sendable {
  let path: String
  let rows: [Row]

  struct Row: Sendable, Hashable {
    /// Counted from 1.
    let line: Int
    /// Paths in the dataset; at least one.
    let columns: [String]
  }

  /// - Throws: `DatasetsError` where the list is not text, not YAML, or empty.
  init(contentsOf url: URL) throws(DatasetsError) {
    path = url.path(percentEncoded: false)
    guard let data = try? Data(contentsOf: url), let text = String(data: data, encoding: .utf8),
      !text.unicodeScalars.contains("\0")
    else { throw .unreadableList(path: path) }
    let isYAML = ["yaml", "yml"].contains(url.pathExtension.lowercased())
    rows = isYAML ? try Self.rows(ofYAML: text, path: path) : Self.rows(ofText: text)
    guard !rows.isEmpty else { throw .emptyList(path: path) }
  }

  private static func rows(ofText text: String) -> [Row] {
    // Some editors begin a text with a byte order mark.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
      let columns = $1.split(whereSeparator: \.isWhitespace).map { pathInDataset($0) }.filter { !$0.isEmpty }
      return columns.isEmpty ? nil : Row(line: $0 + 1, columns: columns)
    }
  }

  /// A mapping of scenes to sequences of file names.
  private static func rows(ofYAML text: String, path: String) throws(DatasetsError) -> [Row] {
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch {
      throw .badList(path: path, line: 1, reason: "this is not YAML: \(error)")
    }
    guard let root else { return [] }
    guard let scenes = root.mapping else {
      throw .badList(path: path, line: 1, reason: "this is not a mapping of scenes to lists of files")
    }
    var rows: [Row] = []
    for (key, value) in scenes {
      guard let scene = key.scalar?.string, let files = value.sequence else {
        throw .badList(path: path, line: key.mark?.line ?? 1, reason: "this is not a scene with a list of files")
      }
      for file in files {
        guard let name = file.scalar?.string else {
          throw .badList(path: path, line: file.mark?.line ?? 1, reason: "this is not a file's name")
        }
        rows.append(Row(line: file.mark?.line ?? 1, columns: [pathInDataset("\(scene)/\(name)")]))
      }
    }
    return rows
  }

  private static func pathInDataset(_ text: some StringProtocol) -> String {
    let parts = text.split { $0 == "/" || $0 == "\\" }
    let isDrive = parts.first.map { $0.count == 2 && $0.hasSuffix(":") } ?? false
    return parts.dropFirst(isDrive ? 1 : 0).filter { $0 != "." }.joined(separator: "/")
  }
}
