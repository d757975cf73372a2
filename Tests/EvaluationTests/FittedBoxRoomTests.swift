// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import RotundaEvaluation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

/// Empty rooms of one size, seen from cameras of several heights in their middle.
private struct EmptyRooms: SampleSource {
  let uri = "empty:"
  let rooms: [BoxRoom]
  var count: Int? { rooms.count }

  /// Walls ±2.4 m and ±3.1 m away, 2.75 m high.
  static let example = EmptyRooms(
    rooms: [1.0, 1.3, 1.6, 1.9].map { height in
      BoxRoom(lower: SIMD3(-2.4, -height, -3.1), upper: SIMD3(2.4, 2.75 - height, 3.1))
    })

  func sample(at index: Int) throws -> Sample {
    let grid = EquirectangularGrid(width: 128, height: 64)
    return Sample(
      name: "\(index)",
      panorama: Panorama(width: 128, height: 64, pixels: [UInt8](repeating: 90, count: 3 * 128 * 64)),
      depth: DepthMap(width: 128, height: 64, values: rooms[index].depth(grid)))
  }
}

@Suite struct FittedBoxRoomTests {
  @Test func `the box that rooms were made from is found`() throws {
    let box = try TrivialPredictors(of: EmptyRooms.example, count: 4).box
    #expect(abs(box.halfWidth - 2.4) < 0.01 && abs(box.halfDepth - 3.1) < 0.01)
    #expect(abs(box.roomHeight - 2.75) < 0.01 && abs(box.meanCameraHeight - 1.45) < 0.01)
  }

  @Test func `every panorama gets the distances in closed form at its own camera height`() throws {
    let rooms = EmptyRooms.example
    let box = try TrivialPredictors(of: rooms, count: 4).box
    for index in 0..<4 {
      let sample = try rooms.sample(at: index)
      let errors = DepthErrors(of: box.depth(of: sample).values, against: try sample.label(), weighting: .pixels)
      #expect(errors.absoluteRelative < 0.004, "room \(index)")
    }
  }

  @Test func `the least relative error is a median, not a mean, of what rooms are like`() throws {
    // Two rooms of three have walls at 2 m; with the third, whose walls are at 4 m, squares would meet between.
    let halves: [Double] = [2, 2, 4]
    let rooms = EmptyRooms(
      rooms: halves.map { BoxRoom(lower: SIMD3(-$0, -1.5, -$0), upper: SIMD3($0, 1.2, $0)) })
    let box = try TrivialPredictors(of: rooms, count: 3).box
    #expect(abs(box.halfWidth - 2) < 0.02 && abs(box.halfDepth - 2) < 0.02)
    #expect(abs(box.roomHeight - 2.7) < 0.02)
  }

  @Test func `the mean depth map is the mean of each pixel over the rooms that show it`() throws {
    let rooms = EmptyRooms.example
    let mean = try TrivialPredictors(of: rooms, count: 4).mean
    let depths = try (0..<4).map { try rooms.sample(at: $0).label().values }
    for pixel in stride(from: 0, to: 128 * 64, by: 97) {
      let expected = depths.reduce(0) { $0 + Double($1[pixel]) } / 4
      #expect(abs(Double(mean.values[pixel]) - expected) < 1e-5)
    }
  }

  @Test func `a panorama without depth is seen from the mean height`() throws {
    let rooms = EmptyRooms.example
    let box = try TrivialPredictors(of: rooms, count: 4).box
    let sample = try rooms.sample(at: 0)
    let unlabelled = Sample(name: "photo", panorama: sample.panorama, depth: nil)
    let nadir = box.depth(of: unlabelled)[column: 0, row: 63]
    #expect(abs(nadir - 1.45) < 0.02)
    let above = box.depth(cameraHeight: 9, width: 64, height: 32)
    #expect(above.values.allSatisfy { $0 > 0 && $0.isFinite })
  }
}
