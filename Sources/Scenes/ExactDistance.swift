// SPDX-License-Identifier: Apache-2.0

/// Distances in double precision to a part that is already known to be met.
///
/// Single precision finds which part a pixel sees; near a silhouette its square roots would lose digits that the depth
/// map must keep.
struct ExactDistance {
  let scene: Scene
  let origin: SIMD3<Double>

  /// Distance along a unit `direction` to a face of a part; nil where double precision sees no crossing.
  func along(_ direction: SIMD3<Double>, part: Int, face: Int) -> Double? {
    guard part >= scene.cells.count else { return leaving(scene.cells[part], face, direction) }
    let solid = scene.solids[part - scene.cells.count]
    let offset = origin - SIMD3<Double>(solid.centre)
    switch solid.shape {
    case .box: return box(solid, offset, direction, face)
    case .sphere: return round(offset, direction, Double(solid.half.x))
    case .cylinder where face == 0:
      return round(
        SIMD3(offset.x, 0, offset.z), SIMD3(direction.x, 0, direction.z), Double(solid.half.x))
    case .cylinder: return ((face == 2 ? -1 : 1) * Double(solid.half.y) - offset.y) / direction.y
    }
  }

  private func leaving(_ cell: Cell, _ face: Int, _ direction: SIMD3<Double>) -> Double? {
    if face >= 6 {
      let plane = SIMD4<Double>(cell.planes[face - 6])
      let normal = SIMD3(plane.x, plane.y, plane.z)
      return (plane.w - (normal * origin).sum()) / (normal * direction).sum()
    }
    let bound = face % 2 == 0 ? cell.minimum : cell.maximum
    return (Double(bound[face / 2]) - origin[face / 2]) / direction[face / 2]
  }

  private func box(_ box: Solid, _ offset: SIMD3<Double>, _ direction: SIMD3<Double>, _ face: Int) -> Double {
    let (c, s) = (Double(box.yaw).cosine, Double(box.yaw).sine)
    func turned(_ v: SIMD3<Double>) -> SIMD3<Double> { SIMD3(c * v.x - s * v.z, v.y, s * v.x + c * v.z) }
    let axis = face / 2
    let bound = Double(box.half[axis]) * (face % 2 == 0 ? -1 : 1)
    return (bound - turned(offset)[axis]) / turned(direction)[axis]
  }

  private func round(_ offset: SIMD3<Double>, _ direction: SIMD3<Double>, _ radius: Double) -> Double? {
    let speed = (direction * direction).sum()
    let along = (offset * direction).sum() / speed
    let aside = offset - direction * along
    let rest = radius * radius - (aside * aside).sum()
    return rest > 0 ? -along - (rest / speed).squareRoot() : nil
  }
}
