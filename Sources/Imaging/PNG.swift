// SPDX-License-Identifier: Apache-2.0

import CRotundaSpng
import Foundation

/// A PNG file: its chunks listed by us, its pixels decoded by spng.
struct PNGFile {
  let picture: StoredPicture
  let bitDepth: Int
  private let colourType: Int
  private let hasTransparency: Bool
  private let file: SourceFile

  private static let signatureLength = 8
  private static let headerLength = 13
  private static let longestText = 4 << 20
  private static let xmpKeyword = Array("XML:com.adobe.xmp\0".utf8)

  /// Walks every chunk, since metadata may follow the pixels.
  ///
  /// Source: PNG specification, third edition, section 5.
  init(_ file: SourceFile) throws(ImagingError) {
    self.file = file
    var offset = Self.signatureLength
    let header = try file.bytes(at: offset + 8, count: Self.headerLength)
    guard header.count == Self.headerLength, let width = header.bigEndian(at: 0, length: 4),
      let height = header.bigEndian(at: 4, length: 4)
    else { throw .truncated(path: file.path, format: .png) }
    var picture = StoredPicture(width: width, height: height)
    var hasTransparency = header[9] == 4 || header[9] == 6
    var type = ""
    while type != "IEND" {
      let head = try file.bytes(at: offset, count: 8)
      guard let length = head.bigEndian(at: 0, length: 4), head.count == 8, offset + 12 + length <= file.count else {
        throw .truncated(path: file.path, format: .png)
      }
      type = String(decoding: head[4...], as: UTF8.self)
      if offset == Self.signatureLength, type != "IHDR" {
        throw .corrupt(path: file.path, format: .png, detail: "its first chunk is not IHDR")
      }
      let body = offset + 8
      switch type {
      case "tRNS": hasTransparency = true
      case "eXIf":
        let block = try file.bytes(at: body, count: min(length, Self.longestText))
        picture.orientation = EXIF.orientation(in: block) ?? .topLeft
      case "iTXt":
        let text = try file.bytes(at: body, count: min(length, Self.longestText))
        picture.photoSphere = Self.photoSphere(inText: text) ?? picture.photoSphere
      case _: break
      }
      offset += 12 + length
    }
    self.picture = picture
    self.hasTransparency = hasTransparency
    bitDepth = Int(header[8])
    colourType = Int(header[9])
  }

  /// XMP is an uncompressed text: keyword, two zero bytes, two empty or ignored strings, the packet.
  private static func photoSphere(inText text: [UInt8]) -> PhotoSphere? {
    guard text.starts(with: xmpKeyword) else { return nil }
    return PhotoSphere(xmp: Array(text.dropFirst(xmpKeyword.count)))
  }

  /// The stored picture in 8 bits a sample, whatever the file has.
  func decoded(maximumPixels: Int) throws(ImagingError) -> Panorama {
    let format = hasTransparency ? SPNG_FMT_RGBA8 : SPNG_FMT_RGB8
    let channels = hasTransparency ? 4 : 3
    let pixels: [UInt8] = try samples(
      perPixel: channels, format: format, flags: hasTransparency ? SPNG_DECODE_TRNS : nil,
      maximumPixels: maximumPixels)
    guard hasTransparency else { return Panorama(width: picture.width, height: picture.height, pixels: pixels) }
    return InterleavedPixels(width: picture.width, height: picture.height, bytes: pixels).panoramaFromAlpha()
  }

  /// The samples of a grey picture of 16 bits; anything else is not depth.
  func depthSamples(maximumPixels: Int) throws(ImagingError) -> [UInt16] {
    guard bitDepth == 16 else { throw .notDepth(path: file.path, format: .png, reason: .bitDepth(bitDepth)) }
    guard colourType == Int(SPNG_COLOR_TYPE_GRAYSCALE.rawValue) else {
      let names = ["grey", "", "red, green, blue", "palette", "grey, alpha", "", "red, green, blue, alpha"]
      let name = names.indices.contains(colourType) ? names[colourType] : "unknown"
      throw .notDepth(path: file.path, format: .png, reason: .channels([name]))
    }
    try file.check(width: picture.width, height: picture.height, format: .png, maximumPixels: maximumPixels)
    return try samples(perPixel: 1, format: SPNG_FMT_PNG, flags: nil, maximumPixels: maximumPixels)
  }

  private func samples<Sample: FixedWidthInteger>(
    perPixel channels: Int, format: spng_format, flags: spng_decode_flags?, maximumPixels: Int
  ) throws(ImagingError) -> [Sample] {
    let bytes = try file.allBytes(maximumPixels: maximumPixels)
    guard let context = spng_ctx_new(0) else {
      throw .corrupt(path: file.path, format: .png, detail: "spng does not start")
    }
    defer { spng_ctx_free(context) }
    let count = channels * picture.width * picture.height
    var result: Int32 = 0
    let samples = bytes.withUnsafeBytes { bytes in
      // spng reads from `bytes` until the decoding below has ended.
      result = prepare(context, bytes, format: format, expecting: count * MemoryLayout<Sample>.size)
      guard result == 0 else { return [Sample]() }
      return [Sample](unsafeUninitializedCapacity: count) { buffer, initialized in
        // spng checks that the buffer's length is at least the decoded size.
        result = spng_decode_image(
          context, buffer.baseAddress, count * MemoryLayout<Sample>.size, Int32(format.rawValue),
          Int32(flags?.rawValue ?? 0))
        initialized = result == 0 ? count : 0
      }
    }
    guard result == 0 else { throw error(result) }
    return samples
  }

  private func prepare(
    _ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer, format: spng_format, expecting length: Int
  ) -> Int32 {
    var decodedLength = 0
    let result = [
      { spng_set_image_limits(context, UInt32(clamping: picture.width), UInt32(clamping: picture.height)) },
      // Texts may be compressed: this bounds what they unpack to.
      { spng_set_chunk_limits(context, max(bytes.count, Self.longestText), max(bytes.count, Self.longestText)) },
      { spng_set_png_buffer(context, bytes.baseAddress, bytes.count) },
      { spng_decoded_image_size(context, Int32(format.rawValue), &decodedLength) },
    ].lazy.map { $0() }.first { $0 != 0 }
    return result ?? (decodedLength == length ? 0 : Int32(SPNG_EBUFSIZ.rawValue))
  }

  private func error(_ result: Int32) -> ImagingError {
    if result == SPNG_IO_EOF.rawValue { return .truncated(path: file.path, format: .png) }
    let detail = spng_strerror(result).map { String(cString: $0) } ?? "unknown error"
    return .corrupt(path: file.path, format: .png, detail: detail)
  }
}

/// Writes PNG files through spng.
enum PNGWriter {
  /// What a PNG's samples are.
  enum Samples {
    /// Red, green, blue: three bytes a pixel.
    case colour([UInt8])
    /// One 16-bit number a pixel.
    case grey16([UInt16])
  }

  static func write(_ samples: Samples, width: Int, height: Int, to file: AtomicFile) throws(ImagingError) {
    var header = spng_ihdr()
    header.width = UInt32(width)
    header.height = UInt32(height)
    switch samples {
    case .colour(let bytes):
      header.bit_depth = 8
      header.color_type = UInt8(SPNG_COLOR_TYPE_TRUECOLOR.rawValue)
      try write(bytes, header: &header, to: file)
    case .grey16(let values):
      header.bit_depth = 16
      header.color_type = UInt8(SPNG_COLOR_TYPE_GRAYSCALE.rawValue)
      try write(values, header: &header, to: file)
    }
  }

  /// The bytes of a PNG with red, green and blue; nil where memory does not suffice.
  static func bytes(_ pixels: [UInt8], width: Int, height: Int) -> [UInt8]? {
    guard let context = spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue)) else { return nil }
    defer { spng_ctx_free(context) }
    var header = spng_ihdr()
    (header.width, header.height) = (UInt32(width), UInt32(height))
    header.bit_depth = 8
    header.color_type = UInt8(SPNG_COLOR_TYPE_TRUECOLOR.rawValue)
    guard spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1) == 0, encode(pixels, header: &header, context) == 0 else {
      return nil
    }
    var length = 0
    var result: Int32 = 0
    // The buffer is ours now, `length` bytes long, and was allocated with malloc.
    guard let buffer = spng_get_png_buffer(context, &length, &result) else { return nil }
    defer { free(buffer) }
    return Array(UnsafeRawBufferPointer(start: buffer, count: length))
  }

  private static func write<Sample>(
    _ samples: [Sample], header: inout spng_ihdr, to file: AtomicFile
  ) throws(ImagingError) {
    guard let context = spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue)) else { throw file.failure }
    defer { spng_ctx_free(context) }
    let user = Unmanaged.passUnretained(file).toOpaque()
    let result = withExtendedLifetime(file) {
      let result = spng_set_png_stream(context, appendToFile, user)
      return result == 0 ? encode(samples, header: &header, context) : result
    }
    guard result == 0 else { throw file.failure }
  }

  /// zlib's `Z_RLE`.
  private static let runLengthStrategy: Int32 = 3

  private static func encode<Sample>(
    _ samples: [Sample], header: inout spng_ihdr, _ context: OpaquePointer
  ) -> Int32 {
    // Runs only, no search for earlier matches (zlib.h): filtered photographs and depth have few. An eighth of the time,
    // and 3 to 5 % more bytes.
    let chosen = spng_set_option(context, SPNG_IMG_COMPRESSION_STRATEGY, runLengthStrategy)
    guard chosen == 0 else { return chosen }
    let result = spng_set_ihdr(context, &header)
    guard result == 0 else { return result }
    return samples.withUnsafeBytes { samples in
      spng_encode_image(
        context, samples.baseAddress, samples.count, Int32(SPNG_FMT_PNG.rawValue),
        Int32(SPNG_ENCODE_FINALIZE.rawValue))
    }
  }
}

/// spng's stream writer: `user` is the `AtomicFile`, kept alive by the caller.
private func appendToFile(
  _: OpaquePointer?, user: UnsafeMutableRawPointer?, bytes: UnsafeMutableRawPointer?, length: Int
) -> Int32 {
  guard let user, let bytes else { return Int32(SPNG_IO_ERROR.rawValue) }
  let file = Unmanaged<AtomicFile>.fromOpaque(user).takeUnretainedValue()
  let isWritten = file.put(UnsafeRawBufferPointer(start: bytes, count: length), at: nil)
  return isWritten ? 0 : Int32(SPNG_IO_ERROR.rawValue)
}
