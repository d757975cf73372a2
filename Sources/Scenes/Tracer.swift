// SPDX-License-Identifier: Apache-2.0

/// Memory that tracing reuses from packet to packet.
struct TracerScratch {
  /// Solids to try.
  var solids: [Int32] = []
  /// Solids to try for shadows and contact.
  var blockers: [Int32] = []
  /// Cells to try.
  var cells: [Int32] = []
  fileprivate var entries: [Lanes] = []
  fileprivate var exits: [Lanes] = []
  fileprivate var exitFaces: [LaneIndices] = []
}

/// Meets rays with a scene, eight at a time, in closed form.
struct Tracer {
  /// A solid in the form the inner loop wants.
  struct Record {
    let shape: Solid.Shape
    let centre: SIMD3<Float>
    let half: SIMD3<Float>
    let cosine: Float
    let sine: Float
  }

  let scene: Scene
  let records: [Record]
  let solidBalls: BoundingBalls
  let cellBalls: BoundingBalls

  init(_ scene: Scene) {
    self.scene = scene
    records = scene.solids.map {
      Record(
        shape: $0.shape, centre: $0.centre, half: $0.half,
        cosine: RotundaScenes.cosine($0.yaw), sine: RotundaScenes.sine($0.yaw))
    }
    solidBalls = BoundingBalls(scene.solids.map { ($0.centre, $0.reach * 1.0001) })
    cellBalls = BoundingBalls(
      scene.cells.map { (($0.minimum + $0.maximum) / 2, length(($0.maximum - $0.minimum) / 2) * 1.001) })
  }

  // MARK: - Free space

  /// How far rays go before they leave the union of cells, which their origins are in.
  func leave(_ rays: RayPacket, _ scratch: inout TracerScratch) -> HitPacket {
    spans(rays, &scratch)
    var hit = HitPacket()
    hit.distance = Lanes(repeating: 0)
    for _ in 0..<scratch.cells.count {
      var moved = LaneMask(repeating: false)
      for (slot, cell) in scratch.cells.enumerated() {
        // A gap of a tenth of a millimetre between cells that touch is rounding, not a wall.
        let further = (scratch.entries[slot] .<= hit.distance + 1e-4) .& (scratch.exits[slot] .> hit.distance + 1e-4)
        hit.distance.replace(with: scratch.exits[slot], where: further)
        hit.part.replace(with: LaneIndices(repeating: cell), where: further)
        hit.face.replace(with: scratch.exitFaces[slot], where: further)
        moved = moved .| further
      }
      if !any(moved) { break }
    }
    return hit
  }

  private func spans(_ rays: RayPacket, _ scratch: inout TracerScratch) {
    scratch.entries.removeAll(keepingCapacity: true)
    scratch.exits.removeAll(keepingCapacity: true)
    scratch.exitFaces.removeAll(keepingCapacity: true)
    let inverse = VectorLanes(
      reciprocal(rays.direction.x), reciprocal(rays.direction.y), reciprocal(rays.direction.z))
    for index in scratch.cells {
      let cell = scene.cells[Int(index)]
      let low = VectorLanes(cell.minimum) - rays.origin
      let high = VectorLanes(cell.maximum) - rays.origin
      let x = Slab(low.x * inverse.x, high.x * inverse.x, face: 0)
      let y = Slab(low.y * inverse.y, high.y * inverse.y, face: 2)
      let z = Slab(low.z * inverse.z, high.z * inverse.z, face: 4)
      var entry = larger(larger(x.near, y.near), z.near)
      var (exit, face) = (x.far, x.farFace)
      face.replace(with: y.farFace, where: y.far .< exit)
      exit = smaller(exit, y.far)
      face.replace(with: z.farFace, where: z.far .< exit)
      exit = smaller(exit, z.far)
      for (number, plane) in cell.planes.enumerated() {
        let normal = VectorLanes(SIMD3(plane.x, plane.y, plane.z))
        let speed = normal.dot(rays.direction)
        let crossing = (plane.w - normal.dot(rays.origin)) * reciprocal(speed)
        let outwards = speed .> 0
        face.replace(with: LaneIndices(repeating: Int32(6 + number)), where: outwards .& (crossing .< exit))
        exit.replace(with: crossing, where: outwards .& (crossing .< exit))
        entry.replace(with: crossing, where: .!outwards .& (crossing .> entry))
      }
      exit.replace(with: Lanes(repeating: -1), where: exit .< entry)
      scratch.entries.append(entry)
      scratch.exits.append(exit)
      scratch.exitFaces.append(face)
    }
  }

  // MARK: - Solids

  /// Brings `hit` closer where a ray meets one of the solids listed in `scratch.solids` first.
  func meet(_ rays: RayPacket, _ solids: [Int32], _ hit: inout HitPacket) {
    let firstPart = Int32(scene.cells.count)
    for index in solids {
      let (distance, face) = crossing(rays, records[Int(index)])
      let closer = distance .< hit.distance
      hit.distance.replace(with: distance, where: closer)
      hit.part.replace(with: LaneIndices(repeating: firstPart + index), where: closer)
      hit.face.replace(with: face, where: closer)
    }
  }

  /// Which rays meet one of the solids nearer than `limit`.
  func areBlocked(_ rays: RayPacket, by solids: [Int32], before limit: Lanes) -> LaneMask {
    var blocked = LaneMask(repeating: false)
    for index in solids {
      blocked = blocked .| (crossing(rays, records[Int(index)]).distance .< limit)
      if all(blocked) { break }
    }
    return blocked
  }

  @inline(__always)
  private func crossing(_ rays: RayPacket, _ solid: Record) -> (distance: Lanes, face: LaneIndices) {
    let offset = rays.origin - VectorLanes(solid.centre)
    switch solid.shape {
    case .box: return boxCrossing(offset, rays.direction, solid)
    case .cylinder: return cylinderCrossing(offset, rays.direction, solid)
    case .sphere: return (sphereCrossing(offset, rays.direction, solid), LaneIndices(repeating: 0))
    }
  }

  @inline(__always)
  private func boxCrossing(
    _ offset: VectorLanes, _ direction: VectorLanes, _ box: Record
  ) -> (distance: Lanes, face: LaneIndices) {
    let ox = offset.x * box.cosine - offset.z * box.sine
    let oz = offset.x * box.sine + offset.z * box.cosine
    let ix = reciprocal(direction.x * box.cosine - direction.z * box.sine)
    let iz = reciprocal(direction.x * box.sine + direction.z * box.cosine)
    let iy = reciprocal(direction.y)
    let x = Slab((-box.half.x - ox) * ix, (box.half.x - ox) * ix, face: 0)
    let y = Slab((-box.half.y - offset.y) * iy, (box.half.y - offset.y) * iy, face: 2)
    let z = Slab((-box.half.z - oz) * iz, (box.half.z - oz) * iz, face: 4)
    var (near, face) = (x.near, x.nearFace)
    face.replace(with: y.nearFace, where: y.near .> near)
    near = larger(near, y.near)
    face.replace(with: z.nearFace, where: z.near .> near)
    near = larger(near, z.near)
    let far = smaller(smaller(x.far, y.far), z.far)
    let met = (near .< far) .& (near .> 1e-4)
    return (Lanes(repeating: .greatestFiniteMagnitude).replacing(with: near, where: met), face)
  }

  @inline(__always)
  private func sphereCrossing(_ offset: VectorLanes, _ direction: VectorLanes, _ ball: Record) -> Lanes {
    let along = offset.dot(direction)
    let aside = offset - direction * along
    let rest = ball.half.x * ball.half.x - aside.dot(aside)
    let near = -along - roots(rest)
    return Lanes(repeating: .greatestFiniteMagnitude).replacing(with: near, where: (rest .> 0) .& (near .> 1e-4))
  }

  @inline(__always)
  private func cylinderCrossing(
    _ offset: VectorLanes, _ direction: VectorLanes, _ cylinder: Record
  ) -> (distance: Lanes, face: LaneIndices) {
    let speed = larger(direction.x * direction.x + direction.z * direction.z, Lanes(repeating: 1e-12))
    let along = (offset.x * direction.x + offset.z * direction.z) / speed
    let (ax, az) = (offset.x - direction.x * along, offset.z - direction.z * along)
    let rest = (cylinder.half.x * cylinder.half.x - (ax * ax + az * az)) / speed
    let reach = roots(rest)
    let iy = reciprocal(direction.y)
    let ends = Slab((-cylinder.half.y - offset.y) * iy, (cylinder.half.y - offset.y) * iy, face: 2)
    let near = larger(-along - reach, ends.near)
    let far = smaller(reach - along, ends.far)
    let face = LaneIndices(repeating: 0).replacing(with: ends.nearFace, where: ends.near .> -along - reach)
    let met = (rest .> 0) .& (near .< far) .& (near .> 1e-4)
    return (Lanes(repeating: .greatestFiniteMagnitude).replacing(with: near, where: met), face)
  }
}

/// The stretch of eight rays between two parallel faces.
private struct Slab {
  let near: Lanes
  let far: Lanes
  let nearFace: LaneIndices
  let farFace: LaneIndices

  /// `low` and `high` are the distances to the faces `face` and `face + 1`.
  @inline(__always)
  init(_ low: Lanes, _ high: Lanes, face: Int32) {
    let ascending = low .< high
    near = high.replacing(with: low, where: ascending)
    far = low.replacing(with: high, where: ascending)
    let (lowFace, highFace) = (LaneIndices(repeating: face), LaneIndices(repeating: face + 1))
    nearFace = highFace.replacing(with: lowFace, where: ascending)
    farFace = lowFace.replacing(with: highFace, where: ascending)
  }
}
