// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A room while it is being furnished: what stands where, and what must stay free.
struct RoomPlan: Sendable {
  /// Space that no solid may enter, save those of the arrangement that it belongs to.
  private struct Zone: Sendable {
    var box: FloorBox
    var arrangement: Int?
    /// Windows are kept free of furniture, not of their own curtains.
    var isWindow = false
  }

  let shell: RoomShell
  private(set) var placed: [Furnisher.Placed] = []
  private(set) var triangles = 0
  private(set) var solids: [FloorBox] = []
  private var rugs: [FloorBox] = []
  private var zones: [Zone] = []
  private var walk: WalkGrid
  private var arrangements = 0

  /// The empty room.
  init(_ shell: RoomShell) {
    self.shell = shell
    walk = WalkGrid(shell)
    zones = shell.reserved.map { Zone(box: FloorBox($0, to: 2.05)) }
    for wall in shell.walls {
      for opening in wall.openings { zones += RoomPlan.zone(of: opening, in: wall).map { [$0] } ?? [] }
    }
  }

  private static func zone(of opening: RoomShell.Wall.Opening, in wall: RoomShell.Wall) -> Zone? {
    switch opening.kind {
    case .door, .passage:
      Zone(
        box: FloorBox(wall, from: opening.from - 0.05, to: opening.to + 0.05, depth: 0.8, low: 0, high: opening.top))
    case .window:
      // What is only a little higher than the sill may stand there.
      Zone(
        box: FloorBox(
          wall, from: opening.from, to: opening.to, depth: 0.4, low: opening.bottom + 0.12, high: opening.top),
        isWindow: true)
    case .niche: nil
    }
  }

  // MARK: - Placing

  /// How an arrangement is laid into the room.
  struct Rules: Sendable {
    /// Highest point allowed above the floor.
    var ceiling: Float
    /// Whether it may cover a window.
    var coversWindows = false
    /// Index of the piece that it stands on.
    var support: Int?
  }

  /// Puts an arrangement to a pose; members that are not essential are left out where they do not fit.
  ///
  /// Leaves everything as it was and returns false if an essential member collides, leaves the room, stands in a way, or
  /// if one could no longer walk from door to door.
  mutating func add(_ arrangement: Arrangement, at pose: Pose, _ rules: Rules) -> Bool {
    var trial = self
    trial.arrangements += 1
    for member in arrangement.members where member.isEssential {
      guard trial.add(member, at: pose.then(member.pose), rules) else { return false }
    }
    guard trial.walk.isConnected else { return false }
    for member in arrangement.members where !member.isEssential {
      var bolder = trial
      guard bolder.add(member, at: pose.then(member.pose), rules), bolder.walk.isConnected else { continue }
      trial = bolder
    }
    self = trial
    return true
  }

  private mutating func add(_ member: Arrangement.Member, at wanted: Pose, _ rules: Rules) -> Bool {
    var pose = wanted
    // The ends of slanting legs reach below the foot's middle: what stands on the floor stands on their edges.
    if pose.position.y == 0 { pose.position.y = max(0, -member.piece.extent.low.y) }
    let boxes = member.piece.solids.map { FloorBox($0, at: pose) }
    guard boxes.allSatisfy({ $0.high <= rules.ceiling && $0.isOver(shell.floor) }) else { return false }
    if member.isUnderfoot {
      guard !boxes.contains(where: { box in rugs.contains { $0.overlaps(box) } }) else { return false }
      rugs += boxes
    } else {
      guard boxes.allSatisfy({ isFree($0, rules) }), keepFree(before: member, at: pose) else { return false }
      solids += boxes
      for box in boxes { walk.block(box) }
    }
    let extent = member.piece.extent
    triangles += member.piece.model.mesh.triangles.count
    placed.append(
      Furnisher.Placed(
        family: member.family, model: member.piece.model, pose: pose, bounds: (extent.low, extent.high),
        solids: member.piece.solids, surfaces: member.piece.surfaces, support: rules.support,
        isUnderfoot: member.isUnderfoot))
    return true
  }

  private func isFree(_ box: FloorBox, _ rules: Rules) -> Bool {
    !solids.contains { $0.overlaps(box) }
      && !zones.contains { zone in
        !(zone.isWindow && rules.coversWindows) && zone.arrangement != arrangements && zone.box.overlaps(box)
      }
  }

  /// Claims the floor in front of a piece; false where something stands there already or a wall is.
  private mutating func keepFree(before member: Arrangement.Member, at pose: Pose) -> Bool {
    guard member.front > 0 else { return true }
    let extent = member.piece.extent
    let front = Solid(
      SIMD3(extent.low.x, 0.05, extent.high.z + 0.002), SIMD3(extent.high.x, 1.9, extent.high.z + member.front))
    let zone = FloorBox(front, at: pose)
    guard zone.isOver(shell.floor), !solids.contains(where: { $0.overlaps(zone) }) else { return false }
    zones.append(Zone(box: zone, arrangement: arrangements))
    return true
  }

  // MARK: - Walls

  /// Stretches of a wall that nothing covers between two heights, at least `shortest` metres long.
  ///
  /// Doors and passages interrupt it, windows and niches if they are within the heights, and what stands within half a
  /// metre of it.
  func freeStretches(of wall: RoomShell.Wall, from low: Float, to high: Float, shortest: Float) -> [ClosedRange<Float>]
  {
    var taken: [(from: Float, to: Float)] = wall.openings
      .filter { $0.bottom < high && $0.top > low }
      .map { ($0.from - 0.06, $0.to + 0.06) }
    for box in solids where box.low < high && box.high > low {
      let offset = box.centre - wall.start
      guard dot(offset, wall.inward) - box.reach(wall.inward) < 0.5, dot(offset, wall.inward) > -0.1 else { continue }
      let (middle, reach) = (dot(offset, wall.along), box.reach(wall.along))
      taken.append((middle - reach, middle + reach))
    }
    var stretches: [ClosedRange<Float>] = []
    var start: Float = 0
    for block in taken.sorted(by: { $0.from < $1.from }) {
      if block.from - start >= shortest { stretches.append(start...block.from) }
      start = max(start, block.to)
    }
    if wall.length - start >= shortest { stretches.append(start...wall.length) }
    return stretches
  }

  /// Metres from a point of a wall straight into the room to the wall opposite.
  func depth(from point: SIMD2<Float>, along direction: SIMD2<Float>) -> Float {
    var depth: Float = 0
    while depth < 30, shell.floor.contains(where: { $0.contains(point + direction * (depth + 0.05)) }) { depth += 0.05 }
    return depth
  }
}

extension Pose {
  /// The pose of what has a pose in the axes of this one.
  func then(_ inner: Pose) -> Pose { Pose(position: point(inner.position), yaw: yaw + inner.yaw) }

  /// The pose as in a mirror, left and right exchanged.
  var mirrored: Pose { Pose(position: SIMD3(-position.x, position.y, position.z), yaw: -yaw) }
}

extension Arrangement {
  /// The arrangement as in a mirror, left and right exchanged.
  var mirrored: Arrangement {
    Arrangement(
      members.map {
        var member = $0
        member.piece = $0.piece.mirrored
        member.pose = $0.pose.mirrored
        return member
      })
  }

  /// The box around its essential members, along its own axes.
  var extent: Solid {
    let boxes = members.filter(\.isEssential).flatMap { member in
      member.piece.solids.map { solid in
        let box = FloorBox(solid, at: member.pose)
        let reach = SIMD2(box.reach(SIMD2(1, 0)), box.reach(SIMD2(0, 1)))
        return Solid(
          SIMD3(box.centre.x - reach.x, box.low, box.centre.y - reach.y),
          SIMD3(box.centre.x + reach.x, box.high, box.centre.y + reach.y))
      }
    }
    return boxes.dropFirst().reduce(boxes.first ?? Solid(.zero, .zero)) {
      Solid(pointwiseMin($0.low, $1.low), pointwiseMax($0.high, $1.high))
    }
  }
}
