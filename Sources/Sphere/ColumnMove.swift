// SPDX-License-Identifier: Apache-2.0

extension EquirectangularGrid {
  /// A raster turned by whole columns and, if asked, mirrored then: pixels move, and none changes.
  ///
  /// Column `c` is the source's column `c + columns`; in the mirror it is `width - 1 - c + columns`, since mirrored
  /// longitudes are negated and pixels are named by their centres. On the calling thread alone, for callers that have
  /// many rasters to move at the same time.
  public func columnsMoved<Element: BitwiseCopyable>(
    _ raster: [Element], channels: Int = 1, by columns: Int, mirrored: Bool
  ) -> [Element] {
    precondition(raster.count == width * height * channels, "\(channels) elements a pixel")
    let shift = modulo(columns, width) * channels
    guard shift > 0 || mirrored else { return raster }
    let rowLength = width * channels
    var moved: [Element] = []
    moved.reserveCapacity(raster.count)
    for start in stride(from: 0, to: raster.count, by: rowLength) {
      let split = start + shift
      if mirrored {
        moved.appendMirrored(raster[start..<split], channels: channels)
        moved.appendMirrored(raster[split..<start + rowLength], channels: channels)
      } else {
        moved.append(contentsOf: raster[split..<start + rowLength])
        moved.append(contentsOf: raster[start..<split])
      }
    }
    return moved
  }
}

extension Array where Element: BitwiseCopyable {
  /// Appends pixels in reverse order, the channels of each in theirs.
  fileprivate mutating func appendMirrored(_ pixels: ArraySlice<Element>, channels: Int) {
    guard channels > 1 else { return append(contentsOf: pixels.reversed()) }
    for pixel in stride(from: pixels.endIndex - channels, through: pixels.startIndex, by: -channels) {
      for channel in 0..<channels { append(pixels[pixel + channel]) }
    }
  }
}
