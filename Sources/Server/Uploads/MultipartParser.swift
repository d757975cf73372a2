// SPDX-License-Identifier: Apache-2.0

#if Server
  /// Takes `multipart/form-data` apart as it arrives, holding no more of it than a part's header.
  ///
  /// Source: RFC 7578, and RFC 2046 section 5.1.1 for the boundaries.
  struct MultipartParser {
    enum Event: Sendable, Hashable {
      /// A part begins.
      case part(name: String, filename: String?)
      /// Bytes of the part.
      case bytes([UInt8])
    }

    private enum State {
      /// Before the first boundary, or in a part's bytes.
      case bytes(isPart: Bool)
      /// Behind a boundary: a part follows, or nothing.
      case boundaryEnd
      case header
      case end
    }

    private static let longestHeader = 4096

    private let delimiter: [UInt8]
    private var state = State.bytes(isPart: false)
    /// What cannot be told apart yet; the first boundary may stand without the line break that belongs to the others.
    private var pending: [UInt8] = Array("\r\n".utf8)

    /// A parser for the boundary that a `Content-Type` names; nil where it names none.
    init?(contentType: String) {
      let parameters = contentType.split(separator: ";").map { $0.trimmed }
      guard parameters.first?.lowercased() == "multipart/form-data" else { return nil }
      let boundary = parameters.dropFirst().first { $0.lowercased().hasPrefix("boundary=") }?.dropFirst(9)
      guard let name = boundary?.trimming("\""), (1...70).contains(name.utf8.count) else { return nil }
      delimiter = Array("\r\n--\(name)".utf8)
    }

    /// What is in the next bytes of the body.
    ///
    /// - Throws: `Refusal.malformed`.
    mutating func events(of chunk: [UInt8]) throws(Refusal) -> [Event] {
      pending += chunk
      var events: [Event] = []
      while try step(&events) {}
      return events
    }

    /// - Throws: `Refusal.malformed` where the body has ended too early.
    func finish() throws(Refusal) {
      guard case .end = state else { throw .malformed("the multipart body ends before its last boundary") }
    }

    /// Takes the next piece from `pending`; false where it needs more bytes for that.
    private mutating func step(_ events: inout [Event]) throws(Refusal) -> Bool {
      switch state {
      case .bytes(let isPart): return takeBytes(isPart: isPart, &events)
      case .boundaryEnd: return try takeBoundaryEnd()
      case .header: return try takeHeader(&events)
      case .end:
        pending = []
        return false
      }
    }

    private mutating func takeBytes(isPart: Bool, _ events: inout [Event]) -> Bool {
      let found = pending.firstStart(of: delimiter)
      if isPart, found.lowerBound > 0 { events.append(.bytes(Array(pending[..<found.lowerBound]))) }
      guard found.count == delimiter.count else {
        pending.removeFirst(found.lowerBound)
        return false
      }
      pending.removeFirst(found.upperBound)
      state = .boundaryEnd
      return true
    }

    private mutating func takeBoundaryEnd() throws(Refusal) -> Bool {
      guard pending.count >= 2 else { return false }
      switch (pending[0], pending[1]) {
      case (0x0D, 0x0A): state = .header
      case (0x2D, 0x2D): state = .end
      case _: throw .malformed("a multipart boundary is followed by neither a line break nor two hyphens")
      }
      pending.removeFirst(2)
      return true
    }

    private mutating func takeHeader(_ events: inout [Event]) throws(Refusal) -> Bool {
      let end = Array("\r\n\r\n".utf8)
      let found = pending.firstStart(of: end)
      guard found.lowerBound <= Self.longestHeader else { throw .malformed("a multipart header is too long") }
      guard found.count == end.count else { return false }
      events.append(try Self.part(String(decoding: pending[..<found.lowerBound], as: UTF8.self)))
      pending.removeFirst(found.upperBound)
      state = .bytes(isPart: true)
      return true
    }

    private static func part(_ header: String) throws(Refusal) -> Event {
      let lines = header.split(separator: "\r\n")
      let disposition = lines.first { $0.lowercased().hasPrefix("content-disposition:") }
      guard let disposition, let name = parameter("name", of: disposition) else {
        throw .malformed("a multipart part has no name")
      }
      return .part(name: name, filename: parameter("filename", of: disposition))
    }

    /// The value of a quoted parameter, as browsers and curl write them.
    private static func parameter(_ name: String, of line: Substring) -> String? {
      guard let start = line.firstRange(of: "; \(name)=\"") else { return nil }
      let rest = line[start.upperBound...]
      return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }
    }
  }

  extension [UInt8] {
    /// Where `pattern` is first; else the part of it that the array ends with; else the empty range at the end.
    fileprivate func firstStart(of pattern: [UInt8]) -> Range<Int> {
      var start = 0
      while start < count {
        guard let candidate = self[start...].firstIndex(of: pattern[0]) else { break }
        let length = zip(self[candidate...], pattern).prefix { $0 == $1 }.count
        if length == pattern.count || candidate + length == count { return candidate..<(candidate + length) }
        start = candidate + 1
      }
      return count..<count
    }
  }
#endif
