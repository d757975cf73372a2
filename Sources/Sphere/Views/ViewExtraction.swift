// SPDX-License-Identifier: Apache-2.0

extension EquirectangularGrid {
  /// A picture of this grid, 8-bit interleaved, as the cameras see it: for each planar `[channels, size, size]` in [0, 1].
  ///
  /// Bilinear, across the seam and the poles. Where the picture is finer than the views by more than two, it is reduced
  /// by areas first. Values are averaged as they are stored (sRGB), as networks are trained on.
  public func pictures(of pixels: [UInt8], channels: Int = 3, seenBy views: [PerspectiveView]) -> [[Float]] {
    let source = reduced(for: views)
    let picture = areaMeans(of: pixels, channels: channels, on: source)
    return views.map { source.picture(of: picture, channels: channels, seenBy: $0) }
  }

  /// Depths along a camera's axis, `size * size` of them row by row, from a map of distances on this grid; 0 is invalid.
  ///
  /// Bilinear over one surface: what lies before and behind an edge does not mix.
  public func zDepths(of distances: [Float], seenBy view: PerspectiveView) -> [Float] {
    filledByBands(rows: view.size, rowLength: view.size, with: Float(0)) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<view.size {
          let (right, above) = PerspectiveView.coordinates(
            column: column, row: row, width: view.size, height: view.size)
          let at = position(of: view.direction(right: right, above: above))
          let distance = bilinear(depth: distances, mixing: .sameSurface, column: at.column, row: at.row)
          band[index] = distance / Float(view.rayDistancePerZDepth(right: right, above: above))
          index += 1
        }
      }
    }
  }

  /// This grid, or one of four columns a column of a cube's face where that is less than half as fine.
  private func reduced(for views: [PerspectiveView]) -> EquirectangularGrid {
    // A face of a cube has a focal length of half its size, so that four of its columns are eight focal lengths.
    let finest = views.map(\.focalLength).max() ?? 0
    let target = EquirectangularGrid(
      width: 2 * max(1, Int((4 * finest).rounded())), height: max(1, Int((4 * finest).rounded())))
    return width > 2 * target.width && height > 2 * target.height ? target : self
  }

  /// An interleaved raster of values up to 255 as one camera sees it.
  private func picture(of raster: [Float], channels: Int, seenBy view: PerspectiveView) -> [Float] {
    filledByBands(rows: channels * view.size, rowLength: view.size, with: Float(0)) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<view.size {
          let (right, above) = PerspectiveView.coordinates(
            column: column, row: row % view.size, width: view.size, height: view.size)
          let at = position(of: view.direction(right: right, above: above))
          let value = bilinear(
            raster, channels: channels, channel: row / view.size, column: at.column, row: at.row)
          band[index] = value / 255
          index += 1
        }
      }
    }
  }
}
