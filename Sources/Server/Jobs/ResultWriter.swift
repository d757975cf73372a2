// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import Rotunda
  import RotundaExport
  import RotundaImaging

  /// Writes what a job was asked for.
  struct ResultWriter: Sendable {
    let job: Job
    let panorama: Panorama
    let prediction: Prediction
    let levelling: Sidecar.Levelling?

    /// Writes the depth in every format, the exports, the preview and, with all their names in it, the sidecar.
    ///
    /// - `progress`: told the share of files that are written.
    /// - Throws: `JobFailure` where an export is impossible, `CancellationError`, and `ImagingError` of the disk.
    func write(
      into folder: URL, sidecar: Sidecar, progress: @Sendable (Double) -> Void
    ) async throws -> [ResultFile] {
      var sidecar = sidecar
      let room = try room(network: sidecar.network)
      for (index, format) in job.options.formats.enumerated() {
        try Task.checkCancellation()
        sidecar.files += try await elsewhere { Result { try write(format, of: room, into: folder) } }.get()
        progress(Double(index + 1) / Double(job.options.formats.count + 1))
      }
      let depth = prediction.depth
      try await elsewhere {
        Result { try DepthPreview(of: depth).image().write(to: folder.appending(path: "preview.png"), as: .png) }
      }.get()
      sidecar.files.append(.init(name: "preview.png", content: "preview", format: "png"))
      try sidecar.write(to: folder.appending(path: "depth.json"))
      return try Self.files(in: folder)
    }

    private func write(
      _ format: ResultFormat, of room: CapturedRoom, into folder: URL
    ) throws -> [Sidecar.File] {
      switch format {
      case .depth(let format): return try write(format, into: folder)
      case .export(let format):
        return try room.write(format, into: folder).map {
          Sidecar.File(name: $0, content: format.rawValue, format: URL(filePath: $0).pathExtension)
        }
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

    private func room(network: String) throws -> CapturedRoom {
      do {
        return try CapturedRoom(
          title: job.title, photo: panorama, depth: prediction.depth, spread: prediction.spread,
          pose: levelling?.pose ?? .identity, origin: network,
          scale: job.options.cameraHeight.map { "camera height \($0) m" } ?? "network")
      } catch {
        throw JobFailure(code: "notExported", message: error.description)
      }
    }

    private static func files(in folder: URL) throws -> [ResultFile] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
        return ResultFile(name: name, bytes: (attributes[.size] as? Int) ?? 0)
      }
    }
  }
#endif
