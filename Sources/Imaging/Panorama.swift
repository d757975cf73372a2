// SPDX-License-Identifier: Apache-2.0

/// A picture of the full sphere: 8-bit sRGB, equirectangular, with a mask where the photo covers only part of it.
///
/// Pixel (column, row) is three bytes at `(row * width + column) * 3`; `EquirectangularGrid` says where it looks.
public struct Panorama: Sendable, Hashable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Red, green, blue, row by row: `3 * width * height` bytes of sRGB.
  public var pixels: [UInt8]
  /// One byte a pixel, 0 where the photo does not reach (outside a cropped sphere, or transparent); nil where it is whole.
  public var coverage: [UInt8]?

  /// A panorama of given bytes; there must be `3 * width * height`, and `width * height` of coverage.
  public init(width: Int, height: Int, pixels: [UInt8], coverage: [UInt8]? = nil) {
    precondition(pixels.count == 3 * width * height, "three bytes a pixel")
    precondition(coverage == nil || coverage?.count == width * height, "one byte of coverage a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
    self.coverage = coverage
  }
}
