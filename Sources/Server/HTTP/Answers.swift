// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import Hummingbird
  import NIOCore

  extension Response {
    /// An answer of JSON.
    static func json(
      _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
      .bytes(Array(try JSON.encoder.encode(value)), type: ContentType.json, status: status, headers: headers)
    }

    /// An answer whose body is in memory.
    static func bytes(
      _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
      var headers = headers
      headers[.contentType] = type
      headers[.cacheControl] = headers[.cacheControl] ?? "no-store"
      return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }

  /// How every refusal looks: `{"error": {"code": ..., "message": ...}}`.
  struct RefusalBody: Codable, Sendable {
    let error: JobFailure

    init(_ refusal: Refusal) { error = JobFailure(code: refusal.code, message: refusal.description) }
  }

  extension Refusal {
    /// The answer that tells a client.
    func response() throws -> Response {
      var headers: HTTPFields = [:]
      if endsConnection { headers[.connection] = "close" }
      switch self {
      case .unauthorised: headers[.wwwAuthenticate] = "Bearer"
      case .methodNotAllowed(let allowed): headers[.allow] = allowed.joined(separator: ", ")
      case .queueFull: headers[.retryAfter] = "10"
      case .keyInUse: headers[.retryAfter] = "1"
      case .badRange(let bytes): headers[.contentRange] = "bytes */\(bytes)"
      case .badOption, .malformed, .foreignHost, .foreignOrigin, .noSuchPath, .noSuchJob, .noSuchFile, .uploadTooLarge,
        .notAPicture, .unusablePicture, .fault, .diskFull:
        break
      }
      return try .json(RefusalBody(self), status: status, headers: headers)
    }
  }
#endif
