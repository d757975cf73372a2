// SPDX-License-Identifier: Apache-2.0

public import RotundaSphere

/// A box-shaped room with boxes in it, whose distances are known in closed form.
public struct FurnishedRoom: Sendable {
  private let room: BoxRoom
  private let furniture: [BoxRoom]

  /// A wardrobe, a table, a cupboard that ends on a diagonal of the plan and a lamp under the ceiling.
  public static let example = FurnishedRoom(
    room: .example,
    furniture: [
      BoxRoom(lower: SIMD3(-1.7, -1.6, -2.4), upper: SIMD3(-1.1, 0.6, -1.2)),
      BoxRoom(lower: SIMD3(0.7, -0.9, -1.1), upper: SIMD3(1.6, -0.8, 0.4)),
      BoxRoom(lower: SIMD3(-0.4, -1.6, 1.3), upper: SIMD3(1.2, -0.3, 1.9)),
      BoxRoom(lower: SIMD3(-0.5, 0.8, -0.7), upper: SIMD3(-0.2, 1.0, -0.3)),
    ])

  private init(room: BoxRoom, furniture: [BoxRoom]) {
    (self.room, self.furniture) = (room, furniture)
  }

  /// Where a ray from the origin meets something, in lengths of `direction`, and the number of the face that it meets.
  public func hit(_ direction: SIMD3<Double>) -> (distance: Double, surface: Int) {
    let wall = room.hit(direction)
    var best = (distance: wall.distance, surface: wall.wall)
    for (number, box) in furniture.enumerated() {
      guard let entry = box.entry(direction), entry.distance < best.distance else { continue }
      best = (entry.distance, 6 * (number + 1) + entry.wall)
    }
    return best
  }

  /// Ray distances of a grid.
  public func depth(_ grid: EquirectangularGrid) -> [Float] { hits(grid).map { Float($0.distance) } }

  /// Whether all pixels at most `radius` rows and columns away show the same face of the same box.
  public func isOffEdges(_ grid: EquirectangularGrid, radius: Int) -> [Bool] {
    let surfaces = hits(grid).map(\.surface)
    return surfaces.indices.map { pixel in
      (-radius...radius).allSatisfy { down in
        (-radius...radius).allSatisfy { across in
          surfaces[grid.pixelIndex(column: pixel % grid.width + across, row: pixel / grid.width + down)]
            == surfaces[pixel]
        }
      }
    }
  }

  private func hits(_ grid: EquirectangularGrid) -> [(distance: Double, surface: Int)] {
    (0..<grid.height * grid.width).map { index in
      hit(grid.direction(column: Double(index % grid.width), row: Double(index / grid.width)))
    }
  }
}

extension BoxRoom {
  /// Where a ray from the origin, outside the box, enters it, and through which face; nil where it misses.
  fileprivate func entry(_ direction: SIMD3<Double>) -> (distance: Double, wall: Int)? {
    var (near, far) = (-Double.infinity, Double.infinity)
    var wall = 0
    for axis in 0..<3 {
      guard direction[axis] != 0 else {
        if lower[axis] > 0 || upper[axis] < 0 { return nil }
        continue
      }
      let (a, b) = (lower[axis] / direction[axis], upper[axis] / direction[axis])
      if min(a, b) > near { (near, wall) = (min(a, b), 2 * axis + (a < b ? 0 : 1)) }
      far = min(far, max(a, b))
    }
    return near > 0 && near < far ? (near, wall) : nil
  }
}
