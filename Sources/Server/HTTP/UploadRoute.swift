// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import Hummingbird

  /// `POST /v1/depth`: a picture becomes a job.
  struct UploadRoute: Sendable {
    let store: JobStore
    let check: PictureCheck
    let limit: Int
    let metrics: ServerMetrics

    var endpoint: Endpoint { .post("/v1/depth") { request, _ in try await answer(request) } }

    private func answer(_ request: Request) async throws(Refusal) -> Response {
      let key = try Self.key(of: request)
      let length = try Self.length(of: request)
      if let length, length > limit + (1 << 20) { throw .uploadTooLarge(limit: limit) }
      var order = Order()
      for (name, value) in request.uri.queryParameters { try order.set(String(name), to: String(value)) }
      switch try await store.admit(key: key, declaredBytes: length) {
      case .existing(let status): return try Self.response(status, .ok)
      case .arrival(let arrival):
        do throws(Refusal) {
          return try Self.response(try await job(from: request, arrival, order, key: key, length: length), .accepted)
        } catch {
          await store.withdraw(arrival, key: key)
          throw error
        }
      }
    }

    private func job(
      from request: Request, _ arrival: Arrival, _ order: Order, key: String?, length: Int?
    ) async throws(Refusal) -> JobStatus {
      var receiver = try UploadReceiver(arrival.upload, contentType: request.headers[.contentType], limit: limit) {
        (bytes) async throws(Refusal) in try await store.reserve(bytes, for: arrival)
      }
      try await receiver.receive(request.body, expected: length)
      metrics.received(bytes: receiver.bytes)
      var order = order
      for (name, value) in receiver.fields { try order.set(name, to: value) }
      let picture = try await check.facts(of: arrival.upload, bytes: receiver.bytes, thumbnail: arrival.thumbnail)
      let attributes = try? FileManager.default.attributesOfItem(atPath: arrival.thumbnail.path)
      let thumbnail = ResultFile(name: DataFolder.thumbnailName, bytes: (attributes?[.size] as? Int) ?? 0)
      let job = Job(
        id: arrival.id, title: order.title ?? Title.of(receiver.filename ?? ""), options: order.options,
        picture: picture, idempotencyKey: key, files: [thumbnail])
      return try await store.accept(arrival, as: job)
    }

    /// What a request asks for, from its query and its form.
    private struct Order {
      var options = JobOptions()
      var title: String?

      mutating func set(_ name: String, to value: String) throws(Refusal) {
        guard name == "title" else { return try options.set(name, to: value) }
        title = Title.of(value)
      }
    }

    private static func response(_ status: JobStatus, _ code: HTTPResponse.Status) throws(Refusal) -> Response {
      let resource = JobResource(status)
      do {
        return try .json(resource, status: code, headers: [.location: "/v1/jobs/\(resource.id)"])
      } catch {
        throw .fault
      }
    }

    private static func length(of request: Request) throws(Refusal) -> Int? {
      guard let header = request.headers[.contentLength] else { return nil }
      guard let length = Int(header), length >= 0 else { throw .malformed("Content-Length is no number") }
      return length
    }

    private static let longestKey = 128

    private static func key(of request: Request) throws(Refusal) -> String? {
      guard let key = request.headers[.idempotencyKey] else { return nil }
      guard (1...longestKey).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw .malformed("Idempotency-Key is 1 to \(longestKey) printable characters of ASCII")
      }
      return key
    }
  }

  /// What people call a picture: never a path, and nothing that breaks a line.
  enum Title {
    private static let longest = 120

    static func of(_ name: String) -> String {
      let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
      let printable = last.unicodeScalars.filter { !CharacterSet.controlCharacters.contains($0) && $0.value != 0x202E }
      let title = String(String.UnicodeScalarView(printable)).trimmed.prefix(longest)
      return title.isEmpty ? "panorama" : String(title)
    }
  }
#endif
