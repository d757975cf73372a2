// SPDX-License-Identifier: Apache-2.0

import RotundaImaging

/// Turning about the vertical by whole columns: what is in front moves to the right.
extension Panorama {
  /// The panorama turned by the columns nearest to an angle.
  func turned(degrees: Int) -> Panorama {
    let columns = columnsTurned(degrees: degrees, width: width)
    return Panorama(
      width: width, height: height, pixels: rowsTurned(pixels, width: width, channels: 3, columns: columns),
      coverage: coverage.map { rowsTurned($0, width: width, channels: 1, columns: columns) })
  }
}

extension DepthMap {
  /// The depth map turned by the columns nearest to an angle.
  func turned(degrees: Int) -> DepthMap {
    let columns = columnsTurned(degrees: degrees, width: width)
    return DepthMap(
      width: width, height: height, values: rowsTurned(values, width: width, channels: 1, columns: columns))
  }
}

private func columnsTurned(degrees: Int, width: Int) -> Int {
  let columns = (width * degrees + 180) / 360
  return columns % width
}

/// Each row with its last `columns` pixels moved to its beginning.
private func rowsTurned<Element>(_ raster: [Element], width: Int, channels: Int, columns: Int) -> [Element] {
  guard columns > 0 else { return raster }
  let rowLength = width * channels
  let kept = rowLength - columns * channels
  var turned: [Element] = []
  turned.reserveCapacity(raster.count)
  for start in stride(from: 0, to: raster.count, by: rowLength) {
    turned += raster[start + kept..<start + rowLength]
    turned += raster[start..<start + kept]
  }
  return turned
}
