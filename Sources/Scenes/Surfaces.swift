// SPDX-License-Identifier: Apache-2.0

/// What eight hits look like before any light falls on them.
struct SurfacePacket {
  var points: VectorLanes
  var normals = VectorLanes(.zero)
  var colour = VectorLanes(.zero)
  var emission = Lanes.zero
  var gloss = Lanes.zero
  /// Corners of the cell each point is in; corners of a room are darker.
  var low = VectorLanes(.zero)
  var high = VectorLanes(.zero)

  init(points: VectorLanes) { self.points = points }
}

/// Looks up normals and materials of hits.
struct SurfaceReader {
  private let scene: Scene
  private let records: [Tracer.Record]
  /// The cell that each solid is in.
  private let homes: [Int]
  /// Corners of the cells, pushed out where a neighbour continues the room.
  private let lows: [SIMD3<Float>]
  private let highs: [SIMD3<Float>]

  init(_ tracer: Tracer) {
    let scene = tracer.scene
    self.scene = scene
    records = tracer.records
    homes = scene.solids.map { solid in scene.cells.firstIndex { $0.contains(solid.centre) } ?? 0 }
    var lows = scene.cells.map(\.minimum)
    var highs = scene.cells.map(\.maximum)
    for (index, cell) in scene.cells.enumerated() {
      let middle = (cell.minimum + cell.maximum) / 2
      for axis in 0..<3 {
        for isHigh in [false, true] {
          var beyond = middle
          beyond[axis] = isHigh ? cell.maximum[axis] + 0.01 : cell.minimum[axis] - 0.01
          guard scene.cells.indices.contains(where: { $0 != index && scene.cells[$0].contains(beyond) }) else {
            continue
          }
          if isHigh { highs[index][axis] += 10 } else { lows[index][axis] -= 10 }
        }
      }
    }
    self.lows = lows
    self.highs = highs
  }

  /// Normals, colours and gloss at hits of `rays`; `pixelAngle` sets how much detail is blended.
  func surfaces(_ hits: HitPacket, _ rays: RayPacket, pixelAngle: Float) -> SurfacePacket {
    var packet = SurfacePacket(points: rays.points(at: hits.distance))
    for lane in 0..<8 {
      let part = Int(hits.part[lane])
      guard part >= 0 else { continue }
      let point = packet.points[lane]
      let isCell = part < scene.cells.count
      let surface =
        isCell
        ? inside(scene.cells[part], Int(hits.face[lane]), point)
        : outside(part - scene.cells.count, Int(hits.face[lane]), point)
      let material = scene.materials[surface.material]
      let facing = max(0.15, abs(dot(surface.normal, rays.direction[lane])))
      packet.normals[lane] = surface.normal
      packet.colour[lane] = material.colour(
        u: surface.u, v: surface.v, height: point.y, footprint: hits.distance[lane] * pixelAngle / facing,
        instance: isCell ? 0 : UInt32(part))
      packet.emission[lane] = material.emission
      packet.gloss[lane] = material.gloss
      let home = isCell ? part : homes[part - scene.cells.count]
      packet.low[lane] = lows[home]
      packet.high[lane] = highs[home]
    }
    return packet
  }

  private struct Surface {
    let normal: SIMD3<Float>
    let u: Float
    let v: Float
    let material: Int
  }

  @inline(__always)
  private func inside(_ cell: Cell, _ face: Int, _ point: SIMD3<Float>) -> Surface {
    if face >= 6 {
      let plane = cell.planes[face - 6]
      let isUpright = abs(plane.y) < 0.3
      let along = point.x * plane.z - point.z * plane.x
      let slope = plane.x * point.x + plane.z * point.z
      return Surface(
        normal: SIMD3(-plane.x, -plane.y, -plane.z), u: along, v: isUpright ? point.y : slope + point.y,
        material: cell.faces[isUpright ? 0 : 3])
    }
    let axis = face / 2
    var normal = SIMD3<Float>.zero
    normal[axis] = face % 2 == 0 ? 1 : -1
    let material = cell.faces[face]
    let isCentred = scene.materials[material].pattern == .outdoors
    let place = isCentred ? point - (cell.minimum + cell.maximum) / 2 : point
    return Surface(
      normal: normal, u: axis == 0 ? place.z : place.x, v: axis == 1 ? place.z : place.y, material: material)
  }

  @inline(__always)
  private func outside(_ index: Int, _ face: Int, _ point: SIMD3<Float>) -> Surface {
    let record = records[index]
    let material = scene.solids[index].material
    let offset = point - record.centre
    switch record.shape {
    case .sphere:
      let normal = offset / max(record.half.x, 1e-6)
      return Surface(normal: normal, u: offset.x + offset.z, v: offset.y, material: material)
    case .cylinder where face == 0:
      let normal = SIMD3(offset.x, 0, offset.z) / max(record.half.x, 1e-6)
      let around = arcTangent(normal.x, normal.z) * record.half.x
      return Surface(normal: normal, u: around, v: offset.y, material: material)
    case .cylinder:
      return Surface(normal: SIMD3(0, face == 3 ? 1 : -1, 0), u: offset.x, v: offset.z, material: material)
    case .box:
      let local = SIMD3(
        record.cosine * offset.x - record.sine * offset.z, offset.y, record.sine * offset.x + record.cosine * offset.z)
      let sign: Float = face % 2 == 0 ? -1 : 1
      let normal =
        face / 2 == 0
        ? SIMD3(record.cosine, 0, -record.sine) * sign
        : (face / 2 == 1 ? SIMD3(0, sign, 0) : SIMD3(record.sine, 0, record.cosine) * sign)
      return Surface(
        normal: normal, u: face / 2 == 0 ? local.z : local.x, v: face / 2 == 1 ? local.z : local.y, material: material)
    }
  }
}
