// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import Testing

@testable import RotundaSolids

@Suite("Textures")
struct TextureTests {
  /// A chequerboard of single pixels, black at the lower left.
  private func board(_ width: Int, _ height: Int) -> RGBImage {
    let pixels = (0..<width * height).flatMap { pixel -> [UInt8] in
      let isBlack = (pixel % width + height - 1 - pixel / width) % 2 == 0
      return Array(repeating: isBlack ? 0 : 255, count: 3)
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  @Test("Middles of texels are the picture's bytes as linear light, (0, 0) is the lower left")
  func bytes() {
    let pixels = (0..<256).flatMap { byte -> [UInt8] in [UInt8(byte), UInt8(255 - byte), 7] }
    let texture = Texture(RGBImage(width: 256, height: 1, pixels: pixels))
    for byte in 0..<256 {
      let place = SIMD2<Float>((Float(byte) + 0.5) / 256, 0.3)
      let colour = texture.colour(at: place, footprint: 0)
      let value = Double(byte) / 255
      let linear = value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055, 2.4)
      #expect(abs(Double(colour.x) - linear) < 1e-5)
    }
    let texture2 = Texture(board(2, 2))
    #expect(texture2.colour(at: SIMD2(0.25, 0.25), footprint: 0) == .zero)
    #expect(texture2.colour(at: SIMD2(0.25, 0.75), footprint: 0) == SIMD3(1, 1, 1))
  }

  @Test(
    "What is finer than a pixel is the mean of its light",
    arguments: [(64, 64), (64, 16), (63, 31), (1, 7), (5, 2)])
  func means(width: Int, height: Int) {
    let texture = Texture(board(width, height))
    let colour = texture.colour(at: SIMD2(0.4, 0.6), footprint: 1)
    // The lower left pixel is black, and with it one more than half of an odd number.
    let white = Float(width * height / 2) / Float(width * height)
    // A step of the byte 188 is 0.0044 of linear light.
    #expect(abs(colour.x - white) < 0.01, "\(colour)")
    #expect(texture.colour(at: SIMD2(0.4, 0.6), footprint: 1e9).x == colour.x)
  }

  @Test("Beyond its edges a picture repeats, is mirrored, or keeps its edge")
  func wraps() {
    let image = RGBImage(width: 4, height: 1, pixels: [0, 0, 0, 100, 0, 0, 200, 0, 0, 255, 0, 0])
    func red(_ wrap: Texture.Wrap, _ place: Float) -> Float {
      Texture(image, across: wrap, along: wrap).colour(at: SIMD2(place, 0.5), footprint: 0).x
    }
    let inside = (0..<4).map { red(.clamped, (Float($0) + 0.5) / 4) }
    for (column, value) in inside.enumerated() {
      let place = (Float(column) + 0.5) / 4
      #expect(red(.repeated, place + 3) == value && red(.repeated, place - 2) == value)
      for mirrored in [2 - place, -place, place + 4] { #expect(red(.mirrored, mirrored) == value) }
    }
    #expect(red(.clamped, -5) == inside[0] && red(.clamped, 5) == inside[3])
    // Across the seam of a repeated picture, the two edges blend.
    #expect(abs(red(.repeated, 0) - (inside[0] + inside[3]) / 2) < 1e-6)
  }
}
