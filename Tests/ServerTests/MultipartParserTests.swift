// SPDX-License-Identifier: Apache-2.0

#if Server
  import Testing

  @testable import RotundaServer

  struct MultipartParserTests {
    private static let type = "multipart/form-data; boundary=----Edge7"

    /// As Chromium writes a form: a field, and a file whose bytes look like boundaries.
    private static let file = Array("\r\n------Edge\r\n--\r\r\n------Edge8--\r".utf8)
    private static let body = Array(
      [
        "------Edge7", "Content-Disposition: form-data; name=\"size\"", "", "network", "------Edge7",
        "Content-Disposition: form-data; name=\"file\"; filename=\"a b.png\"", "Content-Type: image/png", "",
        String(decoding: file, as: UTF8.self), "------Edge7--", "afterwards",
      ].joined(separator: "\r\n").utf8)

    private func parts(of body: [UInt8], chunk: Int) throws -> [(name: String, filename: String?, bytes: [UInt8])] {
      var parser = try #require(MultipartParser(contentType: Self.type))
      var parts: [(name: String, filename: String?, bytes: [UInt8])] = []
      for start in stride(from: 0, to: body.count, by: chunk) {
        for event in try parser.events(of: Array(body[start..<min(start + chunk, body.count)])) {
          switch event {
          case .part(let name, let filename): parts.append((name, filename, []))
          case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
          }
        }
      }
      try parser.finish()
      return parts
    }

    @Test func partsAreTheSameHoweverTheBodyIsCut() throws {
      for chunk in 1...Self.body.count {
        let parts = try parts(of: Self.body, chunk: chunk)
        #expect(parts.map(\.name) == ["size", "file"], "chunks of \(chunk)")
        #expect(parts.map(\.filename) == [nil, "a b.png"])
        #expect(parts.map(\.bytes) == [Array("network".utf8), Self.file], "chunks of \(chunk)")
      }
    }

    @Test func aBodyThatEndsEarlyIsMalformedWhereverItDoes() throws {
      let end = Self.body.count - "--\r\nafterwards".utf8.count + 2
      for count in stride(from: 0, to: end, by: 5) {
        #expect(throws: Refusal.self, "after \(count) bytes") { try parts(of: Array(Self.body[..<count]), chunk: 16) }
      }
    }

    @Test func anEmptyPartHasNoBytes() throws {
      let body = "------Edge7\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n\r\n------Edge7--"
      let parts = try parts(of: Array(body.utf8), chunk: 3)
      #expect(parts.map(\.name) == ["title"])
      #expect(parts.map(\.bytes) == [[]])
    }

    @Test(arguments: [
      "------Edge7\r\nContent-Type: text/plain\r\n\r\nx\r\n------Edge7--",
      "------Edge7xx\r\n\r\n",
      "------Edge7\r\nContent-Disposition: form-data; name=\"a\"" + String(repeating: " ", count: 5000),
    ]) func namelessPartsFalseBoundariesAndEndlessHeadersAreRefused(body: String) throws {
      #expect(throws: Refusal.self) { try parts(of: Array(body.utf8), chunk: 1000) }
    }

    @Test(arguments: ["multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=x"])
    func aTypeWithoutABoundaryIsNoForm(type: String) {
      #expect(MultipartParser(contentType: type) == nil)
    }
  }
#endif
