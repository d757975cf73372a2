// SPDX-License-Identifier: Apache-2.0

public import RotundaSphere

/// A box-shaped room around the camera, whose ray distances and normals are known in closed form.
public struct BoxRoom: Sendable {
  /// Where its walls lie: the two on -x and +x, floor and ceiling, and the two on -z and +z.
  public let lower: SIMD3<Double>
  /// The walls on the positive sides.
  public let upper: SIMD3<Double>

  /// A room of 4 m by 2.7 m by 4.3 m, the camera 1.6 m above its floor.
  public static let example = BoxRoom(lower: SIMD3(-1.7, -1.6, -2.4), upper: SIMD3(2.3, 1.1, 1.9))

  /// A room whose walls lie at these coordinates, which have the camera's origin between them.
  public init(lower: SIMD3<Double>, upper: SIMD3<Double>) {
    self.lower = lower
    self.upper = upper
  }

  /// Distance along a unit direction, and which of the six walls it meets: 0 to 5 for -x +x -y +y -z +z.
  public func hit(_ direction: SIMD3<Double>) -> (distance: Double, wall: Int) {
    var best = (distance: Double.infinity, wall: 0)
    for axis in 0..<3 where direction[axis] != 0 {
      let distance = (direction[axis] > 0 ? upper : lower)[axis] / direction[axis]
      if distance < best.distance { best = (distance, 2 * axis + (direction[axis] > 0 ? 1 : 0)) }
    }
    return best
  }

  /// The wall's unit normal, into the room.
  public func normal(ofWall wall: Int) -> SIMD3<Double> {
    var normal = SIMD3<Double>.zero
    normal[wall / 2] = wall % 2 == 0 ? 1 : -1
    return normal
  }

  /// Ray distances of a grid.
  public func depth(_ grid: EquirectangularGrid) -> [Float] {
    hits(grid).map { Float($0.distance) }
  }

  /// The walls that a grid's pixels see.
  public func walls(_ grid: EquirectangularGrid) -> [Int] {
    hits(grid).map(\.wall)
  }

  private func hits(_ grid: EquirectangularGrid) -> [(distance: Double, wall: Int)] {
    (0..<grid.height * grid.width).map { index in
      hit(grid.direction(column: Double(index % grid.width), row: Double(index / grid.width)))
    }
  }
}
