// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension RGBImage {
  /// Reads a picture of any shape, as `Panorama` reads panoramas; transparent pixels are black.
  ///
  /// - Parameter maximumPixels: refused beyond this, before memory is taken.
  public init(
    contentsOf url: URL, maximumPixels: Int = ReadingOptions.defaultMaximumPixels
  ) throws(ImagingError) {
    self = try SourceFile(url).picture(maximumPixels)
  }

  /// Decodes a picture that lies in another file; `name` stands for its path in errors.
  public init(
    bytes: [UInt8], name: String, maximumPixels: Int = ReadingOptions.defaultMaximumPixels
  ) throws(ImagingError) {
    self = try SourceFile(name: name, bytes: bytes).picture(maximumPixels)
  }
}

extension SourceFile {
  fileprivate func picture(_ maximumPixels: Int) throws(ImagingError) -> RGBImage {
    try PictureDecoder(self).panorama(ReadingOptions(acceptsAnyAspect: true, maximumPixels: maximumPixels)).image
  }
}
