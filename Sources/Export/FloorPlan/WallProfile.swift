// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// How far the wall is in every direction of the horizon.
///
/// For each column of a level depth map it is the median of the horizontal distances seen between the camera's height and
/// four fifths of the ceiling's, each weighted by the height of wall it stands for: most furniture is lower, and a picture
/// or a lamp covers less than half.
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

  /// Without a ceiling, walls are looked for up to this latitude.
  private static let highestLatitude = 35 * Double.pi / 180
  private static let shareOfCeiling = 0.8

  private static func radius(
    _ depth: DepthMap, _ grid: EquirectangularGrid, _ column: Int, ceiling: Double?
  ) -> Double? {
    var samples: [(radius: Double, weight: Double)] = []
    for row in 0..<depth.height / 2 {
      let distance = Double(depth[column: column, row: row])
      let latitude = grid.latitude(row: Double(row))
      guard distance > 0 else { continue }
      if let ceiling {
        guard distance * sin(latitude) < shareOfCeiling * ceiling else { continue }
      } else if latitude > highestLatitude {
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
