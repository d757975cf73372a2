// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

extension CubeFace {
  /// The face's name in file names.
  var name: String {
    switch self {
    case .right: "right"
    case .left: "left"
    case .up: "up"
    case .down: "down"
    case .back: "back"
    case .front: "front"
    }
  }
}

extension CapturedRoom {
  /// Z-depth of a face of the cube around the camera, in its own axes: what perspective depth of 90 degrees is.
  ///
  /// A face has a quarter of the depth map's columns, so that its middle is as fine as the horizon.
  func zDepth(of face: CubeFace) -> DepthMap {
    let cube = CubeGrid(size: max(1, depth.width / 4))
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    let values = filledByBands(rows: cube.size, rowLength: cube.size, with: Float(0)) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<cube.size {
          let (x, y) = (Double(column), Double(row))
          let at = grid.position(of: cube.direction(face, column: x, row: y))
          let distance = grid.bilinear(depth: depth.values, mixing: .sameSurface, column: at.column, row: at.row)
          band[index] = distance / Float(cube.rayDistancePerZDepth(column: x, row: y))
          index += 1
        }
      }
    }
    return DepthMap(width: cube.size, height: cube.size, values: values)
  }
}
