// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import Rotunda
  import RotundaExport
  import RotundaImaging

  /// Writes what a job was asked for.
  struct ResultWriter: Sendable {
    let job: Job
    let photo: Photo
    let prediction: Prediction
    /// How far the network's distances are to be trusted.
    let error: DistanceError

    /// A small picture of the depth, for lists.
    static let thumbnailName = "depth-thumbnail.jpg"
    private static let thumbnailWidth = 512

    /// Writes the depth in every format, the exports, the preview and, with all their names in it, the sidecar.
    ///
    /// - `progress`: told the share of files that are written.
    /// - Throws: `JobFailure` where an export is impossible, `CancellationError`, and `ImagingError` of the disk.
    func write(
      into folder: URL, sidecar: Sidecar, progress: @Sendable (Double) -> Void
    ) async throws -> [ResultFile] {
      var sidecar = sidecar
      let room = try room(sidecar)
      for (index, format) in job.options.formats.enumerated() {
        try Task.checkCancellation()
        sidecar.files += try await elsewhereThrowing { try write(format, of: room, into: folder) }
        progress(Double(index + 1) / Double(job.options.formats.count + 1))
      }
      try await elsewhereThrowing { try writePreviews(into: folder) }
      sidecar.files.append(.init(name: "preview.png", content: "preview", format: "png"))
      try sidecar.write(to: folder.appending(path: "depth.json"))
      return try Self.files(in: folder)
    }

    private func writePreviews(into folder: URL) throws(ImagingError) {
      let preview = DepthPreview(of: prediction.depth)
      try preview.image().write(to: folder.appending(path: "preview.png"), as: .png)
      try preview.image(widest: Self.thumbnailWidth)
        .write(to: folder.appending(path: Self.thumbnailName), as: .jpeg(quality: 85))
    }

    private func write(_ format: ResultFormat, of room: CapturedRoom, into folder: URL) throws -> [Sidecar.File] {
      switch format {
      case .depth(let format): try write(format, into: folder)
      case .export(let format): try write(format, of: room, into: folder)
      }
    }

    private func write(_ format: ExportFormat, of room: CapturedRoom, into folder: URL) throws -> [Sidecar.File] {
      do {
        try room.write(format, into: folder)
      } catch {
        if let failure = error.failure { throw failure }
        throw error
      }
      return format.fileNames.map {
        Sidecar.File(name: $0, content: format.content, format: URL(filePath: $0).pathExtension)
      }
    }

    private func write(_ format: DepthFormat, into folder: URL) throws(ImagingError) -> [Sidecar.File] {
      let suffix = format.fileExtension
      try prediction.depth.write(to: folder.appending(path: "depth.\(suffix)"), as: format)
      let depth = Sidecar.File(name: "depth.\(suffix)", content: "depth", format: format.rawValue)
      guard let spread = prediction.spread else { return [depth] }
      try spread.write(to: folder.appending(path: "spread.\(suffix)"), as: format)
      return [depth, Sidecar.File(name: "spread.\(suffix)", content: "spread", format: format.rawValue)]
    }

    private func room(_ sidecar: Sidecar) throws -> CapturedRoom {
      do {
        return try CapturedRoom(
          title: job.title, photo: photo.panorama, photoJPEG: photo.jpeg, depth: prediction.depth,
          spread: prediction.spread, error: error, pose: photo.pose, origin: sidecar.network,
          scale: sidecar.scaleSource)
      } catch {
        if let failure = error.failure { throw failure }
        throw error
      }
    }

    private static func files(in folder: URL) throws -> [ResultFile] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
        return ResultFile(name: name, bytes: (attributes[.size] as? Int) ?? 0)
      }
    }
  }

  extension ExportError {
    /// What a client is told; nil for faults of the server.
    fileprivate var failure: JobFailure? {
      switch self {
      case .notEquirectangular, .otherSize, .nothingValid, .nothingLeft, .tooLarge:
        JobFailure(code: "notExported", message: description)
      case .viewerMissing, .imaging: nil
      }
    }
  }
#endif
