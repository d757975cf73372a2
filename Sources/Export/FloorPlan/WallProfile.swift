// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// How far the wall is in every direction of the horizon.
///
/// For each column of a level depth map it is the median of the horizontal distances seen in the upper part of the wall,
/// from a half to six sevenths of the way from the camera's height to the ceiling's, each weighted by the height of wall it
/// stands for: furniture is lower, doors and windows end there, and a lamp covers less than half.
struct WallProfile: Sendable {
  /// Where the wall stands, as (x, z), clockwise on the plan; columns without a wall are left out.
  let points: [SIMD2<Double>]

  /// nil where fewer than half of the columns see a wall.
  init?(_ depth: DepthMap, ceiling: Double?) {
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    var points: [SIMD2<Double>] = []
    for column in 0..<depth.width {
      guard let radius = Self.radius(depth, grid, column, ceiling: ceiling) else { continue }
      let longitude = grid.longitude(column: Double(column))
      points.append(radius * SIMD2(sin(longitude), -cos(longitude)))
    }
    guard 2 * points.count >= depth.width else { return nil }
    self.points = points
  }

  private static let sharesOfCeiling = 0.5...0.86
  /// Where walls are looked for without a ceiling, in radians.
  private static let latitudes = (10 * Double.pi / 180)...(35 * Double.pi / 180)

  private static func radius(
    _ depth: DepthMap, _ grid: EquirectangularGrid, _ column: Int, ceiling: Double?
  ) -> Double? {
    var samples: [(radius: Double, weight: Double)] = []
    for row in 0..<depth.height / 2 {
      let distance = Double(depth[column: column, row: row])
      let latitude = grid.latitude(row: Double(row))
      guard distance > 0 else { continue }
      if let ceiling {
        guard sharesOfCeiling.contains(distance * sin(latitude) / ceiling) else { continue }
      } else if !latitudes.contains(latitude) {
        continue
      }
      let radius = distance * cos(latitude)
      // A row of pixels covers this much of an upright wall, per angle.
      samples.append((radius, radius / (cos(latitude) * cos(latitude))))
    }
    return weightedMedian(&samples)
  }

  private static func weightedMedian(_ samples: inout [(radius: Double, weight: Double)]) -> Double? {
    samples.sort { $0.radius < $1.radius }
    let half = samples.reduce(0) { $0 + $1.weight } / 2
    var below = 0.0
    for sample in samples {
      below += sample.weight
      if below >= half { return sample.radius }
    }
    return nil
  }
}
