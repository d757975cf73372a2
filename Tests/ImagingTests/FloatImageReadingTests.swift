// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import Testing

@Suite struct FloatImageReadingTests {
  private func file(_ name: String, _ bytes: [UInt8]) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: "light-\(UUID().uuidString)-\(name)")
    try Data(bytes).write(to: url)
    return url
  }

  /// A flat Radiance picture of 4 by 2 pixels whose red mantissas count up from 10, in units of 1/8.
  private func radiance(_ axes: String) -> [UInt8] {
    Array("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n\(axes)\n".utf8)
      + (0..<8).flatMap { [UInt8(10 + $0), 20, 30, 133] }
  }

  @Test func `radiance is read as it is stored, turned upright`() throws {
    let upright = try file("a.hdr", radiance("-Y 2 +X 4"))
    let turned = try file("b.hdr", radiance("+Y 2 -X 4"))
    defer { [upright, turned].forEach { try? FileManager.default.removeItem(at: $0) } }
    let picture = try FloatImage(contentsOf: upright)
    #expect(picture.width == 4 && picture.height == 2)
    // (mantissa + 1/2) 2^(133 - 136)
    #expect((0..<8).allSatisfy { picture.values[3 * $0] == (10.5 + Float($0)) / 8 })
    #expect((0..<8).allSatisfy { picture.values[3 * $0 + 2] == 30.5 / 8 })
    let back = try FloatImage(contentsOf: turned)
    #expect((0..<8).allSatisfy { back.values[3 * $0] == (17.5 - Float($0)) / 8 })
  }

  @Test func `a photograph is read as the light that it shows`() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "light-\(UUID().uuidString).png")
    defer { try? FileManager.default.removeItem(at: url) }
    try RGBImage(width: 2, height: 1, pixels: [0, 255, 188, 10, 128, 64]).write(to: url, as: .png)
    let light = try FloatImage(contentsOf: url).values
    // sRGB's inverse, from the standard's formula.
    let expected: [Float] = [0, 1, 0.502886, 0.003035, 0.215861, 0.051269]
    for (value, wanted) in zip(light, expected) { #expect(abs(value - wanted) < 1e-5) }
  }

  @Test func `what is cut off is not taken for light`() throws {
    let url = try file("c.hdr", Array(radiance("-Y 2 +X 4").dropLast(5)))
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(throws: ImagingError.self) { try FloatImage(contentsOf: url) }
  }

  @Test(arguments: [60, 90])
  func `a picture survives JPEG nearly, the better the higher its quality`(quality: Int) throws {
    let pixels = (0..<64 * 32).flatMap { index -> [UInt8] in
      let (x, y) = (Double(index % 64), Double(index / 64))
      return [UInt8(128 + 90 * sin(x / 5)), UInt8(128 + 60 * cos(y / 4)), UInt8(100 + x)]
    }
    let picture = RGBImage(width: 64, height: 32, pixels: pixels)
    let after = try picture.afterJPEG(quality: quality)
    let error = zip(pixels, after.pixels).reduce(0.0) { $0 + abs(Double($1.0) - Double($1.1)) } / Double(pixels.count)
    #expect(after.pixels != pixels && error < (quality >= 90 ? 2 : 6))
  }
}
