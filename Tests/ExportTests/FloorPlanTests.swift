// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@testable import RotundaExport

struct FloorPlanTests {
  private func sides(_ plan: FloorPlan) -> [Double] {
    plan.outline.indices.map {
      let side = plan.outline[($0 + 1) % plan.outline.count] - plan.outline[$0]
      return (side * side).sum().squareRoot()
    }
  }

  @Test func theWallsOfAFurnishedRoom() throws {
    let plan = try #require(FloorPlan(try FurnishedRoom.furnished.captured(width: 1024)))
    #expect(plan.outline.count == 4)
    let sides = sides(plan).sorted()
    for (side, true_) in zip(sides, [4.0, 4, 5, 5]) { #expect(abs(side / true_ - 1) < 0.005) }
    #expect(abs(plan.area / 20 - 1) < 0.005)
    #expect(abs(plan.floor + 1.5) < 0.005 && abs((plan.ceiling ?? 0) - 1.1) < 0.005)
    // Counterclockwise where x grows to the right and z downwards.
    #expect(FloorPlan.signedArea(plan.outline) < 0)
  }

  @Test func aTiltedAndTurnedCameraSeesTheSameRoom() throws {
    let pose = Rotation.yaw(0.5) * Rotation.pitch(0.1) * Rotation.roll(0.08)
    let plan = try #require(FloorPlan(try FurnishedRoom.furnished.captured(width: 1024, pose: pose)))
    #expect(plan.outline.count == 4 && abs(plan.area / 20 - 1) < 0.01)
  }

  @Test func anLShapedRoomHasSixWalls() throws {
    // A block from floor to ceiling in a corner makes a box an L.
    var box = FurnishedRoom.empty
    box.furniture = [(SIMD3(1, -1.5, -2.2), SIMD3(2.3, 1.1, -0.9))]
    let plan = try #require(FloorPlan(try box.captured(width: 1024)))
    #expect(plan.outline.count == 6)
    #expect(abs(plan.area / (20 - 1.3 * 1.3) - 1) < 0.01)
  }

  @Test func cupboardsAndABeamDoNotMoveTheWall() throws {
    // A kitchen: cupboards below and above along one wall, with the wall seen between them, and a beam across the ceiling.
    var box = FurnishedRoom()
    box.furniture = [
      (SIMD3(-1.7, -1.5, -2.2), SIMD3(2.3, -0.6, -1.6)), (SIMD3(-1, 0, -2.2), SIMD3(1.5, 0.6, -1.85)),
      (SIMD3(-1.7, 0.8, -0.8), SIMD3(2.3, 1.1, -0.6)),
    ]
    let plan = try #require(FloorPlan(try box.captured(width: 1024)))
    #expect(plan.outline.count == 4 && abs(plan.area / 20 - 1) < 0.005)
  }

  @Test func anOpenDoorIsNotAWall() throws {
    // Beyond a door of 0.9 m by 2 m in the wall at 2.3 m, the next room's wall is at 5 m.
    let box = FurnishedRoom()
    let depth = box.depth(width: 1024)
    let grid = EquirectangularGrid(width: 1024, height: 512)
    var values = depth.values
    for index in values.indices {
      let ray = grid.direction(column: Double(index % 1024), row: Double(index / 1024))
      let point = Double(values[index]) * ray
      guard abs(point.x - 2.3) < 1e-3, abs(point.z) < 0.45, point.y < 0.5 else { continue }
      let beyond = BoxRoom(lower: SIMD3(-1.7, -1.5, -2.2), upper: SIMD3(5, 1.1, 2.8))
      values[index] = Float(beyond.hit(ray).distance)
    }
    let photo = Panorama(width: 8, height: 4, pixels: [UInt8](repeating: 128, count: 96))
    let room = try CapturedRoom(
      title: "door", photo: photo, depth: DepthMap(width: 1024, height: 512, values: values))
    let plan = try #require(FloorPlan(room))
    #expect(plan.outline.count == 4 && abs(plan.area / 20 - 1) < 0.005)
  }

  @Test func aSphereHasNoFloor() throws {
    let photo = Panorama(width: 8, height: 4, pixels: [UInt8](repeating: 128, count: 96))
    let ball = DepthMap(width: 128, height: 64, values: [Float](repeating: 2, count: 128 * 64))
    #expect(FloorPlan(try CapturedRoom(title: "ball", photo: photo, depth: ball)) == nil)
  }
}
