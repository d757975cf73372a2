// SPDX-License-Identifier: Apache-2.0

extension EquirectangularGrid {
  /// A raster turned by whole columns and, if asked, mirrored then: pixels move, and none changes.
  ///
  /// Column `c` is the source's column `c + columns`; in the mirror it is `width - 1 - c + columns`, since mirrored
  /// longitudes are negated and pixels are named by their centres. On the calling thread alone, for callers that have
  /// many rasters to move at the same time.
  @inlinable
  public func columnsMoved<Element: BitwiseCopyable>(
    _ raster: [Element], channels: Int = 1, by columns: Int, mirrored: Bool
  ) -> [Element] {
    precondition(raster.count == width * height * channels, "\(channels) elements a pixel")
    let shift = modulo(columns, width)
    guard shift > 0 || mirrored else { return raster }
    var moved = raster
    let source = raster.span
    var target = moved.mutableSpan
    let rowLength = width * channels
    for start in stride(from: 0, to: source.count, by: rowLength) {
      var from = mirrored ? (shift > 0 ? shift - 1 : width - 1) : shift
      for to in stride(from: start, to: start + rowLength, by: channels) {
        // Bound: `from` stays in 0..<width and `start` is that of a row, as both rasters hold `height` of them.
        for channel in 0..<channels {
          target[unchecked: to &+ channel] = source[unchecked: start &+ from &* channels &+ channel]
        }
        if mirrored { from = from == 0 ? width - 1 : from - 1 } else { from = from == width - 1 ? 0 : from + 1 }
      }
    }
    return moved
  }
}
