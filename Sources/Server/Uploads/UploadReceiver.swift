// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import Hummingbird
  import NIOCore

  /// Brings the body of a request into a file, chunk by chunk, and collects the options that a form has beside it.
  struct UploadReceiver {
    private let file: ScratchFile
    private let limit: Int
    private let reserve: @Sendable (Int) async throws(Refusal) -> Void
    private var parser: MultipartParser?
    private var target = Target.nothing
    private(set) var bytes = 0
    /// What else the form says: names and values.
    private(set) var fields: [(name: String, value: String)] = []
    /// What the form calls the picture.
    private(set) var filename: String?

    private enum Target {
      case nothing
      case picture
      case field(name: String, value: [UInt8])
    }

    private static let longestField = 1024
    private static let mostFields = 32

    /// - `reserve` takes room on the disk before bytes are written.
    init(
      _ url: URL, contentType: String?, limit: Int,
      reserve: @escaping @Sendable (Int) async throws(Refusal) -> Void
    ) throws(Refusal) {
      file = try ScratchFile(url)
      self.limit = limit
      self.reserve = reserve
      guard let contentType, contentType.lowercased().hasPrefix("multipart/") else {
        target = .picture
        return
      }
      guard let parser = MultipartParser(contentType: contentType) else {
        throw .malformed("the Content-Type is multipart, but not form-data with a boundary")
      }
      self.parser = parser
    }

    /// Receives the whole body.
    ///
    /// - `expected`: bytes that the request announced.
    /// - Throws: `Refusal`.
    mutating func receive(_ body: RequestBody, expected: Int?) async throws(Refusal) {
      var received = 0
      var iterator = body.makeAsyncIterator()
      while let chunk = try await Self.next(&iterator) {
        received += chunk.count
        // A form may have a little beside its picture.
        guard received <= limit + (1 << 20) else { throw .uploadTooLarge(limit: limit) }
        try await take(chunk)
      }
      // A connection that breaks looks like an end.
      guard expected == nil || expected == received else {
        throw .malformed("the body ends before its announced length")
      }
      endField()
      try parser?.finish()
      guard bytes > 0 else { throw .malformed("there is no picture in the body") }
      try await file.flush()
    }

    private static func next(_ iterator: inout RequestBody.AsyncIterator) async throws(Refusal) -> [UInt8]? {
      do {
        return try await iterator.next().map { Array($0.readableBytesView) }
      } catch {
        throw .malformed("the body cannot be read to its end")
      }
    }

    private mutating func take(_ chunk: [UInt8]) async throws(Refusal) {
      guard parser != nil else { return try await store(chunk) }
      for event in try parser?.events(of: chunk) ?? [] {
        switch event {
        case .part(let name, let filename): try begin(name, filename)
        case .bytes(let bytes): try await store(bytes)
        }
      }
    }

    private mutating func begin(_ name: String, _ filename: String?) throws(Refusal) {
      endField()
      guard let filename else {
        guard fields.count < Self.mostFields else { throw .malformed("the form has too many fields") }
        target = .field(name: name, value: [])
        return
      }
      guard self.filename == nil else { throw .malformed("the form has more than one file; send a request for each") }
      self.filename = filename
      target = .picture
    }

    private mutating func store(_ chunk: [UInt8]) async throws(Refusal) {
      switch target {
      case .nothing: break
      case .picture:
        bytes += chunk.count
        guard bytes <= limit else { throw .uploadTooLarge(limit: limit) }
        try await reserve(chunk.count)
        try await file.append(chunk)
      case .field(let name, let value):
        guard value.count + chunk.count <= Self.longestField else {
          throw .malformed("a field of the form is too long")
        }
        target = .field(name: name, value: value + chunk)
      }
    }

    private mutating func endField() {
      if case .field(let name, let value) = target {
        fields.append((name, String(decoding: value, as: UTF8.self)))
      }
      target = .nothing
    }
  }
#endif
