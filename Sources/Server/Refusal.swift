// SPDX-License-Identifier: Apache-2.0

#if Server
  import HTTPTypes

  /// Why a request is not answered with what it asks for.
  ///
  /// Nothing of the machine is in it: neither a path nor the text of a system's error.
  enum Refusal: Error, Sendable, Hashable {
    /// An option of the request has a value that it cannot have.
    case badOption(name: String, expected: String)
    /// The request contradicts itself or its format.
    case malformed(String)
    /// The server wants a token, and this is not it.
    case unauthorised
    /// The request names another host than this machine: a page elsewhere may have been pointed here.
    case foreignHost
    /// The request comes from another site's page.
    case foreignOrigin
    /// There is no such path.
    case noSuchPath
    /// There is no such job.
    case noSuchJob
    /// The job has no such file.
    case noSuchFile
    /// The path knows other methods only.
    case methodNotAllowed(allowed: [String])
    /// Another request with this key is on its way.
    case keyInUse
    /// The upload has more bytes than are taken.
    case uploadTooLarge(limit: Int)
    /// The upload is no format that is read.
    case notAPicture(String)
    /// The file has fewer bytes than the range asks for.
    case badRange(bytes: Int)
    /// The upload is a picture that cannot become depth.
    case unusablePicture(code: String, String)
    /// As many jobs wait as may.
    case queueFull(limit: Int)
    /// A fault of the server or of its machine.
    case fault
    /// The disk, or the share of it that the server may use, is full.
    case diskFull
  }

  extension Refusal {
    /// The status that a client gets.
    var status: HTTPResponse.Status {
      switch self {
      case .badOption, .malformed: .badRequest
      case .unauthorised: .unauthorized
      case .foreignHost, .foreignOrigin: .forbidden
      case .noSuchPath, .noSuchJob, .noSuchFile: .notFound
      case .methodNotAllowed: .methodNotAllowed
      case .keyInUse: .conflict
      case .uploadTooLarge: .contentTooLarge
      case .notAPicture: .unsupportedMediaType
      case .badRange: .rangeNotSatisfiable
      case .unusablePicture: .unprocessableContent
      case .queueFull: .tooManyRequests
      case .fault: .internalServerError
      case .diskFull: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
      }
    }

    /// A word for programs.
    var code: String {
      switch self {
      case .badOption: "badOption"
      case .malformed: "malformed"
      case .unauthorised: "unauthorised"
      case .foreignHost: "foreignHost"
      case .foreignOrigin: "foreignOrigin"
      case .noSuchPath: "noSuchPath"
      case .noSuchJob: "noSuchJob"
      case .noSuchFile: "noSuchFile"
      case .methodNotAllowed: "methodNotAllowed"
      case .keyInUse: "keyInUse"
      case .uploadTooLarge: "uploadTooLarge"
      case .notAPicture: "notAPicture"
      case .badRange: "badRange"
      case .unusablePicture(let code, _): code
      case .queueFull: "queueFull"
      case .fault: "fault"
      case .diskFull: "diskFull"
      }
    }

    /// Whether the rest of the request's body is not worth reading.
    var endsConnection: Bool {
      switch self {
      case .uploadTooLarge, .malformed, .foreignHost, .foreignOrigin, .unauthorised, .diskFull: true
      case .badOption, .noSuchPath, .noSuchJob, .noSuchFile, .methodNotAllowed, .keyInUse, .notAPicture, .badRange,
        .unusablePicture, .queueFull, .fault:
        false
      }
    }
  }

  extension Refusal: CustomStringConvertible {
    /// What happened and what to do.
    var description: String {
      switch self {
      case .badOption(let name, let expected): "\(name) is not \(expected)"
      case .malformed(let what): what
      case .unauthorised: "this server wants a token; send it as `Authorization: Bearer TOKEN`"
      case .foreignHost: "this server answers to localhost only; open it by that name, or start it with a token"
      case .foreignOrigin: "pages of other sites may not change anything here"
      case .noSuchPath: "there is nothing here; GET /openapi.json lists what there is"
      case .noSuchJob: "there is no such job; it may have been removed"
      case .noSuchFile: "the job has no such file; its `files` lists those it has"
      case .methodNotAllowed(let allowed): "this path knows \(allowed.joined(separator: ", "))"
      case .keyInUse: "a request with this Idempotency-Key is on its way; try again when it has ended"
      case .uploadTooLarge(let limit): "the upload has more than \(limit) bytes, the most that is taken"
      case .notAPicture(let what): what
      case .badRange(let bytes): "the range lies outside the file's \(bytes) bytes"
      case .unusablePicture(_, let what): what
      case .queueFull(let limit): "\(limit) jobs wait already, which is the most; try again later"
      case .fault: "the server could not do this; its log has the reason under the request's ID"
      case .diskFull: "there is no room for the results; remove jobs that are not needed any more"
      }
    }
  }
#endif
