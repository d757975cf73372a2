// SPDX-License-Identifier: Apache-2.0

#if Server
  import HTTPTypes
  import Hummingbird
  import RotundaNetworks

  /// Who knows the token: it comes in a header, or, from the page, as a cookie that was given for it.
  ///
  /// Digests are compared, so that the time a comparison takes says nothing of the token.
  struct Session: Sendable {
    private static let cookie = "rotunda_session"
    private static let lifetime = 30 * 24 * 3600

    private let tokenDigest: String
    private let cookieValue: String

    init(token: String) {
      tokenDigest = Self.digest(token)
      cookieValue = Self.digest("rotunda session of \(token)")
    }

    private static func digest(_ text: String) -> String { SHA256.hexadecimal(of: Array(text.utf8)) }

    func isIn(_ request: Request) -> Bool {
      if let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") {
        return isToken(header.dropFirst(7).trimmed)
      }
      return request.headers[values: .cookie].flatMap { $0.split(separator: ";") }.contains { pair in
        let parts = pair.split(separator: "=", maxSplits: 1).map(\.trimmed)
        return parts.count == 2 && parts[0] == Self.cookie && Self.digest(parts[1]) == Self.digest(cookieValue)
      }
    }

    func isToken(_ text: String) -> Bool { Self.digest(text) == tokenDigest }

    /// The cookie for a client that showed the token; only over TLS where the page came over TLS.
    func cookie(for request: Request) -> String { Self.attributes(cookieValue, age: Self.lifetime, request) }

    /// A cookie that takes the place of that one and ends at once.
    static func farewell(for request: Request) -> String { attributes("", age: 0, request) }

    private static func attributes(_ value: String, age: Int, _ request: Request) -> String {
      let isSecure = request.headers[.origin]?.lowercased().hasPrefix("https://") == true
      return "\(cookie)=\(value); Path=/; Max-Age=\(age); HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }
  }
#endif
