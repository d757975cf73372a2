// SPDX-License-Identifier: Apache-2.0

#if Server
  import HTTPTypes
  import Hummingbird
  import Logging

  /// Answers refusals, counts and logs every answer, and gives it the headers that all have.
  ///
  /// The log has no queries, headers or names of files: nothing that only the client should know.
  struct RequestLog: RouterMiddleware {
    typealias Context = BasicRequestContext

    let metrics: ServerMetrics
    let logger: Logger

    func handle(
      _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
      let start = ContinuousClock.now
      var response = try await answer(request, context, next)
      let route = context.endpointPath ?? "NotFound"
      // Clients may invent methods, but not grow the list of figures by them.
      let isKnown = [Endpoint].knownMethods.contains(request.method)
      metrics.answered(
        method: isKnown ? request.method.rawValue : "other", route: route, status: response.status.code)
      logger.info(
        "request",
        metadata: [
          "request": "\(context.id)", "method": "\(request.method.rawValue)", "path": "\(request.uri.path.prefix(200))",
          "status": .stringConvertible(response.status.code),
          "seconds": .stringConvertible((ContinuousClock.now - start) / .seconds(1)),
        ])
      response.headers[.requestID] = context.id
      response.headers[.xContentTypeOptions] = "nosniff"
      response.headers[.referrerPolicy] = "no-referrer"
      response.headers[.crossOriginResourcePolicy] = "same-origin"
      response.headers[.contentSecurityPolicy] =
        response.headers[.contentSecurityPolicy] ?? ContentPolicy.nothing
      return response
    }

    private func answer(
      _ request: Request, _ context: Context, _ next: (Request, Context) async throws -> Response
    ) async throws -> Response {
      do {
        return try await next(request, context)
      } catch let refusal as Refusal {
        return try refusal.response()
      } catch let error as HTTPError where error.status == .notFound {
        return try Refusal.noSuchPath.response()
      } catch {
        logger.error("request failed", metadata: ["request": "\(context.id)", "error": "\(error)"])
        return try Refusal.fault.response()
      }
    }
  }

  /// What a browser may do with what it gets: `Content-Security-Policy`.
  enum ContentPolicy {
    /// Of everything that is no page.
    static let nothing = "default-src 'none'; frame-ancestors 'none'; sandbox"
    /// Of the page: its own script, style and pictures, the API, and viewers in frames.
    static let page =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
      + "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    /// Of a viewer, which has everything in itself.
    ///
    /// The sandbox makes it a stranger to the page and the API.
    static let viewer =
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
      + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
      + "sandbox allow-scripts allow-pointer-lock allow-downloads"
  }
#endif
