// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// An empty room as its architect hands it to the furnisher: floor, walls, what is taken; metres, y up, floor at 0.
struct RoomShell: Sendable, Hashable {
  /// An upright rectangle of floor, along the axes: x and z.
  struct Rectangle: Sendable, Hashable {
    var low: SIMD2<Float>
    var high: SIMD2<Float>

    var size: SIMD2<Float> { high - low }
    func contains(_ point: SIMD2<Float>) -> Bool { all(point .>= low) && all(point .<= high) }
    func overlaps(_ other: Rectangle) -> Bool { all(low .< other.high) && all(other.low .< high) }
  }

  /// A straight stretch of wall as seen from inside the room.
  struct Wall: Sendable, Hashable {
    /// What interrupts a wall.
    struct Opening: Sendable, Hashable {
      enum Kind: Sendable, Hashable { case door, passage, window, niche }
      var kind: Kind
      /// Metres along the wall from its start.
      var from: Float
      var to: Float
      /// Heights above the floor.
      var bottom: Float
      var top: Float
    }

    /// Ends on the floor plan; whoever walks from start to end has the room on the left.
    var start: SIMD2<Float>
    var end: SIMD2<Float>
    /// Height of the wall, where it is lowest.
    var height: Float
    var openings: [Opening] = []

    var length: Float { RotundaSolids.length(end - start) }
    /// Unit vector from start to end.
    var along: SIMD2<Float> { (end - start) / max(length, 1e-6) }
    /// Unit vector into the room.
    var inward: SIMD2<Float> { SIMD2(along.y, -along.x) }
    /// Yaw of a piece whose back is to this wall: its +z looks along `inward`.
    var yaw: Float { arcTangent(inward.x, inward.y) }
  }

  var kind: RoomKind
  /// Rectangles whose union is the floor; they do not overlap.
  var floor: [Rectangle]
  var walls: [Wall]
  /// Lowest ceiling over the floor.
  var height: Float
  /// Floor that must stay free: swings of doors, ways through, stairs, pillars.
  var reserved: [Rectangle] = []

  var area: Float { floor.reduce(0) { $0 + $1.size.x * $1.size.y } }
}

/// What a room is for.
public enum RoomKind: String, Sendable, CaseIterable {
  /// One for each way that rooms are furnished.
  case living, bedroom, kitchen, dining, bathroom, study, corridor, office, meeting, hall, workshop, studio, storage
}
