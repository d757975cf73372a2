// SPDX-License-Identifier: Apache-2.0

/// Reads little-endian numbers and runs of bytes from a range of a file, and never beyond.
struct ByteReader {
  let bytes: [UInt8]
  /// What is being read, for errors.
  let part: String
  private(set) var position: Int
  private let end: Int

  /// A reader of `range`, which the caller has clamped to the file.
  init(_ bytes: [UInt8], in range: Range<Int>, part: String) {
    self.bytes = bytes
    self.part = part
    position = range.lowerBound
    end = range.upperBound
  }

  var remaining: Int { end - position }

  /// The range of the next `count` bytes, which are passed over.
  mutating func skip(_ count: Int) throws(WeightsFault) -> Range<Int> {
    guard count >= 0, count <= remaining else { throw .truncated(part: part, size: bytes.count) }
    defer { position += count }
    return position..<position + count
  }

  /// The next number.
  mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(WeightsFault) -> Number {
    let range = try skip(Number.bitWidth / 8)
    var value: Number = 0
    for index in range.reversed() { value = value << 8 | Number(truncatingIfNeeded: bytes[index]) }
    return value
  }

  /// The next `count` bytes as UTF-8.
  mutating func string(_ count: Int) throws(WeightsFault) -> String {
    let range = try skip(count)
    guard let text = String(validating: bytes[range], as: UTF8.self) else { throw .malformed(part: part) }
    return text
  }

  /// The next bytes up to a line feed, which is passed over, as UTF-8.
  mutating func line() throws(WeightsFault) -> String {
    guard let feed = bytes[position..<end].firstIndex(of: 0x0A) else { throw .truncated(part: part, size: bytes.count) }
    let text = try string(feed - position)
    position += 1
    return text
  }
}
