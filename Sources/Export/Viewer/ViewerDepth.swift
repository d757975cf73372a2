// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere

/// Depth as the viewer reads it: a picture of three 8-bit channels, in which no pixel is rounded on its way.
///
/// 256 R + G is the distance along the ray in units of `metresPerUnit`, 0 where there is none; B is its relative error,
/// one standard deviation in 1/255, 0 where only that of the whole room is known.
struct ViewerDepth: Sendable {
  /// The unit of distance: a millimetre, or as much as the farthest distance needs.
  let metresPerUnit: Double
  private let room: CapturedRoom
  private let grid: EquirectangularGrid
  private let distances: [Float]

  /// Finer than this a browser does not draw smoothly.
  private static let largestWidth = 1024
  /// The largest number; one above it would mean farther than can be told.
  private static let largest = 65_534.0

  init(_ room: CapturedRoom) {
    self.room = room
    let source = EquirectangularGrid(width: room.depth.width, height: room.depth.height)
    let width = min(room.depth.width, Self.largestWidth)
    grid = EquirectangularGrid(width: width, height: width / 2)
    distances = source.depthResampled(room.depth.values, to: grid)
    metresPerUnit = max(0.001, Double(distances.max() ?? 0) / Self.largest)
  }

  var width: Int { grid.width }
  var height: Int { grid.height }

  /// The picture's bytes.
  func png() throws(ExportError) -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: 3 * distances.count)
    for (index, distance) in distances.enumerated() where distance > 0 {
      let units = Int(min(max(Double(distance) / metresPerUnit, 1), Self.largest).rounded())
      pixels[3 * index] = UInt8(units >> 8)
      pixels[3 * index + 1] = UInt8(units & 255)
      pixels[3 * index + 2] = relativeError(column: index % width, row: index / width)
    }
    do {
      return try RGBImage(width: width, height: height, pixels: pixels).png()
    } catch {
      throw .imaging(error)
    }
  }

  /// That of the original pixel in the middle of one of the picture's.
  private func relativeError(column: Int, row: Int) -> UInt8 {
    guard let spread = room.spread else { return 0 }
    let (x, y) = ((2 * column + 1) * spread.width / (2 * width), (2 * row + 1) * spread.height / (2 * height))
    let (deviation, distance) = (spread[column: x, row: y], room.depth[column: x, row: y])
    guard deviation > 0, distance > 0 else { return 0 }
    return UInt8(min(max(255 * deviation / distance, 1), 255).rounded())
  }
}
