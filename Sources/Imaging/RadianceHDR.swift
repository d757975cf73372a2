// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A Radiance RGBE picture: a text header, then scanlines of mantissas and a shared exponent.
///
/// Source: Greg Ward, "Real Pixels", Graphics Gems II, 1991; the format's description in Radiance's `filefmts`.
struct RadianceHDRFile {
  let picture: StoredPicture
  private let file: SourceFile
  private let dataOffset: Int
  private let isXYZ: Bool

  private static let longestHeader = 64 << 10

  /// Reads the header: lines up to an empty one, then the resolution.
  init(_ file: SourceFile) throws(ImagingError) {
    self.file = file
    let head = try file.bytes(at: 0, count: Self.longestHeader)
    var rest = head[...]
    var isXYZ = false
    while let line = Self.nextLine(&rest), !line.isEmpty {
      guard line.hasPrefix("FORMAT=") else { continue }
      isXYZ = line.contains("xyze")
      guard isXYZ || line.contains("rgbe") else {
        throw .unsupported(path: file.path, format: .radianceHDR, feature: line)
      }
    }
    guard let line = Self.nextLine(&rest) else { throw .truncated(path: file.path, format: .radianceHDR) }
    guard let picture = Self.picture(resolution: line) else {
      throw .corrupt(path: file.path, format: .radianceHDR, detail: "its resolution line is \"\(line.prefix(40))\"")
    }
    self.picture = picture
    self.isXYZ = isXYZ
    dataOffset = rest.startIndex
  }

  private static func nextLine(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let line = String(decoding: rest[..<end], as: UTF8.self)
    rest = rest[(end + 1)...]
    return line.hasSuffix("\r") ? String(line.dropLast()) : line
  }

  /// What a resolution line such as `-Y 512 +X 1024` says.
  ///
  /// The first axis counts scanlines, the second runs along one; the signs say
  /// where they begin (-Y at the top, +X at the left).
  private static func picture(resolution line: String) -> StoredPicture? {
    let words = line.split(separator: " ")
    guard words.count == 4, let height = Int(words[1]), let width = Int(words[3]), height > 0, width > 0 else {
      return nil
    }
    let orientations: [String: Orientation] = [
      "-Y +X": .topLeft, "-Y -X": .topRight, "+Y -X": .bottomRight, "+Y +X": .bottomLeft,
      "+X -Y": .leftTop, "-X -Y": .rightTop, "-X +Y": .rightBottom, "+X +Y": .leftBottom,
    ]
    guard let orientation = orientations["\(words[0]) \(words[2])"] else { return nil }
    return StoredPicture(width: width, height: height, orientation: orientation)
  }

  /// The stored picture's rows; the file is read, nothing is decoded yet.
  func rows(maximumPixels: Int) throws(ImagingError) -> RadianceHDRRows {
    let bytes = try file.allBytes(maximumPixels: maximumPixels)
    // A run of four pixels takes two bytes or more at each component: what claims 127 times more is a lie, and is
    // found before its scanline is allocated.
    guard (bytes.count - dataOffset) * 64 >= picture.width else {
      throw .truncated(path: file.path, format: .radianceHDR)
    }
    return RadianceHDRRows(
      width: picture.width, height: picture.height, path: file.path, bytes: bytes, dataOffset: dataOffset, isXYZ: isXYZ)
  }
}

/// The scanlines of a Radiance picture, decoded afresh at each reading.
struct RadianceHDRRows: LinearRows {
  let width: Int
  let height: Int
  fileprivate let path: String
  fileprivate let bytes: [UInt8]
  fileprivate let dataOffset: Int
  fileprivate let isXYZ: Bool

  private static let runLengthWidths = 8...32_767

  func forEachRow(_ body: (_ row: Int, _ samples: UnsafeBufferPointer<Float>) -> Void) throws(ImagingError) {
    var scanline = [UInt8](repeating: 0, count: 4 * width)
    var samples = [Float](repeating: 1, count: 4 * width)
    var input = Input(bytes: bytes, position: dataOffset)
    for row in 0..<height {
      guard try decode(&input, into: &scanline) else { throw .truncated(path: path, format: .radianceHDR) }
      convert(scanline, into: &samples)
      samples.withUnsafeBufferPointer { body(row, $0) }
    }
  }

  private struct Input {
    let bytes: [UInt8]
    var position: Int

    mutating func next() -> UInt8? {
      guard position < bytes.count else { return nil }
      defer { position += 1 }
      return bytes[position]
    }

    func peek(_ count: Int) -> ArraySlice<UInt8> { bytes[min(position, bytes.count)...].prefix(count) }
  }

  /// Fills one scanline; false where the file ends in it.
  private func decode(_ input: inout Input, into scanline: inout [UInt8]) throws(ImagingError) -> Bool {
    let start = Array(input.peek(4))
    guard start.count == 4 else { return false }
    let isRunLength =
      Self.runLengthWidths.contains(width) && start[0] == 2 && start[1] == 2 && start[2] < 128
    guard isRunLength else { return try decodePixels(&input, into: &scanline) }
    guard Int(start[2]) << 8 | Int(start[3]) == width else { throw corrupt("a scanline has another width") }
    input.position += 4
    for component in 0..<4 {
      guard try decodeComponent(component, &input, into: &scanline) else { return false }
    }
    return true
  }

  /// One component of a run-length scanline: counts above 128 repeat a byte, others precede that many bytes.
  private func decodeComponent(
    _ component: Int, _ input: inout Input, into scanline: inout [UInt8]
  ) throws(ImagingError) -> Bool {
    var column = 0
    while column < width {
      guard let code = input.next() else { return false }
      let isRun = code > 128
      let count = isRun ? Int(code) - 128 : Int(code)
      guard count > 0, column + count <= width else { throw corrupt("a run leaves its scanline") }
      guard input.position + (isRun ? 1 : count) <= input.bytes.count else { return false }
      for index in 0..<count {
        scanline[4 * (column + index) + component] = input.bytes[input.position + (isRun ? 0 : index)]
      }
      input.position += isRun ? 1 : count
      column += count
    }
    return true
  }

  /// Flat pixels, where (1, 1, 1, n) repeats the pixel before n times; directly repeated, by a further factor of 256.
  private func decodePixels(_ input: inout Input, into scanline: inout [UInt8]) throws(ImagingError) -> Bool {
    var column = 0
    var shift = 0
    while column < width {
      let pixel = Array(input.peek(4))
      guard pixel.count == 4 else { return false }
      input.position += 4
      guard pixel[0] == 1, pixel[1] == 1, pixel[2] == 1 else {
        scanline.replaceSubrange(4 * column..<4 * column + 4, with: pixel)
        column += 1
        shift = 0
        continue
      }
      guard shift < 24 else { throw corrupt("a run leaves its scanline") }
      let count = Int(pixel[3]) << shift
      guard column > 0, column + count <= width else { throw corrupt("a run leaves its scanline") }
      for index in column..<column + count {
        for component in 0..<4 { scanline[4 * index + component] = scanline[4 * column - 4 + component] }
      }
      column += count
      shift += 8
    }
    return true
  }

  /// (mantissa + 1/2) * 2^(exponent - 136); exponent 0 is black.
  private func convert(_ scanline: [UInt8], into samples: inout [Float]) {
    for pixel in 0..<width {
      let exponent = Int(scanline[4 * pixel + 3])
      let scale = exponent == 0 ? 0 : Float(sign: .plus, exponent: exponent - 136, significand: 1)
      var colour = SIMD3<Float>(
        Float(scanline[4 * pixel]), Float(scanline[4 * pixel + 1]), Float(scanline[4 * pixel + 2]))
      colour = (colour + 0.5) * scale
      if isXYZ { colour = linearRGB(xyz: colour) }
      for channel in 0..<3 { samples[4 * pixel + channel] = colour[channel] }
    }
  }

  /// CIE XYZ to linear sRGB, IEC 61966-2-1.
  private func linearRGB(xyz: SIMD3<Float>) -> SIMD3<Float> {
    let red = SIMD3<Float>(3.2406, -1.5372, -0.4986) * xyz
    let green = SIMD3<Float>(-0.9689, 1.8758, 0.0415) * xyz
    let blue = SIMD3<Float>(0.0557, -0.2040, 1.0570) * xyz
    return SIMD3(red.sum(), green.sum(), blue.sum())
  }

  private func corrupt(_ detail: String) -> ImagingError {
    .corrupt(path: path, format: .radianceHDR, detail: detail)
  }
}
