// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// Normals of the surfaces of a depth map, read on one side where a surface ends on the other.
///
/// `EquirectangularGrid.normals` takes the two neighbours of a pixel on either side, exact on planes and meaningless at
/// edges. Points at edges are kept in a cloud, so here each axis takes the side on which inverse distance, which is even
/// along a plane, changes less.
struct SurfaceNormals: Sendable {
  private let depth: DepthMap
  private let grid: EquirectangularGrid
  /// Rows between the points that span a surface: a third of a degree, so that a step of millimetres does not tilt it.
  private let reach: Int

  init(_ depth: DepthMap) {
    self.depth = depth
    grid = EquirectangularGrid(width: depth.width, height: depth.height)
    reach = max(1, depth.height / 512)
  }

  /// The unit normal at a pixel, in the camera's axes and facing it; nil where it has no neighbours.
  func normal(column: Int, row: Int) -> SIMD3<Double>? {
    guard let own = point(column, row) else { return nil }
    // As many columns as cover the same angle at this latitude.
    let shrink = cos(grid.latitude(row: Double(row)))
    let columns = min(max(1, Int((Double(reach) / max(shrink, 1e-3)).rounded())), depth.width / 8)
    guard
      let across = difference(at: own, point(column - columns, row), point(column + columns, row)),
      let down = difference(at: own, point(column, row - reach), point(column, row + reach))
    else { return nil }
    let product = cross(across, down)
    let length = norm(product)
    guard length > 0 else { return nil }
    return (dot(product, own) > 0 ? -1 : 1) * product / length
  }

  private func point(_ column: Int, _ row: Int) -> SIMD3<Double>? {
    let pixel = grid.wrapped(column: column, row: row)
    let distance = Double(depth[column: pixel.column, row: pixel.row])
    guard distance > 0 else { return nil }
    return distance * grid.direction(column: Double(pixel.column), row: Double(pixel.row))
  }

  /// Second difference of inverse distance, relative to it, up to which three points are one surface.
  private static let bend = 0.02

  /// Along the surface, from before to after, over both sides where they belong together.
  private func difference(
    at own: SIMD3<Double>, _ before: SIMD3<Double>?, _ after: SIMD3<Double>?
  ) -> SIMD3<Double>? {
    guard let before else { return after.map { $0 - own } }
    guard let after else { return own - before }
    let inverse = 1 / norm(own)
    let (backward, forward) = (inverse - 1 / norm(before), 1 / norm(after) - inverse)
    if abs(forward - backward) <= Self.bend * inverse { return after - before }
    return abs(backward) < abs(forward) ? own - before : after - own
  }
}
