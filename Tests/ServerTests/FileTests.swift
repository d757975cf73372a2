// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import RotundaImaging
  import RotundaTestSupport
  import Testing

  @testable import RotundaServer

  struct FileTests {
    /// `first` and `last` are counted from the file's end where they are negative.
    @Test(arguments: [
      ("bytes=0-0", 0, 0), ("bytes=10-19", 10, 19), ("bytes=100-", 100, -1), ("bytes=-5", -5, -1),
      ("bytes=0-99999999", 0, -1), ("bytes=-99999999", 0, -1),
    ]) func aRangeGivesTheseBytesAndNoOthers(header: String, first: Int, last: Int) async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let link = try #require(try await fixture.accepted().files.first?.link)
        let whole = try await fixture.get(link).body
        let (first, last) = (first < 0 ? whole.count + first : first, last < 0 ? whole.count + last : last)
        let part = try await fixture.get(link, headers: [.range: header])
        #expect(part.status == 206)
        #expect(part.body == Array(whole[first...last]))
        #expect(part.headers[.contentRange] == "bytes \(first)-\(last)/\(whole.count)")
      }
    }

    @Test(arguments: ["bytes=5-1", "bytes=a-b", "lines=0-1", "bytes=0-1,4-5", "bytes=--5", "bytes="])
    func whatIsNoSingleRangeIsAnsweredWithAllOfIt(header: String) async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let file = try #require(try await fixture.accepted().files.first)
        let answer = try await fixture.get(file.link, headers: [.range: header])
        #expect(answer.status == 200)
        #expect(answer.body.count == file.bytes)
      }
    }

    @Test func resultsAreWhatWasAskedForAndTrue() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let query = "?formats=png,npy,glb,ply,cube,layers&ensemble=2&size=128x64&title=Hall"
        let id = try await fixture.accepted(Pictures.png(width: 256, height: 128), query: query).id
        let job = try await fixture.work(until: id)
        #expect(job.state == "done", "\(job)")
        let names = job.files.map(\.name)
        for name in ["depth.png", "spread.png", "depth.npy", "mesh.glb", "cloud.ply", "layers.png", "preview.png"] {
          #expect(names.contains(name), "\(name)")
        }
        let depth = folder.appending(path: "depth.npy")
        try Data(try await fixture.get("/v1/jobs/\(id)/files/depth.npy").body).write(to: depth)
        let map = try DepthMap(contentsOf: depth)
        #expect(map.width == 128 && map.height == 64 && map.validShare == 1)
        let sidecar = try JSONDecoder().decode(
          Sidecar.self, from: Data(try await fixture.get("/v1/jobs/\(id)/files/depth.json").body))
        #expect(sidecar.source.name == "Hall" && sidecar.passes == 2)
        #expect(Set(sidecar.files.map(\.name)).isSubset(of: names))
        let kept = try await fixture.get("/v1/jobs/\(id)/files/mesh.glb")
        #expect(kept.headers[.contentDisposition] == "attachment; filename=\"Hall-mesh.glb\"")
      }
    }

    @Test func answersCarryTheHeadersThatKeepABrowserFromDoingMore() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        let page = try await fixture.get("/").headers
        let policy = try #require(page[.contentSecurityPolicy])
        #expect(policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        for path in ["/", "/v1/jobs", "/nothing", "/app.js"] {
          let headers = try await fixture.get(path).headers
          #expect(headers[.xContentTypeOptions] == "nosniff")
          #expect(headers[.referrerPolicy] == "no-referrer")
          #expect(headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        }
      }
    }

    @Test func metricsCountWhatHappened() async throws {
      try await withTemporaryFolder { folder in
        let fixture = try ServerFixture(folder)
        _ = try await fixture.work(until: try await fixture.accepted().id)
        _ = try await fixture.accepted()
        _ = try await fixture.post([1, 2, 3])
        let text = try await fixture.get("/metrics").text
        for line in [
          "rotunda_jobs{state=\"done\"} 1", "rotunda_jobs{state=\"queued\"} 1",
          "rotunda_jobs_ended_total{state=\"done\"} 1",
          "rotunda_http_requests_total{method=\"POST\",route=\"/v1/depth\",status=\"202\"} 2",
          "rotunda_http_requests_total{method=\"POST\",route=\"/v1/depth\",status=\"415\"} 1",
        ] {
          #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)")
        }
      }
    }
  }
#endif
