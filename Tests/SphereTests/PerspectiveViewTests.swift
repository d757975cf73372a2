// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct PerspectiveViewTests {
  private static let wide = 95 * Double.pi / 180
  private static let sets: [PanoramaViews] = [
    .cube(size: 16), .cube(size: 16, fieldOfView: wide), .icosahedron(size: 16),
  ]

  @Test func `the cube's views are the faces of the cube map`() {
    let grid = CubeGrid(size: 16)
    for (face, view) in zip(CubeFace.allCases, PanoramaViews.cube(size: 16).views) {
      #expect(abs(view.focalLength - 8) < 1e-12)
      for pixel in 0..<256 {
        let (column, row) = (pixel % 16, pixel / 16)
        let point = PerspectiveView.coordinates(column: column, row: row, width: 16, height: 16)
        let direction = view.direction(right: point.right, above: point.above)
        let expected = grid.direction(face, column: Double(column), row: Double(row))
        let perZDepth = grid.rayDistancePerZDepth(column: Double(column), row: Double(row))
        expectClose(direction, expected * perZDepth)
        #expect(abs(view.rayDistancePerZDepth(right: point.right, above: point.above) - perZDepth) < 1e-12)
      }
    }
  }

  @Test(arguments: sets) func `cameras are upright, see points where they show them, and nothing behind`(
    set: PanoramaViews
  ) throws {
    for view in set.views {
      let axes = [view.right, view.up, -view.forward]
      for (i, a) in axes.enumerated() {
        for (j, b) in axes.enumerated() { #expect(abs((a * b).sum() - (i == j ? 1 : 0)) < 1e-12) }
      }
      // Right-handed: the determinant's sign.
      let cross = SIMD3(
        view.right.y * view.up.z - view.right.z * view.up.y, view.right.z * view.up.x - view.right.x * view.up.z,
        view.right.x * view.up.y - view.right.y * view.up.x)
      expectClose(cross, -view.forward)
      #expect(view.up.y > -1e-12)
      let point = try #require(view.projection(of: 3 * view.direction(right: 0.3, above: -0.7)))
      #expect(abs(point.right - 0.3) < 1e-12 && abs(point.above + 0.7) < 1e-12)
      #expect(view.projection(of: -view.forward) == nil)
    }
  }

  @Test func `a border lies half the field of view from the centre`() {
    for view in PanoramaViews.cube(size: 480, fieldOfView: Self.wide).views {
      let border = view.direction(right: 1, above: 0)
      let cosine = (border * view.forward).sum() / (border * border).sum().squareRoot()
      #expect(abs(acos(cosine) - Self.wide / 2) < 1e-12)
      #expect(abs(view.focalLength - 240 / tan(Self.wide / 2)) < 1e-9)
    }
  }

  @Test func `on the cube the nearest view is the face of the largest component, each of a sixth of the sphere`() {
    let set = PanoramaViews.cube(size: 1)
    let grid = EquirectangularGrid(width: 512, height: 256)
    let nearest = set.nearestViews(on: grid)
    var areas = [Double](repeating: 0, count: 6)
    var total = 0.0
    for (pixel, view) in nearest.enumerated() {
      let direction = grid.direction(column: Double(pixel % 512), row: Double(pixel / 512))
      #expect(CubeFace(facing: direction).rawValue == view)
      let area = cos(grid.latitude(row: Double(pixel / 512)))
      areas[view] += area
      total += area
    }
    for area in areas { #expect(abs(area / total - 1.0 / 6) < 1e-3) }
  }

  @Test func `the icosahedron has twelve views, and every ray is well inside of the nearest`() throws {
    let set = PanoramaViews.icosahedron(size: 1)
    #expect(set.views.count == 12)
    // Neighbouring vertices are acos(1 / sqrt 5) apart; the farthest ray is that to a triangle's centre.
    for view in set.views {
      let cosines = set.views.map { ($0.forward * view.forward).sum() }.sorted(by: >)
      for cosine in cosines[1...5] { #expect(abs(cosine - 1 / 5.0.squareRoot()) < 1e-12) }
    }
    let grid = EquirectangularGrid(width: 256, height: 128)
    var farthest = 0.0
    for (pixel, nearest) in set.nearestViews(on: grid).enumerated() {
      let direction = grid.direction(column: Double(pixel % 256), row: Double(pixel / 256))
      let point = try #require(set.views[nearest].projection(of: direction))
      #expect(max(abs(point.right), abs(point.above)) < 0.8)
      farthest = max(farthest, acos((direction * set.views[nearest].forward).sum()))
    }
    #expect(abs(farthest * 180 / .pi - 37.377) < 0.5)
  }

  @Test(arguments: sets) func `pictures show what lies in each pixel's direction`(set: PanoramaViews) {
    // A picture whose colours are the directions themselves, read across the seam and the poles.
    let grid = EquirectangularGrid(width: 256, height: 128)
    let pixels = (0..<256 * 128).flatMap { pixel in
      let direction = grid.direction(column: Double(pixel % 256), row: Double(pixel / 256))
      return (0..<3).map { UInt8((127.5 * (direction[$0] + 1)).rounded()) }
    }
    for (view, picture) in zip(set.views, grid.pictures(of: pixels, seenBy: set.views)) {
      for pixel in 0..<256 {
        let point = PerspectiveView.coordinates(column: pixel % 16, row: pixel / 16, width: 16, height: 16)
        let expected = view.direction(right: point.right, above: point.above)
        let length = (expected * expected).sum().squareRoot()
        // Half a step of 8 bits, and the bend of a sine over a pixel of the reduced panorama of 64 or 58 columns.
        for axis in 0..<3 {
          #expect(abs(2 * Double(picture[axis * 256 + pixel]) - 1 - expected[axis] / length) < 0.008)
        }
      }
    }
  }

  @Test func `a picture far finer than the views is averaged, not picked from`() {
    // Columns of black and white: any one pixel is 0 or 1, the mean is a half.
    let grid = EquirectangularGrid(width: 1024, height: 512)
    let pixels = (0..<1024 * 512).map { UInt8($0 % 2 == 0 ? 0 : 255) }
    for picture in grid.pictures(of: pixels, channels: 1, seenBy: PanoramaViews.cube(size: 16).views) {
      #expect(picture.allSatisfy { abs($0 - 0.5) < 1e-5 })
    }
  }
}
