// SPDX-License-Identifier: Apache-2.0

/// Distance along each pixel's ray from the camera, in metres, on an equirectangular grid.
///
/// 0 is invalid. A map never holds NaN, infinity or a negative number: the initialiser turns them into 0.
public struct DepthMap: Sendable, Hashable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Metres, row by row; 0 is invalid.
  public private(set) var values: [Float]

  /// A map of `width * height` distances; what is not a finite positive number becomes 0, invalid.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(values.count == width * height, "one distance a pixel")
    self.width = width
    self.height = height
    self.values = values
    for index in self.values.indices where !(self.values[index] > 0 && self.values[index].isFinite) {
      self.values[index] = 0
    }
  }

  /// The distance at a pixel.
  public subscript(column column: Int, row row: Int) -> Float { values[row * width + column] }

  /// Share of pixels that hold a distance.
  public var validShare: Double {
    Double(values.reduce(into: 0) { $0 += $1 > 0 ? 1 : 0 }) / Double(max(values.count, 1))
  }
}
