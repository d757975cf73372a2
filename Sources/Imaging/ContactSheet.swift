// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

/// Small pictures side by side on one, each with its caption below: to look through many at once.
///
/// Pictures should be of one size; where they are not, every cell is as large as the largest needs.
public struct ContactSheet: Sendable {
  private let pictures: [RGBImage]
  private let captions: [String]
  private let columns: Int

  private static let background: UInt8 = 16
  private static let ink = SIMD3<UInt8>(235, 235, 235)
  /// Pixels between and around the cells.
  private static let gap = 8

  /// A sheet of pictures in rows of `columns`, in reading order.
  ///
  /// - `captions`: one a picture, drawn below it in plain letters, cut where it is longer than the picture is wide. With
  ///   none at all the cells have no room for captions.
  public init(_ pictures: [RGBImage], captions: [String] = [], columns: Int) {
    self.pictures = pictures
    self.captions = captions
    self.columns = max(1, min(columns, pictures.count))
  }

  /// The sheet as a picture.
  public var image: RGBImage {
    let width = pictures.map(\.width).max() ?? 0
    let height = pictures.map(\.height).max() ?? 0
    // One dot of the font is one pixel below a picture 384 wide.
    let dot = max(1, width / 384)
    let captionHeight = captions.isEmpty ? 0 : (BitmapFont.glyphHeight + 5) * dot
    let (across, down) = (width + Self.gap, height + captionHeight + Self.gap)
    let rows = (pictures.count + columns - 1) / columns
    var canvas = Canvas(
      width: columns * across + Self.gap, height: rows * down + Self.gap, background: Self.background)
    for (index, picture) in pictures.enumerated() {
      let left = Self.gap + index % columns * across
      let top = Self.gap + index / columns * down
      canvas.draw(picture, left, top)
      guard captions.indices.contains(index) else { continue }
      let letters = max(0, width / (BitmapFont.advance * dot))
      canvas.write(String(captions[index].prefix(letters)), left, top + height + 3 * dot, dot: dot, Self.ink)
    }
    return canvas.image
  }
}

extension RGBImage {
  /// This picture with another of the same width below it.
  public func above(_ other: RGBImage) -> RGBImage {
    precondition(width == other.width, "pictures of one width")
    return RGBImage(width: width, height: height + other.height, pixels: pixels + other.pixels)
  }

  /// This picture at another size: means over areas to fewer pixels, linear to more.
  public func resized(width: Int, height: Int) -> RGBImage {
    let pixels = EquirectangularGrid(width: self.width, height: self.height).areaResampled(
      pixels, channels: 3, to: EquirectangularGrid(width: width, height: height))
    return RGBImage(width: width, height: height, pixels: pixels)
  }
}
