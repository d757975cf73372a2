// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import Hummingbird
  import NIOCore

  /// `/v1/session`: the page shows the token once and gets a cookie, because frames and downloads carry no header.
  struct SessionRoutes: Sendable {
    let session: Session?

    private static let longestBody = 4096

    var endpoints: [Endpoint] {
      [
        .post("/v1/session", isOpen: true) { request, _ in try await begin(request) },
        .delete("/v1/session", isOpen: true) { request, _ in
          Response(status: .noContent, headers: [.setCookie: Session.farewell(for: request)])
        },
      ]
    }

    private struct Body: Decodable {
      let token: String
    }

    private func begin(_ request: Request) async throws -> Response {
      guard let session else { return Response(status: .noContent) }
      guard let bytes = try? await request.body.collect(upTo: Self.longestBody),
        let body = try? JSON.decoder.decode(Body.self, from: Data(bytes.readableBytesView))
      else { throw Refusal.malformed("the body is not {\"token\": \"...\"}") }
      guard session.isToken(body.token) else { throw Refusal.unauthorised }
      return Response(status: .noContent, headers: [.setCookie: session.cookie(for: request)])
    }
  }
#endif
