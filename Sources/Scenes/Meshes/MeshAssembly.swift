// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Puts a model together from the corners and triangles of a file.
///
/// Scans hold corners that no triangle uses, corners that are not numbers and triangles without area: none of these
/// reaches the model.
struct MeshAssembly {
  /// A corner as a file gives it.
  struct Corner {
    var position: SIMD3<Double>
    /// Zero where the triangle's own is meant.
    var normal = SIMD3<Float>.zero
    /// (0, 0) is the picture's lower left corner.
    var coordinates = SIMD2<Float>.zero
    /// Linear; nil for white.
    var colour: SIMD3<Float>?
  }

  /// More triangles than this are refused: they would take some ten gigabytes.
  static let triangleLimit = 1 << 26

  let file: MeshFile
  private(set) var model = Model()

  init(_ file: MeshFile) { self.file = file }

  mutating func add(_ corner: Corner, placed placement: Affine) -> UInt32 {
    let index = UInt32(truncatingIfNeeded: model.mesh.positions.count)
    model.mesh.positions.append(SIMD3<Float>(placement.point(corner.position)))
    model.mesh.normals.append(corner.normal == .zero ? .zero : placement.normal(corner.normal))
    let isSensible = abs(corner.coordinates.x) < 1e6 && abs(corner.coordinates.y) < 1e6
    model.mesh.coordinates.append(isSensible ? corner.coordinates : .zero)
    if let colour = corner.colour {
      padColours(to: Int(index))
      model.mesh.colours.append(colour.clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 1)))
    }
    return index
  }

  /// Adds a triangle of corners that were added before.
  mutating func addTriangle(_ a: UInt32, _ b: UInt32, _ c: UInt32, material: Int) throws(MeshError) {
    let positions = model.mesh.positions
    let (p, q, r) = (positions[Int(a)], positions[Int(b)], positions[Int(c)])
    // False as well where a corner is no number. Nothing on Earth is that far from any origin that maps use.
    guard dot(p, p) + dot(q, q) + dot(r, r) < 1e16, cross(q - p, r - p) != .zero else { return }
    guard model.mesh.triangles.count < Self.triangleLimit else {
      throw .tooManyTriangles(path: file.path, limit: Self.triangleLimit)
    }
    model.mesh.triangles.append(SIMD4(a, b, c, UInt32(material)))
  }

  mutating func add(_ material: Material) -> Int { model.add(material) }

  mutating func add(_ texture: Texture) -> Int {
    model.textures.append(texture)
    return model.textures.count - 1
  }

  mutating func add(_ lamp: Lamp) { model.lamps.append(lamp) }

  /// The model without corners that no triangle uses; `points` is the number of corners that the file has.
  consuming func finished(points: Int) throws(MeshError) -> Model {
    guard !model.mesh.triangles.isEmpty else { throw .noTriangles(path: file.path, points: points) }
    if !model.mesh.colours.isEmpty { padColours(to: model.mesh.positions.count) }
    model.mesh.removeUnusedCorners()
    return model
  }

  private mutating func padColours(to count: Int) {
    let missing = count - model.mesh.colours.count
    if missing > 0 { model.mesh.colours += Array(repeating: SIMD3(repeating: 1), count: missing) }
  }
}

extension Mesh {
  fileprivate mutating func removeUnusedCorners() {
    var isUsed = [Bool](repeating: false, count: positions.count)
    for triangle in triangles {
      for corner in 0..<3 { isUsed[Int(triangle[corner])] = true }
    }
    guard isUsed.contains(false) else { return }
    var moved = [UInt32](repeating: 0, count: isUsed.count)
    var kept = 0
    for corner in isUsed.indices where isUsed[corner] {
      moved[corner] = UInt32(kept)
      positions[kept] = positions[corner]
      normals[kept] = normals[corner]
      coordinates[kept] = coordinates[corner]
      if !colours.isEmpty { colours[kept] = colours[corner] }
      kept += 1
    }
    positions.removeLast(isUsed.count - kept)
    normals.removeLast(isUsed.count - kept)
    coordinates.removeLast(isUsed.count - kept)
    if !colours.isEmpty { colours.removeLast(isUsed.count - kept) }
    for index in triangles.indices {
      for corner in 0..<3 { triangles[index][corner] = moved[Int(triangles[index][corner])] }
    }
  }
}
