// SPDX-License-Identifier: Apache-2.0

#if Server
  import HTTPTypes
  import Hummingbird

  /// Lets in who may come in: the right host, no other site's page, and the token where there is one.
  struct AccessCheck: RouterMiddleware {
    typealias Context = BasicRequestContext

    let session: Session?
    /// Paths that are answered without a token.
    let openPaths: Set<String>

    func handle(
      _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
      if session == nil, !isForThisMachine(request) { throw Refusal.foreignHost }
      if request.method != .get, request.method != .head, isFromForeignPage(request) { throw Refusal.foreignOrigin }
      if let session, !openPaths.contains(request.uri.path), !session.isIn(request) { throw Refusal.unauthorised }
      return try await next(request, context)
    }

    /// Whether the client meant this machine, and was not brought here by somebody else's name ("DNS rebinding").
    ///
    /// With a token it does not matter: other names have no cookie of ours.
    private func isForThisMachine(_ request: Request) -> Bool {
      guard let authority = request.head.authority?.lowercased() else { return false }
      let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
      return host == "localhost" || host == "[::1]" || isLoopbackNumber(host)
    }

    private func isLoopbackNumber(_ host: Substring) -> Bool {
      let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
      return parts.count == 4 && parts[0] == 127 && !parts.contains(nil)
    }

    /// Whether a browser sends this for a page of another site.
    private func isFromForeignPage(_ request: Request) -> Bool {
      if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" { return true }
      guard let origin = request.headers[.origin]?.lowercased() else { return false }
      let authority = origin.split(separator: "://", maxSplits: 1).last.map(String.init)
      return !origin.contains("://") || authority != request.head.authority?.lowercased()
    }
  }
#endif
