// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A file format of meshes, recognised by a file's content.
public enum MeshFormat: String, Sendable, Hashable, CaseIterable {
  /// glTF 2.0, as JSON with buffers or as one binary file.
  case gltf
  /// Wavefront OBJ with its material library.
  case obj
  /// Stanford's polygon format.
  case ply

  /// What people call it.
  public var name: String {
    switch self {
    case .gltf: "glTF"
    case .obj: "OBJ"
    case .ply: "PLY"
    }
  }

  static var allNames: String { allCases.map(\.name).joined(separator: ", ") }

  /// The format of a file's content; nil where it is none of these.
  ///
  /// OBJ has no signature: it is text of which the first line that says anything begins with a statement of OBJ.
  init?(content: [UInt8]) {
    if GLBContainer.isStarted(by: content) || Self.firstWord(of: content)?.first == UInt8(ascii: "{") {
      self = .gltf
    } else if content.starts(with: Array("ply".utf8)) {
      self = .ply
    } else if let word = Self.firstWord(of: content), Self.statements.contains(String(decoding: word, as: UTF8.self)) {
      self = .obj
    } else {
      return nil
    }
  }

  private static let statements: Set<String> = [
    "v", "vt", "vn", "vp", "f", "o", "g", "s", "l", "p", "usemtl", "mtllib", "#",
  ]

  /// The first word beyond comments; "#" where there are only comments.
  private static func firstWord(of content: [UInt8]) -> ArraySlice<UInt8>? {
    var text = MeshText(content)
    text.skipByteOrderMark()
    var isCommented = false
    while !text.isAtEnd {
      let word = text.word()
      if let first = word.first, first != UInt8(ascii: "#") { return word }
      isCommented = isCommented || !word.isEmpty
      text.skipLine()
    }
    return isCommented ? Array("#".utf8)[...] : nil
  }
}
