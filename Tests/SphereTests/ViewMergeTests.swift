// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct ViewMergeTests {
  private let grid = EquirectangularGrid(width: 64, height: 32)

  private func constant(_ distance: Float, size: Int = 16) -> ViewDistances {
    ViewDistances(width: size, height: size, values: Array(repeating: distance, count: size * size))
  }

  @Test func `each face has its own place, in the order of the cube`() {
    let maps = (0..<6).map { constant(Float($0 + 1)) }
    let merged = PanoramaViews.cube(size: 16).merged(maps, by: .hard, on: grid)
    for (pixel, distance) in merged.enumerated() {
      let face = CubeFace(facing: grid.direction(column: Double(pixel % 64), row: Double(pixel / 64)))
      #expect(distance == Float(face.rawValue + 1))
    }
  }

  @Test func `between two faces the weights are those of the distances from the borders`() {
    // The horizon between front (2 m) and right (4 m), faces of 100 degrees.
    let views = PanoramaViews.cube(size: 16, fieldOfView: 100 * .pi / 180)
    var maps = (0..<6).map { _ in constant(1) }
    maps[CubeFace.front.rawValue] = constant(2)
    maps[CubeFace.right.rawValue] = constant(4)
    let horizon = EquirectangularGrid(width: 3600, height: 1)
    let merged = views.merged(maps, by: .crossFaded, on: horizon)
    // Longitude 47.05 degrees: tan of it on the front, its inverse on the right, borders at tan 50 = 1.19175.
    let tangent = 1.07423
    let (front, right) = (1 - tangent / 1.19175, 1 - 1 / tangent / 1.19175)
    let expected = (2 * front + 4 * right) / (front + right)
    #expect(abs(Double(merged[1800 + 470]) - expected) < 1e-3)
    // Only the front sees what lies 39.95 degrees to the right, and only the right 50.05 degrees.
    #expect(merged[1800 + 399] == 2)
    #expect(merged[1800 + 500] == 4)
  }

  @Test func `faces that only meet are not mixed`() {
    let maps = (0..<6).map { constant(Float($0 + 1)) }
    let views = PanoramaViews.cube(size: 16)
    #expect(views.merged(maps, by: .crossFaded, on: grid) == views.merged(maps, by: .hard, on: grid))
  }

  @Test(arguments: ViewMerge.allCases) func `what no view knows is a hole, and nothing else is`(merge: ViewMerge) {
    var maps = (0..<6).map { _ in constant(3) }
    maps[CubeFace.left.rawValue] = constant(0)
    let merged = PanoramaViews.cube(size: 16).merged(maps, by: merge, on: grid)
    for (pixel, distance) in merged.enumerated() {
      let face = CubeFace(facing: grid.direction(column: Double(pixel % 64), row: Double(pixel / 64)))
      #expect(face == .left ? distance == 0 : abs(distance - 3) < 1e-5)
    }
    let nothing = [ViewDistances](repeating: constant(0), count: 6)
    #expect(PanoramaViews.cube(size: 16).merged(nothing, by: merge, on: grid).allSatisfy { $0 == 0 })
  }

  @Test func `of views that overlap, those that know speak for those that do not`() {
    var maps = (0..<12).map { _ in constant(3) }
    maps[4] = constant(0)
    let views = PanoramaViews.icosahedron(size: 16)
    let (hard, faded) = (views.merged(maps, by: .hard, on: grid), views.merged(maps, by: .crossFaded, on: grid))
    #expect(hard.allSatisfy { $0 == 3 || $0 == 0 } && faded.allSatisfy { $0 == 3 || $0 == 0 })
    // A twelfth of the sphere is the hole of the one; neighbours see more than half of it.
    #expect(hard.contains(0) && 2 * faded.count { $0 == 0 } < hard.count { $0 == 0 })
  }

  @Test func `numbers that are no distances are holes`() {
    let map = ViewDistances(width: 2, height: 2, values: [.nan, -1, .infinity, 2])
    #expect(map.values == [0, 0, 0, 2])
    #expect(map.scaled(by: 3).values == [0, 0, 0, 6])
  }

  @Test(arguments: ViewMerge.allCases) func `a map of one pixel is read everywhere`(merge: ViewMerge) {
    let maps = (0..<6).map { _ in constant(3, size: 1) }
    #expect(PanoramaViews.cube(size: 16).merged(maps, by: merge, on: grid).allSatisfy { abs($0 - 3) < 1e-5 })
  }
}
