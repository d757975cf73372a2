// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

/// What the numbers of a panoramic depth map are measured along.
///
/// Told by the floor: at ray distances the downward view is a plane, and so it is when distances perpendicular to the
/// faces of a cube are turned into ray distances; whichever reading shows more of a plane is right.
public enum DepthKind: String, Sendable, Hashable {
  /// Along each pixel's ray, as this program writes it.
  case rayDistance = "ray distance"
  /// Along the axis of the cube face that the pixel belongs to, as renderers of cube maps write it.
  case cubeFaceDepth = "z-depth of cube faces"
  /// There is no floor to tell by, or both readings fit alike.
  case undecided = "undecided (no floor to tell by)"

  /// The advantage in inlier fraction that decides.
  private static let margin = 0.1

  /// Looks at the floor of a map.
  public init(of depth: DepthMap) {
    let asRay = (try? FloorFit.fit(depth))?.inlierFraction ?? 0
    let asFace = (try? FloorFit.fit(Self.rayDistances(ofFaceDepths: depth)))?.inlierFraction ?? 0
    if asRay > asFace + Self.margin {
      self = .rayDistance
    } else if asFace > asRay + Self.margin {
      self = .cubeFaceDepth
    } else {
      self = .undecided
    }
  }

  /// The map read as depths of cube faces: every value times the length of its ray at unit depth, sqrt(1 + a^2 + b^2).
  static func rayDistances(ofFaceDepths depth: DepthMap) -> DepthMap {
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    var values = depth.values
    for row in 0..<depth.height {
      for column in 0..<depth.width {
        let direction = grid.direction(column: Double(column), row: Double(row))
        let along = max(abs(direction.x), abs(direction.y), abs(direction.z))
        values[row * depth.width + column] *= Float(1 / along)
      }
    }
    return DepthMap(width: depth.width, height: depth.height, values: values)
  }
}
