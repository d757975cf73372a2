// SPDX-License-Identifier: Apache-2.0

import CRotundaWebP

/// A WebP file: its RIFF chunks listed by us, its pixels decoded by libwebp.
struct WebPFile {
  let picture: StoredPicture
  private let hasAlpha: Bool
  private let file: SourceFile

  private static let longestMetadata = 4 << 20

  /// Walks the chunks.
  ///
  /// Source: WebP Container Specification, Google.
  init(_ file: SourceFile) throws(ImagingError) {
    self.file = file
    let riff = try file.bytes(at: 0, count: 12)
    guard let riffLength = riff.littleEndian(at: 4, length: 4), 8 + riffLength <= file.count else {
      throw .truncated(path: file.path, format: .webp)
    }
    var picture = StoredPicture(width: 0, height: 0)
    var hasAlpha = false
    var offset = 12
    while offset + 8 <= 8 + riffLength {
      let head = try file.bytes(at: offset, count: 18)
      let type = String(decoding: head.prefix(4), as: UTF8.self)
      guard let length = head.littleEndian(at: 4, length: 4), offset + 8 + length <= 8 + riffLength else {
        throw .truncated(path: file.path, format: .webp)
      }
      switch type {
      case "VP8X", "VP8 ", "VP8L":
        let image = Self.imageHeader(type, head.dropFirst(8))
        if picture.width == 0 { (picture.width, picture.height) = (image.width, image.height) }
        hasAlpha = hasAlpha || image.hasAlpha
      case "ANIM": throw .unsupported(path: file.path, format: .webp, feature: "animation")
      case "EXIF":
        let block = try file.bytes(at: offset + 8, count: min(length, Self.longestMetadata))
        picture.orientation = EXIF.orientation(in: block) ?? .topLeft
      case "XMP ":
        picture.photoSphere = PhotoSphere(xmp: try file.bytes(at: offset + 8, count: min(length, Self.longestMetadata)))
      case _: break
      }
      offset += 8 + length + length % 2
    }
    self.picture = picture
    self.hasAlpha = hasAlpha
  }

  /// The size in a chunk of the extended header (VP8X), of lossy (VP8) or of lossless (VP8L) pixels; 0 where unreadable.
  private static func imageHeader(
    _ type: String, _ body: ArraySlice<UInt8>
  ) -> (width: Int, height: Int, hasAlpha: Bool) {
    switch type {
    case "VP8X":
      guard let flags = body.first, let width = body.littleEndian(at: 4, length: 3),
        let height = body.littleEndian(at: 7, length: 3)
      else { return (0, 0, false) }
      return (width + 1, height + 1, flags & 0x10 != 0)
    case "VP8L":
      guard let bits = body.littleEndian(at: 1, length: 4) else { return (0, 0, false) }
      return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1, bits >> 28 & 1 == 1)
    case _:
      guard let width = body.littleEndian(at: 6, length: 2), let height = body.littleEndian(at: 8, length: 2) else {
        return (0, 0, false)
      }
      return (width & 0x3FFF, height & 0x3FFF, false)
    }
  }

  /// The stored picture.
  func decoded(maximumPixels: Int) throws(ImagingError) -> Panorama {
    let bytes = try file.allBytes(maximumPixels: maximumPixels)
    var (width, height): (Int32, Int32) = (0, 0)
    guard WebPGetInfo(bytes, bytes.count, &width, &height) != 0, Int(width) == picture.width,
      Int(height) == picture.height
    else { throw .corrupt(path: file.path, format: .webp, detail: "its header does not fit its pixels") }
    let stride = (hasAlpha ? 4 : 3) * picture.width
    let count = stride * picture.height
    var isDecoded = false
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      // libwebp checks that `count` holds `height` rows of `stride` bytes.
      let end =
        hasAlpha
        ? WebPDecodeRGBAInto(bytes, bytes.count, buffer.baseAddress, count, Int32(stride))
        : WebPDecodeRGBInto(bytes, bytes.count, buffer.baseAddress, count, Int32(stride))
      isDecoded = end != nil
      initialized = isDecoded ? count : 0
    }
    guard isDecoded else { throw .corrupt(path: file.path, format: .webp, detail: "libwebp cannot decode its pixels") }
    guard hasAlpha else { return Panorama(width: picture.width, height: picture.height, pixels: pixels) }
    return InterleavedPixels(width: picture.width, height: picture.height, bytes: pixels).panoramaFromAlpha()
  }
}
