// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import Hummingbird
  import Logging
  import NIOCore
  import NIOEmbedded
  import Rotunda
  import RotundaImaging
  import RotundaTestSupport
  import Synchronization

  @testable import RotundaServer

  /// A server without a socket, and a client of it.
  struct ServerFixture: Sendable {
    let server: PanoramaServer
    let folder: URL
    private let responder: RouterResponder<BasicRequestContext>

    /// The built-in weights, loaded once for all tests.
    static let estimator = Result { try DepthEstimator(weights: .builtin) }

    init(_ folder: URL, change: (inout ServerSettings) -> Void = { _ in }) throws {
      var settings = ServerSettings(folder: folder, version: "test")
      change(&settings)
      self.folder = folder
      server = try PanoramaServer(
        settings: settings, estimator: try Self.estimator.get(),
        logger: Self.logger)
      responder = server.responder
    }

    struct Answer: Sendable {
      let status: Int
      let headers: HTTPFields
      let body: [UInt8]

      var text: String { String(decoding: body, as: UTF8.self) }

      func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSON.decoder.decode(Value.self, from: Data(body))
      }

      /// The `code` of a refusal.
      var code: String? { (try? json(RefusalBody.self))?.error.code }
    }

    /// What tests read of a job.
    struct JobAnswer: Decodable, Sendable {
      struct File: Decodable, Sendable {
        let name: String
        let type: String
        let bytes: Int
        let link: String
      }

      let id: String
      let title: String
      let state: String
      let progress: Double
      let position: Int?
      let files: [File]
      let error: JobFailure?
    }

    func send(
      _ method: HTTPRequest.Method, _ path: String, host: String? = "localhost:8360", headers: HTTPFields = [:],
      body: [[UInt8]] = []
    ) async throws -> Answer {
      let source = ApplicationRequestContextSource(
        channel: EmbeddedChannel(), logger: Self.logger)
      let request = Request(
        head: HTTPRequest(method: method, scheme: "http", authority: host, path: path, headerFields: headers),
        body: RequestBody(asyncSequence: Chunks(chunks: body)))
      let response = try await responder.respond(to: request, context: BasicRequestContext(source: source))
      let writer = Collector()
      try await response.body.write(writer)
      return Answer(status: response.status.code, headers: response.headers, body: writer.bytes.withLock { $0 })
    }

    /// One that keeps what it is given, as the application's does, and says nothing.
    private static let logger: Logger = {
      var logger = Logger(label: "test") { _ in JSONLogHandler() }
      logger.logLevel = .critical
      logger[metadataKey: "hb.request.id"] = "test"
      return logger
    }()

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Answer {
      try await send(.get, path, headers: headers)
    }

    /// Sends a picture, with a `Content-Length` unless it comes in chunks.
    func post(_ bytes: [UInt8], query: String = "", headers: HTTPFields = [:], chunked: Bool = false) async throws
      -> Answer
    {
      var headers = headers
      if !chunked { headers[.contentLength] = "\(bytes.count)" }
      let chunks = stride(from: 0, to: bytes.count, by: 1000).map { Array(bytes[$0..<min($0 + 1000, bytes.count)]) }
      return try await send(.post, "/v1/depth\(query)", headers: headers, body: chunks)
    }

    /// Sends a picture that must be taken.
    func accepted(_ bytes: [UInt8] = Pictures.small, query: String = "?formats=png&size=network", key: String? = nil)
      async throws -> JobAnswer
    {
      var headers: HTTPFields = [:]
      if let key { headers[.idempotencyKey] = key }
      let answer = try await post(bytes, query: query, headers: headers)
      guard answer.status == 202 else { throw Unexpected(answer: "\(answer.status) \(answer.text)") }
      return try answer.json()
    }

    struct Unexpected: Error {
      let answer: String
    }

    /// Works on jobs until `id` has ended.
    func work(until id: String) async throws -> JobAnswer {
      let worker = Task { await server.worker.run() }
      while true {
        let job: JobAnswer = try await get("/v1/jobs/\(id)").json()
        if job.state != "queued", job.state != "running" {
          worker.cancel()
          await worker.value
          return job
        }
        try await Task.sleep(for: .milliseconds(20))
      }
    }

    /// Everything in the data folder, as paths below it.
    var listing: [String] {
      (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []).sorted()
    }
  }

  private struct Chunks: AsyncSequence, Sendable {
    let chunks: [[UInt8]]

    func makeAsyncIterator() -> Iterator { Iterator(chunks: chunks[...]) }

    struct Iterator: AsyncIteratorProtocol {
      var chunks: ArraySlice<[UInt8]>

      mutating func next() async -> ByteBuffer? { chunks.popFirst().map { ByteBuffer(bytes: $0) } }
    }
  }

  private final class Collector: ResponseBodyWriter, Sendable {
    let bytes = Mutex<[UInt8]>([])

    func write(_ buffer: ByteBuffer) async throws { bytes.withLock { $0 += Array(buffer.readableBytesView) } }

    func finish(_ trailers: HTTPFields?) async throws {}
  }

  /// Pictures to send.
  enum Pictures {
    /// A PNG of 64 x 32 pixels.
    static let small = png(width: 64, height: 32)

    static func png(width: Int, height: Int) -> [UInt8] {
      let pixels = (0..<(3 * width * height)).map { UInt8(truncatingIfNeeded: $0 * 7) }
      return (try? RGBImage(width: width, height: height, pixels: pixels).png()) ?? []
    }
  }
#endif
