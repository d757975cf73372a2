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
      if !isAny(moved) { break }
    }
    return hit
  }

  private func spans(_ rays: RayPacket, _ scratch: inout TracerScratch) {
    scratch.entries.removeAll(keepingCapacity: true)
    scratch.exits.removeAll(keepingCapacity: true)
    scratch.exitFaces.removeAll(keepingCapacity: true)
    let inverse = VectorLanes(
      reciprocal(rays.direction.x), reciprocal(rays.direction.y), reciprocal(rays.direction.z))
    let xFace = face(0, rays.direction.x, entering: false)
    let yFace = face(1, rays.direction.y, entering: false)
    let zFace = face(2, rays.direction.z, entering: false)
    for index in scratch.cells {
      let cell = scene.cells[Int(index)]
      let low = VectorLanes(cell.minimum) - rays.origin
      let high = VectorLanes(cell.maximum) - rays.origin
      let x = Slab(low.x * inverse.x, high.x * inverse.x)
      let y = Slab(low.y * inverse.y, high.y * inverse.y)
      let z = Slab(low.z * inverse.z, high.z * inverse.z)
      var entry = larger(larger(x.near, y.near), z.near)
      let upright = smaller(x.far, z.far)
      var exit = smaller(upright, y.far)
      var face = xFace.replacing(with: zFace, where: z.far .< x.far)
      face.replace(with: yFace, where: y.far .< upright)
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
      let solid = records[Int(index)]
      let distance = crossing(rays, solid)
      let closer = distance .< hit.distance
      guard isAny(closer) else { continue }
      hit.distance.replace(with: distance, where: closer)
      hit.part.replace(with: LaneIndices(repeating: firstPart + index), where: closer)
      hit.face.replace(with: entryFace(rays, solid), where: closer)
    }
  }

  /// Which rays meet one of the solids nearer than `limit`.
  func areBlocked(_ rays: RayPacket, by solids: [Int32], before limit: Lanes) -> LaneMask {
    var blocked = LaneMask(repeating: false)
    for index in solids {
      blocked = blocked .| (crossing(rays, records[Int(index)]) .< limit)
      if isEvery(blocked) { break }
    }
    return blocked
  }

  @inline(__always)
  private func crossing(_ rays: RayPacket, _ solid: Record) -> Lanes {
    let offset = rays.origin - VectorLanes(solid.centre)
    switch solid.shape {
    case .box: return boxCrossing(offset, rays.direction, solid)
    case .cylinder: return cylinderCrossing(offset, rays.direction, solid)
    case .sphere: return sphereCrossing(offset, rays.direction, solid)
    }
  }

  @inline(__always)
  private func boxCrossing(_ offset: VectorLanes, _ direction: VectorLanes, _ box: Record) -> Lanes {
    let (x, y, z) = slabs(offset, direction, box)
    let near = larger(larger(x.near, z.near), y.near)
    let far = smaller(smaller(x.far, z.far), y.far)
    let met = (near .< far) .& (near .> 1e-4)
    return Lanes(repeating: .greatestFiniteMagnitude).replacing(with: near, where: met)
  }

  @inline(__always)
  private func slabs(_ offset: VectorLanes, _ direction: VectorLanes, _ box: Record) -> (x: Slab, y: Slab, z: Slab) {
    let ox = offset.x * box.cosine - offset.z * box.sine
    let oz = offset.x * box.sine + offset.z * box.cosine
    let ix = reciprocal(direction.x * box.cosine - direction.z * box.sine)
    let iz = reciprocal(direction.x * box.sine + direction.z * box.cosine)
    let iy = reciprocal(direction.y)
    return (
      Slab((-box.half.x - ox) * ix, (box.half.x - ox) * ix),
      Slab((-box.half.y - offset.y) * iy, (box.half.y - offset.y) * iy),
      Slab((-box.half.z - oz) * iz, (box.half.z - oz) * iz)
    )
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
  private func cylinderCrossing(_ offset: VectorLanes, _ direction: VectorLanes, _ cylinder: Record) -> Lanes {
    let (side, ends) = (tube(offset, direction, cylinder), caps(offset, direction, cylinder))
    let near = larger(side.near, ends.near)
    let met = (near .< smaller(side.far, ends.far)) .& (near .> 1e-4)
    return Lanes(repeating: .greatestFiniteMagnitude).replacing(with: near, where: met)
  }

  /// The stretch within an endless upright tube; empty where it is missed.
  @inline(__always)
  private func tube(_ offset: VectorLanes, _ direction: VectorLanes, _ cylinder: Record) -> (near: Lanes, far: Lanes) {
    let speed = larger(direction.x * direction.x + direction.z * direction.z, Lanes(repeating: 1e-12))
    let along = (offset.x * direction.x + offset.z * direction.z) / speed
    let (ax, az) = (offset.x - direction.x * along, offset.z - direction.z * along)
    let rest = (cylinder.half.x * cylinder.half.x - (ax * ax + az * az)) / speed
    let reach = roots(rest)
    let near = (-along - reach).replacing(with: Lanes(repeating: .greatestFiniteMagnitude), where: rest .<= 0)
    return (near, reach - along)
  }

  @inline(__always)
  private func caps(_ offset: VectorLanes, _ direction: VectorLanes, _ cylinder: Record) -> Slab {
    let iy = reciprocal(direction.y)
    return Slab((-cylinder.half.y - offset.y) * iy, (cylinder.half.y - offset.y) * iy)
  }

  /// By which face rays that meet a solid enter it.
  private func entryFace(_ rays: RayPacket, _ solid: Record) -> LaneIndices {
    let offset = rays.origin - VectorLanes(solid.centre)
    let direction = rays.direction
    let yFace = face(1, direction.y, entering: true)
    switch solid.shape {
    case .sphere: return LaneIndices(repeating: 0)
    case .cylinder:
      let (side, ends) = (tube(offset, direction, solid), caps(offset, direction, solid))
      return LaneIndices(repeating: 0).replacing(with: yFace, where: ends.near .> side.near)
    case .box:
      let (x, y, z) = slabs(offset, direction, solid)
      var entered = face(0, direction.x * solid.cosine - direction.z * solid.sine, entering: true)
      let zFace = face(2, direction.x * solid.sine + direction.z * solid.cosine, entering: true)
      entered.replace(with: zFace, where: z.near .> x.near)
      return entered.replacing(with: yFace, where: y.near .> larger(x.near, z.near))
    }
  }
}

/// The stretch of eight rays between two parallel faces.
private struct Slab {
  let near: Lanes
  let far: Lanes

  /// From the distances to the two faces.
  @inline(__always)
  init(_ low: Lanes, _ high: Lanes) {
    let ascending = low .< high
    near = high.replacing(with: low, where: ascending)
    far = low.replacing(with: high, where: ascending)
  }
}

/// The face met on an axis by rays with a component along it: of those they enter by, or of those they leave by.
@inline(__always)
private func face(_ axis: Int32, _ direction: Lanes, entering: Bool) -> LaneIndices {
  let low = LaneIndices(repeating: axis * 2)
  let high = LaneIndices(repeating: axis * 2 + 1)
  return entering
    ? low.replacing(with: high, where: direction .< 0) : high.replacing(with: low, where: direction .< 0)
}
