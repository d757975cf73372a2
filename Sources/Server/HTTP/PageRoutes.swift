// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import Hummingbird

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
        guard let url = Self.url(of: name), let data = try? Data(contentsOf: url) else {
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

    /// SwiftPM's own accessor ends the program where the folder is missing, which is not for a library to do.
    private static func url(of name: String) -> URL? {
      let program = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
      let folders = [Bundle.main.resourceURL, Bundle.main.bundleURL, program, Bundle(for: Marker.self).bundleURL]
      return folders.compactMap { $0 }.lazy
        .flatMap { folder in
          ["resources", "bundle"].map { folder.appending(path: "rotunda_RotundaServer.\($0)/\(name)") }
        }
        .first { FileManager.default.fileExists(atPath: $0.path) }
    }

    private final class Marker {}
  }
#endif
