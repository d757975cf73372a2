// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere

/// A room from above: its outline where the walls stand, its area, how high it is.
///
/// Metres in level world axes, x to the right and z towards the viewer of a plan whose upper border is where the photo's
/// centre looks. The camera is at the origin. What furniture hides of a wall is taken from the wall above it.
public struct FloorPlan: Sendable, Hashable {
  /// Corners as (x, z), counterclockwise on the plan; the last joins the first.
  public let outline: [SIMD2<Double>]
  /// Height of the floor, below 0.
  public let floor: Double
  /// Height of the ceiling, above 0; nil where none was found.
  public let ceiling: Double?

  /// Square metres inside the outline.
  public var area: Double { abs(Self.signedArea(outline)) }

  /// The plan of a room; nil where there is no level floor, or no walls around the camera.
  public init?(_ room: CapturedRoom) {
    let depth = Self.level(room)
    guard let floor = try? FloorFit.fit(depth) else { return nil }
    self.floor = -floor.cameraHeight
    ceiling = (try? FloorFit.fit(depth.upsideDown)).map(\.cameraHeight)
    guard let profile = WallProfile(depth, floor: self.floor, ceiling: ceiling) else { return nil }
    outline = WallOutline(profile, error: room.error.relative ?? 0).corners
    guard outline.count >= 3, outline.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
  }

  /// Finer than this a plan does not become more exact.
  private static let largestWidth = 1024

  private static func level(_ room: CapturedRoom) -> DepthMap {
    let grid = EquirectangularGrid(width: room.depth.width, height: room.depth.height)
    let width = min(largestWidth, room.depth.width)
    let target = EquirectangularGrid(width: width, height: width / 2)
    let small = grid.depthResampled(room.depth.values, to: target)
    let level = room.pose == .identity ? small : target.rotated(depth: small, by: room.pose.inverse)
    return DepthMap(width: target.width, height: target.height, values: level)
  }

  /// Positive where the corners run from x to z: clockwise on the plan, whose z grows downwards.
  static func signedArea(_ corners: [SIMD2<Double>]) -> Double {
    var twice = 0.0
    for (index, corner) in corners.enumerated() {
      let next = corners[(index + 1) % corners.count]
      twice += corner.x * next.y - next.x * corner.y
    }
    return twice / 2
  }
}

extension DepthMap {
  /// The map of a camera that hangs upside down: what was the ceiling is the floor.
  fileprivate var upsideDown: DepthMap {
    let rows = (0..<height).reversed().map { values[$0 * width..<($0 + 1) * width] }
    return DepthMap(width: width, height: height, values: Array(rows.joined()))
  }
}
