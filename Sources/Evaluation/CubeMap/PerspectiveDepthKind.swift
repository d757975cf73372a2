// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaSphere

/// What a perspective network's numbers mean.
public enum PerspectiveDepthKind: Sendable, Hashable {
  /// Distance along the camera's axis, metres.
  case zDepth
  /// Distance along the ray, metres.
  case rayDistance
  /// One by the distance along the camera's axis, 1 / metres, as a disparity; what would lie farther than `farthest`
  /// metres, also at and below 0, lies there.
  case inverseZDepth(farthest: Double)
  /// Natural logarithm of the distance along the camera's axis in metres.
  case logarithmicZDepth

  /// One by the distance along the camera's axis as networks of disparities mean it: what would lie farther than 80 m, which
  /// small disparities do not tell apart, lies there.
  public static let disparity = PerspectiveDepthKind.inverseZDepth(farthest: 80)

  /// The ray distances that a map over the picture of a view stands for, metres.
  ///
  /// - `correction`: what distances are multiplied by, as `PerspectiveDepth.focalCorrection` says.
  public func distances(of map: PerspectiveMap, in view: PerspectiveView, correction: Double) -> ViewDistances {
    let values = map.values.indices.map { pixel in
      let (right, above) = PerspectiveView.coordinates(
        column: pixel % map.width, row: pixel / map.width, width: map.width, height: map.height)
      let perZDepth = view.rayDistancePerZDepth(right: right, above: above)
      return Float(correction * rayDistance(of: Double(map.values[pixel]), perZDepth: perZDepth))
    }
    return ViewDistances(width: map.width, height: map.height, values: values)
  }

  /// The ray distance that a number stands for; not a positive number where it stands for none.
  ///
  /// - `perZDepth`: ray distance of a point at z-depth 1.
  func rayDistance(of value: Double, perZDepth: Double) -> Double {
    switch self {
    case .zDepth: value * perZDepth
    case .rayDistance: value
    case .inverseZDepth(let farthest): value.isFinite ? perZDepth / max(value, 1 / farthest) : 0
    case .logarithmicZDepth: exp(value) * perZDepth
    }
  }
}
