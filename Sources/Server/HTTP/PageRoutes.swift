// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import Hummingbird
  import RotundaImaging

  /// The page and the OpenAPI document, read once from beside the program.
  struct PageRoutes: Sendable {
    private let files: [(path: String, name: String, bytes: [UInt8])]

    private static let all = [
      ("/", "Page/index.html"), ("/style.css", "Page/style.css"), ("/app.js", "Page/app.js"),
      ("/icon.svg", "Page/icon.svg"), ("/openapi.json", "openapi.json"),
    ]

    /// - Throws: `ServerError.pageMissing`.
    init() throws(ServerError) {
      var files: [(String, String, [UInt8])] = []
      for (path, name) in Self.all {
        guard let url = ProgramResources.url(room: "Server", path: name), let data = try? Data(contentsOf: url) else {
          throw .pageMissing(file: name)
        }
        files.append((path, name, Array(data)))
      }
      self.files = files
    }

    var endpoints: [Endpoint] {
      files.map { file in
        .get(file.path, isOpen: true) { _, _ in
          var headers: HTTPFields = [.cacheControl: "no-cache"]
          if file.path == "/" {
            headers[.contentSecurityPolicy] = ContentPolicy.page
            headers[.openerPolicy] = "same-origin"
          }
          return .bytes(file.bytes, type: ContentType.of(file.name), headers: headers)
        }
      }
    }
  }
#endif
