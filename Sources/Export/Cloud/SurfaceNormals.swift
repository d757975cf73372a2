// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// Normals of the surfaces of a depth map, read on one side where a surface ends or bends on the other.
///
/// `EquirectangularGrid.normals` takes the two neighbours of a pixel on either side, exact on planes and meaningless at
/// edges. Points at edges are kept in a cloud, so here each axis takes the side on which inverse distance, which is even
/// along a plane, is most so: the choice of stencil of essentially non-oscillatory schemes (Harten et al. 1987).
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
    guard let across = difference(at: own, { point(column + $0 * columns, row) }),
      let down = difference(at: own, { point(column, row + $0 * reach) })
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

  /// Along the surface through `own`, whose neighbours are `point(-2)` to `point(2)`; nil where it has none.
  private func difference(at own: SIMD3<Double>, _ point: (Int) -> SIMD3<Double>?) -> SIMD3<Double>? {
    guard let before = point(-1) else { return point(1).map { $0 - own } }
    guard let after = point(1) else { return own - before }
    // A plane bends by the square of the step's angle, a right-angled corner by about twice the angle itself.
    let allowed = 0.25 * .pi * Double(reach) / Double(depth.height) / norm(own)
    if bend(before, own, after) <= allowed { return after - before }
    let (backward, forward) = (bend(point(-2), before, own), bend(own, after, point(2)))
    return backward < forward ? own - before : after - own
  }

  /// How much inverse distance bends over three points: its second difference; infinite where one is missing.
  private func bend(_ a: SIMD3<Double>?, _ b: SIMD3<Double>, _ c: SIMD3<Double>?) -> Double {
    guard let a, let c else { return .infinity }
    return abs(1 / norm(a) - 2 / norm(b) + 1 / norm(c))
  }
}
