// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import RotundaTestSupport
  import Testing

  @testable import RotundaServer

  /// What is asked too much, or wrongly, is refused with the status that says so.
  struct RefusalTests {
    private func fixture(
      _ change: (inout ServerSettings) -> Void = { _ in }, _ test: (ServerFixture) async throws -> Void
    ) async throws {
      try await withTemporaryFolder { try await test(try ServerFixture($0, change: change)) }
    }

    // MARK: - Uploads

    @Test func anUploadOfTooManyBytesIsRefusedBeforeAndWhileItArrives() async throws {
      try await fixture({ $0.limits.uploadBytes = 5000 }) { (fixture) async throws in
        let large = [UInt8](repeating: 7, count: 5001)
        // Announced; the body is never read, or this would wait for ever.
        let announced = try await fixture.send(.post, "/v1/depth", headers: [.contentLength: "99999999"])
        #expect(announced.status == 413)
        #expect(try await fixture.post(large, chunked: true).status == 413)
        #expect(try await fixture.post(large).code == "uploadTooLarge")
        #expect(fixture.listing == ["jobs", "lock", "scratch"])
      }
    }

    @Test(arguments: [
      ("hello, this is no picture", 415, "notAPicture"), ("", 400, "malformed"), ("\u{93}NUMPY", 415, "notAPicture"),
      ("RIFF\u{4}\u{0}\u{0}\u{0}WEBP", 422, "brokenPicture"),
    ]) func whatIsNoPictureIsToldFromWhatIsABrokenOne(text: String, status: Int, code: String) async throws {
      try await fixture { (fixture) async throws in
        let answer = try await fixture.post(text.unicodeScalars.map { UInt8($0.value) })
        #expect(answer.status == status)
        #expect(answer.code == code)
      }
    }

    @Test func brokenNarrowAndLargePicturesCannotBecomeDepth() async throws {
      try await fixture({ $0.limits.pixels = 64 * 32 }) { (fixture) async throws in
        for length in stride(from: 20, to: Pictures.small.count - 12, by: 211) {
          #expect(try await fixture.post(Array(Pictures.small[..<length])).code == "brokenPicture", "\(length) bytes")
        }
        #expect(try await fixture.post(Pictures.png(width: 60, height: 32)).code == "notEquirectangular")
        #expect(try await fixture.post(Pictures.png(width: 66, height: 33)).code == "tooManyPixels")
        #expect(try await fixture.post(Pictures.small).status == 202)
      }
    }

    @Test func aBodyThatEndsBeforeItsAnnouncedLengthIsNoUpload() async throws {
      try await fixture { (fixture) async throws in
        let answer = try await fixture.send(
          .post, "/v1/depth", headers: [.contentLength: "\(Pictures.small.count + 1)"], body: [Pictures.small])
        #expect(answer.status == 400)
      }
    }

    @Test func aFullQueueAndAFullDiskAreSaidSo() async throws {
      try await fixture({ $0.limits.queuedJobs = 2 }) { (fixture) async throws in
        _ = try await fixture.accepted()
        let second = try await fixture.accepted()
        let answer = try await fixture.post(Pictures.small)
        #expect(answer.status == 429)
        #expect(answer.headers[.retryAfter] == "10")
        _ = try await fixture.send(.delete, "/v1/jobs/\(second.id)")
        _ = try await fixture.accepted()
      }
      // Room for the results of one such job at most, and not of two.
      try await fixture({ $0.limits.diskBytes = 12 << 20 }) { (fixture) async throws in
        _ = try await fixture.accepted()
        #expect(try await fixture.post(Pictures.small).status == 507)
      }
      try await fixture({ $0.limits.diskBytes = 1000 }) { (fixture) async throws in
        #expect(try await fixture.post([UInt8](repeating: 0, count: 1001), chunked: true).status == 507)
        #expect(fixture.listing == ["jobs", "lock", "scratch"])
      }
    }

    @Test(arguments: [
      "formats=png,gif", "formats=", "size=big", "size=100x51", "size=99999x50000", "size=-2x-1", "ensemble=0",
      "ensemble=17", "ensemble=two", "cameraHeight=0", "cameraHeight=nan", "cameraHeight=31", "format=png",
    ]) func anOptionWithAnImpossibleValueIsRefused(option: String) async throws {
      try await fixture { (fixture) async throws in
        let answer = try await fixture.post(Pictures.small, query: "?\(option)")
        #expect(answer.status == 400)
        #expect(answer.code == "badOption")
      }
    }

    @Test func aFormBringsPictureAndOptionsAtOnce() async throws {
      try await fixture { (fixture) async throws in
        let head =
          "--x\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\nnetwork\r\n"
          + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\dir\\room.png\"\r\n\r\n"
        let body = Array(head.utf8) + Pictures.small + Array("\r\n--x--\r\n".utf8)
        let answer = try await fixture.post(body, headers: [.contentType: "multipart/form-data; boundary=x"])
        #expect(answer.status == 202)
        #expect(answer.text.contains("\"size\":\"network\""))
        #expect(answer.text.contains("\"title\":\"room.png\""))
      }
    }

    // MARK: - Access

    private static let token = "correct horse battery"

    @Test(arguments: ["evil.example", "evil.example:8360", "localhost.evil.example", "127.0.0.1.evil.example", "[::2]"])
    func namesOfOtherHostsAreRefused(host: String) async throws {
      try await fixture { (fixture) async throws in
        #expect(try await fixture.send(.get, "/v1/jobs", host: host).code == "foreignHost")
        #expect(try await fixture.send(.get, "/", host: host).code == "foreignHost")
        #expect(try await fixture.send(.get, "/v1/jobs", host: nil).code == "foreignHost")
      }
    }

    @Test(arguments: ["localhost", "LOCALHOST:8360", "127.0.0.1:80", "[::1]:8360", "[::1]"])
    func thisMachinesOwnNamesAreLetIn(host: String) async throws {
      try await fixture { (fixture) async throws in
        #expect(try await fixture.send(.get, "/v1/jobs", host: host).status == 200)
      }
    }

    @Test func pagesOfOtherSitesChangeNothing() async throws {
      try await fixture { (fixture) async throws in
        let job = try await fixture.accepted()
        for origin in ["http://evil.example", "http://localhost:1", "null", "https://localhost:8360.evil.example"] {
          let answer = try await fixture.send(.delete, "/v1/jobs/\(job.id)", headers: [.origin: origin])
          #expect(answer.code == "foreignOrigin", "\(origin)")
          #expect(try await fixture.post(Pictures.small, headers: [.origin: origin]).status == 403)
        }
        let site = try await fixture.post(Pictures.small, headers: [.secFetchSite: "cross-site"])
        #expect(site.status == 403)
        let own = try await fixture.post(
          Pictures.small, headers: [.origin: "http://localhost:8360", .secFetchSite: "same-origin"])
        #expect(own.status == 202)
      }
    }

    @Test func withoutTheTokenThereIsOnlyThePage() async throws {
      try await fixture({ $0.token = Self.token }) { (fixture) async throws in
        for path in [
          "/v1/jobs", "/v1/events", "/metrics", "/nothing", "/v1/jobs/\(JobID())/files/depth.png", "/%2e%2e/",
        ] {
          #expect(try await fixture.get(path).status == 401, "\(path)")
          #expect(try await fixture.get(path, headers: [.authorization: "Bearer wrong"]).status == 401)
          #expect(try await fixture.get(path, headers: [.cookie: "rotunda_session=\(Self.token)"]).status == 401)
        }
        #expect(try await fixture.post(Pictures.small).status == 401)
        #expect(fixture.listing == ["jobs", "lock", "scratch"])
        for path in ["/", "/app.js", "/style.css", "/health", "/openapi.json"] {
          #expect(try await fixture.get(path).status == 200, "\(path)")
        }
        #expect(try await fixture.get("/v1/jobs", headers: [.authorization: "Bearer \(Self.token)"]).status == 200)
      }
    }

    @Test func thePageGetsACookieForTheTokenWhichIsNotTheToken() async throws {
      try await fixture({ $0.token = Self.token }) { (fixture) async throws in
        func log(in token: String, origin: String) async throws -> ServerFixture.Answer {
          try await fixture.send(
            .post, "/v1/session", headers: [.origin: origin], body: [Array("{\"token\":\"\(token)\"}".utf8)])
        }
        #expect(try await log(in: "wrong", origin: "http://localhost:8360").status == 401)
        let answer = try await log(in: Self.token, origin: "http://localhost:8360")
        #expect(answer.status == 204)
        let cookie = try #require(answer.headers[.setCookie])
        #expect(cookie.contains("; HttpOnly; SameSite=Strict") && !cookie.contains("Secure"))
        #expect(!cookie.contains(Self.token))
        #expect(
          try await log(in: Self.token, origin: "https://localhost:8360").headers[.setCookie]?.hasSuffix("; Secure")
            == true)
        let pair = String(cookie.prefix { $0 != ";" })
        #expect(try await fixture.get("/v1/jobs", headers: [.cookie: "a=b; \(pair)"]).status == 200)
      }
    }

    @Test func aServerThatOthersReachNeedsATokenThatNobodyGuesses() throws {
      try withTemporaryFolder { folder in
        #expect(throws: ServerError.tokenMissing(address: "0.0.0.0")) {
          try ServerFixture(folder) { $0.address = "0.0.0.0" }
        }
        #expect(throws: ServerError.tokenTooShort(least: 16)) {
          try ServerFixture(folder) { $0.token = "short" }
        }
        _ = try ServerFixture(folder) { settings in
          settings.address = "0.0.0.0"
          settings.token = Self.token
        }
      }
    }

    // MARK: - Paths

    @Test(arguments: [
      "../../../lock", "..%2f..%2flock", "%2e%2e/%2e%2e/lock", "....//lock", "depth.png%00", "/etc/passwd",
      "%2fetc%2fpasswd",
      "..\\..\\lock", "job.json", "upload", "../job.json", "results/depth.png", ".", "..", "%252e%252e%252fjob.json",
    ]) func onlyNamesFromAJobsOwnListAreFilesOfIt(name: String) async throws {
      try await fixture { (fixture) async throws in
        let job = try await fixture.work(until: try await fixture.accepted().id)
        let answer = try await fixture.get("/v1/jobs/\(job.id)/files/\(name)")
        #expect(answer.status == 404, "\(answer.text)")
        #expect(try await fixture.get("/v1/jobs/\(name)").status == 404)
        #expect(try await fixture.send(.delete, "/v1/jobs/\(name)").status != 204)
        #expect(try await fixture.get("/\(name)").status == 404)
      }
    }

    @Test func unknownPathsAndMethodsAreToldApart() async throws {
      try await fixture { (fixture) async throws in
        #expect(try await fixture.get("/v2/depth").code == "noSuchPath")
        #expect(try await fixture.get("/v1/jobs/\(JobID())").code == "noSuchJob")
        let answer = try await fixture.send(.put, "/v1/depth")
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "POST")
        #expect(try await fixture.send(.post, "/v1/jobs").headers[.allow] == "GET, HEAD")
        #expect(try await fixture.send(.head, "/v1/jobs").status == 200)
      }
    }

    @Test(arguments: [
      ("../../etc/passwd", "passwd"), ("C:\\rooms\\kitchen.jpg", "kitchen.jpg"), ("a\r\nb\u{0}\u{202E}c", "abc"),
      ("", "panorama"), ("///", "panorama"), ("<b>Küche</b>.jpg", "b>.jpg"),
    ]) func aTitleIsNeitherAPathNorMoreThanALine(name: String, title: String) {
      #expect(Title.of(name) == title)
    }

    @Test func noAnswerShowsAPathOfTheMachine() async throws {
      try await fixture { (fixture) async throws in
        let bodies = [Array("text".utf8), Array(Pictures.small.dropLast(30)), Pictures.png(width: 60, height: 32), []]
        for body in bodies {
          #expect(!(try await fixture.post(body)).text.contains(fixture.folder.path))
        }
        // A job whose upload somebody damaged on the disk.
        let job = try await fixture.accepted()
        try Data([1]).write(to: fixture.folder.appending(path: "jobs/\(job.id)/upload"))
        let failed = try await fixture.work(until: job.id)
        #expect(failed.state == "failed")
        #expect(failed.error?.code == "notAPicture")
        #expect(!(try await fixture.get("/v1/jobs")).text.contains(fixture.folder.path))
      }
    }
  }
#endif
