// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere
import RotundaTestSupport

/// Maps whose surfaces are known, 256x128.
enum KnownMaps {
  static let grid = EquirectangularGrid(width: 256, height: 128)

  /// A map of what `distance` says of each pixel's direction.
  static func map(_ distance: (_ direction: SIMD3<Double>, _ column: Int, _ row: Int) -> Double) -> DepthMap {
    DepthMap(
      width: grid.width, height: grid.height,
      values: (0..<grid.width * grid.height).map { index in
        let (row, column) = index.quotientAndRemainder(dividingBy: grid.width)
        return Float(distance(grid.direction(column: Double(column), row: Double(row)), column, row))
      })
  }

  /// A box room as a turned or tilted camera sees it.
  static func room(_ room: BoxRoom = .example, view: Rotation = .identity) -> DepthMap {
    map { direction, _, _ in room.hit(view * direction).distance }
  }

  /// The same without the pixels beside which another wall is seen, where a normal is that of no wall.
  static func walls(_ room: BoxRoom = .example, view: Rotation = .identity) -> DepthMap {
    let walls = seenWalls(room, view: view)
    return map { direction, column, row in
      let around = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)].map { step in
        let place = grid.wrapped(column: column + step.0, row: row + step.1)
        return walls[place.row * grid.width + place.column]
      }
      return Set(around).count == 1 ? room.hit(view * direction).distance : 0
    }
  }

  /// The wall that each pixel sees.
  static func seenWalls(_ room: BoxRoom, view: Rotation) -> [Int] {
    (0..<grid.width * grid.height).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: grid.width)
      return room.hit(view * grid.direction(column: Double(column), row: Double(row))).wall
    }
  }
}
