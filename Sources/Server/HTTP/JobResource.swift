// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation

  /// A job as the API shows it.
  struct JobResource: Encodable {
    let id: JobID
    let title: String
    let state: Job.State
    let stage: JobProgress.Stage?
    let progress: Double
    let position: Int?
    let created: Date
    let started: Date?
    let finished: Date?
    let seconds: StageSeconds?
    let picture: PictureFacts
    let options: JobOptions
    let error: JobFailure?
    let files: [File]
    let links: [String: String]

    struct File: Encodable {
      let name: String
      let type: String
      let bytes: Int
      let link: String
    }

    init(_ status: JobStatus) {
      let job = status.job
      let path = "/v1/jobs/\(job.id)"
      id = job.id
      title = job.title
      state = job.state
      stage = status.progress?.stage
      progress = job.state == .done ? 1 : ((status.progress?.share ?? 0) * 1000).rounded() / 1000
      position = status.position
      created = job.created
      started = job.started
      finished = job.finished
      seconds = job.seconds
      picture = job.picture
      options = job.options
      error = job.failure
      files = job.files.map {
        File(name: $0.name, type: ContentType.of($0.name), bytes: $0.bytes, link: "\(path)/files/\($0.name)")
      }
      links = ["self": path, "events": "\(path)/events"]
    }
  }

  /// What a file's name says of its content.
  enum ContentType {
    static let json = "application/json"
    static let html = "text/html; charset=utf-8"

    static func of(_ name: String) -> String {
      switch URL(filePath: name).pathExtension {
      case "png": "image/png"
      case "jpg": "image/jpeg"
      case "html": html
      case "json": json
      case "css": "text/css; charset=utf-8"
      case "js": "text/javascript; charset=utf-8"
      case "svg": "image/svg+xml"
      case "glb": "model/gltf-binary"
      case "exr": "image/x-exr"
      case "xml": "application/xml"
      case _: "application/octet-stream"
      }
    }
  }
#endif
