// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The safetensors format: a 64-bit header length, a JSON header, the numbers.
///
/// The header gives each array its type, shape and place; together they cover the data without gap or overlap. All of
/// that is checked before any array is allocated.
/// - Source: https://huggingface.co/docs/safetensors, "Format".
enum Safetensors {
  /// As in the reference implementation.
  private static let longestHeader = 100_000_000

  /// One array's place, checked.
  private struct Entry {
    let name: String
    let type: ElementType
    let shape: [Int]
    let range: Range<Int>
  }

  /// Whether a file begins as safetensors do: the header is an object and begins after its length.
  static func matches(_ bytes: [UInt8]) -> Bool {
    bytes.count > 8 && bytes[8] == UInt8(ascii: "{")
  }

  // MARK: - Reading

  static func weights(from bytes: [UInt8]) throws(WeightsFault) -> Weights {
    var reader = ByteReader(bytes, in: 0..<bytes.count, part: "the header")
    let length = try reader.number(UInt64.self)
    guard length <= longestHeader else { throw .malformed(part: "the header's length") }
    let header = try decoded(bytes[reader.skip(Int(length))])
    let dataStart = reader.position
    let entries = try checked(header.arrays, dataCount: reader.remaining, fileSize: bytes.count)
    var arrays: [String: Weights.Array] = [:]
    for entry in entries where entry.type.isFloatingPoint {
      let count = entry.range.count / entry.type.byteCount
      arrays[entry.name] = Weights.Array(
        shape: entry.shape,
        values: entry.type.floats(in: bytes, from: dataStart + entry.range.lowerBound, at: 0..<count))
    }
    return Weights(arrays: arrays, metadata: header.metadata)
  }

  private static func decoded(_ json: ArraySlice<UInt8>) throws(WeightsFault) -> Header {
    do {
      return try JSONDecoder().decode(Header.self, from: Data(json))
    } catch {
      throw .malformed(part: "the header")
    }
  }

  /// The arrays in the order of their bytes: known types, sizes as the shapes say, one after the other, to the end.
  private static func checked(
    _ arrays: [String: Header.Array], dataCount: Int, fileSize: Int
  ) throws(WeightsFault) -> [Entry] {
    var entries: [Entry] = []
    for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
      guard let type = ElementType(rawValue: array.dtype) else {
        throw .unknownElementType(array: name, type: array.dtype)
      }
      guard array.offsets.count == 2, 0 <= array.offsets[0], array.offsets[0] <= array.offsets[1] else {
        throw .outOfBounds(array: name)
      }
      let range = array.offsets[0]..<array.offsets[1]
      guard type.byteCount(of: array.shape) == range.count else {
        throw .contradictorySize(array: name, shape: array.shape, bytes: range.count)
      }
      entries.append(Entry(name: name, type: type, shape: array.shape, range: range))
    }
    entries.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var end = 0
    for entry in entries {
      guard entry.range.lowerBound == end else { throw .notContiguous(array: entry.name) }
      guard entry.range.upperBound <= dataCount else { throw .truncated(part: "'\(entry.name)'", size: fileSize) }
      end = entry.range.upperBound
    }
    guard end == dataCount else { throw .malformed(part: "what follows the last array") }
    return entries
  }

  // MARK: - Writing

  /// The bytes of a file; arrays in the order of their names, data from a multiple of 8 bytes on.
  ///
  /// - Throws: `NetworkError.beyondHalfPrecision`.
  static func bytes(of weights: Weights, precision: Weights.Precision) throws(NetworkError) -> [UInt8] {
    let type: ElementType =
      switch precision {
      case .single: .float32
      case .half: .float16
      }
    let arrays = weights.arrays.sorted { $0.key < $1.key }
    let header = try encodedHeader(arrays.map { ($0.key, $0.value.shape) }, type: type, metadata: weights.metadata)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + arrays.reduce(0) { $0 + $1.value.values.count } * type.byteCount)
    bytes.append(littleEndian: UInt64(header.count))
    bytes += header
    for (name, array) in arrays {
      switch precision {
      case .single:
        for value in array.values { bytes.append(littleEndian: value.bitPattern) }
      case .half:
        for value in array.values {
          let bits = value.halfBits
          guard bits & 0x7FFF != 0x7C00 || value.isInfinite else {
            throw .beyondHalfPrecision(array: name, value: value)
          }
          bytes.append(littleEndian: bits)
        }
      }
    }
    return bytes
  }

  private static func encodedHeader(
    _ arrays: [(name: String, shape: [Int])], type: ElementType, metadata: [String: String]
  ) throws(NetworkError) -> [UInt8] {
    var header = Header(arrays: [:], metadata: metadata)
    var end = 0
    for (name, shape) in arrays {
      let count = shape.reduce(type.byteCount, *)
      header.arrays[name] = Header.Array(dtype: type.rawValue, shape: shape, offsets: [end, end + count])
      end += count
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var json = (try? encoder.encode(header)).map([UInt8].init) else {
      preconditionFailure("texts and integers always encode as JSON")
    }
    while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
    return json
  }
}

/// The JSON object at the beginning of a file.
private struct Header: Codable {
  struct Array: Codable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static let metadata = Key(stringValue: "__metadata__")
  }

  var arrays: [String: Array]
  let metadata: [String: String]

  init(arrays: [String: Array], metadata: [String: String]) {
    self.arrays = arrays
    self.metadata = metadata
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    metadata = try container.decodeIfPresent([String: String].self, forKey: .metadata) ?? [:]
    arrays = [:]
    for key in container.allKeys where key.stringValue != Key.metadata.stringValue {
      arrays[key.stringValue] = try container.decode(Array.self, forKey: key)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if !metadata.isEmpty { try container.encode(metadata, forKey: .metadata) }
    for (name, array) in arrays { try container.encode(array, forKey: Key(stringValue: name)) }
  }
}

extension [UInt8] {
  fileprivate mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
