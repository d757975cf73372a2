// SPDX-License-Identifier: Apache-2.0

/// A tolerant reader of the simple properties of one namespace in an XMP packet.
///
/// XMP writes a property as an attribute, `GPano:Name="value"`, or as an element, `<GPano:Name>value</GPano:Name>`.
/// Both are found by one scan for the prefix; the packet need not be well-formed.
enum XMP {
  /// A packet holds a few kilobytes; this bounds the time that a hostile one can take.
  private static let longestPacket = 1 << 20
  private static let longestValue = 256

  /// Values by property name; the first one wins where a name is repeated.
  static func values(of packet: [UInt8], namespace: String, usualPrefix: String) -> [String: String] {
    let packet = packet.prefix(longestPacket)
    let prefix = declaredPrefix(in: packet, namespace: Array(namespace.utf8)) ?? Array(usualPrefix.utf8)
    let marker = prefix + [UInt8(ascii: ":")]
    var values: [String: String] = [:]
    var position = packet.startIndex
    while let found = firstIndex(of: marker, in: packet[position...]) {
      position = found + marker.count
      let name = packet[position...].prefix(while: isNameByte)
      position = name.endIndex
      guard let value = value(in: packet[position...]) else { continue }
      let key = String(decoding: name, as: UTF8.self)
      values[key] = values[key] ?? value
    }
    return values
  }

  /// The prefix that `xmlns:PREFIX="namespace"` gives to the namespace.
  private static func declaredPrefix(in packet: ArraySlice<UInt8>, namespace: [UInt8]) -> [UInt8]? {
    guard let found = firstIndex(of: namespace, in: packet) else { return nil }
    let before = packet[..<found].dropLast()
    guard before.last == UInt8(ascii: "=") else { return nil }
    let prefix = before.dropLast().reversed().prefix(while: isNameByte).reversed()
    return prefix.isEmpty ? nil : Array(prefix)
  }

  /// The text after `="`, `='` or `>`, up to the matching end.
  private static func value(in rest: ArraySlice<UInt8>) -> String? {
    let rest = rest.drop(while: isSpace)
    switch rest.first {
    case UInt8(ascii: ">"):
      return text(rest.dropFirst(), until: UInt8(ascii: "<"))
    case UInt8(ascii: "="):
      let quoted = rest.dropFirst().drop(while: isSpace)
      guard let quote = quoted.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
      return text(quoted.dropFirst(), until: quote)
    case .some, .none:
      return nil
    }
  }

  private static func text(_ rest: ArraySlice<UInt8>, until end: UInt8) -> String? {
    guard let end = rest.prefix(longestValue).firstIndex(of: end) else { return nil }
    let trimmed = rest[..<end].drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    return trimmed.isEmpty ? nil : String(decoding: trimmed, as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func firstIndex(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    while let start = rest.firstIndex(of: pattern[0]) {
      if bytes[start...].starts(with: pattern) { return start }
      rest = bytes[(start + 1)...]
    }
    return nil
  }
}
