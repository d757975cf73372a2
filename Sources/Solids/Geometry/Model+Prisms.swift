// SPDX-License-Identifier: Apache-2.0

extension Model {
  /// Adds an outline in the plane of x and y, anticlockwise seen from +z, pulled from one z to another.
  ///
  /// The outline may have hollows but must not cross itself.
  package mutating func addPrism(_ outline: [SIMD2<Float>], from back: Float, to front: Float, material: Int) {
    guard outline.count >= 3 else { return }
    for index in outline.indices {
      let (a, b) = (outline[index], outline[(index + 1) % outline.count])
      addPolygon(
        [SIMD3(a.x, a.y, front), SIMD3(a.x, a.y, back), SIMD3(b.x, b.y, back), SIMD3(b.x, b.y, front)],
        material: material)
    }
    addFlat(outline, material: material) { SIMD3($0.x, $0.y, front) }
    addFlat(outline.map { SIMD2(-$0.x, $0.y) }.reversed(), material: material) { SIMD3(-$0.x, $0.y, back) }
  }

  /// Adds a flat shape with hollows; `place` lays a point of the plane into space, anticlockwise staying so.
  mutating func addFlat(_ outline: [SIMD2<Float>], material: Int, place: (SIMD2<Float>) -> SIMD3<Float>) {
    let first = UInt32(mesh.positions.count)
    mesh.positions += outline.map(place)
    mesh.normals += Array(repeating: .zero, count: outline.count)
    mesh.coordinates += outline
    for ear in Model.ears(outline) {
      mesh.triangles.append(
        SIMD4(first + UInt32(ear.x), first + UInt32(ear.y), first + UInt32(ear.z), UInt32(material)))
    }
  }

  /// Triangles of a simple polygon by cutting off ears.
  ///
  /// - Source: Meisters, "Polygons have ears", The American Mathematical Monthly 82, 1975.
  static func ears(_ outline: [SIMD2<Float>]) -> [SIMD3<Int>] {
    var left = Array(outline.indices)
    var triangles: [SIMD3<Int>] = []
    func turn(_ a: Int, _ b: Int, _ c: Int) -> Float {
      let (u, v) = (outline[b] - outline[a], outline[c] - outline[a])
      return u.x * v.y - u.y * v.x
    }
    func isEar(_ a: Int, _ b: Int, _ c: Int) -> Bool {
      turn(a, b, c) > 0
        && !left.contains { p in
          p != a && p != b && p != c && turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0
        }
    }
    while left.count > 3 {
      let count = left.count
      let found = left.indices.first { isEar(left[($0 + count - 1) % count], left[$0], left[($0 + 1) % count]) }
      guard let ear = found else { break }
      triangles.append(SIMD3(left[(ear + count - 1) % count], left[ear], left[(ear + 1) % count]))
      left.remove(at: ear)
    }
    if left.count == 3 { triangles.append(SIMD3(left[0], left[1], left[2])) }
    return triangles
  }
}
