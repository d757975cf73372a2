// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaTestSupport
import Testing

@testable import RotundaRendering
@testable import RotundaScenes
@testable import RotundaSolids

@Suite("Mesh files")
struct MeshFileTests {
  private static let cubes = ["cube.glb", "cube.obj", "cube.ply", "cube_ascii.ply"]

  @Test("The cube of other programs is the same in every format", arguments: cubes + ["cube_big.ply"])
  func cube(name: String) throws {
    let model = try Model(contentsOf: meshFixture(name))
    #expect(model.mesh.triangles.count == 12)
    #expect(abs(model.signedVolume - 48) < 1e-4)
    #expect(abs(model.areas.sum - 88) < 1e-4 && length(model.areas.vector) < 1e-4)
    if Self.cubes.contains(name) {
      #expect(try model.triangleSet == Model(contentsOf: meshFixture("cube.ply")).triangleSet)
    }
    #expect(model.mesh.colours.count == 8 && model.mesh.positions.count == 8)
    // glTF's colours are linear; those of the others are sRGB: (byte / 255 + 0.055) / 1.055 to the power of 2.4.
    let levels = name.hasSuffix("glb") ? SIMD3<Float>(1, 128 / 255, 64 / 255) : SIMD3(1, 0.215_86, 0.051_27)
    for (position, colour) in zip(model.mesh.positions, model.mesh.colours) {
      #expect(position * position == SIMD3<Float>(1, 4, 9))
      #expect(length(colour - levels.replacing(with: 0, where: position .< 0)) < 1e-4)
    }
  }

  @Test("A picture lies the right way up in every format", arguments: ["quad.glb", "quad.gltf", "quad.obj"])
  func quad(name: String) throws {
    try expectQuarters(Model(contentsOf: meshFixture(name)))
  }

  private func expectQuarters(_ model: Model) {
    #expect(model.pictureColour(x: -0.5, y: 0.5) == SIMD3(1, 0, 0))
    #expect(model.pictureColour(x: 0.5, y: 0.5) == SIMD3(0, 1, 0))
    #expect(model.pictureColour(x: -0.5, y: -0.5) == SIMD3(0, 0, 1))
    #expect(model.pictureColour(x: 0.5, y: -0.5) == SIMD3(1, 1, 1))
    #expect(length(model.areas.vector - SIMD3(0, 0, 4)) < 1e-5)
  }

  @Test("PLY takes coordinates from vertices, and from the corners of faces with a picture each as MeshLab writes them")
  func pictures() throws {
    let ring = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    func header(_ vertex: String, _ face: String) -> String {
      "ply\nformat ascii 1.0\ncomment TextureFile quad.png\nelement vertex 4\nproperty float x\nproperty float y\n"
        + "property float z\n\(vertex)element face 1\nproperty list uchar int vertex_indices\n\(face)end_header\n"
    }
    let vertices = ring.map { "\($0) \($1) 0 \(($0 + 1) / 2) \(($1 + 1) / 2)\n" }.joined()
    let atVertices = header("property float texture_u\nproperty float texture_v\n", "") + vertices + "4 0 1 2 3\n"
    try expectQuarters(meshModel("a.ply", atVertices))
    let wedges =
      header("", "property list uchar float texcoord\nproperty int texnumber\n")
      + ring.map { "\($0) \($1) 0\n" }.joined() + "4 0 1 2 3 8 0 0 1 0 1 1 0 1 0\n"
    try expectQuarters(meshModel("a.ply", wedges))
  }

  @Test("OBJ: negative indices, continued lines, blanks in names, options of pictures, carriage returns")
  func wavefront() throws {
    let text = """
      # a comment
      mtllib my materials.mtl
      v -1 -1 0\r
      v 1 -1 0
      v 1 1 0 1.0
      v -1 1 0
      vt 0 0
      vt 0.5 \\
        0
      vt 0.5 0.5 0
      vt 0 0.5
      vn 0 0 1
      g something
      usemtl the wall
      f -4/-4/-1 -3/-3/-1 -2/-2/-1 -1/-1/-1 # behind
      """
    let library = "newmtl the wall\nKd 0 0 0\nd 1\nmap_Kd -s 2 2 1 -clamp on sub folder/quad.png\n"
    let model = try withTemporaryFolder { folder in
      let sub = folder.appending(path: "sub folder")
      try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: meshFixture("quad.png"), to: sub.appending(path: "quad.png"))
      try Data(library.utf8).write(to: folder.appending(path: "my materials.mtl"))
      try Data(text.utf8).write(to: folder.appending(path: "room.obj"))
      return try Model(contentsOf: folder.appending(path: "room.obj"), options: MeshOptions(light: .lit))
    }
    expectQuarters(model)
    #expect(model.mesh.normals == Array(repeating: SIMD3(0, 0, 1), count: 4))
    #expect(model.textures.first?.across == .clamped)
  }

  @Test("Polygons that are not convex keep their area and their side")
  func concave() throws {
    // An L, and a comb of three teeth, both in the plane x = 2 and seen from +x; areas by the shoelace formula.
    let shapes: [(ring: [(Int, Int)], area: Float)] = [
      ([(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)], 3),
      ([(0, 0), (5, 0), (5, 4), (4, 4), (4, 1), (3, 1), (3, 4), (2, 4), (2, 1), (1, 1), (1, 4), (0, 4)], 14),
    ]
    for (ring, area) in shapes {
      for start in ring.indices {
        let turned = ring[start...] + ring[..<start]
        let face = "f " + (1...ring.count).map(String.init).joined(separator: " ")
        let text = turned.map { "v 2 \($0) \($1)\n" }.joined() + face
        let model = try meshModel("a.obj", text)
        #expect(model.mesh.triangles.count == ring.count - 2)
        #expect(abs(model.areas.vector.x - area) < 1e-4 && abs(model.areas.sum - area) < 1e-4, "from \(start)")
      }
    }
  }

  @Test("glTF: the default scene's tree, strips, fans, strides, sparse entries, quantisation, mirrors, lamps")
  func tree() throws {
    let scene = try Scene(contentsOf: meshFixture("tree.glb"))
    let mesh = scene.model.mesh
    #expect(mesh.triangles.count == 4 && mesh.positions.count == 8)
    // (x, y, z + 3), a quarter turn about y, twice as large, moved by 10.
    #expect(length(mesh.positions[1] - SIMD3(16, 0, -2)) < 1e-5)
    #expect(length(mesh.positions[3] - SIMD3(16, 2, -2)) < 1e-5)
    // The transform of the picture: (1, 1) scaled to (0.5, 2), turned to (2, -0.5), moved to (2.25, 0); v downwards.
    #expect(length(mesh.coordinates[1] - SIMD2(2.25, 1)) < 1e-5)
    #expect(length(mesh.coordinates[0] - SIMD2(2.25, 0.5)) < 1e-5)
    func normal(_ index: Int) -> SIMD3<Float> {
      let triangle = mesh.triangles[index]
      let a = mesh.positions[Int(triangle.x)]
      return normalised(cross(mesh.positions[Int(triangle.y)] - a, mesh.positions[Int(triangle.z)] - a))
    }
    let mirrored = mesh.positions[4...].map(\.x)
    #expect(mirrored.min() == -1 && mirrored.max() == 0)
    for (index, expected) in [SIMD3<Float>(1, 0, 0), SIMD3(1, 0, 0), SIMD3(0, 0, 1), SIMD3(0, 0, 1)].enumerated() {
      #expect(length(normal(index) - expected) < 1e-5)
    }
    #expect(mesh.normals[4] == SIMD3(0, 0, 1) && mesh.normals[0] == .zero)
    let (picture, glow) = (scene.model.materials[0], scene.model.materials[1])
    let texture = scene.model.textures[0]
    #expect(picture.picture == 0 && texture.across == .clamped && texture.along == .mirrored)
    #expect(glow.base == SIMD3(1, 0.5, 0) && glow.emission == 4)
    #expect(scene.model.lamps.count == 2)
    #expect(scene.model.lamps[0].centre == SIMD3(10, 0, 0))
    #expect(length(scene.model.lamps[0].emission - SIMD3(8, 4, 2)) < 1e-4)
    guard case .spot(let direction, let inner, let outer, _) = scene.model.lamps[1].form else {
      Issue.record("no spot")
      return
    }
    #expect(length(direction - SIMD3(-1, 0, 0)) < 1e-5 && inner == cosine(Float(0.1)) && outer == cosine(Float(0.5)))
    let sun = try #require(scene.sky.sun)
    #expect(sun.direction == SIMD3(0, 0, 1) && length(sun.irradiance - SIMD3(repeating: 3)) < 1e-4)
  }

  @Test("The file's up axis becomes y, its unit a metre, and lamps stay as bright")
  func placement() throws {
    let text = "v 0 0 0\nv 100 0 0\nv 0 100 0\nf 1 2 3\n"
    let upright = try meshModel("a.obj", text, options: MeshOptions(upAxis: .z, scale: 0.01))
    // The floor of a file with z up: seen from above it is anticlockwise.
    #expect(length(upright.areas.vector - SIMD3(0, 0.5, 0)) < 1e-6)
    let lamps = try Model(contentsOf: meshFixture("tree.glb"), options: MeshOptions(scale: 0.5)).lamps
    #expect(lamps[0].centre == SIMD3(5, 0, 0) && length(lamps[0].emission - SIMD3(2, 1, 0.5)) < 1e-4)
  }

  @Test("Without lamps a file shines as it was photographed; told otherwise, it is lit")
  func light() throws {
    let url = try meshFixture("quad.glb")
    let baked = try Scene(contentsOf: url)
    #expect(baked.model.materials.allSatisfy { $0.isUnlit && $0.emission == 1 } && baked.sky == .dark)
    let lit = try Scene(contentsOf: url, options: MeshOptions(light: .lit))
    #expect(lit.model.materials.allSatisfy { !$0.isUnlit && $0.emission == 0 } && lit.sky != .dark)
    #expect(try !Scene(contentsOf: meshFixture("tree.glb")).model.materials.contains { $0.isUnlit })
  }

  @Test("A model keeps its pictures when it joins another")
  func joined() throws {
    var model = try Model(contentsOf: meshFixture("tree.glb"))
    let quad = try Model(contentsOf: meshFixture("quad.glb"))
    let (materials, textures) = (model.materials.count, model.textures.count)
    model.add(quad, at: Pose(position: SIMD3(0, 0, 5)))
    #expect(model.materials[materials].picture == textures && model.textures[textures] == quad.textures[0])
    #expect(model.materials[0].picture == 0)
  }

  @Test("A textured square seen by a panorama has its colours where they lie, exactly")
  func rendered() throws {
    let prepared = try PreparedScene(Scene(contentsOf: meshFixture("quad.glb")))
    let exposure = try PanoramaRenderer(quality: .draft).render(
      prepared, camera: Camera(position: SIMD3(0, 0, 1)), width: 64, height: 32, seed: 1)
    func light(_ column: Int, _ row: Int) -> [Float] {
      let pixel = row * 64 + column
      return Array(exposure.light[3 * pixel..<3 * pixel + 3])
    }
    // The picture's middle looks along -z, where the square fills 45 degrees to either side.
    #expect(light(28, 12) == [1, 0, 0])
    #expect(light(35, 12) == [0, 1, 0])
    #expect(light(28, 19) == [0, 0, 1])
    #expect(light(35, 19) == [1, 1, 1])
    #expect(light(5, 16) == [0, 0, 0] && exposure.depth[column: 5, row: 16] == 0)
    let (longitude, latitude) = (2 * Double.pi * 28.5 / 64 - .pi, Double.pi / 2 - .pi * 12.5 / 32)
    let distance = 1 / (cosine(longitude) * cosine(latitude))
    #expect(abs(Double(exposure.depth[column: 28, row: 12]) - distance) < 1e-5 * distance)
  }
}
