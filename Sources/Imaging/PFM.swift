// SPDX-License-Identifier: Apache-2.0

/// Portable float map: three lines of text, then 32-bit floats from the bottom row up.
///
/// Source: Paul Debevec's description of the format. The magnitude of the third line, a scale that programs give
/// different meanings, is ignored; its sign tells the byte order.
enum PFM {
  private static let longestHeader = 256

  /// Little-endian, one channel.
  static func write(_ map: ScalarMap, to file: AtomicFile) throws(ImagingError) {
    try file.append(Array("Pf\n\(map.width) \(map.height)\n-1.0\n".utf8))
    for row in (0..<map.height).reversed() {
      try file.append(Array(map.values[row * map.width..<(row + 1) * map.width]))
    }
  }

  static func read(_ file: SourceFile, maximumPixels: Int) throws(ImagingError) -> ScalarMap {
    let head = try file.bytes(at: 0, count: longestHeader)
    let words = head.split(maxSplits: 4, omittingEmptySubsequences: true) { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let texts = words.prefix(4).map { String(decoding: $0, as: UTF8.self) }
    guard texts.count == 4, let last = words.dropFirst(3).first, last.endIndex < head.count else {
      throw .truncated(path: file.path, format: .pfm)
    }
    guard texts[0] == "Pf" else {
      throw .notDepth(path: file.path, format: .pfm, reason: .channels(["red", "green", "blue"]))
    }
    guard let width = Int(texts[1]), let height = Int(texts[2]), let scale = Double(texts[3]), scale != 0 else {
      throw .corrupt(path: file.path, format: .pfm, detail: "its header is not two sides and a scale")
    }
    try file.check(width: width, height: height, format: .pfm, maximumPixels: maximumPixels)
    let count = width * height * 4
    // One byte of white space ends the scale.
    let dataOffset = last.endIndex + 1
    guard file.count - dataOffset >= count else { throw .truncated(path: file.path, format: .pfm) }
    let bytes = try file.bytes(at: dataOffset, count: count)
    guard bytes.count == count else { throw .truncated(path: file.path, format: .pfm) }
    let encoding = scale < 0 ? FloatEncoding.littleEndian32 : .bigEndian32
    let stored = encoding.floats(bytes)
    let values = (0..<height).reversed().flatMap { stored[$0 * width..<($0 + 1) * width] }
    return ScalarMap(width: width, height: height, values: values)
  }
}
