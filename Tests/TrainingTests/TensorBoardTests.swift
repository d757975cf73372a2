// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaTestSupport
import Testing

@testable import RotundaTraining

@Suite struct TensorBoardTests {
  // MARK: - A reader of its own

  /// A field of a message: its number, and its bytes or its number as bits.
  private enum Field: Equatable {
    case bits(Int, UInt64)
    case bytes(Int, [UInt8])
  }

  /// The records of a file, with their checksums looked at bit by bit.
  private func records(_ url: URL) throws -> [[UInt8]] {
    var rest = Array(try Data(contentsOf: url))[...]
    var records: [[UInt8]] = []
    func take(_ count: Int) throws -> [UInt8] {
      try #require(rest.count >= count, "a record is cut off")
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    while !rest.isEmpty {
      let length = try take(8)
      #expect(number(try take(4)) == masked(length))
      let content = try take(Int(number(length)))
      #expect(number(try take(4)) == masked(content))
      records.append(content)
    }
    return records
  }

  private func number(_ bytes: [UInt8]) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

  /// Long division by the polynomial, highest power first, of the bits in the order in which they are sent.
  private func masked(_ bytes: [UInt8]) -> UInt64 {
    var rest: UInt32 = 0xFFFF_FFFF
    for bit in bytes.flatMap({ byte in (0..<8).map { UInt32(byte >> $0 & 1) } }) {
      rest = (rest >> 31 ^ bit) == 1 ? rest << 1 ^ 0x1EDC_6F41 : rest << 1
    }
    let checksum = ~(0..<32).reduce(UInt32(0)) { $0 | (rest >> (31 - $1) & 1) << $1 }
    return UInt64((checksum >> 15 | checksum << 17) &+ 0xA282_EAD8)
  }

  private func fields(_ message: [UInt8]) throws -> [Field] {
    var rest = message[...]
    func varint() throws -> UInt64 {
      var (value, shift): (UInt64, UInt64) = (0, 0)
      while true {
        let next = rest.popFirst()
        let byte = try #require(next)
        value |= UInt64(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { return value }
      }
    }
    func take(_ count: Int) throws -> [UInt8] {
      try #require(rest.count >= count, "a field is cut off")
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    var fields: [Field] = []
    while !rest.isEmpty {
      let key = try varint()
      switch key & 7 {
      case 0: fields.append(.bits(Int(key >> 3), try varint()))
      case 1: fields.append(.bits(Int(key >> 3), number(try take(8))))
      case 2: fields.append(.bytes(Int(key >> 3), try take(Int(try varint()))))
      case 5: fields.append(.bits(Int(key >> 3), number(try take(4))))
      case let kind: Issue.record("there is no kind \(kind) of field")
      }
    }
    return fields
  }

  /// The content of an event with its step; the time is near now.
  private func content(_ record: [UInt8]) throws -> (step: Int, field: Field) {
    let fields = try fields(record)
    try #require(fields.count == 3)
    guard case .bits(1, let time) = fields[0], case .bits(2, let step) = fields[1] else {
      Issue.record("no time and step: \(fields)")
      return (-1, fields[2])
    }
    #expect(abs(Double(bitPattern: time) - Date().timeIntervalSince1970) < 600)
    return (Int(Int64(bitPattern: step)), fields[2])
  }

  private func bytes(_ field: Field) -> [UInt8] {
    switch field {
    case .bits: []
    case .bytes(_, let bytes): bytes
    }
  }

  private func files(_ folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { folder.appending(path: $0) }
  }

  // MARK: - Tests

  @Test func `the checksum is the published one`() {
    #expect(TensorFlowRecord.castagnoli(Array("123456789".utf8)) == 0xE306_9283)
    #expect(TensorFlowRecord.castagnoli([]) == 0)
    // RFC 3720, B.4: 32 zero bytes, 32 bytes of ones, and 0 to 31.
    #expect(TensorFlowRecord.castagnoli([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(TensorFlowRecord.castagnoli([UInt8](repeating: 255, count: 32)) == 0x62A8_AB43)
    #expect(TensorFlowRecord.castagnoli((0..<32).map { UInt8($0) }) == 0x46DD_794E)
  }

  @Test func `scalars come back with tag, step and value`() throws {
    try withTemporaryFolder { folder in
      var log = try TensorBoardLog(folder: folder, resumedAt: nil)
      try log.add(scalars: ["loss/total": 0.25, "rate": 1e-4, "not a number": .nan], step: 20)
      try log.add(scalars: ["rate": 3], step: 1_000_000)
      try log.flush()
      let found = try files(folder)
      #expect(found.count == 1 && found[0].lastPathComponent.contains("tfevents"))
      let events = try records(found[0]).map(content)
      try #require(events.count == 3)
      #expect(events[0].field == .bytes(3, Array("brain.Event:2".utf8)) && events[0].step == 0)
      #expect(events.map(\.step) == [0, 20, 1_000_000])
      let values = try fields(bytes(events[1].field)).map { try fields(bytes($0)) }
      func scalar(_ tag: String, _ value: Float) -> [Field] {
        [.bytes(1, Array(tag.utf8)), .bits(2, UInt64(value.bitPattern))]
      }
      #expect(values == [scalar("loss/total", 0.25), scalar("not a number", .nan), scalar("rate", 1e-4)])
      #expect(try fields(bytes(events[2].field)).map { try fields(bytes($0)) } == [scalar("rate", 3)])
    }
  }

  @Test func `pictures come back as they were`() throws {
    try withTemporaryFolder { folder in
      let image = RGBImage(width: 5, height: 3, pixels: (0..<45).map { UInt8($0 * 5) })
      var log = try TensorBoardLog(folder: folder, resumedAt: nil)
      try log.add(image: image, tag: "preview", step: 500)
      try log.flush()
      let event = try content(try #require(records(files(folder)[0]).last))
      #expect(event.step == 500)
      let value = try fields(bytes(try #require(fields(bytes(event.field)).first)))
      #expect(value.first == .bytes(1, Array("preview".utf8)))
      guard case .bytes(4, let picture) = value[1] else {
        Issue.record("no image")
        return
      }
      let parts = try fields(picture)
      #expect(parts.prefix(3) == [.bits(1, 3), .bits(2, 5), .bits(3, 3)])
      let file = folder.appending(path: "back.png")
      try Data(bytes(parts[3])).write(to: file)
      #expect(try RGBImage(contentsOf: file) == image)
    }
  }

  @Test func `a resumed run writes a later file that drops what came after its step`() throws {
    try withTemporaryFolder { folder in
      var killed = try TensorBoardLog(folder: folder, resumedAt: nil)
      try killed.add(scalars: ["loss": 3], step: 100)
      try killed.add(scalars: ["loss": 2], step: 120)
      // Its last record was not written to its end.
      let first = try #require(files(folder).first)
      try Data(contentsOf: first).dropLast(7).write(to: first)
      // At once, so that the clock has hardly moved.
      var resumed = try TensorBoardLog(folder: folder, resumedAt: 100)
      try resumed.add(scalars: ["loss": 2.5], step: 120)
      try resumed.flush()
      let found = try files(folder)
      #expect(found.count == 2 && found[0] == first && found[1] == resumed.url)
      let events = try records(found[1]).map(content)
      #expect(events.map(\.step) == [0, 101, 120])
      // A session log of status START.
      #expect(events[1].field == .bytes(7, [8, 1]))
    }
  }

  @Test func `what cannot be written is said`() throws {
    let nowhere = FileManager.default.temporaryDirectory.appending(path: "rotunda-\(UUID().uuidString)")
    #expect(throws: ImagingError.self) { try TensorBoardLog(folder: nowhere, resumedAt: nil) }
  }
}
