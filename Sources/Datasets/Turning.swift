// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere

/// Turning about the vertical by whole columns: what is in front moves to the right.
extension Panorama {
  /// The panorama turned by the columns nearest to an angle.
  func turned(degrees: Int) -> Panorama {
    let (grid, columns) = turn(width: width, height: height, degrees: degrees)
    return Panorama(
      width: width, height: height, pixels: grid.columnsMoved(pixels, channels: 3, by: columns, mirrored: false),
      coverage: coverage.map { grid.columnsMoved($0, by: columns, mirrored: false) })
  }
}

extension DepthMap {
  /// The depth map turned by the columns nearest to an angle.
  func turned(degrees: Int) -> DepthMap {
    let (grid, columns) = turn(width: width, height: height, degrees: degrees)
    return DepthMap(width: width, height: height, values: grid.columnsMoved(values, by: columns, mirrored: false))
  }
}

/// The columns that a raster is read further to the left for a turn to the right.
private func turn(width: Int, height: Int, degrees: Int) -> (grid: EquirectangularGrid, columns: Int) {
  (EquirectangularGrid(width: width, height: height), -((width * degrees + 180) / 360))
}
