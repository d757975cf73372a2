// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Cuts polygons into triangles.
enum Polygon {
  /// More corners than this are cut as a fan, since clipping ears takes cubic time at worst.
  private static let longestClipped = 256

  /// Triples of indices into the corners, in the polygon's own sense of rotation.
  ///
  /// Convex polygons give a fan from their first corner; others are cut ear by ear (Meisters 1975).
  static func triangles(_ corners: [SIMD3<Float>]) -> [SIMD3<Int>] {
    guard corners.count >= 3 else { return [] }
    let flat = flattened(corners)
    if corners.count > longestClipped || isConvex(flat) { return fan(Array(corners.indices)) }
    return clipped(flat)
  }

  private static func fan(_ ring: [Int]) -> [SIMD3<Int>] {
    (1..<max(ring.count - 1, 1)).map { SIMD3(ring[0], ring[$0], ring[$0 + 1]) }
  }

  /// The polygon seen along the normal of its plane (Newell), so that it runs anticlockwise.
  private static func flattened(_ corners: [SIMD3<Float>]) -> [SIMD2<Float>] {
    var normal = SIMD3<Float>.zero
    for index in 1..<max(corners.count - 1, 1) {
      normal += cross(corners[index] - corners[0], corners[index + 1] - corners[0])
    }
    normal = normalised(normal)
    let side = abs(normal.x) > 0.7 ? SIMD3<Float>(0, 1, 0) : SIMD3<Float>(1, 0, 0)
    let right = normalised(cross(side, normal))
    let up = cross(normal, right)
    return corners.map { SIMD2(dot($0 - corners[0], right), dot($0 - corners[0], up)) }
  }

  /// Twice the signed area of a triangle.
  private static func turn(_ a: SIMD2<Float>, _ b: SIMD2<Float>, _ c: SIMD2<Float>) -> Float {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }

  private static func isConvex(_ flat: [SIMD2<Float>]) -> Bool {
    flat.indices.allSatisfy { index in
      turn(flat[index], flat[(index + 1) % flat.count], flat[(index + 2) % flat.count]) >= 0
    }
  }

  private static func clipped(_ flat: [SIMD2<Float>]) -> [SIMD3<Int>] {
    var ring = Array(flat.indices)
    var triangles: [SIMD3<Int>] = []
    while ring.count > 3 {
      let ear = ring.indices.first { index in
        let ear = corners(ring, index)
        guard turn(flat[ear.x], flat[ear.y], flat[ear.z]) > 0 else { return false }
        return !ring.contains { corner in
          corner != ear.x && corner != ear.y && corner != ear.z
            && turn(flat[ear.x], flat[ear.y], flat[corner]) >= 0 && turn(flat[ear.y], flat[ear.z], flat[corner]) >= 0
            && turn(flat[ear.z], flat[ear.x], flat[corner]) >= 0
        }
      }
      // A polygon that crosses itself may have no ear.
      guard let ear else { return triangles + fan(ring) }
      triangles.append(corners(ring, ear))
      ring.remove(at: ear)
    }
    return triangles + fan(ring)
  }

  private static func corners(_ ring: [Int], _ index: Int) -> SIMD3<Int> {
    SIMD3(ring[(index + ring.count - 1) % ring.count], ring[index], ring[(index + 1) % ring.count])
  }
}
