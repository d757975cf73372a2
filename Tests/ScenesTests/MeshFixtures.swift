// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaTestSupport
import Testing

@testable import RotundaScenes
@testable import RotundaSolids

/// A file that `make_meshes.py` made with other programs.
func meshFixture(_ name: String) throws -> URL {
  try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil), "no fixture \(name)")
}

/// The model of a text or of bytes, in a folder with a picture `quad.png`.
func meshModel(_ name: String, _ text: String, options: MeshOptions = MeshOptions()) throws -> Model {
  try meshModel(name, Data(text.utf8), options: options)
}

func meshModel(_ name: String, _ bytes: Data, options: MeshOptions = MeshOptions()) throws -> Model {
  try withTemporaryFolder { folder in
    try FileManager.default.copyItem(at: meshFixture("quad.png"), to: folder.appending(path: "quad.png"))
    let url = folder.appending(path: name)
    try bytes.write(to: url)
    return try Model(contentsOf: url, options: options)
  }
}

extension Model {
  /// Triangles as sets of corners in the order of their sense of rotation, beginning with the smallest corner.
  var triangleSet: Set<[SIMD3<Float>]> {
    Set(
      mesh.triangles.map { triangle in
        let corners = (0..<3).map { mesh.positions[Int(triangle[$0])] }
        func key(_ p: SIMD3<Float>) -> Float { p.x * 10_000 + p.y * 100 + p.z }
        let first = corners.indices.min { key(corners[$0]) < key(corners[$1]) } ?? 0
        return (0..<3).map { corners[(first + $0) % 3] }
      })
  }

  /// Volume by the divergence theorem: positive where triangles are anticlockwise seen from outside.
  var signedVolume: Float {
    mesh.triangles.reduce(0) { volume, triangle in
      let (a, b, c) = (
        mesh.positions[Int(triangle.x)], mesh.positions[Int(triangle.y)], mesh.positions[Int(triangle.z)]
      )
      return volume + dot(a, cross(b, c)) / 6
    }
  }

  /// Sum of the triangles' area vectors, and of their areas.
  var areas: (vector: SIMD3<Float>, sum: Float) {
    mesh.triangles.reduce((.zero, 0)) { sum, triangle in
      let a = mesh.positions[Int(triangle.x)]
      let area = cross(mesh.positions[Int(triangle.y)] - a, mesh.positions[Int(triangle.z)] - a) / 2
      return (sum.vector + area, sum.sum + length(area))
    }
  }

  /// The picture's colour at a point of a flat model that faces z, from the triangle that holds it; nil outside.
  func pictureColour(x: Float, y: Float) -> SIMD3<Float>? {
    for triangle in mesh.triangles {
      let p = (0..<3).map { mesh.positions[Int(triangle[$0])] }
      func area(_ a: SIMD2<Float>, _ b: SIMD2<Float>, _ c: SIMD2<Float>) -> Float {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
      }
      let (a, b, c) = (SIMD2(p[0].x, p[0].y), SIMD2(p[1].x, p[1].y), SIMD2(p[2].x, p[2].y))
      let whole = area(a, b, c)
      let weights = [area(SIMD2(x, y), b, c) / whole, area(a, SIMD2(x, y), c) / whole, area(a, b, SIMD2(x, y)) / whole]
      guard weights.allSatisfy({ $0 >= 0 }), let picture = materials[Int(triangle.w)].picture else { continue }
      let place = (0..<3).reduce(SIMD2<Float>.zero) { $0 + mesh.coordinates[Int(triangle[$1])] * weights[$1] }
      return textures[picture].colour(at: place, footprint: 0)
    }
    return nil
  }
}

/// The error that reading throws; nil where it does not throw.
func meshError(_ body: () throws -> Void) throws -> MeshError? {
  do {
    try body()
    return nil
  } catch let error as MeshError {
    return error
  }
}
