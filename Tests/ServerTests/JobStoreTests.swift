// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import RotundaTestSupport
  import Testing

  @testable import RotundaServer

  /// What survives when a server ends at any moment; a new one over the same folder stands for the one started again.
  struct JobStoreTests {
    @Test func anAcceptedJobWaitsAgainAfterARestartAlsoOneThatWasRunning() async throws {
      try await withTemporaryFolder { folder in
        var ids: [String] = []
        do {
          let fixture = try ServerFixture(folder)
          ids.append(try await fixture.accepted().id)
          ids.append(try await fixture.accepted().id)
          #expect(await fixture.server.worker.store.beginNext()?.id.description == ids[0])
        }
        let again = try ServerFixture(folder)
        for (index, id) in ids.enumerated() {
          let job: ServerFixture.JobAnswer = try await again.get("/v1/jobs/\(id)").json()
          #expect(job.state == "queued")
          #expect(job.position == index + 1)
        }
      }
    }

    @Test func aJobEndsOnceAndWhatItMadeIsThereAfterARestart() async throws {
      try await withTemporaryFolder { folder in
        let done: ServerFixture.JobAnswer
        do {
          let fixture = try ServerFixture(folder)
          done = try await fixture.work(until: try await fixture.accepted().id)
          #expect(done.state == "done")
          #expect(done.files.map(\.name).contains("depth.png"))
        }
        let again = try ServerFixture(folder)
        #expect(await again.server.worker.store.beginNext() == nil)
        for file in done.files {
          let answer = try await again.get(file.link)
          #expect(answer.status == 200)
          #expect(answer.body.count == file.bytes)
        }
        #expect(again.listing.contains("jobs/\(done.id)/results/depth.png"))
        #expect(!again.listing.contains("jobs/\(done.id)/upload"))
      }
    }

    @Test func resultsWithoutARecordAreMadeAgainInTheirPlace() async throws {
      try await withTemporaryFolder { folder in
        let id: String
        do {
          let fixture = try ServerFixture(folder)
          id = try await fixture.accepted().id
          let results = folder.appending(path: "jobs/\(id)/results")
          try FileManager.default.createDirectory(at: results, withIntermediateDirectories: true)
          try Data([1]).write(to: results.appending(path: "old.png"))
        }
        let again = try ServerFixture(folder)
        let job = try await again.work(until: id)
        #expect(job.state == "done")
        #expect(!again.listing.contains("jobs/\(id)/results/old.png"))
      }
    }

    @Test func halfUploadsAndHalfResultsVanish() async throws {
      try await withTemporaryFolder { folder in
        do {
          let fixture = try ServerFixture(folder)
          let store = fixture.server.worker.store
          guard case .arrival(let arrival) = try await store.admit(key: "half", declaredBytes: 10) else {
            Issue.record("not admitted")
            return
          }
          try Data([1, 2, 3]).write(to: arrival.upload)
          #expect(fixture.listing.contains { $0.hasPrefix("scratch/") && $0.hasSuffix("/upload") })
        }
        let again = try ServerFixture(folder)
        #expect(again.listing == ["jobs", "lock", "scratch"])
        // Its key is free again.
        _ = try await again.accepted(key: "half")
      }
    }

    @Test func aRequestThatIsSentAgainWithItsKeyMakesNoSecondJobAlsoAfterARestart() async throws {
      try await withTemporaryFolder { folder in
        let id: String
        do {
          let fixture = try ServerFixture(folder)
          id = try await fixture.accepted(key: "one").id
          let answer = try await fixture.post(Pictures.small, headers: [.idempotencyKey: "one"])
          #expect(answer.status == 200)
          #expect(try answer.json(ServerFixture.JobAnswer.self).id == id)
        }
        let again = try ServerFixture(folder)
        #expect(try await again.post(Pictures.small, headers: [.idempotencyKey: "one"]).status == 200)
        #expect(await again.server.worker.store.all().count == 1)
        // A removed job's key is free.
        #expect(try await again.send(.delete, "/v1/jobs/\(id)").status == 200)
        #expect(try await again.send(.delete, "/v1/jobs/\(id)").status == 204)
        #expect(try await again.accepted(key: "one").id != id)
      }
    }

    @Test func aRefusedUploadLeavesNothing() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        #expect(
          try await fixture.post(Array(Pictures.small.dropLast(40)), headers: [.idempotencyKey: "k"]).status == 422)
        #expect(fixture.listing == ["jobs", "lock", "scratch"])
        #expect(await fixture.server.worker.store.figures().diskBytes == 0)
        _ = try await fixture.accepted(key: "k")
      }
    }

    @Test func aSecondServerOverAFolderIsRefused() async throws {
      try await withTemporaryFolder { folder in
        let first = try ServerFixture(folder)
        #expect(throws: ServerError.folderInUse(path: folder.path)) { try ServerFixture(folder) }
        _ = try await first.accepted()
      }
    }

    @Test func aFolderThatIsNoJobStaysAsItIsAndIsNotListed() async throws {
      try await withTemporaryFolder { folder in
        for path in ["jobs/0123456789abcdef0123456789abcdef/job.json", "jobs/notes/todo"] {
          let url = folder.appending(path: path)
          try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
          try Data("{".utf8).write(to: url)
        }
        let fixture = try ServerFixture(folder)
        #expect(try await fixture.get("/v1/jobs").text == "{\"jobs\":[]}")
        #expect(fixture.listing.contains("jobs/notes/todo"))
      }
    }

    @Test func aCancelledJobKeepsNeitherItsPictureNorItsRoomOnTheDisk() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let job = try await fixture.accepted()
        #expect(await fixture.server.worker.store.figures().diskBytes > 1 << 20)
        let cancelled = try await fixture.send(.delete, "/v1/jobs/\(job.id)")
        #expect(try cancelled.json(ServerFixture.JobAnswer.self).state == "cancelled")
        #expect(!fixture.listing.contains("jobs/\(job.id)/upload"))
        #expect(await fixture.server.worker.store.figures().diskBytes == job.files[0].bytes)
        #expect(await fixture.server.worker.store.beginNext() == nil)
        #expect(try await fixture.send(.delete, "/v1/jobs/\(job.id)").status == 204)
        #expect(fixture.listing == ["jobs", "lock", "scratch"])
        #expect(await fixture.server.worker.store.figures().diskBytes == 0)
      }
    }

    @Test func aRunningJobIsStoppedAndIsNotDoneEvenIfItHasJustSucceeded() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let store = fixture.server.worker.store
        let id = try await fixture.accepted().id
        let job = try #require(await store.beginNext())
        let answer = try await fixture.send(.delete, "/v1/jobs/\(id)")
        #expect(answer.status == 202)
        let results = JobResults(files: [], seconds: StageSeconds())
        #expect(await store.finish(job.id, .done(results), results: nil) == nil)
        #expect(await store.status(of: job.id)?.job.state == .cancelled)
      }
    }

    @Test func whatIsStoppedBecauseTheServerEndsGoesBackInFront() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let store = fixture.server.worker.store
        let ids = [try await fixture.accepted().id, try await fixture.accepted().id]
        let job = try #require(await store.beginNext())
        #expect(await store.stopped(job.id) == nil)
        #expect(await store.status(of: job.id)?.position == 1)
        #expect(await store.beginNext()?.id.description == ids[0])
      }
    }

    @Test func noTwoIDsAreAlikeAndNothingButAnIDIsOne() {
      let ids = (0..<1000).map { _ in JobID() }
      #expect(Set(ids).count == 1000)
      #expect(ids.allSatisfy { JobID($0.description) == $0 })
      let bits = ids.reduce(into: [Character: Int]()) { counts, id in
        for digit in id.description { counts[digit, default: 0] += 1 }
      }
      // 32,000 digits: 2,000 of each, give or take 44 (one standard deviation).
      #expect(bits.count == 16 && bits.values.allSatisfy { abs($0 - 2000) < 300 })
      let id = ids[0].description
      for text in [
        "", "..", String(id.dropLast()), id + "0", id.uppercased() + "G", "../" + id.dropFirst(3),
        "%2e" + id.dropFirst(3),
      ] {
        #expect(JobID(text) == nil, "\(text)")
      }
    }
  }
#endif
