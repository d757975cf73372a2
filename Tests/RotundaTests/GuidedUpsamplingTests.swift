// SPDX-License-Identifier: Apache-2.0

import Rotunda
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct GuidedUpsamplingTests {
  let coarse = EquirectangularGrid(width: 64, height: 32)
  let fine = EquirectangularGrid(width: 512, height: 256)

  @Test func `an edge of depth goes where the photo has its edge`() {
    // A dark cabinet at 1.5 before a bright wall at 4, in columns 100 to 300; both textured.
    let cabinet = 100..<300
    let photo = photo(seed: 1) { cabinet.contains($0 % 512) ? 60 : 170 }
    let truth = (0..<512 * 256).map { cabinet.contains($0 % 512) ? Float(1.5) : 4 }
    // As a network gives it: edges blurred over three coarse pixels.
    let blurred = blurredColumns(fine.depthResampled(truth, to: coarse, mixing: .allValid))
    let guided = DepthMap(width: 64, height: 32, values: blurred).upsampled(guidedBy: photo)
    let bilinear = coarse.depthResampled(blurred, to: fine, mixing: .allValid)
    let wrong = { (map: [Float]) in zip(map, truth).count { abs($0 - $1) > 0.1 * $1 } }
    #expect(wrong(guided.values) * 10 < wrong(bilinear))
    // Not one column of 512 of either edge is in between.
    #expect(wrong(guided.values) <= 256)
  }

  @Test func `a constant map stays the same to the last bit whatever the photo`() {
    let photo = photo(seed: 2) { _ in 128 }
    let guided = DepthMap(width: 64, height: 32, values: [Float](repeating: 2.7, count: 64 * 32)).upsampled(
      guidedBy: photo)
    #expect(guided.values.allSatisfy { $0 == 2.7 })
  }

  @Test func `texture does not print into a room's walls, and poles and seam are walls like others`() {
    let room = { (direction: SIMD3<Double>) -> (distance: Double, wall: Int) in
      let upper = SIMD3(2.3, 1.1, 1.9)
      let lower = SIMD3(-1.7, -1.6, -2.4)
      let walls = (0..<3).map { axis in
        ((direction[axis] > 0 ? upper : lower)[axis] / direction[axis], 2 * axis + (direction[axis] > 0 ? 1 : 0))
      }
      return walls.min { $0.0 < $1.0 } ?? (0, 0)
    }
    let hits = { (grid: EquirectangularGrid) in
      (0..<grid.width * grid.height).map { index in
        room(grid.direction(column: Double(index % grid.width), row: Double(index / grid.width)))
      }
    }
    let (coarseHits, fineHits) = (hits(coarse), hits(fine))
    let guided = DepthMap(width: 64, height: 32, values: coarseHits.map { Float($0.distance) }).upsampled(
      guidedBy: photo(seed: 3) { _ in 128 })
    var checkedRows = Set<Int>()
    var worst = 0.0
    // Every seventh is of all columns and rows.
    for index in stride(from: 0, to: fineHits.count, by: 7) {
      let (column, row) = (index % 512, index / 512)
      // Off the creases: all coarse pixels in reach, and those next to them, are on the same wall.
      let walls = Set(
        (-4...4).flatMap { y in
          (-4...4).map { x in coarseHits[coarse.pixelIndex(column: column / 8 + x, row: row / 8 + y)].wall }
        })
      guard walls == [fineHits[index].wall] else { continue }
      checkedRows.insert(row)
      let error = abs(Double(guided.values[index]) / fineHits[index].distance - 1)
      worst = max(worst, error)
    }
    // Predictions are exact to second order in the angle of a coarse pixel, h = 0.098: h^3 is 0.001.
    #expect(worst < 0.001)
    #expect(checkedRows.contains(255) && checkedRows.contains(0))
  }

  @Test func `a turned view gives the turned map, so there is no seam`() {
    var generator = SeededGenerator(seed: 4)
    let depth = (0..<64 * 32).map { _ in Float.random(in: 1...4, using: &generator) }
    let photo = photo(seed: 5) { $0 % 100 < 50 ? 60 : 180 }
    let turnedPhoto = Panorama(
      width: 512, height: 256, pixels: fine.rolled(photo.pixels, channels: 3, by: 8 * 21))
    let straight = DepthMap(width: 64, height: 32, values: depth).upsampled(guidedBy: photo)
    let turned = DepthMap(width: 64, height: 32, values: coarse.rolled(depth, by: 21)).upsampled(guidedBy: turnedPhoto)
    #expect(turned.values == fine.rolled(straight.values, by: 8 * 21))
  }

  @Test func `a hole stays the same hole and touches nothing`() {
    let holes = (0..<64 * 32).map { index in (10..<20).contains(index % 64) || index / 64 < 3 ? Float(0) : 3.3 }
    let guided = DepthMap(width: 64, height: 32, values: holes).upsampled(guidedBy: photo(seed: 6) { _ in 128 })
    #expect(guided.values == coarse.nearestResampled(holes, to: fine))
  }

  @Test func `a lonely pixel in a hole keeps its distance`() {
    var lonely = [Float](repeating: 0, count: 64 * 32)
    lonely[5 * 64] = 2.2
    let guided = DepthMap(width: 64, height: 32, values: lonely).upsampled(guidedBy: photo(seed: 7) { _ in 128 })
    #expect(guided.values == coarse.nearestResampled(lonely, to: fine))
  }

  @Test func `distances far apart stay about between the least and the largest`() {
    // Beyond by at most the 2 % that a surface may bend.
    let extremes = (0..<64 * 32).map { Float([0.01, 1, 100][$0 % 3]) }
    let guided = DepthMap(width: 64, height: 32, values: extremes).upsampled(guidedBy: photo(seed: 8) { _ in 128 })
    #expect(guided.values.allSatisfy { $0 > 0.0098 && $0 < 102.1 })
  }

  @Test func `what the photo does not cover is invalid`() {
    var photo = photo(seed: 9) { _ in 128 }
    let coverage = (0..<512 * 256).map { UInt8($0 % 7 == 0 ? 0 : 255) }
    photo.coverage = coverage
    let map = DepthMap(width: 64, height: 32, values: [Float](repeating: 1, count: 64 * 32))
    #expect(map.upsampled(guidedBy: photo).values == coverage.map { $0 == 0 ? 0 : 1 })
    let same = DepthMap(width: 512, height: 256, values: [Float](repeating: 1, count: 512 * 256))
    #expect(same.upsampled(guidedBy: photo).values == coverage.map { $0 == 0 ? 0 : 1 })
  }

  @Test(arguments: [(65, 33), (100, 37), (130, 70), (1000, 40)])
  func `any larger size will do`(width: Int, height: Int) {
    let photo = Panorama(width: width, height: height, pixels: [UInt8](repeating: 9, count: 3 * width * height))
    let ramp = DepthMap(width: 64, height: 32, values: (0..<64 * 32).map { 2 + Float($0 / 64) / 32 })
    let guided = ramp.upsampled(guidedBy: photo)
    #expect(guided.width == width && guided.height == height)
    for index in guided.values.indices {
      let expected = 2 + ((Float(index / width) + 0.5) * 32 / Float(height) - 0.5) / 32
      // At the poles the ramp has a crest, which is rounded off by less than a coarse pixel's step.
      #expect(abs(guided.values[index] - expected) < 1 / 32)
    }
  }

  @Test func `a map that is not smaller than the photo is resampled`() {
    let map = DepthMap(width: 64, height: 32, values: [Float](repeating: 3, count: 64 * 32))
    let photo = Panorama(width: 32, height: 16, pixels: [UInt8](repeating: 9, count: 3 * 32 * 16))
    let expected = DepthMap(width: 32, height: 16, values: [Float](repeating: 3, count: 512))
    #expect(map.upsampled(guidedBy: photo) == expected)
  }

  /// A photo of the fine size: a grey level by pixel, with blotches of four by four pixels of up to 25 levels, and noise.
  private func photo(seed: UInt64, level: (Int) -> Int) -> Panorama {
    var generator = SeededGenerator(seed: seed)
    let blotches = (0..<128 * 64).map { _ in Int.random(in: -25...25, using: &generator) }
    var pixels: [UInt8] = []
    for index in 0..<512 * 256 {
      let value = level(index) + blotches[index / 512 / 4 * 128 + index % 512 / 4]
      for _ in 0..<3 { pixels.append(UInt8(value + Int.random(in: -5...5, using: &generator))) }
    }
    return Panorama(width: 512, height: 256, pixels: pixels)
  }

  /// Each pixel the mean of itself and its neighbours to the sides, in inverse distance.
  private func blurredColumns(_ depth: [Float]) -> [Float] {
    depth.indices.map { index in
      let neighbours = (-1...1).map { 1 / depth[coarse.pixelIndex(column: index % 64 + $0, row: index / 64)] }
      return 3 / neighbours.reduce(0, +)
    }
  }
}
