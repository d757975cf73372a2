// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A sky's radiance in a small table, for light that comes in from it: cheap to ask, whatever the sky is made of.
///
/// The sphere is unfolded from an octahedron (Praun and Hoppe, "Spherical parametrization and remeshing", 2003), which
/// takes no more than a division to look up.
struct SkyTable: Sendable {
  private static let size = 128
  private let colours: Table<SIMD3<Float>>

  init(_ sky: Sky) {
    let size = SkyTable.size
    colours = Table(
      (0..<size * size).map { index in
        let (x, y) = (Float(index % size), Float(index / size))
        return sky.radiance(towards: SkyTable.direction((SIMD2(x, y) + 0.5) * (2 / Float(size)) - 1))
      })
  }

  /// Radiance from a direction, a unit vector towards it.
  @inline(__always)
  func radiance(towards direction: SIMD3<Float>) -> SIMD3<Float> {
    let place = (SkyTable.place(direction) + 1) * (Float(SkyTable.size) / 2)
    let limit = SkyTable.size - 1
    let (column, row) = (min(max(Int(place.x), 0), limit), min(max(Int(place.y), 0), limit))
    return colours.elements[row * SkyTable.size + column]
  }

  private static func place(_ d: SIMD3<Float>) -> SIMD2<Float> {
    let scale = 1 / (abs(d.x) + abs(d.y) + abs(d.z))
    let flat = SIMD2(d.x, d.z) * scale
    return d.y < 0 ? folded(flat) : flat
  }

  private static func direction(_ place: SIMD2<Float>) -> SIMD3<Float> {
    let up = 1 - abs(place.x) - abs(place.y)
    let flat = up < 0 ? folded(place) : place
    return normalised(SIMD3(flat.x, up, flat.y))
  }

  /// The lower half's corners, turned outwards.
  private static func folded(_ p: SIMD2<Float>) -> SIMD2<Float> {
    SIMD2((1 - abs(p.y)) * (p.x < 0 ? -1 : 1), (1 - abs(p.x)) * (p.y < 0 ? -1 : 1))
  }
}
