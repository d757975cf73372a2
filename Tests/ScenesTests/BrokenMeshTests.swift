// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaTestSupport
import Testing

@testable import RotundaScenes
@testable import RotundaSolids

@Suite("Broken mesh files")
struct BrokenMeshTests {
  private static let files = [
    "cube.glb", "cube.obj", "cube.ply", "cube_ascii.ply", "cube_big.ply", "tree.glb", "quad.glb",
  ]

  /// Whether bytes are read as a mesh; an error other than a `MeshError` fails the test.
  private func reads(_ bytes: Data, _ name: String) throws -> Bool {
    try meshError { _ = try meshModel(name, bytes) } == nil
  }

  @Test("A file cut off anywhere is an error, or still a mesh where it is text", arguments: files)
  func truncation(name: String) throws {
    let whole = try Data(contentsOf: meshFixture(name))
    let isText = name.hasSuffix("obj")
    for length in stride(from: 1, to: whole.count, by: 97) {
      let isRead = try reads(whole.prefix(length), name)
      #expect(isText || !isRead, "cut at \(length)")
    }
    let isRead = try reads(whole.dropLast(2), name)
    #expect(isText || name.contains("ascii") || !isRead, "without its last bytes")
  }

  @Test("Flipped bits end in an error or a mesh, never in a crash", arguments: files)
  func flippedBits(name: String) throws {
    let whole = try Data(contentsOf: meshFixture(name))
    var random = SeededGenerator(seed: UInt64(whole.count))
    for position in 0..<whole.count where position < 40 || position % 5 == 0 {
      var bytes = whole
      bytes[position] ^= UInt8.random(in: 1...255, using: &random)
      _ = try reads(bytes, name)
    }
  }

  @Test("JSON numbers changed to anything end in an error or a mesh")
  func changedNumbers() throws {
    let text = try String(decoding: Data(contentsOf: meshFixture("quad.gltf")), as: UTF8.self)
    let folder = try meshFixture("quad.gltf").deletingLastPathComponent()
    try withTemporaryFolder { copy in
      for part in 0..<4 {
        let name = "quad buffer_\(part).bin"
        try FileManager.default.copyItem(at: folder.appending(path: name), to: copy.appending(path: name))
      }
      let url = copy.appending(path: "quad.gltf")
      let digits = text.indices.filter { text[$0].isNumber && text[text.index(before: $0)] == ":" }
      #expect(digits.count > 30)
      for place in digits {
        for number in ["-1", "7", "1073741824", "9223372036854775807", "1e400", "0.5", "null", "\"x\""] {
          let rest = text[place...].drop { $0.isNumber || $0 == "." }
          try Data((text[..<place] + number + rest).utf8).write(to: url)
          _ = try meshError { _ = try Model(contentsOf: url) }
        }
      }
    }
  }

  @Test("What is wrong is said")
  func reasons() throws {
    func error(_ name: String, _ text: String) throws -> String {
      try #require(meshError { _ = try meshModel(name, text) }, "\(text)").description
    }
    let ply = "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
    let faces = "element face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 0\n1 0 0\n0 1 0\n"
    let gltf = #"{"asset":{"version":"2.0"},"#
    let expected: [(name: String, text: String, words: String)] = [
      ("a.ply", "solid cube\n", "is none of glTF, OBJ, PLY"),
      ("a.ply", ply + "end_header\n0 0 0\n1 0 0\n0 1 0\n", "3 points but no triangles"),
      ("a.ply", ply + faces + "3 0 1 3\n", "names vertex 3.0 of 3"),
      ("a.ply", ply + faces + "3 0 1\n", "ends too early"),
      ("a.ply", ply + faces + "3 0 one 2\n", "line 13 has something else"),
      ("a.ply", ply.replacing("vertex 3", with: "vertex 99999999999999999") + faces, "ends too early"),
      ("a.ply", ply.replacing("vertex 3", with: "vertex 4000000000000000000") + faces, "ends too early"),
      ("a.ply", ply.replacing("vertex 3", with: "vertex -3") + faces, "element vertex -3"),
      ("a.ply", ply.replacing("float z", with: "float w") + faces + "3 0 1 2\n", "have no z"),
      ("a.ply", ply.replacing("ascii", with: "utf8") + faces, "format utf8 1.0"),
      ("a.ply", ply.replacing("1.0\n", with: "1.0\ncomment TextureFile ../x.png\n") + faces + "3 0 1 2\n", "../x.png"),
      ("a.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 4\n", "entry 4 of 3 in line 4"),
      ("a.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 0 1 2\n", "entry 0 of 3"),
      ("a.obj", "v 0 0 0\nv 1 0\n", "a number is missing in line 2"),
      ("a.obj", "v 0 0 0\nv 1 0 0\nf 1 2\n", "fewer than three corners"),
      ("a.obj", "v 0 0 0\nv 1 0 0\n", "2 points but no triangles"),
      ("a.obj", "mtllib there.mtl\n", "there.mtl: there is no such file"),
      ("a.obj", "mtllib /etc/passwd\n", "outside its folder"),
      ("a.gltf", #"{"asset":{"version":"1.0"}}"#, "version 1.0"),
      ("a.gltf", #"{"asset":"#, "JSON is broken or cut off"),
      ("a.gltf", gltf + #""extensionsRequired":["KHR_draco_mesh_compression"]}"#, "without compression"),
      ("a.gltf", gltf + #""extensionsRequired":["EXT_meshopt_compression"]}"#, "without compression"),
      ("a.gltf", gltf + #""extensionsRequired":["KHR_texture_basisu"]}"#, "instead of KTX2"),
      ("a.gltf", gltf + #""nodes":[{"children":[0]}],"scenes":[{"nodes":[0]}]}"#, "own ancestor"),
      ("a.gltf", gltf + #""nodes":[{"mesh":3}]}"#, "meshes.3 is named, but there are 0"),
      ("a.gltf", gltf + #""nodes":[{}]}"#, "holds no triangles"),
      ("a.gltf", gltf + gltfTriangle(uri: "..%2Fsecret.bin"), "lies outside its folder"),
      ("a.gltf", gltf + gltfTriangle(uri: "data:text/plain,hello"), "not base64"),
      ("a.gltf", gltf + gltfTriangle(uri: "data:;base64,AAAA"), "ends too early"),
      ("a.gltf", gltf + gltfTriangle(uri: "quad.png", count: 1 << 40), "reaches beyond its bufferView"),
    ]
    for (name, text, words) in expected {
      let description = try error(name, text)
      #expect(description.contains(words), "\(description)")
    }
    #expect(try error("a.obj", "mtllib a\u{0}b\n").contains("outside"))
  }

  private func gltfTriangle(uri: String, count: Int = 3) -> String {
    #""nodes":[{"mesh":0}],"meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],"#
      + #""accessors":[{"bufferView":0,"componentType":5126,"count":\#(count),"type":"VEC3"}],"#
      + #""bufferViews":[{"buffer":0,"byteLength":36}],"buffers":[{"uri":"\#(uri)","byteLength":36}]}"#
  }

  @Test("Corners that are not numbers, and triangles without area, leave the rest of a scan whole")
  func unusable() throws {
    let text = "v 0 0 0\nv nan 0 0\nv 1 0 0\nv 0 1 0\nv 1e39 0 0\nf 1 2 3\nf 1 3 4\nf 1 1 3\nf 1 3 5\n"
    let model = try meshModel("a.obj", text)
    #expect(model.mesh.triangles.count == 1 && model.mesh.positions.count == 3)
    #expect(abs(model.areas.sum - 0.5) < 1e-6)
  }

  @Test("Numbers are read as the system reads them")
  func numbers() throws {
    let words = ["0", "-2.5", "1e3", "1E-3", "+2.5", ".25", "5.", "123456789.987654321", "3.4028235e38", "1e400"]
    var random = SeededGenerator(seed: 3)
    let patterns = (0..<2000).map { _ in Double(bitPattern: UInt64.random(in: .min ... .max, using: &random)) }
    let drawn = patterns.filter(\.isFinite).map(\.description)
    let more = (0..<2000).map { _ in String(format: "%.6f", Double.random(in: -1000...1000, using: &random)) }
    for word in words + drawn + more {
      var text = MeshText(Array((word + " ").utf8))
      let (number, expected) = (text.number() ?? 0.5, try #require(Double(word)))
      #expect(number == expected || (number.isNaN && expected.isNaN), "\(word)")
    }
    for word in ["", "x", "1x", "--1", "1e", "e5", "."] {
      var text = MeshText(Array(word.utf8))
      let number = text.number()
      #expect(number == nil, "\(word)")
    }
  }
}
