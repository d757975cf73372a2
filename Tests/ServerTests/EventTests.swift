// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import RotundaTestSupport
  import Testing

  @testable import RotundaServer

  struct EventTests {
    /// Names and data of a stream's events.
    private func events(_ text: String) throws -> [(name: String, data: [String: Any])] {
      try text.split(separator: "\n\n").filter { !$0.hasPrefix(":") }.map { event in
        let lines = event.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("event: ") && lines[1].hasPrefix("data: "))
        let data = try JSONSerialization.jsonObject(with: Data(lines[1].dropFirst(6).utf8)) as? [String: Any]
        return (String(lines[0].dropFirst(7)), try #require(data))
      }
    }

    @Test func aJobsEventsTellOfItsWayToTheEndAndEndThere() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let id = try await fixture.accepted().id
        async let stream = fixture.get("/v1/jobs/\(id)/events")
        _ = try await fixture.work(until: id)
        let answer = try await stream
        #expect(answer.headers[.contentType] == "text/event-stream")
        let events = try events(answer.text)
        #expect(events.allSatisfy { $0.name == "job" && $0.data["id"] as? String == id })
        #expect(events.last?.data["state"] as? String == "done")
        let progress = events.compactMap { $0.data["progress"] as? Double }
        #expect(progress.count == events.count && progress == progress.sorted() && progress.last == 1)
        // Of an ended job there is one event.
        #expect(try self.events(try await fixture.get("/v1/jobs/\(id)/events").text).count == 1)
      }
    }

    @Test func changesComeToWhoeverListensRemovalsToo() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let old = try await fixture.accepted().id
        let store = fixture.server.worker.store
        let seen = await store.changes(since: nil).version
        #expect(await store.changes(since: seen).jobs.isEmpty)
        let new = try await fixture.accepted().id
        _ = try await fixture.send(.delete, "/v1/jobs/\(old)")
        _ = try await fixture.send(.delete, "/v1/jobs/\(old)")
        let changes = await store.changes(since: seen)
        #expect(changes.jobs.map(\.job.id.description) == [new])
        #expect(changes.removed.map(\.description) == [old])
        #expect(await store.changes(since: changes.version).removed.isEmpty)
      }
    }

    @Test func aBellIsHeardByAllWhoListenAndByNoneWhoStopped() async {
      let bell = Bell()
      let (first, finish) = bell.listen()
      let (second, finishSecond) = bell.listen()
      finish()
      bell.ring()
      bell.ring()
      finishSecond()
      var heard = 0
      // The ring to begin with may be heard as one with the others.
      for await _ in second { heard += 1 }
      #expect(heard >= 1)
      for await _ in first { heard = -1 }
      #expect(heard != 0)
    }
  }
#endif
