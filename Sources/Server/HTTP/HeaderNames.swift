// SPDX-License-Identifier: Apache-2.0

#if Server
  import HTTPTypes

  extension HTTPField.Name {
    static let secFetchSite = named("Sec-Fetch-Site")
    static let idempotencyKey = named("Idempotency-Key")
    static let requestID = named("X-Request-Id")
    static let referrerPolicy = named("Referrer-Policy")
    static let accelBuffering = named("X-Accel-Buffering")
    static let openerPolicy = named("Cross-Origin-Opener-Policy")

    private static func named(_ text: String) -> Self {
      guard let name = Self(text) else { preconditionFailure("\(text) is no header's name") }
      return name
    }
  }
#endif
