// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What a PLY file says of its content.
///
/// Source: G. Turk, "The PLY Polygon File Format", 1994; names of the types as later programs spell them.
struct PLYHeader {
  enum Encoding { case ascii, littleEndian, bigEndian }

  enum Number: String {
    case int8, uint8, int16, uint16, int32, uint32, float32, float64

    init?(name: some StringProtocol) {
      switch name {
      case "char", "int8": self = .int8
      case "uchar", "uint8": self = .uint8
      case "short", "int16": self = .int16
      case "ushort", "uint16": self = .uint16
      case "int", "int32": self = .int32
      case "uint", "uint32": self = .uint32
      case "float", "float32": self = .float32
      case "double", "float64": self = .float64
      case _: return nil
      }
    }

    var length: Int {
      switch self {
      case .int8, .uint8: 1
      case .int16, .uint16: 2
      case .int32, .uint32, .float32: 4
      case .float64: 8
      }
    }

    /// The number that means full intensity where a colour has this type.
    var fullIntensity: Double {
      switch self {
      case .int8: 127
      case .uint8: 255
      case .int16: 32_767
      case .uint16: 65_535
      case .int32, .uint32: 255
      case .float32, .float64: 1
      }
    }
  }

  struct Property {
    var name: String
    /// The type of a list's length; nil for a single number.
    var count: Number?
    var type: Number
  }

  struct Element {
    var name: String
    var count: Int
    var properties: [Property] = []
  }

  private(set) var encoding = Encoding.ascii
  private(set) var elements: [Element] = []
  /// Pictures, in the order that `texnumber` counts, as MeshLab names them in comments.
  private(set) var pictures: [String] = []
  /// Where the content begins, and in which line.
  private(set) var end = (position: 0, line: 0)

  init(_ file: MeshFile) throws(MeshError) {
    var text = MeshText(file.bytes)
    text.skipLine()
    while true {
      guard !text.isAtEnd else { throw file.truncated }
      let line = text.line
      let words = text.restOfLine().split { $0 == " " || $0 == "\t" }
      text.skipLine()
      if words.first == "end_header" { break }
      guard take(words) else {
        throw file.corrupt("line \(line) of its header is \"\(words.joined(separator: " ").prefix(60))\"")
      }
    }
    end = (text.position, text.line)
    try check(file)
  }

  /// Takes a line in; false where it makes no sense.
  private mutating func take(_ words: [Substring]) -> Bool {
    switch (words.first, words.count) {
    case (nil, _), ("obj_info", _): return true
    case ("comment", _):
      if words.count > 2, words[1] == "TextureFile" { pictures.append(words[2...].joined(separator: " ")) }
      return true
    case ("format", 3): return takeFormat(words[1])
    case ("element", 3):
      guard let count = Int(words[2]), count >= 0 else { return false }
      elements.append(Element(name: String(words[1]), count: count))
      return true
    case ("property", 3):
      guard let type = Number(name: words[1]), !elements.isEmpty else { return false }
      elements[elements.count - 1].properties.append(Property(name: String(words[2]), count: nil, type: type))
      return true
    case ("property", 5):
      guard words[1] == "list", let count = Number(name: words[2]), let type = Number(name: words[3]),
        count != .float32, count != .float64, !elements.isEmpty
      else { return false }
      elements[elements.count - 1].properties.append(Property(name: String(words[4]), count: count, type: type))
      return true
    case _: return false
    }
  }

  private mutating func takeFormat(_ name: Substring) -> Bool {
    switch name {
    case "ascii": encoding = .ascii
    case "binary_little_endian": encoding = .littleEndian
    case "binary_big_endian": encoding = .bigEndian
    case _: return false
    }
    return true
  }

  /// Refuses counts that the file cannot hold, before anything is computed from them.
  private mutating func check(_ file: MeshFile) throws(MeshError) {
    elements.removeAll { $0.properties.isEmpty }
    let available = file.bytes.count - end.position
    for element in elements {
      let shortest = element.properties.reduce(0) { length, property in
        length + (encoding == .ascii ? 2 : (property.count ?? property.type).length)
      }
      // A text's last number needs no blank after it.
      let (needed, overflows) = element.count.multipliedReportingOverflow(by: shortest)
      guard !overflows, needed <= available + 1 else { throw file.truncated }
    }
  }
}
