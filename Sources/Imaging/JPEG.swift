// SPDX-License-Identifier: Apache-2.0

import CRotundaTurboJPEG

/// A JPEG file: its marker segments read by us, its pixels by TurboJPEG.
struct JPEGFile {
  let picture: StoredPicture
  /// 1 for grey, 3 for colours, 4 for inks.
  private(set) var components = 0
  private let file: SourceFile
  /// Adobe's programs store CMYK as 255 minus ink, and say so with their own segment.
  private var hasAdobeSegment = false
  private var scanOffset = 0

  private enum Marker {
    static let startOfScan = 0xDA
    static let endOfImage = 0xD9
    static let exifOrXMP = 0xE1
    static let adobe = 0xEE
    /// Segments that describe a frame: its size and components.
    ///
    /// The gaps are tables, not frames.
    static func isFrame(_ marker: Int) -> Bool {
      (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
    }
    /// Comments, and application segments other than APP0, APP2 and APP14.
    static func isMetadata(_ marker: Int) -> Bool {
      marker == 0xFE || (0xE0...0xEF).contains(marker) && marker != 0xE0 && marker != 0xE2 && marker != adobe
    }
    /// Markers without a length: temporary, restart, start of image.
    static func isBare(_ marker: Int) -> Bool { marker == 0x01 || (0xD0...0xD8).contains(marker) }
  }

  private static let exifPrefix = Array("Exif\0\0".utf8)
  private static let xmpPrefix = Array("http://ns.adobe.com/xap/1.0/\0".utf8)

  /// Walks the segments up to the first scan.
  ///
  /// Source: ITU-T T.81, annex B.
  init(_ file: SourceFile) throws(ImagingError) {
    self.file = file
    var picture = StoredPicture(width: 0, height: 0)
    var offset = 2
    while true {
      let segment = try Self.segment(of: file, at: offset)
      let body = offset + 4
      switch segment.marker {
      case Marker.startOfScan:
        scanOffset = offset
        guard picture.width > 0, picture.height > 0 else {
          throw .corrupt(path: file.path, format: .jpeg, detail: "no frame comes before the first scan")
        }
        self.picture = picture
        return
      case Marker.endOfImage:
        throw .corrupt(path: file.path, format: .jpeg, detail: "it has no scan")
      case Marker.exifOrXMP:
        let block = try file.bytes(at: body, count: segment.length - 2)
        if block.starts(with: Self.exifPrefix) { picture.orientation = EXIF.orientation(in: block) ?? .topLeft }
        if block.starts(with: Self.xmpPrefix) {
          picture.photoSphere = PhotoSphere(xmp: Array(block.dropFirst(Self.xmpPrefix.count))) ?? picture.photoSphere
        }
      case Marker.adobe:
        hasAdobeSegment = try file.bytes(at: body, count: 5) == Array("Adobe".utf8)
      case let marker where Marker.isFrame(marker):
        let frame = try file.bytes(at: body, count: 6)
        guard let height = frame.bigEndian(at: 1, length: 2), let width = frame.bigEndian(at: 3, length: 2),
          frame.count == 6
        else { throw .truncated(path: file.path, format: .jpeg) }
        components = Int(frame[5])
        (picture.width, picture.height) = (width, height)
      case _: break
      }
      offset += 2 + segment.length
    }
  }

  private static func segment(of file: SourceFile, at offset: Int) throws(ImagingError) -> (marker: Int, length: Int) {
    let head = try file.bytes(at: offset, count: 4)
    guard let marker = head.bigEndian(at: 0, length: 2) else { throw .truncated(path: file.path, format: .jpeg) }
    // A marker may be preceded by any number of 0xFF, which then stand where a segment of one byte less would.
    if marker == 0xFFFF { return (0, -1) }
    guard marker >= 0xFF00 else {
      throw .corrupt(path: file.path, format: .jpeg, detail: "no marker at byte \(offset)")
    }
    if Marker.isBare(marker & 0xFF) { return (marker & 0xFF, 0) }
    if marker & 0xFF == Marker.endOfImage { return (marker & 0xFF, 0) }
    guard let length = head.bigEndian(at: 2, length: 2), offset + 2 + length <= file.count else {
      throw .truncated(path: file.path, format: .jpeg)
    }
    guard length >= 2 else {
      throw .corrupt(path: file.path, format: .jpeg, detail: "an empty segment at byte \(offset)")
    }
    return (marker & 0xFF, length)
  }

  /// The stored picture at 1 / `reduction` of its size, sides rounded up.
  func decoded(reduction: Int, maximumPixels: Int) throws(ImagingError) -> Panorama {
    let bytes = try file.allBytes(maximumPixels: maximumPixels)
    guard hasEndOfImage(bytes) else { throw .truncated(path: file.path, format: .jpeg) }
    guard let decoder = tjInitDecompress() else {
      throw .corrupt(path: file.path, format: .jpeg, detail: "TurboJPEG does not start")
    }
    defer { tjDestroy(decoder) }
    let colourSpace = try checkedColourSpace(bytes, decoder)
    let width = reduced(picture.width, by: reduction)
    let height = reduced(picture.height, by: reduction)
    let isInk = colourSpace == Int32(TJCS_CMYK.rawValue) || colourSpace == Int32(TJCS_YCCK.rawValue)
    let channels = isInk ? 4 : 3
    var result: Int32 = 0
    let pixels = [UInt8](unsafeUninitializedCapacity: channels * width * height) { buffer, initialized in
      // TurboJPEG writes `height` rows of `channels * width` bytes: the capacity. It writes them all, also after a
      // warning, but not after an error.
      result = tjDecompress2(
        decoder, bytes, UInt(bytes.count), buffer.baseAddress, Int32(width), Int32(channels * width), Int32(height),
        Int32((isInk ? TJPF_CMYK : TJPF_RGB).rawValue), TJFLAG_LIMITSCANS)
      let isWhole = result == 0 || tjGetErrorCode(decoder) == TJERR_WARNING.rawValue
      initialized = isWhole ? channels * width * height : 0
    }
    if result != 0 { try checkWarning(decoder) }
    guard isInk else { return Panorama(width: width, height: height, pixels: pixels) }
    return InterleavedPixels(width: width, height: height, bytes: pixels)
      .panoramaFromInks(areInverted: hasAdobeSegment)
  }

  private func checkedColourSpace(_ bytes: [UInt8], _ decoder: tjhandle) throws(ImagingError) -> Int32 {
    var (width, height, subsampling, colourSpace): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let result = tjDecompressHeader3(
      decoder, bytes, UInt(bytes.count), &width, &height, &subsampling, &colourSpace)
    guard result == 0 || tjGetErrorCode(decoder) == TJERR_WARNING.rawValue else {
      throw .corrupt(path: file.path, format: .jpeg, detail: message(decoder))
    }
    guard Int(width) == picture.width, Int(height) == picture.height else {
      throw .corrupt(path: file.path, format: .jpeg, detail: "it gives two sizes")
    }
    return colourSpace
  }

  /// Warnings about things that change no pixel; any other means that pixels were made up.
  private static let harmlessWarnings = [
    "extraneous bytes before marker", "Unknown Adobe color transform", "Warning: unknown JFIF revision",
    "Invalid SOS parameters for sequential JPEG",
  ]

  private func checkWarning(_ decoder: tjhandle) throws(ImagingError) {
    let message = message(decoder)
    let isHarmless =
      tjGetErrorCode(decoder) == TJERR_WARNING.rawValue && Self.harmlessWarnings.contains(where: message.contains)
    guard isHarmless else { throw .corrupt(path: file.path, format: .jpeg, detail: message) }
  }

  private func message(_ decoder: tjhandle) -> String {
    guard let text = tjGetErrorStr2(decoder) else { return "unknown error" }
    return String(cString: text)
  }

  /// The file without what it says about people, places and cameras: its segments of metadata, and what follows its end.
  ///
  /// What decoders need stays: tables, frames, scans, JFIF (APP0), the colour profile (APP2), Adobe's transform (APP14).
  func withoutMetadata(maximumPixels: Int) throws(ImagingError) -> [UInt8] {
    let bytes = try file.allBytes(maximumPixels: maximumPixels)
    guard let end = endOfImage(bytes) else { throw .truncated(path: file.path, format: .jpeg) }
    var kept = Array(bytes[..<2])
    var offset = 2
    while offset < scanOffset {
      let segment = try Self.segment(of: file, at: offset)
      let next = offset + 2 + segment.length
      if !Marker.isMetadata(segment.marker) { kept += bytes[offset..<next] }
      offset = next
    }
    return kept + bytes[scanOffset..<end]
  }

  /// Whether the scans end with an end-of-image marker.
  ///
  /// TurboJPEG decodes a file that was cut off with a warning, and keeps only the first warning: an earlier harmless
  /// one would hide it. What follows the marker (a second picture, a maker's trailer) does not matter.
  private func hasEndOfImage(_ bytes: [UInt8]) -> Bool { endOfImage(bytes) != nil }

  /// Where the picture ends; nil where it was cut off.
  private func endOfImage(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var position = scanOffset
      while position + 1 < bytes.count {
        guard bytes[position] == 0xFF else {
          position += 1
          continue
        }
        let marker = Int(bytes[position + 1])
        switch marker {
        case Marker.endOfImage: return position + 2
        // Inside a scan 0xFF is written as 0xFF 0x00; restart markers have no length either.
        case 0x00: position += 2
        case 0xFF: position += 1
        case _ where Marker.isBare(marker): position += 2
        case _: position += 2 + (bytes.bigEndian(at: position + 2, length: 2) ?? bytes.count)
        }
      }
      return nil
    }
  }
}
