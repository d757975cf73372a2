// SPDX-License-Identifier: Apache-2.0

/// The directory of a zip archive whose entries are stored as they are, as PyTorch writes them.
///
/// - Source: PKWARE APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.14-16 (its end, also
///   with 64 bits) and 4.5.3 (64-bit sizes).
struct ZipArchive {
  private struct Entry {
    let method: UInt16
    let size: UInt64
    let headerOffset: UInt64
  }

  private static let part = "the archive's directory"
  private let bytes: [UInt8]
  private let entries: [String: Entry]

  /// Whether a file begins as archives do.
  static func matches(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

  init(_ bytes: [UInt8]) throws(WeightsFault) {
    self.bytes = bytes
    let directory = try Self.directory(bytes)
    var reader = ByteReader(bytes, in: directory, part: Self.part)
    var entries: [String: Entry] = [:]
    while reader.remaining > 0 {
      let (name, entry) = try Self.entry(&reader)
      entries[name] = entry
    }
    self.entries = entries
  }

  /// Names of all entries.
  var names: [String] { Array(entries.keys) }

  /// Where the contents of an entry are; nil where there is none of that name.
  func contents(of name: String) throws(WeightsFault) -> Range<Int>? {
    guard let entry = entries[name] else { return nil }
    guard entry.method == 0 else { throw .compressed(entry: name) }
    guard entry.headerOffset <= bytes.count else { throw .truncated(part: "'\(name)'", size: bytes.count) }
    var reader = ByteReader(bytes, in: Int(entry.headerOffset)..<bytes.count, part: "'\(name)'")
    guard try reader.number(UInt32.self) == 0x0403_4B50 else { throw .malformed(part: "'\(name)'") }
    _ = try reader.skip(22)
    let nameCount = Int(try reader.number(UInt16.self))
    let extraCount = Int(try reader.number(UInt16.self))
    _ = try reader.skip(nameCount + extraCount)
    guard entry.size <= reader.remaining else { throw .truncated(part: "'\(name)'", size: bytes.count) }
    return try reader.skip(Int(entry.size))
  }

  /// Where the central directory is, read off the record at the end of the file.
  private static func directory(_ bytes: [UInt8]) throws(WeightsFault) -> Range<Int> {
    // The record has 22 bytes and a comment of at most 65535.
    let earliest = max(0, bytes.count - 22 - 65535)
    let signature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    let candidates = stride(from: bytes.count - 22, through: earliest, by: -1)
    guard let record = candidates.first(where: { bytes[$0..<$0 + 4].elementsEqual(signature) }) else {
      throw .truncated(part: part, size: bytes.count)
    }
    var reader = ByteReader(bytes, in: record + 12..<bytes.count, part: part)
    var size = UInt64(try reader.number(UInt32.self))
    var offset = UInt64(try reader.number(UInt32.self))
    if size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF { (size, offset) = try largeDirectory(bytes, before: record) }
    let (end, overflow) = offset.addingReportingOverflow(size)
    guard !overflow, end <= record else { throw .malformed(part: part) }
    return Int(offset)..<Int(end)
  }

  /// Size and offset of a directory that needs 64 bits: the locator before the end record points at them.
  private static func largeDirectory(
    _ bytes: [UInt8], before record: Int
  ) throws(WeightsFault) -> (size: UInt64, offset: UInt64) {
    guard record >= 20 else { throw .malformed(part: part) }
    var locator = ByteReader(bytes, in: record - 20..<record, part: part)
    guard try locator.number(UInt32.self) == 0x0706_4B50 else { throw .malformed(part: part) }
    _ = try locator.skip(4)
    let position = try locator.number(UInt64.self)
    guard position < record else { throw .malformed(part: part) }
    var reader = ByteReader(bytes, in: Int(position)..<record, part: part)
    guard try reader.number(UInt32.self) == 0x0606_4B50 else { throw .malformed(part: part) }
    _ = try reader.skip(36)
    return (try reader.number(), try reader.number())
  }

  private static func entry(_ reader: inout ByteReader) throws(WeightsFault) -> (name: String, entry: Entry) {
    guard try reader.number(UInt32.self) == 0x0201_4B50 else { throw .malformed(part: part) }
    _ = try reader.skip(6)
    let method = try reader.number(UInt16.self)
    _ = try reader.skip(8)
    let packedSize = try reader.number(UInt32.self)
    let size = try reader.number(UInt32.self)
    let nameCount = Int(try reader.number(UInt16.self))
    let extraCount = Int(try reader.number(UInt16.self))
    let commentCount = Int(try reader.number(UInt16.self))
    _ = try reader.skip(8)
    let offset = try reader.number(UInt32.self)
    let name = try reader.string(nameCount)
    let extra = ByteReader(reader.bytes, in: try reader.skip(extraCount), part: part)
    _ = try reader.skip(commentCount)
    // Of the three, those that do not fit in 32 bits are all ones here and follow, in this order, in the extra field.
    let wide = try wideNumbers([size, packedSize, offset], in: extra)
    return (name, Entry(method: method, size: wide[0], headerOffset: wide[2]))
  }

  private static func wideNumbers(_ numbers: [UInt32], in extra: ByteReader) throws(WeightsFault) -> [UInt64] {
    guard numbers.contains(.max) else { return numbers.map(UInt64.init) }
    var extra = extra
    while extra.remaining > 0 {
      let identifier = try extra.number(UInt16.self)
      let range = try extra.skip(Int(extra.number(UInt16.self)))
      guard identifier == 1 else { continue }
      var field = ByteReader(extra.bytes, in: range, part: part)
      var wide: [UInt64] = []
      for number in numbers { wide.append(number == .max ? try field.number() : UInt64(number)) }
      return wide
    }
    throw .malformed(part: part)
  }
}
