// SPDX-License-Identifier: Apache-2.0

#if Server
  import HTTPTypes
  import Hummingbird
  import NIOCore
  import ServiceLifecycle

  /// What happens to jobs, as server-sent events: `job` with the job as it is now, `removed` with its ID.
  ///
  /// Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
  struct EventRoutes: Sendable {
    let store: JobStore

    var endpoints: [Endpoint] {
      [
        .get("/v1/events") { _, _ in Self.response { writer in try await stream(to: &writer) } },
        .get("/v1/jobs/{id}/events") { _, context in
          let id = try JobRoutes.id(context)
          guard await store.status(of: id) != nil else { throw Refusal.noSuchJob }
          return Self.response { writer in try await stream(id, to: &writer) }
        },
      ]
    }

    private static func response(
      _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
      let headers: HTTPFields = [
        .contentType: "text/event-stream", .cacheControl: "no-store",
        // Asks reverse proxies to pass events on as they come.
        .accelBuffering: "no",
      ]
      return Response(
        status: .ok, headers: headers,
        body: ResponseBody { writer in
          try await write(&writer)
          try await writer.finish(nil)
        })
    }

    /// All changes from now on, until the client goes or the server ends.
    private func stream(to writer: inout any ResponseBodyWriter) async throws {
      let (rings, finish) = store.bell.listen()
      defer { finish() }
      var seen = await store.changes(since: nil).version
      try await withGracefulShutdownHandler {
        for await _ in rings {
          let changes = await store.changes(since: seen)
          seen = changes.version
          let events = try changes.jobs.map(Self.event) + changes.removed.map(Self.event)
          // A comment keeps the connection, and shows whether there is still somebody at its other end.
          try await writer.write(ByteBuffer(string: events.isEmpty ? ":\n\n" : events.joined()))
        }
      } onGracefulShutdown: {
        finish()
      }
    }

    /// What one job is now and becomes, until it has ended or is removed.
    private func stream(_ id: JobID, to writer: inout any ResponseBodyWriter) async throws {
      let (rings, finish) = store.bell.listen()
      defer { finish() }
      try await withGracefulShutdownHandler {
        var last: JobStatus?
        for await _ in rings {
          guard let status = await store.status(of: id) else {
            return try await writer.write(ByteBuffer(string: Self.event(id)))
          }
          try await writer.write(ByteBuffer(string: status == last ? ":\n\n" : Self.event(status)))
          last = status
          if status.job.state.isFinished { return }
        }
      } onGracefulShutdown: {
        finish()
      }
    }

    private static func event(_ status: JobStatus) throws -> String {
      "event: job\ndata: \(try JSON.text(JobResource(status)))\n\n"
    }

    private static func event(_ removed: JobID) -> String { "event: removed\ndata: {\"id\":\"\(removed)\"}\n\n" }
  }
#endif
