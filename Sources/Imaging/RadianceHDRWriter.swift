// SPDX-License-Identifier: Apache-2.0

/// Writes Radiance pictures: scanlines of shared-exponent pixels, run-length coded by component (Ward, "Real Pixels",
/// Graphics Gems II, 1991).
enum RadianceHDRWriter {
  /// Widths whose scanlines may be run-length coded.
  private static let widths = 8...32_767

  static func write(_ image: FloatImage, to file: AtomicFile, path: String) throws(ImagingError) {
    guard widths.contains(image.width) else {
      throw .tooLargeForFormat(path: path, format: .radianceHDR, width: image.width, height: image.height)
    }
    let header = "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y \(image.height) +X \(image.width)\n"
    try file.append(Array(header.utf8))
    var components = [[UInt8]](repeating: Array(repeating: 0, count: image.width), count: 4)
    for row in 0..<image.height {
      for column in 0..<image.width {
        let pixel = encoded(image.values, at: 3 * (row * image.width + column))
        for component in 0..<4 { components[component][column] = pixel[component] }
      }
      var bytes: [UInt8] = [2, 2, UInt8(image.width >> 8), UInt8(image.width & 255)]
      for component in components { appendRuns(of: component, to: &bytes) }
      try file.append(bytes)
    }
  }

  /// Three mantissas and their common exponent, excess 128.
  private static func encoded(_ values: [Float], at index: Int) -> SIMD4<UInt8> {
    let colour = SIMD3(values[index], values[index + 1], values[index + 2])
    let greatest = colour.max()
    guard greatest > 1e-32, greatest.isFinite else { return .zero }
    let exponent = Int(greatest.exponent) + 1
    guard exponent <= 127 else { return SIMD4(255, 255, 255, 255) }
    let scale = Float(sign: .plus, exponent: 8 - exponent, significand: 1)
    let mantissas = (colour * scale).clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 255))
    return SIMD4(UInt8(mantissas.x), UInt8(mantissas.y), UInt8(mantissas.z), UInt8(exponent + 128))
  }

  /// Codes runs of four or more equal bytes as (128 + length, byte), what lies between as (length, bytes).
  private static func appendRuns(of bytes: [UInt8], to output: inout [UInt8]) {
    var start = 0
    while start < bytes.count {
      let run = runLength(in: bytes, from: start)
      if run >= 4 {
        output += [UInt8(128 + run), bytes[start]]
        start += run
        continue
      }
      var end = start + run
      while end < bytes.count, end - start < 128, runLength(in: bytes, from: end) < 4 { end += 1 }
      end = min(end, start + 128)
      output.append(UInt8(end - start))
      output += bytes[start..<end]
      start = end
    }
  }

  private static func runLength(in bytes: [UInt8], from start: Int) -> Int {
    var end = start + 1
    while end < bytes.count, end - start < 127, bytes[end] == bytes[start] { end += 1 }
    return end - start
  }
}
