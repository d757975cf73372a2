// SPDX-License-Identifier: Apache-2.0

/// The messages in a file of events.
///
/// Source: tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto, whose field numbers these are.
enum EventMessage {
  /// `Event`: what happened, at which step and when, in seconds since 1970.
  static func event(_ content: ProtocolBuffer, step: Int, time: Double) -> ProtocolBuffer {
    var event = ProtocolBuffer()
    event.add(1, time)
    event.add(2, step)
    event.add(content)
    return event
  }

  /// The field of an `Event` that names the format; the first in every file.
  static func fileVersion(_ version: String) -> ProtocolBuffer {
    var field = ProtocolBuffer()
    field.add(3, Array(version.utf8))
    return field
  }

  /// The field of an `Event` with a `SessionLog` of status START.
  static var sessionStart: ProtocolBuffer {
    var log = ProtocolBuffer()
    log.add(1, 1)
    var field = ProtocolBuffer()
    field.add(7, log.bytes)
    return field
  }

  /// The field of an `Event` with a `Summary` of values.
  static func summary(_ values: [ProtocolBuffer]) -> ProtocolBuffer {
    var summary = ProtocolBuffer()
    for value in values { summary.add(1, value.bytes) }
    var field = ProtocolBuffer()
    field.add(5, summary.bytes)
    return field
  }

  /// `Summary.Value` with a `simple_value`.
  static func scalar(_ number: Double, tag: String) -> ProtocolBuffer {
    var value = ProtocolBuffer()
    value.add(1, Array(tag.utf8))
    value.add(2, Float(number))
    return value
  }

  /// `Summary.Value` with a `HistogramProto` of equal bins; its sums take every number for the middle of its bin.
  static func histogram(_ counts: [Double], from first: Double, to last: Double, tag: String) -> ProtocolBuffer {
    let width = (last - first) / Double(counts.count)
    let middles = counts.indices.map { first + (Double($0) + 0.5) * width }
    let limits = counts.indices.map { first + Double($0 + 1) * width }
    var histogram = ProtocolBuffer()
    histogram.add(1, first)
    histogram.add(2, last)
    histogram.add(3, counts.reduce(0, +))
    histogram.add(4, zip(counts, middles).reduce(0) { $0 + $1.0 * $1.1 })
    histogram.add(5, zip(counts, middles).reduce(0) { $0 + $1.0 * $1.1 * $1.1 })
    histogram.add(6, limits.flatMap { TensorFlowRecord.littleEndian($0.bitPattern) })
    histogram.add(7, counts.flatMap { TensorFlowRecord.littleEndian($0.bitPattern) })
    var value = ProtocolBuffer()
    value.add(1, Array(tag.utf8))
    value.add(5, histogram.bytes)
    return value
  }

  /// `Summary.Value` with an `Image` of three channels.
  static func picture(_ png: [UInt8], width: Int, height: Int, tag: String) -> ProtocolBuffer {
    var image = ProtocolBuffer()
    image.add(1, height)
    image.add(2, width)
    image.add(3, 3)
    image.add(4, png)
    var value = ProtocolBuffer()
    value.add(1, Array(tag.utf8))
    value.add(4, image.bytes)
    return value
  }
}

/// Fields of a message in the wire format of Protocol Buffers.
///
/// Source: Protocol Buffers documentation, "Encoding": a field is its number and kind, then a varint, four or eight bytes
/// in little-endian order, or a length and that many bytes.
struct ProtocolBuffer {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ field: Int, _ value: Double) {
    addVarint(UInt64(field << 3 | 1))
    bytes += TensorFlowRecord.littleEndian(value.bitPattern)
  }

  mutating func add(_ field: Int, _ value: Float) {
    addVarint(UInt64(field << 3 | 5))
    bytes += TensorFlowRecord.littleEndian(value.bitPattern)
  }

  mutating func add(_ field: Int, _ value: Int) {
    addVarint(UInt64(field << 3))
    addVarint(UInt64(bitPattern: Int64(value)))
  }

  mutating func add(_ field: Int, _ content: [UInt8]) {
    addVarint(UInt64(field << 3 | 2))
    addVarint(UInt64(content.count))
    bytes += content
  }

  /// Appends the fields of another.
  mutating func add(_ fields: ProtocolBuffer) { bytes += fields.bytes }

  /// Seven bits a byte, the lowest first; the highest bit says that more follow.
  private mutating func addVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// A record in a file of records: its length, its bytes, and a checksum of each.
///
/// Source: TensorFlow documentation, "TFRecord and tf.train.Example", section on the format.
enum TensorFlowRecord {
  static func framed(_ content: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt64(content.count))
    return length + littleEndian(maskedChecksum(length)) + content + littleEndian(maskedChecksum(content))
  }

  static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// Turned by 15 bits and moved, so that checksums of data with checksums in it stay good.
  private static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
    let checksum = castagnoli(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  /// CRC-32C: the polynomial 0x1EDC6F41, bits reversed.
  ///
  /// Source: Castagnoli, Braeuer, Herrmann, "Optimization of cyclic redundancy-check codes with 24 and 32 parity bits", IEEE
  /// Transactions on Communications 41, 1993; RFC 3720, appendix B.4.
  static func castagnoli(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { checksum, byte in checksum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)] }
  }

  /// What eight zero bits make of a byte.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0x82F6_3B78 : rest >> 1 }
  }
}
