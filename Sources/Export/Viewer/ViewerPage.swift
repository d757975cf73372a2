// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging

/// A room as one HTML file that needs nothing else: a viewer, the photo and its depth.
///
/// The viewer's parts lie in `Page` beside this file, where `room.js` says how it reads what is written here.
package struct ViewerPage: Sendable {
  private let room: CapturedRoom

  /// The page of a room.
  package init(_ room: CapturedRoom) { self.room = room }

  /// The file's bytes, UTF-8.
  package func html() throws(ExportError) -> [UInt8] {
    var page: [UInt8] = []
    for line in Self.stripped(try Self.part("page.html")).split(separator: "\n") {
      switch line {
      case "<!--META-->": break
      case "/*STYLE*/": page += Self.stripped(try Self.part("style.css")).utf8
      case "/*SCRIPT*/":
        for script in Self.scripts { page += Self.stripped(try Self.part("\(script).js")).utf8 }
      case "<!--DATA-->": page += try data()
      case _: page += "\(line)\n".utf8
      }
    }
    return page
  }

  /// The scripts, each after those whose values it needs when it is loaded.
  private static let scripts = [
    "algebra", "palette", "units", "depth", "mesh", "room", "renderer", "viewpoint", "measurement", "drawing", "plan",
    "viewer", "controls", "headset", "interface", "start",
  ]

  private static func part(_ name: String) throws(ExportError) -> String {
    guard let url = ProgramResources.url(room: "Export", path: "Page/\(name)"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { throw .viewerMissing(part: name) }
    return text
  }

  private static let tokens = ["<!--META-->", "/*STYLE*/", "/*SCRIPT*/", "<!--DATA-->"]

  /// A part without indentation, empty lines and lines that are comments alone.
  static func stripped(_ text: String) -> String {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { line in !line.isEmpty && (tokens.contains(line) || !isComment(line)) }
      .reduce(into: "") { $0 += $1 + "\n" }
  }

  private static func isComment(_ line: String) -> Bool {
    line.hasPrefix("//") || (line.hasPrefix("/*") && line.hasSuffix("*/"))
      || (line.hasPrefix("<!--") && line.hasSuffix("-->"))
  }

  /// The elements that hold the room.
  private func data() throws(ExportError) -> [UInt8] {
    let depth = ViewerDepth(room)
    let facts = ViewerFacts(room, depth: depth)
    var data = Array("<script type=\"application/json\" id=\"room\">\(facts.json)</script>\n".utf8)
    for (name, bytes) in [("photo", try room.texture()), ("depth", try depth.png())] {
      data += "<script type=\"text/plain\" id=\"\(name)\">".utf8
      data += Data(bytes).base64EncodedData()
      data += "</script>\n".utf8
    }
    return data
  }
}
