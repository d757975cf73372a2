// SPDX-License-Identifier: Apache-2.0

/// Pixels that can be set; what lies outside is left out.
struct Canvas {
  let width: Int
  let height: Int
  private var pixels: [UInt8]

  init(width: Int, height: Int, background: UInt8) {
    self.width = width
    self.height = height
    pixels = [UInt8](repeating: background, count: 3 * width * height)
  }

  /// What was drawn.
  var image: RGBImage { RGBImage(width: width, height: height, pixels: pixels) }

  mutating func set(_ column: Int, _ row: Int, _ colour: SIMD3<UInt8>) {
    guard (0..<width).contains(column), (0..<height).contains(row) else { return }
    let position = 3 * (row * width + column)
    for channel in 0..<3 { pixels[position + channel] = colour[channel] }
  }

  mutating func fill(_ left: Int, _ top: Int, _ columns: Int, _ rows: Int, _ colour: SIMD3<UInt8>) {
    for row in top..<top + rows {
      for column in left..<left + columns { set(column, row, colour) }
    }
  }

  /// Places a picture with its upper left corner at a pixel.
  mutating func draw(_ picture: RGBImage, _ left: Int, _ top: Int) {
    let columns = max(0, -left)..<max(0, -left, min(picture.width, width - left))
    for row in 0..<picture.height where (0..<height).contains(top + row) && !columns.isEmpty {
      let source = 3 * (row * picture.width + columns.lowerBound)
      let target = 3 * ((top + row) * width + left + columns.lowerBound)
      pixels.replaceSubrange(
        target..<target + 3 * columns.count, with: picture.pixels[source..<source + 3 * columns.count])
    }
  }

  /// Writes letters of `dot` pixels a dot, from their upper left corner.
  mutating func write(_ text: String, _ left: Int, _ top: Int, dot: Int, _ colour: SIMD3<UInt8>) {
    BitmapFont.draw(text) { column, row in fill(left + column * dot, top + row * dot, dot, dot, colour) }
  }
}
