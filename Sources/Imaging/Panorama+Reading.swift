// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension Panorama {
  /// Reads a photo of the full sphere: JPEG, PNG, WebP, Radiance HDR or OpenEXR, told by its content.
  ///
  /// The picture is turned as its EXIF orientation says and, where it shows a part of the sphere, placed on the full
  /// one with coverage 0 outside. Pixels that are fully transparent have coverage 0. Linear light (HDR, EXR) is tone
  /// mapped: see `ToneMapping`. ICC profiles and gamma chunks are not applied: the bytes are taken as sRGB.
  public init(contentsOf url: URL, options: ReadingOptions = ReadingOptions()) throws(ImagingError) {
    self = try PictureDecoder(SourceFile(url)).panorama(options)
  }

  /// The picture at `url` as a JPEG for other files to hold, bit by bit what it is but for its metadata, which may say who
  /// took it and where.
  ///
  /// nil where other programs would not show it as `init(contentsOf:)` does: for other formats, inks, pictures stored
  /// turned, and parts of the sphere.
  public static func uprightJPEG(at url: URL) throws(ImagingError) -> [UInt8]? {
    try PictureDecoder(SourceFile(url)).uprightJPEG()
  }
}
