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
  init(path: String) throws(DatasetsError) {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path), !data.contains(0),
      let text = String(data: data, encoding: .utf8)
    else { throw .unreadableList(path: path) }
    let isYAML = [".yaml", ".yml"].contains(where: path.lowercased().hasSuffix)
    rows = isYAML ? try Self.rows(ofYAML: text, path: path) : Self.rows(ofText: text)
    guard !rows.isEmpty else { throw .emptyList(path: path) }
  }

  // Bytes rather than characters: the longest public lists have tens of megabytes.
  private static func rows(ofText text: String) -> [Row] {
    var bytes = text.utf8[...]
    // Some editors begin a text with a byte order mark.
    if bytes.starts(with: "\u{FEFF}".utf8) { bytes = bytes.dropFirst(3) }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
      let columns = $1.split { Self.blanks.contains($0) }.map(pathInDataset).filter { !$0.isEmpty }
      return columns.isEmpty ? nil : Row(line: $0 + 1, columns: columns)
    }
  }

  private static let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]

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
        rows.append(Row(line: file.mark?.line ?? 1, columns: [pathInDataset("\(scene)/\(name)".utf8[...])]))
      }
    }
    return rows
  }

  private static func pathInDataset(_ text: Substring.UTF8View) -> String {
    var parts = text.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }[...]
    if let first = parts.first, first.count == 2, first.last == UInt8(ascii: ":") { parts = parts.dropFirst() }
    return parts.filter { !$0.elementsEqual(".".utf8) }.map { String(Substring($0)) }.joined(separator: "/")
  }
}
