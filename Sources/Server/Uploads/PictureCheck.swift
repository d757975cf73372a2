// SPDX-License-Identifier: Apache-2.0

#if Server
  import Rotunda
  @preconcurrency import Dispatch
  import Foundation
  import RotundaImaging

  /// Reads uploads once before they become jobs, so that whoever sent a broken one is told at once.
  ///
  /// One at a time, whatever the number of clients: a picture may be large in memory.
  struct PictureCheck: Sendable {
    private let maximumPixels: Int
    private let queue = DispatchQueue(label: "rotunda.picture-check")

    private static let thumbnailWidth = 512

    init(maximumPixels: Int) { self.maximumPixels = maximumPixels }

    /// What a picture is; writes a small one of it to `thumbnail`.
    ///
    /// - Throws: `Refusal.notAPicture`, `.unusablePicture`, `.fault`.
    func facts(of upload: URL, bytes: Int, thumbnail: URL) async throws(Refusal) -> PictureFacts {
      try await elsewhere(on: queue) { [maximumPixels] in
        Result { () throws(Refusal) in
          do throws(ImagingError) {
            return try Self.read(upload, bytes: bytes, thumbnail: thumbnail, maximumPixels: maximumPixels)
          } catch {
            throw error.refusal
          }
        }
      }.get()
    }

    private static func read(
      _ upload: URL, bytes: Int, thumbnail: URL, maximumPixels: Int
    ) throws(ImagingError) -> PictureFacts {
      let header = try PanoramaHeader.read(upload)
      let options = ReadingOptions(minimumWidth: thumbnailWidth, maximumPixels: maximumPixels)
      let panorama = try Panorama(contentsOf: upload, options: options)
      try panorama.image.resized(width: thumbnailWidth, height: thumbnailWidth / 2)
        .write(to: thumbnail, as: .jpeg(quality: 85))
      return PictureFacts(
        format: header.format.rawValue, width: header.fullWidth, height: header.fullHeight, bytes: bytes)
    }
  }

  extension ImagingError {
    /// What a client is told, without the path.
    var refusal: Refusal {
      switch self {
      case .unknownFormat, .notPicture:
        .notAPicture("the upload is no picture that is read; send JPEG, PNG, WebP, Radiance HDR or OpenEXR")
      case .unsupported(_, let format, let feature):
        .notAPicture("\(format.name) with \(feature) is not read; convert it to a plain PNG or JPEG")
      case .empty: .unusablePicture(code: "brokenPicture", "the upload is empty")
      case .truncated(_, let format):
        .unusablePicture(code: "brokenPicture", "the upload ends too early for a \(format.name) file; send it again")
      case .corrupt(_, let format, let detail):
        .unusablePicture(code: "brokenPicture", "the upload is damaged or no valid \(format.name) file: \(detail)")
      case .tooManyPixels(_, let width, let height, let limit):
        .unusablePicture(
          code: "tooManyPixels", "\(width)x\(height) is more than the limit of \(limit) pixels; shrink it first")
      case .tooManyBytes(_, _, let limit): .uploadTooLarge(limit: limit)
      case .notEquirectangular(_, let width, let height):
        .unusablePicture(
          code: "notEquirectangular",
          "\(width)x\(height) is not 2:1; an equirectangular panorama of the full sphere is twice as wide as high")
      case .otherProjection(_, let name):
        .unusablePicture(
          code: "notEquirectangular", "the picture's metadata says its projection is \(name), not equirectangular")
      case .inconsistentCrop(_, let crop, let width, let height):
        .unusablePicture(
          code: "notEquirectangular", "the picture's GPano crop (\(crop)) does not fit its \(width)x\(height) pixels")
      case .tooLargeForFormat(_, let format, let width, let height):
        .unusablePicture(code: "tooManyPixels", "\(format.name) cannot hold \(width)x\(height)")
      case .notFound, .directory, .notRegularFile, .unreadable, .notDepth, .unwritable: .fault
      }
    }
  }
#endif
