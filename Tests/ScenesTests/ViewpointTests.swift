// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RotundaRendering
@testable import RotundaScenes
@testable import RotundaSolids

@Suite("Viewpoints in meshes")
struct ViewpointTests {
  private static let table = (low: SIMD3<Float>(1, 0, -1), high: SIMD3<Float>(2.5, 0.75, 0.5))

  /// A room of 8 x 2.7 x 6 m from the floor at 10 m, with a table like a block in it.
  private static func room(ceiling: Bool = true) -> Model {
    var model = Model()
    let material = model.add(Material(.plain, SIMD3(repeating: 0.5)))
    let (low, high) = (SIMD3<Float>(-4, 10, -3), SIMD3<Float>(4, 12.7, 3))
    func quad(_ corners: [(Bool, Bool, Bool)]) {
      model.addPolygon(
        corners.map { SIMD3($0.0 ? high.x : low.x, $0.1 ? high.y : low.y, $0.2 ? high.z : low.z) }, material: material)
    }
    quad([(false, false, false), (false, false, true), (true, false, true), (true, false, false)])
    if ceiling { quad([(false, true, false), (true, true, false), (true, true, true), (false, true, true)]) }
    quad([(false, false, false), (true, false, false), (true, true, false), (false, true, false)])
    quad([(false, false, true), (false, true, true), (true, true, true), (true, false, true)])
    quad([(false, false, false), (false, true, false), (false, true, true), (false, false, true)])
    quad([(true, false, false), (true, false, true), (true, true, true), (true, true, false)])
    let (a, b) = (table.low, table.high)
    model.addBox(centre: (a + b) / 2 + SIMD3(0, 10, 0), half: (b - a) / 2, material: material)
    return model
  }

  @Test("Cameras stand above the floor, beside the table, clear of everything, apart, and again the same")
  func sampled() throws {
    let prepared = try PreparedScene(Scene(model: Self.room()))
    let cameras = try Viewpoints.sampled(12, in: prepared, seed: 5)
    #expect(cameras.count == 12)
    for camera in cameras {
      let p = camera.position
      #expect(p.y >= 11 - 1e-3 && p.y <= 12 + 1e-3)
      #expect(abs(p.x) <= 3.6 + 0.01 && abs(p.z) <= 2.6 + 0.01)
      let isOverTable = p.x > 1 && p.x < 2.5 && p.z > -1 && p.z < 0.5
      #expect(!isOverTable)
    }
    let distances = cameras.indices.flatMap { a in
      cameras.indices.filter { $0 > a }.map { length(cameras[a].position - cameras[$0].position) }
    }
    #expect(distances.min() ?? 0 > 0.8)
    #expect(Set(cameras.map(\.yaw)).count == 12)
    #expect(try Viewpoints.sampled(12, in: prepared, seed: 5) == cameras)
    #expect(try Viewpoints.sampled(12, in: prepared, seed: 6) != cameras)
  }

  @Test("A mesh without a ceiling, or as small as a toy, has no place for a camera, and the reason is counted")
  func refused() throws {
    func error(_ model: Model) throws -> String {
      let prepared = try PreparedScene(Scene(model: model))
      return try #require(meshError { _ = try Viewpoints.sampled(3, in: prepared, seed: 1) }).description
    }
    #expect(try error(Self.room(ceiling: false)).contains("open to the outside"))
    var toy = Self.room()
    toy.mesh.positions = toy.mesh.positions.map { $0 * 0.1 }
    #expect(try error(toy).contains("which axis is up"))
  }

  @Test("Positions come from text in the file's own axes and unit, with headings in degrees")
  func given() throws {
    let text = "# stations\n100 200 150\n\n-100, 0, 160, 90 # by the door\r\n"
    let options = MeshOptions(upAxis: .z, scale: 0.01)
    let cameras = try Viewpoints.parse(text, name: "stations.txt", options: options)
    #expect(cameras.count == 2)
    #expect(length(cameras[0].position - SIMD3(1, 1.5, -2)) < 1e-6 && cameras[0].yaw == 0)
    #expect(length(cameras[1].position - SIMD3(-1, 1.6, 0)) < 1e-6 && abs(cameras[1].yaw - .pi / 2) < 1e-6)
    for (text, words) in [
      ("1 2\n", "line 1: \"1 2\""), ("1 2 3\n1 2 x\n", "line 2"), ("1 2 nan\n", "line 1"), ("# none\n", "no position"),
    ] {
      let error = try #require(meshError { _ = try Viewpoints.parse(text, name: "stations.txt") })
      #expect(error.description.contains(words) && error.description.contains("stations.txt"))
    }
  }
}
