// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
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

  @Test func aSphereHasNoFloor() throws {
    let photo = Panorama(width: 8, height: 4, pixels: [UInt8](repeating: 128, count: 96))
    let ball = DepthMap(width: 128, height: 64, values: [Float](repeating: 2, count: 128 * 64))
    #expect(FloorPlan(try CapturedRoom(title: "ball", photo: photo, depth: ball)) == nil)
  }
}
