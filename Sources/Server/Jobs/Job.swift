// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation

  /// A panorama that is to become depth, or has: what `job.json` in its folder holds.
  struct Job: Codable, Sendable, Hashable {
    let id: JobID
    /// What people call the picture.
    let title: String
    let options: JobOptions
    let picture: PictureFacts
    /// What the client called its request, so that asking twice makes one job.
    let idempotencyKey: String?
    let created: Date
    private(set) var state: State = .queued
    private(set) var started: Date?
    private(set) var finished: Date?
    /// How long each stage took.
    private(set) var seconds: StageSeconds?
    /// Why it failed.
    private(set) var failure: JobFailure?
    /// What can be fetched.
    private(set) var files: [ResultFile]

    enum State: String, Codable, Sendable, CaseIterable {
      case queued, running, done, failed, cancelled

      var isFinished: Bool {
        switch self {
        case .queued, .running: false
        case .done, .failed, .cancelled: true
        }
      }
    }

    /// A job that waits for its turn; `files` are there before it has begun.
    init(
      id: JobID, title: String, options: JobOptions, picture: PictureFacts, idempotencyKey: String?,
      files: [ResultFile], created: Date = Date()
    ) {
      self.id = id
      self.title = title
      self.options = options
      self.picture = picture
      self.idempotencyKey = idempotencyKey
      self.files = files
      self.created = created
    }

    mutating func begin() {
      state = .running
      started = Date()
    }

    /// Back into the queue: the server ends, or ended, before the job did.
    mutating func requeue() {
      state = .queued
      started = nil
    }

    mutating func finish(_ outcome: JobOutcome) {
      finished = Date()
      switch outcome {
      case .done(let results):
        state = .done
        seconds = results.seconds
        files += results.files
      case .failed(let failure):
        state = .failed
        self.failure = failure
      case .cancelled:
        state = .cancelled
      }
    }

    /// Bytes of all files that can be fetched.
    var fileBytes: Int { files.reduce(0) { $0 + $1.bytes } }
  }

  /// What is known of an upload before it is worked on.
  struct PictureFacts: Codable, Sendable, Hashable {
    /// As `jpeg`.
    let format: String
    /// Columns and rows of the full sphere.
    let width: Int
    let height: Int
    /// Bytes of the file.
    let bytes: Int
  }

  /// Seconds on the clock.
  struct StageSeconds: Codable, Sendable, Hashable {
    var reading = 0.0
    var predicting = 0.0
    var writing = 0.0
  }

  /// A file that a job made.
  struct ResultFile: Codable, Sendable, Hashable {
    let name: String
    let bytes: Int
  }

  /// Why a job failed, in words that show nothing of the machine.
  struct JobFailure: Codable, Sendable, Hashable, Error {
    let code: String
    let message: String
  }

  /// What a job that succeeded leaves.
  struct JobResults: Sendable, Hashable {
    let files: [ResultFile]
    let seconds: StageSeconds
  }

  /// How a job ended.
  enum JobOutcome: Sendable, Hashable {
    case done(JobResults)
    case failed(JobFailure)
    case cancelled
  }
#endif
