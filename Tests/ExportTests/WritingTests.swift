// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@testable import RotundaExport

struct WritingTests {
  private func word(_ bytes: [UInt8], _ offset: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }

  @Test(arguments: [1_000, 200_000]) func aGLBHoldsTheMeshAndThePhoto(faces: Int) throws {
    let room = try FurnishedRoom.furnished.captured(width: 512)
    let mesh = RoomMesh(room, faces: faces)
    let texture = try room.texture()
    let bytes = try GLB(mesh, texture: texture, title: "a \"room\" <1>").bytes()
    #expect(Array(bytes[0..<4]) == Array("glTF".utf8) && word(bytes, 8) == bytes.count)
    let json = Data(bytes[20..<20 + word(bytes, 12)])
    let document = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    let views = try #require(document["bufferViews"] as? [[String: Any]])
    let base = 28 + word(bytes, 12)
    func part(_ number: Int) throws -> ArraySlice<UInt8> {
      let start = try #require(views[number]["byteOffset"] as? Int)
      return bytes[(base + start)..<(base + start + (try #require(views[number]["byteLength"] as? Int)))]
    }
    #expect(Array(try part(3)) == texture)
    let indexSize = mesh.positions.count < 65_535 ? 2 : 4
    #expect(try part(2).count == indexSize * mesh.indices.count)
    let indices = Array(try part(2))
    let last = indices.suffix(indexSize).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(last == Int(mesh.indices.last ?? 0))
    #expect(try part(0).count == 12 * mesh.positions.count)
  }

  @Test func everyFormatWritesTheFilesItNames() throws {
    try withTemporaryFolder { folder in
      let room = try FurnishedRoom.empty.captured(width: 128)
      for format in ExportFormat.allCases {
        try room.write(format, into: folder)
        for name in format.fileNames {
          let url = folder.appending(path: name)
          #expect(FileManager.default.fileExists(atPath: url.path), "\(name)")
          try FileManager.default.removeItem(at: url)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
      }
    }
  }

  @Test func aCubesFaceHoldsZDepth() throws {
    let box = FurnishedRoom.empty
    let front = try box.captured(width: 512).zDepth(of: .front)
    // The wall at -z is 2.2 m away wherever it is seen.
    #expect(front.width == 128 && abs(front[column: 64, row: 60] - 2.2) < 0.002)
    let cube = CubeGrid(size: 128)
    let corner = front[column: 5, row: 64] * Float(cube.rayDistancePerZDepth(column: 5, row: 64))
    #expect(abs(corner - Float(box.distance(cube.direction(.front, column: 5, row: 64)))) < 0.01)
  }

  @Test func aLayerGivesDistancesBackWithinAGreyStep() throws {
    let depth = FurnishedRoom.empty.depth(width: 128)
    let layer = DepthLayer(depth)
    let image = layer.image
    let step = (layer.far - layer.near) / 255
    for (index, distance) in depth.values.enumerated() {
      let shown = layer.far - Float(image.pixels[3 * index]) * step
      #expect(abs(shown - distance) <= 0.51 * step)
    }
  }

  @Test func aFolderThatIsNotThereIsToldByName() throws {
    let room = try FurnishedRoom.empty.captured(width: 64)
    let folder = URL(filePath: "/nowhere/at/all")
    #expect { try room.write(.ply, into: folder) } throws: { "\($0)".contains("/nowhere/at/all/cloud.ply") }
  }
}
