// SPDX-License-Identifier: Apache-2.0

import CRotundaEmbree
import RotundaSolids

/// A half-line.
struct Ray {
  var origin: SIMD3<Float>
  /// Unit vector.
  var direction: SIMD3<Float>
}

/// What a ray met.
struct Hit {
  /// What lies at the hit.
  enum Target {
    /// Index of a facet, and the weights of its second and third corner.
    case triangle(Int, u: Float, v: Float)
    /// Index of a ball.
    case ball(Int)
  }

  var distance: Float
  /// Unit normal of the geometry, to either side.
  var normal: SIMD3<Float>
  var target: Target
}

/// Asks a prepared scene's trees what rays meet.
///
/// A plain value of addresses: it must not outlive the scene.
///
/// Indices into the buffers come from Embree's answers and from triangles that were checked when the scene was
/// prepared, so they stay within bounds.
struct Tracer: @unchecked Sendable {
  let solids: OpaquePointer
  let panes: OpaquePointer?
  let facets: UnsafeBufferPointer<Facet>
  let triangles: UnsafeBufferPointer<SIMD4<UInt32>>
  let balls: UnsafeBufferPointer<Ball>
  let positions: UnsafeBufferPointer<SIMD3<Float>>
  let normals: UnsafeBufferPointer<SIMD3<Float>>
  let colours: UnsafeBufferPointer<SIMD3<Float>>
  let materials: UnsafeBufferPointer<Material>
  let textures: UnsafeBufferPointer<Texture>
  let lamps: UnsafeBufferPointer<Lamp>
  let sky: UnsafeBufferPointer<Sky>
  let skyTable: SkyTable
  /// One a material, for surfaces that only other surfaces see.
  let meanColours: UnsafeBufferPointer<SIMD3<Float>>
  let solidTriangles: Int
  let solidBalls: Int
  /// Where rays are written down, for benchmarks.
  var log: RayLog?

  /// The nearest surface; glass counts only where `meetsGlass`.
  func nearest(_ ray: Ray, meetsGlass: Bool) -> Hit? {
    log?.note(ray, reach: .infinity, meetsGlass ? .seeing : .gathering)
    return hit(asked(ray, meetsGlass: meetsGlass))
  }

  /// The nearest surfaces, glass included, of `count` rays that lie close together: at most eight.
  @inline(__always)
  func nearest(_ count: Int, _ ray: (_ index: Int) -> Ray, _ found: (_ index: Int, _ ray: Ray, _ hit: Hit?) -> Void) {
    withUnsafeTemporaryAllocation(of: RTCRayHit.self, capacity: Tracer.packet) { queries in
      for index in 0..<count {
        let ray = ray(index)
        log?.note(ray, reach: .infinity, .seeing)
        queries.initializeElement(at: index, to: Tracer.query(ray))
      }
      guard let first = queries.baseAddress else { return }
      // `count` queries lie there.
      rotunda_intersect8(solids, panes, first, Int32(count))
      for index in 0..<count {
        let ray = queries[index].ray
        found(
          index,
          Ray(
            origin: SIMD3(ray.org_x, ray.org_y, ray.org_z), direction: SIMD3(ray.dir_x, ray.dir_y, ray.dir_z)),
          hit(queries[index]))
      }
    }
  }

  /// Rays that are traced at once at most.
  static let packet = 8

  /// Embree's answer.
  @inline(__always)
  func asked(_ ray: Ray, meetsGlass: Bool) -> RTCRayHit {
    var query = Tracer.query(ray)
    rotunda_intersect(solids, &query, false)
    if meetsGlass, let panes { rotunda_intersect(panes, &query, false) }
    return query
  }

  /// Whether something solid lies on a ray before `reach`.
  func isBlocked(_ ray: Ray, before reach: Float) -> Bool {
    log?.note(ray, reach: reach, .shadow)
    var query = Tracer.query(ray, reach: reach)
    return rotunda_occluded(solids, &query)
  }

  @inline(__always)
  private static func query(_ ray: Ray) -> RTCRayHit {
    var query = RTCRayHit()
    query.ray = Tracer.query(ray, reach: .infinity)
    query.hit.geomID = RayScene.Number.nothing
    return query
  }

  private static func query(_ ray: Ray, reach: Float) -> RTCRay {
    RTCRay(
      org_x: ray.origin.x, org_y: ray.origin.y, org_z: ray.origin.z, tnear: 0, dir_x: ray.direction.x,
      dir_y: ray.direction.y, dir_z: ray.direction.z, time: 0, tfar: reach, mask: .max, id: 0, flags: 0)
  }

  private func hit(_ query: RTCRayHit) -> Hit? {
    let number = query.hit.geomID
    guard number != RayScene.Number.nothing else { return nil }
    let index = Int(query.hit.primID)
    let normal = normalised(SIMD3(query.hit.Ng_x, query.hit.Ng_y, query.hit.Ng_z))
    let isGlass = number & RayScene.Number.glass != 0
    if number & RayScene.Number.balls != 0 {
      return Hit(
        distance: query.ray.tfar, normal: normal, target: .ball(isGlass ? index + solidBalls : index))
    }
    return Hit(
      distance: query.ray.tfar, normal: normal,
      target: .triangle(isGlass ? index + solidTriangles : index, u: query.hit.u, v: query.hit.v))
  }
}
