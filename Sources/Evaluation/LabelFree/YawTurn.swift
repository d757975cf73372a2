// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
import RotundaImaging
import RotundaSphere

/// By how much a panorama is turned about the vertical before it is predicted again.
///
/// A turn by whole columns moves pixels and changes none, so nothing but the network can make the predictions differ.
public enum YawTurn: Sendable, Hashable, CaseIterable {
  /// A quarter of the circle. Networks whose padding wraps around commute with it, where a quarter is a multiple of their
  /// stride: what is left tells of the borders that others see.
  case quarter
  /// A third of the circle, to an odd number of columns, with which no network of stride 2 or more commutes.
  case oddColumns

  /// The columns of the turn on a map of `width` columns.
  public func columns(ofWidth width: Int) -> Int {
    switch self {
    case .quarter: width / 4
    case .oddColumns: width / 3 | 1
    }
  }

  /// The sample turned to the left: its column c is column c + `columns` of the given one.
  public func turned(_ sample: Sample) -> Sample {
    let panorama = sample.panorama
    let grid = EquirectangularGrid(width: panorama.width, height: panorama.height)
    let columns = columns(ofWidth: panorama.width)
    return Sample(
      name: sample.name,
      panorama: Panorama(
        width: panorama.width, height: panorama.height,
        pixels: grid.columnsMoved(panorama.pixels, channels: 3, by: columns, mirrored: false),
        coverage: panorama.coverage.map { grid.columnsMoved($0, by: columns, mirrored: false) }),
      depth: sample.depth.map { depth in
        DepthMap(
          width: depth.width, height: depth.height,
          values: grid.columnsMoved(depth.values, by: columns, mirrored: false))
      })
  }
}
