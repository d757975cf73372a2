// SPDX-License-Identifier: Apache-2.0

/// NumPy's array file.
///
/// Source: NumPy Enhancement Proposal 1 and `numpy.lib.format`.
enum NPY {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The header is padded so that the numbers begin at a multiple of this.
  private static let alignment = 64

  /// Version 1.0, `<f4`, C order.
  static func write(_ map: ScalarMap, to file: AtomicFile) throws(ImagingError) {
    let fields = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(map.height), \(map.width)), }"
    let unpadded = magic.count + 4 + fields.utf8.count + 1
    let padding = (alignment - unpadded % alignment) % alignment
    let text = Array((fields + String(repeating: " ", count: padding) + "\n").utf8)
    try file.append(magic + [1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)] + text)
    try file.append(map.values)
  }

  /// Floats of 2, 4 or 8 bytes in either byte order and either axis order, with a shape of two sides and ones.
  static func read(_ file: SourceFile, maximumPixels: Int) throws(ImagingError) -> ScalarMap {
    let (header, dataOffset) = try header(of: file)
    try file.check(width: header.width, height: header.height, format: .npy, maximumPixels: maximumPixels)
    let count = header.width * header.height
    guard file.count - dataOffset >= count * header.type.length else { throw .truncated(path: file.path, format: .npy) }
    let bytes = try file.bytes(at: dataOffset, count: count * header.type.length)
    guard bytes.count == count * header.type.length else { throw .truncated(path: file.path, format: .npy) }
    let stored = header.type.floats(bytes)
    guard header.isColumnMajor else { return ScalarMap(width: header.width, height: header.height, values: stored) }
    let values = (0..<count).map { stored[$0 % header.width * header.height + $0 / header.width] }
    return ScalarMap(width: header.width, height: header.height, values: values)
  }

  private struct Header {
    let type: FloatEncoding
    let isColumnMajor: Bool
    let width: Int
    let height: Int
  }

  private static func header(of file: SourceFile) throws(ImagingError) -> (Header, dataOffset: Int) {
    let start = try file.bytes(at: 0, count: 12)
    guard start.count == 12, let version = start[6...].first else { throw .truncated(path: file.path, format: .npy) }
    let lengthBytes = version == 1 ? 2 : 4
    guard (1...3).contains(version), let length = start.littleEndian(at: 8, length: lengthBytes) else {
      throw .unsupported(path: file.path, format: .npy, feature: "version \(version)")
    }
    let dataOffset = 8 + lengthBytes + length
    guard dataOffset <= file.count else { throw .truncated(path: file.path, format: .npy) }
    let text = String(decoding: try file.bytes(at: 8 + lengthBytes, count: min(length, 4096)), as: UTF8.self)
    guard let descriptor = value(of: "descr", in: text), let shape = value(of: "shape", in: text) else {
      throw .corrupt(path: file.path, format: .npy, detail: "its header names no type or shape")
    }
    let typeName = descriptor.filter { $0 != "'" && $0 != "\"" }
    guard let type = FloatEncoding(numPyName: typeName) else {
      throw .unsupported(path: file.path, format: .npy, feature: "numbers of type \(typeName.prefix(40))")
    }
    var sides = shape.split(separator: ",").compactMap { Int($0.filter { !" ()".contains($0) }) }
    while sides.count > 2, let one = sides.firstIndex(of: 1) { sides.remove(at: one) }
    guard sides.count == 2, sides.allSatisfy({ $0 > 0 }) else {
      throw .unsupported(path: file.path, format: .npy, feature: "shape \(shape.prefix(40)) instead of two sides")
    }
    let isColumnMajor = value(of: "fortran_order", in: text)?.hasPrefix("True") ?? false
    return (Header(type: type, isColumnMajor: isColumnMajor, width: sides[1], height: sides[0]), dataOffset)
  }

  /// The text after `'key':`, up to the comma that ends it; a parenthesis may hold commas.
  private static func value(of key: String, in text: String) -> String? {
    let parts = text.split(separator: "'\(key)':", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let rest = parts[1].drop { $0 == " " }
    let end = rest.first == "(" ? rest.firstIndex(of: ")") : rest.firstIndex { $0 == "," || $0 == "}" }
    return end.map { String(rest[..<$0]) }
  }
}
