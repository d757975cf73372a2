// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RotundaHomes
@testable import RotundaSolids

/// Volume within closed triangles by the divergence theorem; positive where they look outwards.
func signedVolume(_ mesh: Mesh) -> Double {
  mesh.triangles.reduce(0) { sum, triangle in
    let (a, b, c) = (
      SIMD3<Double>(mesh.positions[Int(triangle.x)]), SIMD3<Double>(mesh.positions[Int(triangle.y)]),
      SIMD3<Double>(mesh.positions[Int(triangle.z)])
    )
    return sum
      + (a.x * (b.y * c.z - b.z * c.y) + a.y * (b.z * c.x - b.x * c.z) + a.z * (b.x * c.y - b.y * c.x)) / 6
  }
}

/// Edges that are not run through once in each direction, corners at the same place being one.
func openEdges(_ mesh: Mesh) -> Int {
  func key(_ p: SIMD3<Float>) -> SIMD3<Int> {
    SIMD3(Int((p.x * 2e4).rounded()), Int((p.y * 2e4).rounded()), Int((p.z * 2e4).rounded()))
  }
  var balance: [[SIMD3<Int>]: Int] = [:]
  for triangle in mesh.triangles {
    let corners = [triangle.x, triangle.y, triangle.z].map { key(mesh.positions[Int($0)]) }
    for side in 0..<3 {
      balance[[corners[side], corners[(side + 1) % 3]], default: 0] += 1
      balance[[corners[(side + 1) % 3], corners[side]], default: 0] -= 1
    }
  }
  return balance.values.count { $0 != 0 }
}

@Suite struct ShapeTests {
  private func expect(_ volume: Double, within tolerance: Double = 0.01, _ name: String, _ build: (inout Model) -> Void)
  {
    var model = Model()
    let material = model.add(Material(.plain, SIMD3(repeating: 0.5)))
    #expect(material == 0)
    build(&model)
    #expect(openEdges(model.mesh) == 0, "\(name) is not closed")
    #expect(
      abs(signedVolume(model.mesh) / volume - 1) < tolerance, "\(name): \(signedVolume(model.mesh)) not \(volume)")
    for triangle in model.mesh.triangles { checkNormals(model.mesh, triangle, name) }
  }

  /// Normals at the corners look to the triangle's visible side.
  private func checkNormals(_ mesh: Mesh, _ triangle: SIMD4<UInt32>, _ name: String) {
    let corners = [triangle.x, triangle.y, triangle.z].map { Int($0) }
    let face = cross(
      mesh.positions[corners[1]] - mesh.positions[corners[0]], mesh.positions[corners[2]] - mesh.positions[corners[0]])
    for corner in corners {
      let normal = mesh.normals[corner]
      #expect(normal == .zero || abs(length(normal) - 1) < 1e-4, "\(name): length of a normal")
      #expect(normal == .zero || dot(normal, normalised(face)) > 0.2, "\(name): a normal looks inwards")
    }
  }

  @Test func `closed shapes enclose the volumes of their formulas`() {
    expect(0.24, "box") { $0.addBox(.zero, SIMD3(0.4, 0.6, 1), material: 0) }
    // Each edge loses half a square of the bevel along its length; the corners are of higher order.
    let bevelled = 0.24 - 4 * (0.4 + 0.6 + 1.0) * 0.01 * 0.01 / 2
    expect(bevelled, within: 1e-4, "bevelled box") {
      $0.addBevelledBox(.zero, SIMD3(0.4, 0.6, 1), bevel: 0.01, material: 0)
    }
    expect(.pi * 0.09 * 2, "cylinder") {
      $0.addCylinder(base: SIMD3(1, 2, 3), radius: 0.3, height: 2, segments: 64, material: 0)
    }
    expect(.pi * 2 / 3 * (0.09 + 0.03 + 0.01), "frustum") {
      $0.addCylinder(base: .zero, radius: 0.3, topRadius: 0.1, height: 2, segments: 64, material: 0)
    }
    expect(.pi * (0.25 - 0.16) * 0.5 + .pi * 0.16 * 0.1, "bowl") {
      $0.addLathe(
        [[0, 0], [0.5, 0], [0.5, 0.5], [0.4, 0.5], [0.4, 0.1], [0, 0.1]], segments: 64, material: 0)
    }
    expect(0.02 * 0.02 * 2, "square tube with a corner") {
      $0.addTube([[0, 0, 0], [1, 0, 0], [1, 1, 0]], radius: 0.01, sides: 4, material: 0)
    }
    // Pappus: section times the way of its middle.
    expect(.pi * 0.01 * 2 * .pi, "torus") {
      $0.addTube(Model.arc(.zero, radius: 1, steps: 64), radius: 0.1, sides: 32, isClosed: true, material: 0)
    }
    expect(0.5 * 0.75, "prism with a hollow") {
      $0.addPrism([[0, 0], [1, 0], [1, 1], [0.5, 0.5], [0, 1]], from: 0.5, to: 1, material: 0)
    }
    expect(4 * .pi / 3 * 0.1 * 0.2 * 0.3, within: 0.02, "ellipsoid, the cushion of exponents 2") {
      $0.addCushion([-0.1, -0.2, -0.3], [0.1, 0.2, 0.3], plan: 2, section: 2, detail: 14, material: 0)
    }
    expect(0.24, "tilted box") {
      $0.addPart(in: Frame([1, 2, 3], yaw: 1, pitch: 0.5, roll: -0.3)) {
        $0.addBox(.zero, SIMD3(0.4, 0.6, 1), material: 0)
      }
    }
    expect(.pi * 0.01 * 0.8, within: 0.02, "lying cylinder") {
      $0.addPart(in: Frame([1, 0, 0], upwards: [0.3, 0.2, -1])) {
        $0.addCylinder(base: .zero, radius: 0.1, height: 0.8, segments: 48, material: 0)
      }
    }
  }

  @Test func `a mirrored piece keeps its volume and its lamps' sides`() {
    var model = Model()
    let material = model.add(Material(.plain, SIMD3(repeating: 0.5)))
    model.addBox([0.1, 0, 0], [0.4, 0.5, 0.2], material: material)
    model.lamps.append(Lamp(.panel(edgeU: [0.1, 0, 0], edgeV: [0, 0, 0.1]), centre: [0.3, 1, 0], emission: .one))
    let mirrored = Piece(model).mirrored
    #expect(abs(signedVolume(mirrored.model.mesh) - 0.03) < 1e-6)
    #expect(mirrored.solids == [Solid([-0.4, 0, 0], [-0.1, 0.5, 0.2])])
    guard case .panel(let u, let v) = mirrored.model.lamps[0].form else {
      Issue.record("a panel became something else")
      return
    }
    #expect(cross(u, v).y < 0, "shines down as before")
    #expect(mirrored.model.lamps[0].centre == [-0.3, 1, 0])
  }
}
