// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import Testing

@Suite struct DepthPreviewTests {
  @Test("Turbo passes close to its published table")
  func turbo() {
    // Entries 0, 64, 128, 192 and 255 of the 256-colour table of Mikhailov, 2019. The polynomial follows it closely
    // but for the two dark ends.
    let table: [(Double, SIMD3<UInt8>, Int)] = [
      (0, SIMD3(48, 18, 59), 32), (64.0 / 255, SIMD3(40, 188, 235), 20), (128.0 / 255, SIMD3(164, 252, 60), 20),
      (192.0 / 255, SIMD3(251, 126, 33), 20), (1, SIMD3(122, 4, 3), 32),
    ]
    for (position, expected, tolerance) in table {
      let colour = Colormap.turbo.colour(at: position)
      for channel in 0..<3 { #expect(abs(Int(colour[channel]) - Int(expected[channel])) <= tolerance) }
    }
    #expect(Colormap.turbo.colour(at: -5) == Colormap.turbo.colour(at: 0))
    #expect(Colormap.turbo.colour(at: .nan) == Colormap.turbo.colour(at: 0))
  }

  @Test("Near is warm, far is cold, invalid is dark grey, and the bar lies below")
  func colours() {
    let row = (0..<512).map { column -> Float in column == 7 ? 0 : 1 + Float(column) / 100 }
    let values = (0..<256).flatMap { _ in row }
    let image = DepthPreview(of: DepthMap(width: 512, height: 256, values: values)).image()
    #expect(image.width == 512 && image.height > 256)
    func colour(_ column: Int, _ row: Int) -> [UInt8] {
      let start = 3 * (row * 512 + column)
      return Array(image.pixels[start..<start + 3])
    }
    #expect(colour(2, 10)[0] > 2 * colour(2, 10)[2])
    #expect(colour(470, 10)[2] > colour(470, 10)[0])
    #expect(colour(7, 10) == [40, 40, 40])
    // The bar runs from near to far as the map does.
    #expect(colour(20, 265)[0] > 2 * colour(20, 265)[2])
    #expect(colour(460, 265)[2] > colour(460, 265)[0])
  }

  @Test("The range leaves out two percent at either end")
  func range() {
    var values = (1...1000).map { Float($0) / 100 }
    values[999] = 1e6
    let range = DepthPreview(of: DepthMap(width: 100, height: 10, values: values)).range
    #expect(abs(range.lowerBound - 0.21) < 0.015 && abs(range.upperBound - 9.8) < 0.015)
  }

  @Test(
    "Maps without a scale of their own still give a picture",
    arguments: [[0, 0], [3, 3], [1e-37, 1e-37], [3.4e38, 3.4e38], [1e-37, 3.4e38], [0, 5]] as [[Float]])
  func degenerate(values: [Float]) {
    let image = DepthPreview(of: DepthMap(width: 2, height: 1, values: values)).image()
    #expect(image.width >= 192 && image.pixels.count == 3 * image.width * image.height)
  }

  @Test("A wide map is thinned to nearest pixels, 2048 columns unless told otherwise")
  func thinned() throws {
    // Columns in threes: the outer two are invalid, the middle one is the nearest to a thinned pixel's centre.
    let values = (0..<768 * 384).map { pixel -> Float in
      let (column, row) = (pixel % 768, pixel / 768)
      return column % 3 == 1 && row % 3 == 1 ? 1 + Float(column) / 768 : 0
    }
    let preview = DepthPreview(of: DepthMap(width: 768, height: 384, values: values))
    let picked = (0..<256 * 128).map { pixel -> Float in
      let column = 3 * (pixel % 256) + 1
      return 1 + Float(column) / 768
    }
    let image = preview.image(widest: 256)
    let expected = DepthPreview(of: DepthMap(width: 256, height: 128, values: picked)).image()
    #expect(image.width == 256 && image.height == expected.height)
    // The two ranges leave out the same two percent, of different numbers of pixels.
    #expect(largestDifference(image.pixels.prefix(3 * 256 * 128), expected.pixels.prefix(3 * 256 * 128)) <= 4)
    #expect(preview.image() == preview.image(widest: 768) && preview.image().width == 768)
    let wide = DepthPreview(of: DepthMap(width: 4100, height: 2, values: [Float](repeating: 1, count: 8200)))
    #expect(wide.image().width == 2048 && wide.image(widest: 4100).width == 4100)
  }

  @Test("Asked for no width at all, the labels still fit")
  func narrowest() {
    let preview = DepthPreview(of: DepthMap(width: 300, height: 1, values: [Float](repeating: 1, count: 300)))
    #expect(preview.image(widest: 0).width == 192)
  }
}
