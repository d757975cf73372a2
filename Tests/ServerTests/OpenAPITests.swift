// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import RotundaTestSupport
  import Testing

  @testable import RotundaServer

  /// The document says what the server does: every path, every method, and every status of each, seen to happen.
  struct OpenAPITests {
    private static let token = "correct horse battery"
    private static let authorised: HTTPFields = [.authorization: "Bearer \(token)"]

    /// `GET /v1/jobs 200`, for each status that is documented by number.
    private func documented(_ fixture: ServerFixture) async throws -> Set<String> {
      let document = try #require(
        try JSONSerialization.jsonObject(with: Data(try await fixture.get("/openapi.json").body)) as? [String: Any])
      #expect(document["openapi"] as? String == "3.1.0")
      let paths = try #require(document["paths"] as? [String: [String: Any]])
      var lines: Set<String> = []
      for (path, methods) in paths {
        for (method, operation) in methods where method != "parameters" {
          let responses = try #require((operation as? [String: Any])?["responses"] as? [String: Any])
          #expect(responses["default"] != nil)
          for status in responses.keys where status != "default" {
            lines.insert("\(method.uppercased()) \(path) \(status)")
          }
        }
      }
      return lines
    }

    @Test func pathsAndMethodsAreThoseOfTheServer() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let lines = try await documented(fixture)
        let described = Set(lines.map { $0.split(separator: " ").prefix(2).joined(separator: " ") })
        #expect(described == Set(fixture.server.endpoints.map { "\($0.method.rawValue) \($0.path)" }))
      }
    }

    @Test func everyDocumentedStatusHappensAndNoOther() async throws {
      let seen = Seen()
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder) { settings in
          settings.token = Self.token
          settings.limits.uploadBytes = 1 << 20
          settings.limits.queuedJobs = 3
          settings.limits.diskBytes = 64 << 20
        }
        try await askForbidden(fixture, seen)
        try await askOpenly(fixture, seen)
        try await askForDepth(fixture, seen)
        try await askForJobs(fixture, seen)
        #expect(await seen.lines == (try await documented(fixture)))
      }
    }

    @Test func jobsAreAsTheirSchemaSays() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let id = try await fixture.work(until: try await fixture.accepted(query: "?formats=png&cameraHeight=1.6").id).id
        let job = try JSONSerialization.jsonObject(with: Data(try await fixture.get("/v1/jobs/\(id)").body))
        let document = try #require(
          try JSONSerialization.jsonObject(with: Data(try await fixture.get("/openapi.json").body)) as? [String: Any])
        let schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: Any])
        try check(job, against: try #require(schemas["Job"] as? [String: Any]), at: "job")
      }
    }

    /// Every property is described, and every required one is there.
    private func check(_ value: Any, against schema: [String: Any], at path: String) throws {
      if let items = schema["items"] as? [String: Any] {
        for item in try #require(value as? [Any]) { try check(item, against: items, at: "\(path)[]") }
      }
      guard let properties = schema["properties"] as? [String: Any] else { return }
      let object = try #require(value as? [String: Any])
      for name in schema["required"] as? [String] ?? [] { #expect(object[name] != nil, "\(path).\(name)") }
      for (name, member) in object {
        let description = try #require(properties[name] as? [String: Any], "\(path).\(name)")
        try check(member, against: description, at: "\(path).\(name)")
      }
    }

    private actor Seen {
      private(set) var lines: Set<String> = []

      func note(_ endpoint: Endpoint, _ status: Int) {
        lines.insert("\(endpoint.method.rawValue) \(endpoint.path) \(status)")
      }

      /// Asks, and notes the status under the endpoint's path.
      @discardableResult func ask(
        _ fixture: ServerFixture, _ method: HTTPRequest.Method, _ template: String, path: String? = nil,
        headers: HTTPFields = authorised, body: [[UInt8]] = []
      ) async throws -> ServerFixture.Answer {
        let answer = try await fixture.send(method, path ?? template, headers: headers, body: body)
        lines.insert("\(method.rawValue) \(template) \(answer.status)")
        return answer
      }
    }

    /// Every endpoint, from elsewhere and without a token.
    private func askForbidden(_ fixture: ServerFixture, _ seen: Seen) async throws {
      let bare = try ServerFixture(fixture.folder.appending(path: "other"))
      for endpoint in fixture.server.endpoints {
        let path = endpoint.path.replacing("{id}", with: "\(JobID())").replacing("{name}", with: "x")
        let foreign = try await bare.send(endpoint.method, path, host: "evil.example")
        await seen.note(endpoint, foreign.status)
        if !endpoint.isOpen { try await seen.ask(fixture, endpoint.method, endpoint.path, path: path, headers: [:]) }
      }
    }

    private func askOpenly(_ fixture: ServerFixture, _ seen: Seen) async throws {
      for endpoint in fixture.server.endpoints where endpoint.isOpen && endpoint.method == .get {
        try await seen.ask(fixture, .get, endpoint.path, headers: [:])
      }
      for body in ["", "{\"token\":\"wrong\"}", "{\"token\":\"\(Self.token)\"}"] {
        try await seen.ask(fixture, .post, "/v1/session", headers: [:], body: [Array(body.utf8)])
      }
      try await seen.ask(fixture, .delete, "/v1/session", headers: [:])
      try await seen.ask(fixture, .get, "/metrics")
    }

    private func askForDepth(_ fixture: ServerFixture, _ seen: Seen) async throws {
      func post(_ bytes: [UInt8], query: String = "?formats=png&size=network", key: String? = nil, length: Int? = nil)
        async throws
      {
        var headers = Self.authorised
        headers[.contentLength] = "\(length ?? bytes.count)"
        if let key { headers[.idempotencyKey] = key }
        try await seen.ask(fixture, .post, "/v1/depth", path: "/v1/depth\(query)", headers: headers, body: [bytes])
      }
      try await post(Pictures.small, query: "?size=none")
      try await post(Pictures.small, length: 2 << 21)
      try await post(Array("text".utf8))
      try await post(Pictures.png(width: 60, height: 32))
      try await post(Pictures.small, query: "?formats=glb&size=16384x8192")
      _ = try await fixture.server.worker.store.admit(key: "arriving", declaredBytes: nil)
      try await post(Pictures.small, key: "arriving")
      try await post(Pictures.small, key: "one")
      try await post(Pictures.small, key: "one")
      try await post(Pictures.small)
      try await post(Pictures.small)
    }

    private func askForJobs(_ fixture: ServerFixture, _ seen: Seen) async throws {
      let store = fixture.server.worker.store
      try await seen.ask(fixture, .get, "/v1/jobs")
      let running = try #require(await store.beginNext()).id
      let waiting = try #require(await store.all().first { $0.job.state == .queued }).job.id
      try await askForJob(fixture, seen, missing: JobID(), ended: waiting)
      try await seen.ask(fixture, .delete, "/v1/jobs/{id}", path: "/v1/jobs/\(running)")
      let events = Task { try await seen.ask(fixture, .get, "/v1/events") }
      try await Task.sleep(for: .milliseconds(100))
      events.cancel()
      _ = try await events.value
    }

    private func askForJob(_ fixture: ServerFixture, _ seen: Seen, missing: JobID, ended: JobID) async throws {
      for id in [missing, ended] { try await seen.ask(fixture, .get, "/v1/jobs/{id}", path: "/v1/jobs/\(id)") }
      let file = "/v1/jobs/{id}/files/{name}"
      try await seen.ask(fixture, .get, file, path: "/v1/jobs/\(ended)/files/none")
      for range in [nil, "bytes=0-9", "bytes=99999999-"] {
        var headers = Self.authorised
        if let range { headers[.range] = range }
        try await seen.ask(fixture, .get, file, path: "/v1/jobs/\(ended)/files/thumbnail.jpg", headers: headers)
      }
      try await seen.ask(fixture, .delete, "/v1/jobs/{id}", path: "/v1/jobs/\(missing)")
      try await seen.ask(fixture, .delete, "/v1/jobs/{id}", path: "/v1/jobs/\(ended)")
      for id in [missing, ended] {
        try await seen.ask(fixture, .get, "/v1/jobs/{id}/events", path: "/v1/jobs/\(id)/events")
      }
      try await seen.ask(fixture, .delete, "/v1/jobs/{id}", path: "/v1/jobs/\(ended)")
    }
  }
#endif
