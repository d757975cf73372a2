// SPDX-License-Identifier: Apache-2.0

#if Server
  import Hummingbird

  /// How the server is, for those who watch over it.
  struct StatusRoutes: Sendable {
    let store: JobStore
    let metrics: ServerMetrics
    let version: String
    let limits: ServerLimits

    private struct Health: Encodable {
      let status = "ok"
      let version: String
      /// Bytes of an upload, so that clients need not try.
      let uploadBytes: Int
      /// Pixels of a panorama.
      let pixels: Int
    }

    var endpoints: [Endpoint] {
      [
        .get("/health", isOpen: true) { _, _ in
          try .json(Health(version: version, uploadBytes: limits.uploadBytes, pixels: limits.pixels))
        },
        .get("/metrics") { _, _ in
          let figures = await store.figures()
          let text = metrics.text(jobs: figures.jobs, diskBytes: figures.diskBytes)
          return .bytes(Array(text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
        },
      ]
    }
  }
#endif
