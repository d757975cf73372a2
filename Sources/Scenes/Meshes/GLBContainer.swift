// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaSolids

/// The two halves of a glTF file: its JSON, and the buffer that a binary file carries.
struct GLBContainer {
  let document: GLTFDocument
  /// The first buffer; nil where the file carries none.
  let buffer: ArraySlice<UInt8>?

  private static let magic = Array("glTF".utf8)

  /// Whether these bytes begin a binary glTF file.
  static func isStarted(by bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

  init(_ file: MeshFile) throws(MeshError) {
    guard Self.isStarted(by: file.bytes) else {
      document = try Self.parsed(file.bytes[...], of: file)
      buffer = nil
      return
    }
    guard let version = Self.number(file.bytes, at: 4), let length = Self.number(file.bytes, at: 8) else {
      throw file.truncated
    }
    guard version == 2 else { throw Self.wrongVersion("\(version)", file) }
    guard length <= file.bytes.count else { throw file.truncated }
    var (json, binary): (ArraySlice<UInt8>?, ArraySlice<UInt8>?)
    var position = 12
    while position + 8 <= length, json == nil || binary == nil {
      guard let count = Self.number(file.bytes, at: position), let type = Self.number(file.bytes, at: position + 4),
        count <= length - position - 8
      else { throw file.truncated }
      let chunk = file.bytes[(position + 8)..<(position + 8 + count)]
      switch type {
      case 0x4E4F_534A: json = json ?? chunk
      case 0x004E_4942: binary = binary ?? chunk
      case _: break
      }
      position += 8 + count
    }
    guard let json else { throw file.truncated }
    document = try Self.parsed(json, of: file)
    buffer = binary
  }

  private static func number(_ bytes: [UInt8], at position: Int) -> Int? {
    guard position + 4 <= bytes.count else { return nil }
    return (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }

  private static func parsed(_ json: ArraySlice<UInt8>, of file: MeshFile) throws(MeshError) -> GLTFDocument {
    let document: GLTFDocument
    do {
      document = try JSONDecoder().decode(GLTFDocument.self, from: Data(json))
    } catch let error as DecodingError {
      throw file.corrupt("its JSON \(reason(error))")
    } catch {
      throw file.corrupt("its JSON cannot be parsed")
    }
    guard document.asset.version.hasPrefix("2") else { throw wrongVersion(document.asset.version, file) }
    return document
  }

  private static func reason(_ error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "the document" : path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context): return "has no \"\(key.stringValue)\" in \(place(context.codingPath))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "has a value of another type than glTF prescribes at \(place(context.codingPath))"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "has a value that is out of range at \(place(context.codingPath))"
    case .dataCorrupted: return "is broken or cut off"
    @unknown default: return "cannot be parsed"
    }
  }

  private static func wrongVersion(_ version: String, _ file: MeshFile) -> MeshError {
    .unsupported(
      path: file.path, format: .gltf, feature: "version \(version.prefix(20))",
      advice: "export it as glTF 2.0, for example with Blender")
  }
}
