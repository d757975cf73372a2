// SPDX-License-Identifier: Apache-2.0

import CRotundaTurboJPEG
public import Foundation

/// A small picture to look at: 8-bit sRGB, three bytes a pixel, row by row.
public struct RGBImage: Sendable, Hashable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Red, green, blue of each pixel.
  public var pixels: [UInt8]

  /// A picture of `3 * width * height` bytes.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == 3 * width * height, "three bytes a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// How a picture is written.
  public enum Encoding: Sendable, Hashable {
    /// PNG, exact.
    case png
    /// JPEG of a quality from 1 to 100, without subsampled colour from 90.
    case jpeg(quality: Int)
  }

  /// Writes the picture; the file appears whole or not at all.
  public func write(to url: URL, as encoding: Encoding) throws(ImagingError) {
    try AtomicFile.write(to: url) { (file) throws(ImagingError) in
      switch encoding {
      case .png: try PNGWriter.write(.colour(pixels), width: width, height: height, to: file)
      case .jpeg(let quality): try file.append(try jpeg(quality: quality, path: url.path(percentEncoded: false)))
      }
    }
  }

  /// The bytes of a PNG, for files that hold pictures among other things.
  ///
  /// - Throws: `ImagingError.unwritable` where memory does not suffice.
  public func png() throws(ImagingError) -> [UInt8] {
    guard let bytes = PNGWriter.bytes(pixels, width: width, height: height) else {
      throw .unwritable(path: "a PNG in memory", code: ENOMEM)
    }
    return bytes
  }

  /// The bytes of a JPEG of a quality from 1 to 100, without subsampled colour from 90.
  ///
  /// - Throws: `ImagingError.tooLargeForFormat` beyond 65 500 pixels a side.
  public func jpeg(quality: Int) throws(ImagingError) -> [UInt8] {
    try jpeg(quality: quality, path: "a JPEG in memory")
  }

  private static let longestJPEGSide = 65_500

  /// The bytes of a JPEG; `path` is for errors.
  func jpeg(quality: Int, path: String) throws(ImagingError) -> [UInt8] {
    guard width <= Self.longestJPEGSide, height <= Self.longestJPEGSide, width > 0, height > 0 else {
      throw .tooLargeForFormat(path: path, format: .jpeg, width: width, height: height)
    }
    guard let encoder = tjInitCompress() else { throw .unwritable(path: path, code: ENOMEM) }
    defer { tjDestroy(encoder) }
    let quality = min(max(quality, 1), 100)
    let subsampling = quality >= 90 ? TJSAMP_444 : TJSAMP_420
    var output: UnsafeMutablePointer<UInt8>?
    var length: UInt = 0
    // TurboJPEG reads `height` rows of 3 * width bytes, and allocates `length` bytes of output.
    let result = tjCompress2(
      encoder, pixels, Int32(width), Int32(3 * width), Int32(height), Int32(TJPF_RGB.rawValue), &output, &length,
      Int32(subsampling.rawValue), Int32(quality), 0)
    defer { tjFree(output) }
    guard result == 0, let output else { throw .unwritable(path: path, code: ENOMEM) }
    return Array(UnsafeBufferPointer(start: output, count: Int(length)))
  }
}

extension Panorama {
  /// The picture without its coverage.
  public var image: RGBImage { RGBImage(width: width, height: height, pixels: pixels) }

  /// Writes the picture without its coverage; the file appears whole or not at all.
  public func write(to url: URL, as encoding: RGBImage.Encoding) throws(ImagingError) {
    try image.write(to: url, as: encoding)
  }
}
