// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Reads a PLY file's content number by number.
struct PLYNumbers {
  private let file: MeshFile
  private let encoding: PLYHeader.Encoding
  private var position: Int
  private var text: MeshText

  init(_ file: MeshFile, _ header: PLYHeader) {
    (self.file, encoding, position) = (file, header.encoding, header.end.position)
    text = MeshText(file.bytes, from: header.end.position, line: header.end.line)
  }

  mutating func next(_ type: PLYHeader.Number) throws(MeshError) -> Double {
    switch encoding {
    case .ascii:
      text.skipSpace()
      if let number = text.number() { return number }
      throw text.isAtEnd ? file.truncated : file.corrupt("line \(text.line) has something else than numbers")
    case .littleEndian: return Self.value(of: try bits(type.length), type)
    case .bigEndian: return Self.value(of: try bits(type.length).byteSwapped >> UInt64(64 - 8 * type.length), type)
    }
  }

  /// The numbers of a list, put into `list`.
  mutating func next(_ type: PLYHeader.Number, counted: PLYHeader.Number, into list: inout [Double]) throws(MeshError) {
    let count = try next(counted)
    let remaining = encoding == .ascii ? text.remaining : (file.bytes.count - position) / type.length
    list.removeAll(keepingCapacity: true)
    guard count >= 0 else { throw file.corrupt("a list has \(count) entries") }
    guard count <= Double(remaining) else { throw file.truncated }
    for _ in 0..<Int(count) { list.append(try next(type)) }
  }

  /// Up to eight bytes, the first lowest.
  @inline(__always)
  private mutating func bits(_ length: Int) throws(MeshError) -> UInt64 {
    guard file.bytes.count - position >= length else { throw file.truncated }
    var bits: UInt64 = 0
    for index in 0..<length { bits |= UInt64(file.bytes[position + index]) << UInt64(8 * index) }
    position += length
    return bits
  }

  @inline(__always)
  private static func value(of bits: UInt64, _ type: PLYHeader.Number) -> Double {
    switch type {
    case .int8: Double(Int8(truncatingIfNeeded: bits))
    case .uint8: Double(UInt8(truncatingIfNeeded: bits))
    case .int16: Double(Int16(truncatingIfNeeded: bits))
    case .uint16: Double(UInt16(truncatingIfNeeded: bits))
    case .int32: Double(Int32(truncatingIfNeeded: bits))
    case .uint32: Double(UInt32(truncatingIfNeeded: bits))
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: Double(bitPattern: bits)
    }
  }
}
