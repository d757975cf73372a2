// SPDX-License-Identifier: Apache-2.0

/// Shapes that things are built from. Coordinates on their surfaces are metres, upwards on upright faces.
extension Model {
  /// Adds a convex flat polygon, anticlockwise seen from its visible side.
  ///
  /// `coordinates` are one a corner; where they are missing, they are measured along the first edge and across it.
  public mutating func addPolygon(_ corners: [SIMD3<Float>], coordinates: [SIMD2<Float>]? = nil, material: Int) {
    guard corners.count >= 3 else { return }
    let first = UInt32(mesh.positions.count)
    let right = normalised(corners[1] - corners[0])
    let normal = normalised(cross(right, corners[2] - corners[0]))
    let up = cross(normal, right)
    mesh.positions += corners
    mesh.normals += Array(repeating: .zero, count: corners.count)
    mesh.coordinates +=
      coordinates ?? corners.map { SIMD2(dot($0 - corners[0], right), dot($0 - corners[0], up)) }
    for corner in 1..<UInt32(corners.count) - 1 {
      mesh.triangles.append(SIMD4(first, first + corner, first + corner + 1, UInt32(material)))
    }
  }

  /// Adds a box along the axes, given by its middle and half its size.
  public mutating func addBox(centre: SIMD3<Float>, half: SIMD3<Float>, material: Int) {
    let (low, high) = (centre - half, centre + half)
    func corner(_ x: Float, _ y: Float, _ z: Float) -> SIMD3<Float> {
      SIMD3(x < 0 ? low.x : high.x, y < 0 ? low.y : high.y, z < 0 ? low.z : high.z)
    }
    // Each face from its lower left corner, seen from outside.
    addPolygon([corner(-1, -1, -1), corner(-1, -1, 1), corner(-1, 1, 1), corner(-1, 1, -1)], material: material)
    addPolygon([corner(1, -1, 1), corner(1, -1, -1), corner(1, 1, -1), corner(1, 1, 1)], material: material)
    addPolygon([corner(-1, -1, -1), corner(1, -1, -1), corner(1, -1, 1), corner(-1, -1, 1)], material: material)
    addPolygon([corner(-1, 1, 1), corner(1, 1, 1), corner(1, 1, -1), corner(-1, 1, -1)], material: material)
    addPolygon([corner(1, -1, -1), corner(-1, -1, -1), corner(-1, 1, -1), corner(1, 1, -1)], material: material)
    addPolygon([corner(-1, -1, 1), corner(1, -1, 1), corner(1, 1, 1), corner(-1, 1, 1)], material: material)
  }
}
