// SPDX-License-Identifier: Apache-2.0

/// Rows of words, written in several ways.
struct TextTable {
  let heading: [String]
  let rows: [[String]]

  /// Markdown, columns padded so that it also reads well as it stands.
  var markdown: String {
    let widths = heading.indices.map { column in ([heading] + rows).map { $0[column].count }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      "| " + zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: " | ") + " |"
    }
    let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
    return ([line(heading.map(\.escapedForMarkdown)), rule] + rows.map { line($0) }).joined(separator: "\n") + "\n"
  }

  /// Comma-separated values (RFC 4180, lines ended by a newline).
  var csv: String { ([heading] + rows).map { $0.map(\.quotedForCSV).joined(separator: ",") + "\n" }.joined() }

  /// A LaTeX tabular that needs no package.
  var latex: String {
    let columns = "l" + String(repeating: "r", count: max(0, heading.count - 1))
    func line(_ row: [String]) -> String { row.joined(separator: " & ") + " \\\\\n" }
    return "\\begin{tabular}{\(columns)}\n\\hline\n" + line(heading) + "\\hline\n" + rows.map(line).joined()
      + "\\hline\n\\end{tabular}\n"
  }
}

extension String {
  /// Without signs that would end a table's cell.
  fileprivate var escapedForMarkdown: String { replacing("|", with: "/") }

  /// In quotes where a comma, a quote or a line's end would break the row.
  fileprivate var quotedForCSV: String {
    contains { ",\"\n\r".contains($0) } ? "\"" + replacing("\"", with: "\"\"") + "\"" : self
  }

  /// With the signs that LaTeX takes for commands made plain.
  var escapedForLaTeX: String {
    split(separator: "<=", omittingEmptySubsequences: false).map(Self.escaped).joined(separator: "$\\le$")
  }

  private static func escaped(_ part: Substring) -> String {
    part.reduce(into: "") { text, sign in
      switch sign {
      case "\\": text += "\\textbackslash{}"
      case "^": text += "\\^{}"
      case "~": text += "\\~{}"
      case "<", ">": text += "$\(sign)$"
      case _ where "&%$#_{}".contains(sign): text += "\\\(sign)"
      case _: text.append(sign)
      }
    }
  }
}
