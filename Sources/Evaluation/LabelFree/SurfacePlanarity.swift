// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaImaging
import RotundaSphere

/// How flat and how level the floor or the ceiling of a depth map is.
///
/// The plane is that of `FloorFit`, n . P = -h, with its unit normal n and the camera's distance h from it. A point P
/// seen from 25 degrees below the horizon on is off the plane by
///
///     r = (n . P + h) / h
///
/// the distance from the plane as a share of h. It is also the relative error of the distance along the ray, and the
/// same in any unit. For a ceiling the map is looked at upside down. Furniture is off the floor in truth as well, so r
/// compares predictions of the same panoramas; it is no error. Panoramas must be level.
///
/// - Source: the planarity errors of Koch et al., "Evaluation of CNN-based single-image depth estimation methods", ECCV
///   Workshops 2018, without the masks of planes, which are labels.
public struct SurfacePlanarity: Sendable, Hashable {
  /// The camera's distance from the plane, metres.
  public let distance: Double
  /// Share of the view's solid angle that lies on the plane: |r| < 5 %.
  public let inlierFraction: Double
  /// Median of |r| over the whole view, weighted by solid angle.
  public let medianResidual: Double
  /// Median of |r| over what lies on the plane, weighted by solid angle.
  ///
  /// At most 0.05; 0.025 where points lie anywhere within that. A root mean square would say more of the foot of the walls,
  /// which agrees with the floor to 5 % of h, than of the floor.
  public let inlierResidual: Double
  /// Angle between the plane's normal and the vertical, degrees; the fit looks for nothing beyond 10.
  public let tilt: Double

  /// The floor of a map of ray distances; nil where `FloorFit` finds none.
  public init?(floorOf depth: DepthMap) {
    guard let plane = try? FloorFit.fit(depth) else { return nil }
    let residuals = WeightedValues(residualsOf: depth, from: plane)
    guard let median = residuals.median, let inner = residuals.below(FloorFit.tolerance).median else { return nil }
    distance = plane.cameraHeight
    inlierFraction = plane.inlierFraction
    medianResidual = median
    inlierResidual = inner
    let normal = plane.normal
    tilt = atan2((normal.x * normal.x + normal.z * normal.z).squareRoot(), normal.y) * 180 / .pi
  }

  /// The ceiling of a map of ray distances; nil where `FloorFit` finds none in the map turned upside down.
  public init?(ceilingOf depth: DepthMap) { self.init(floorOf: depth.upsideDown) }
}

/// Numbers, each with what it counts for.
private struct WeightedValues {
  private var pairs: [(value: Double, weight: Double)] = []

  /// |r| of every valid pixel of the downward view, weighted by its solid angle.
  init(residualsOf depth: DepthMap, from plane: FloorFit) {
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    for row in 0..<depth.height {
      let latitude = grid.latitude(row: Double(row))
      guard latitude < FloorFit.highestLatitude else { continue }
      for column in 0..<depth.width {
        let distance = Double(depth[column: column, row: row])
        guard distance > 0 else { continue }
        let point = distance * grid.direction(column: Double(column), row: Double(row))
        pairs.append((abs(dot(plane.normal, point) / plane.cameraHeight + 1), cos(latitude)))
      }
    }
  }

  /// Those with a value below a bound.
  func below(_ bound: Double) -> WeightedValues {
    var copy = self
    copy.pairs.removeAll { $0.value >= bound }
    return copy
  }

  /// The value at which half of the weight is reached; nil without values.
  var median: Double? {
    let half = pairs.reduce(0) { $0 + $1.weight } / 2
    var reached = 0.0
    return pairs.sorted { $0.value < $1.value }.first { pair in
      reached += pair.weight
      return reached >= half
    }?.value
  }
}

extension DepthMap {
  /// The mirror image about the horizon: zenith and nadir change places.
  fileprivate var upsideDown: DepthMap {
    let rows = (0..<height).reversed().map { values[$0 * width..<($0 + 1) * width] }
    return DepthMap(width: width, height: height, values: Array(rows.joined()))
  }
}
