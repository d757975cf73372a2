// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

/// Box rooms with cabinets in plain colours, and a fault in all of their depth.
private struct PlantedRooms: SampleSource {
  enum Fault {
    case none
    /// Distance perpendicular to the cube face instead of along the ray.
    case perpendicular
    /// Depth lies too far right and down, in pixels.
    case shifted(right: Int, down: Int)
    /// The depth of the left end belongs to another room.
    case torn
  }

  let uri = "planted-rooms:"
  let count: Int? = 6
  var fault = Fault.none
  let grid = EquirectangularGrid(width: 128, height: 64)

  func sample(at index: Int) throws -> Sample {
    var random = SeededGenerator(seed: UInt64(index))
    func side(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
    let room = BoxRoom(
      lower: SIMD3(-side(1.2...2.5), -side(1.4...1.7), -side(1.2...2.5)),
      upper: SIMD3(side(1.2...2.5), side(0.8...1.3), side(1.2...2.5)))
    let cabinets = (0..<5).map { _ in (middle: side(-2.8...2.8), half: side(0.1...0.3), share: side(0.4...0.8)) }
    var depth: [Float] = []
    var pixels: [UInt8] = []
    for place in 0..<grid.width * grid.height {
      let direction = grid.direction(column: Double(place % grid.width), row: Double(place / grid.width))
      let longitude = grid.longitude(column: Double(place % grid.width))
      let hit = room.hit(direction)
      let cabinet = abs(direction.y) < 0.4 ? cabinets.firstIndex { abs(longitude - $0.middle) < $0.half } : nil
      depth.append(Float(hit.distance * (cabinet.map { cabinets[$0].share } ?? 1)))
      let grey = cabinet.map { 60 + 20 * $0 } ?? 110 + 20 * hit.wall
      pixels += [UInt8(grey), UInt8(grey), UInt8(grey - Int.random(in: 0...3, using: &random))]
    }
    return Sample(
      name: "room \(index)", panorama: Panorama(width: grid.width, height: grid.height, pixels: pixels),
      depth: DepthMap(width: grid.width, height: grid.height, values: spoilt(depth)))
  }

  private func spoilt(_ depth: [Float]) -> [Float] {
    depth.indices.map { place in
      let (column, row) = (place % grid.width, place / grid.width)
      switch fault {
      case .none: return depth[place]
      case .perpendicular:
        let direction = grid.direction(column: Double(column), row: Double(row))
        return depth[place] * Float(max(abs(direction.x), abs(direction.y), abs(direction.z)))
      case .shifted(let right, let down): return depth[grid.pixelIndex(column: column - right, row: row - down)]
      case .torn: return column < grid.width / 2 ? depth[place] * 1.7 : depth[place]
      }
    }
  }
}

@Suite struct CheckTests {
  private func check(_ fault: PlantedRooms.Fault) -> SourceCheck {
    SourceCheck(PlantedRooms(fault: fault), indices: Array(0..<6), tiles: 3)
  }

  @Test func `a sound source has no doubts`() throws {
    let check = check(.none)
    #expect(check.tried == 6 && check.failures.isEmpty && check.unlabelled == 0 && check.doubts.isEmpty)
    #expect(check.sizes.map { "\($0.value) of \($0.key)" } == ["6 of 128x64"])
    #expect(check.kinds[.rayDistance] == 6)
    let alignment = try #require(check.alignment)
    #expect(alignment.samples == 6 && alignment.bestColumns.pixels == 0 && alignment.bestRows.pixels == 0)
    #expect(alignment.unshifted.correlation > 0.25, "\(alignment.unshifted)")
    #expect(alignment.unshifted == alignment.bestColumns)
    #expect(check.distances.pixels == 6 * 128 * 64 && check.distances.validShare == 1)
    #expect(check.tiles.map(\.caption) == ["room 0", "room 2", "room 5"])
    #expect(check.tiles.allSatisfy { $0.picture.width == 256 && $0.picture.height > 256 })
  }

  @Test func `z-depth is found by its bent floors`() {
    let check = check(.perpendicular)
    #expect(check.kinds[.cubeFaceDepth] ?? 0 >= 5)
    guard case .perpendicularDepth = check.doubts.first else {
      Issue.record("doubts are \(check.doubts)")
      return
    }
    #expect(check.doubts.count == 1)
  }

  @Test(arguments: [(5, 0), (-3, 0), (32, 0), (64, 0), (0, 3), (0, -4)])
  func `a shift of depth against its pictures is found and measured`(right: Int, down: Int) throws {
    let check = check(.shifted(right: right, down: down))
    let expected = SourceCheck.Doubt.shiftedDepth(
      right: 360 * Double(right) / 128, down: 180 * Double(down) / 64)
    #expect(check.doubts.contains(expected), "\(check.doubts)")
  }

  @Test func `depth that does not close around the sphere is found`() {
    let doubts = check(.torn).doubts
    #expect(doubts.contains { if case .openSeam = $0 { true } else { false } }, "\(doubts)")
  }

  @Test func `missing and truncated files are named, and the rest is read`() throws {
    try withTemporaryFolder { folder in
      for index in 0..<6 {
        let sample = try PlantedRooms().sample(at: index)
        let name = "\(index)_color_0_Left_Down_0.0.png"
        try sample.panorama.write(to: folder.appending(path: name), as: .png)
        try sample.label().write(to: folder.appending(path: "\(index)_depth_0_Left_Down_0.0.exr"), as: .exr)
      }
      let missing = folder.appending(path: "1_depth_0_Left_Down_0.0.exr")
      try FileManager.default.removeItem(at: missing)
      let truncated = folder.appending(path: "4_color_0_Left_Down_0.0.png")
      let whole = try Data(contentsOf: truncated)
      try whole.prefix(whole.count / 2).write(to: truncated)
      let source = try Layout.open(
        DataURI(parsing: "360d:\(folder.path(percentEncoded: false))"), width: 128, height: 64)
      let check = SourceCheck(source, indices: Array(0..<6))
      #expect(check.failures.map(\.index) == [1, 4])
      #expect(check.failures[0].reason.contains("1_depth_0_Left_Down_0.0.exr: there is no such file"))
      #expect(check.failures[1].reason.contains("4_color_0_Left_Down_0.0.png"))
      #expect(check.tried == 6 && check.distances.pixels == 4 * 128 * 64 && check.doubts.isEmpty)
    }
  }

  @Test func `the histogram's bars and quantiles are those of the distances`() throws {
    // 1 000 pixels of 0.001 to 1 m in steps, 500 of 3.2 m, 100 of 70 m, 400 without.
    let values = (1...1000).map { Float($0) / 1000 } + [Float](repeating: 3.2, count: 500)
    let all = values + [Float](repeating: 70, count: 100) + [Float](repeating: 0, count: 400)
    var histogram = DepthHistogram()
    histogram.add(DepthMap(width: 2000, height: 1, values: all))
    #expect(histogram.pixels == 2000 && histogram.validPixels == 1600 && histogram.validShare == 0.8)
    #expect(histogram.nearest == 0.001 && histogram.farthest == 70)
    #expect(histogram.bars == [499, 500, 1, 0, 0, 0, 500, 0, 0, 0, 0, 0, 0, 0, 100])
    // A quarter of 1600 lies below 0.4 m, three quarters below 3.2 m.
    #expect(abs(try #require(histogram.quantile(0.25)) / 0.4 - 1) < 0.01)
    #expect(abs(try #require(histogram.quantile(0.75)) / 3.2 - 1) < 0.01)
    var twice = histogram
    twice.add(histogram)
    #expect(twice.bars == histogram.bars.map { 2 * $0 } && twice.quantile(0.25) == histogram.quantile(0.25))
    #expect(DepthHistogram().quantile(0.5) == nil)
  }

  @Test func `a limit spreads evenly from the first to the last`() {
    #expect(SourceCheck.spread(3, over: 11) == [0, 5, 10])
    #expect(SourceCheck.spread(5, over: 3) == [0, 1, 2])
    #expect(SourceCheck.spread(1, over: 9) == [0] && SourceCheck.spread(0, over: 9).isEmpty)
    let many = SourceCheck.spread(100, over: 34_679)
    #expect(Set(many).count == 100 && many.first == 0 && many.last == 34_678)
  }
}
