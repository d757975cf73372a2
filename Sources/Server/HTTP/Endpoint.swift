// SPDX-License-Identifier: Apache-2.0

#if Server
  import HTTPTypes
  import Hummingbird

  /// One method of one path, and what answers it.
  ///
  /// The table of all of them is what the OpenAPI document is tested against.
  struct Endpoint: Sendable {
    typealias Answer = @Sendable (Request, BasicRequestContext) async throws -> Response

    let method: HTTPRequest.Method
    /// With parameters in braces, as OpenAPI writes it.
    let path: String
    /// Whether it is answered without a token.
    var isOpen = false
    let answer: Answer

    static func get(_ path: String, isOpen: Bool = false, _ answer: @escaping Answer) -> Endpoint {
      Endpoint(method: .get, path: path, isOpen: isOpen, answer: answer)
    }

    static func post(_ path: String, isOpen: Bool = false, _ answer: @escaping Answer) -> Endpoint {
      Endpoint(method: .post, path: path, isOpen: isOpen, answer: answer)
    }

    static func delete(_ path: String, isOpen: Bool = false, _ answer: @escaping Answer) -> Endpoint {
      Endpoint(method: .delete, path: path, isOpen: isOpen, answer: answer)
    }
  }

  extension [Endpoint] {
    /// A responder over all of them that answers every other method of their paths with 405.
    func responder(behind middlewares: [any MiddlewareProtocol<Request, Response, BasicRequestContext>])
      -> RouterResponder<
        BasicRequestContext
      >
    {
      let router = Router(context: BasicRequestContext.self, options: [.autoGenerateHeadEndpoints])
      for middleware in middlewares { router.add(middleware: middleware) }
      for endpoint in self { router.on(RouterPath(endpoint.path), method: endpoint.method, use: endpoint.answer) }
      for (path, endpoints) in Dictionary(grouping: self, by: \.path) {
        let methods = endpoints.map(\.method.rawValue)
        let allowed = (methods.contains("GET") ? methods + ["HEAD"] : methods).sorted()
        for method in Self.knownMethods where !allowed.contains(method.rawValue) {
          router.on(RouterPath(path), method: method) { _, _ -> Response in
            throw Refusal.methodNotAllowed(allowed: allowed)
          }
        }
      }
      return router.buildResponder()
    }

    static var knownMethods: [HTTPRequest.Method] {
      [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
    }
  }
#endif
