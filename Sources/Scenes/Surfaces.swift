// SPDX-License-Identifier: Apache-2.0

/// What eight hits look like before any light falls on them.
struct SurfacePacket {
  let points: VectorLanes
  let normals: VectorLanes
  let colour: VectorLanes
  let emission: Lanes
  let gloss: Lanes
  /// Corners of the cell each point is in; corners of a room are darker.
  let low: VectorLanes
  let high: VectorLanes
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
    let points = rays.points(at: hits.distance)
    let looks = (
      look(hits, rays, points, 0, pixelAngle), look(hits, rays, points, 1, pixelAngle),
      look(hits, rays, points, 2, pixelAngle), look(hits, rays, points, 3, pixelAngle),
      look(hits, rays, points, 4, pixelAngle), look(hits, rays, points, 5, pixelAngle),
      look(hits, rays, points, 6, pixelAngle), look(hits, rays, points, 7, pixelAngle)
    )
    return SurfacePacket(
      points: points, normals: vectors(looks) { $0.normal }, colour: vectors(looks) { $0.colour },
      emission: numbers(looks) { $0.emission }, gloss: numbers(looks) { $0.gloss }, low: vectors(looks) { $0.low },
      high: vectors(looks) { $0.high })
  }

  private struct Appearance {
    var normal = SIMD3<Float>.zero
    var colour = SIMD3<Float>.zero
    var emission: Float = 0
    var gloss: Float = 0
    var low = SIMD3<Float>.zero
    var high = SIMD3<Float>.zero
  }

  private typealias EightLooks = (
    Appearance, Appearance, Appearance, Appearance, Appearance, Appearance, Appearance, Appearance
  )

  @inline(__always)
  private func numbers(_ looks: EightLooks, _ part: (Appearance) -> Float) -> Lanes {
    Lanes(
      part(looks.0), part(looks.1), part(looks.2), part(looks.3), part(looks.4), part(looks.5), part(looks.6),
      part(looks.7))
  }

  @inline(__always)
  private func vectors(_ looks: EightLooks, _ part: (Appearance) -> SIMD3<Float>) -> VectorLanes {
    VectorLanes(numbers(looks) { part($0).x }, numbers(looks) { part($0).y }, numbers(looks) { part($0).z })
  }

  private func look(
    _ hits: HitPacket, _ rays: RayPacket, _ points: VectorLanes, _ lane: Int, _ pixelAngle: Float
  ) -> Appearance {
    let part = Int(hits.part[lane])
    guard part >= 0 else { return Appearance() }
    let (point, face, isCell) = (points[lane], Int(hits.face[lane]), part < scene.cells.count)
    let surface = isCell ? inside(scene.cells[part], face, point) : outside(part - scene.cells.count, face, point)
    let material = scene.materials[surface.material]
    let facing = max(0.15, abs(dot(surface.normal, rays.direction[lane])))
    let home = isCell ? part : homes[part - scene.cells.count]
    return Appearance(
      normal: surface.normal,
      colour: material.colour(
        u: surface.u, v: surface.v, height: point.y, footprint: hits.distance[lane] * pixelAngle / facing,
        instance: isCell ? 0 : UInt32(part)),
      emission: material.emission, gloss: material.gloss, low: lows[home], high: highs[home])
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
