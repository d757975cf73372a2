// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import HTTPTypes
  import Hummingbird
  import NIOCore

  /// Jobs by their IDs: what they are, and their files.
  struct JobRoutes: Sendable {
    let store: JobStore

    var endpoints: [Endpoint] {
      [
        .get("/v1/jobs") { _, _ in try await .json(JobList(jobs: store.all().map(JobResource.init))) },
        .get("/v1/jobs/{id}") { _, context in
          guard let status = await store.status(of: try Self.id(context)) else { throw Refusal.noSuchJob }
          return try .json(JobResource(status))
        },
        .delete("/v1/jobs/{id}") { _, context in try await remove(try Self.id(context)) },
        .get("/v1/jobs/{id}/files/{name}") { request, context in try await file(request, context) },
      ]
    }

    private struct JobList: Encodable {
      let jobs: [JobResource]
    }

    /// - Throws: `Refusal.noSuchJob` where the path names no ID at all.
    static func id(_ context: BasicRequestContext) throws(Refusal) -> JobID {
      guard let id = context.parameters.get("id").flatMap(JobID.init) else { throw .noSuchJob }
      return id
    }

    private func remove(_ id: JobID) async throws -> Response {
      switch try await store.remove(id) {
      case .cancelled(let status): try .json(JobResource(status))
      case .stopping(let status): try .json(JobResource(status), status: .accepted)
      case .removed: Response(status: .noContent)
      }
    }

    // MARK: - Files

    private func file(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
      let name = context.parameters.get("name") ?? ""
      let (file, url, job) = try await store.file(name, of: try Self.id(context))
      var headers: HTTPFields = [
        .contentType: ContentType.of(file.name),
        .contentDisposition: Self.disposition(of: file, job),
        // A file of a job never changes.
        .cacheControl: "private, max-age=31536000, immutable",
        .acceptRanges: "bytes",
      ]
      if file.name.hasSuffix(".html") { headers[.contentSecurityPolicy] = ContentPolicy.viewer }
      let range = try Self.range(request, bytes: file.bytes)
      if let range { headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(file.bytes)" }
      let body = try await FileIO().loadFile(
        path: url.path, range: range ?? 0...max(file.bytes - 1, 0), context: context)
      return Response(status: range == nil ? .ok : .partialContent, headers: headers, body: body)
    }

    /// Pictures and viewers are shown; other files are kept, under a name that tells them from those of other jobs.
    private static func disposition(of file: ResultFile, _ job: Job) -> String {
      let kind = ["png", "jpg", "html"].contains { file.name.hasSuffix(".\($0)") } ? "inline" : "attachment"
      let stem = URL(filePath: job.title).deletingPathExtension().lastPathComponent
      let plain = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }.prefix(60))
      return "\(kind); filename=\"\(plain)-\(file.name)\""
    }

    /// The one range that a request asks for; nil where it asks for none, or for what may be answered whole.
    ///
    /// - Throws: `Refusal.badRange`.
    static func range(_ request: Request, bytes: Int) throws(Refusal) -> ClosedRange<Int>? {
      // There is nothing to compare an If-Range with, so it never matches.
      guard let header = request.headers[.range], request.headers[.ifRange] == nil, header.hasPrefix("bytes="),
        !header.contains(",")
      else { return nil }
      let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count == 2 else { return nil }
      switch (ends[0], ends[1]) {
      case (let first?, let last) where first <= last ?? .max:
        guard first < bytes else { throw .badRange(bytes: bytes) }
        return first...min(last ?? .max, bytes - 1)
      case (nil, let suffix?) where header.hasPrefix("bytes=-"):
        guard suffix > 0, bytes > 0 else { throw .badRange(bytes: bytes) }
        return max(bytes - suffix, 0)...(bytes - 1)
      case _: return nil
      }
    }
  }
#endif
