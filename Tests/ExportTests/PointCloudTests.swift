// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@testable import RotundaExport

struct PointCloudTests {
  private func options(points: Int = 50_000) -> ExportOptions {
    var options = ExportOptions()
    options.points = points
    return options
  }

  @Test func pointsLieOnTheWallsWithTheirNormals() throws {
    let box = FurnishedRoom.empty
    let cloud = try PointCloud(try box.captured(width: 512), options: options())
    #expect(abs(cloud.points.count - 50_000) < 1_000)
    var (wrongNormals, rounded) = (0, 0)
    for point in cloud.points {
      let position = SIMD3<Double>(point.position)
      let distance = norm(position)
      // In the corners between walls, a mean over a pixel is off by up to its angle.
      let error = abs(distance / box.distance(position / distance) - 1)
      #expect(error < 2 * .pi / 512)
      if error > 2e-4 { rounded += 1 }
      // The wall is the one whose plane is nearest.
      let gaps = [position - box.walls.lower, box.walls.upper - position]
      let wall = (0..<6).min { gaps[$0 / 3][$0 % 3] < gaps[$1 / 3][$1 % 3] } ?? 0
      if abs(point.normal[wall % 3]) < 0.99 { wrongNormals += 1 }
      #expect(dot(SIMD3<Double>(point.normal), position) < 0)
    }
    #expect(Double(rounded) < 0.02 * Double(cloud.points.count))
    // At the edges between walls a pixel sees both.
    #expect(Double(wrongNormals) < 0.02 * Double(cloud.points.count))
  }

  @Test func farAndGrazedPointsAreLeftOut() throws {
    let room = try FurnishedRoom.empty.captured(width: 256)
    var near = options()
    near.maximumDistance = 1.8
    let cloud = try PointCloud(room, options: near)
    #expect(cloud.points.allSatisfy { norm(SIMD3<Double>($0.position)) <= 1.8001 })
    var steep = options()
    steep.leastGrazing = 60
    let facing = try PointCloud(room, options: steep)
    #expect(facing.points.count < cloud.points.count * 4)
    #expect(
      facing.points.allSatisfy {
        let position = SIMD3<Double>($0.position)
        return -dot(SIMD3<Double>($0.normal), position) / norm(position) > 0.86
      })
    near.maximumDistance = 0.5
    #expect(throws: ExportError.nothingLeft(maximumDistance: 0.5, leastGrazing: 5)) {
      try PointCloud(room, options: near)
    }
  }

  @Test func coloursAreThePhotosAtTheirDirection() throws {
    let room = try FurnishedRoom.empty.captured(width: 256, photoWidth: 512)
    let grid = EquirectangularGrid(width: 512, height: 256)
    for point in try PointCloud(room, options: options(points: 5_000)).points {
      let at = grid.position(of: SIMD3<Double>(point.position))
      guard (20.0..<490).contains(at.column) else { continue }
      // Red grows by 255 over the columns, green over the rows.
      #expect(abs(Double(point.colour.x) - at.column / 2) < 5 && abs(Double(point.colour.y) - at.row) < 5)
    }
  }

  @Test func aFileHoldsWhatItsHeaderSays() throws {
    let spread = DepthMap(width: 256, height: 128, values: [Float](repeating: 0.1, count: 256 * 128))
    let room = try FurnishedRoom.empty.captured(width: 256, spread: spread)
    let cloud = try PointCloud(room, options: options(points: 2_000))
    let bytes = PLY(cloud).bytes
    let end = Array("end_header\n".utf8)
    let start = try #require((0..<1_000).first { Array(bytes[$0..<$0 + end.count]) == end }) + end.count
    let header = String(decoding: bytes[..<start], as: UTF8.self)
    #expect(header.contains("element vertex \(cloud.points.count)\n") && header.contains("property float confidence"))
    #expect(bytes.count == start + 31 * cloud.points.count)
    let last = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let point = try #require(cloud.points.last)
    #expect(Float(bitPattern: last) == point.confidence)
    #expect(abs(point.confidence - (1 - 0.1 / Float(norm(SIMD3<Double>(point.position))))) < 1e-3)
  }
}
