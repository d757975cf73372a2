// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@testable import RotundaEvaluation

@Suite struct GeometryTests {
  private let grid = EquirectangularGrid(width: 128, height: 64)
  private var room: DepthMap { DepthMap(width: 128, height: 64, values: BoxRoom.example.depth(grid)) }

  private func map(_ value: (_ column: Int, _ row: Int) -> Float) -> DepthMap {
    DepthMap(width: 128, height: 64, values: (0..<64).flatMap { row in (0..<128).map { value($0, row) } })
  }

  @Test func `a room against itself, or in another unit, has no normal errors`() throws {
    let same = GeometryErrors(of: room, against: room)
    #expect(same[.normalMean] == 0 && same[.normalsWithin11] == 1 && same[.seam] == 0)
    #expect(same[.boundaryPrecision25] == 1 && same[.boundaryRecall25] == 1)
    let scaled = GeometryErrors(of: map { 1.5 * room[column: $0, row: $1] }, against: room)
    #expect(try #require(scaled[.normalRootMeanSquare]) < 0.01)
  }

  @Test func `normals of a sphere and of a room differ by the angle at which rays meet its walls`() throws {
    // Only pixels all around which one wall is seen have the normal of that wall.
    let walls = BoxRoom.example.walls(grid)
    func surroundings(_ column: Int, _ row: Int) -> [(column: Int, row: Int)] {
      [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)].map { grid.wrapped(column: column + $0.0, row: row + $0.1) }
    }
    let truth = map { column, row in
      let seen = surroundings(column, row).map { walls[$0.row * 128 + $0.column] }
      return Set(seen).count == 1 ? room[column: column, row: row] : 0
    }
    let errors = GeometryErrors(of: map { _, _ in 2 }, against: truth)
    var (sum, weight, within) = (0.0, 0.0, 0.0)
    var angles: [Double] = []
    for row in 0..<64 {
      let share = cos(grid.latitude(row: Double(row)))
      for column in 0..<128 where surroundings(column, row).allSatisfy({ truth[column: $0.column, row: $0.row] > 0 }) {
        let direction = grid.direction(column: Double(column), row: Double(row))
        let normal = BoxRoom.example.normal(ofWall: walls[row * 128 + column])
        let angle = acos(min(1, -(direction * normal).sum())) * 180 / .pi
        sum += share * angle
        weight += share
        if angle < 22.5 { within += share }
        angles.append(angle)
      }
    }
    // Distances are single precision, and so are the normals.
    #expect(angles.count > 128 * 64 / 2)
    #expect(abs(try #require(errors[.normalMean]) - sum / weight) < 1e-3)
    #expect(abs(try #require(errors[.normalMedian]) - angles.sorted()[angles.count / 2]) < 0.05)
    #expect(abs(try #require(errors[.normalsWithin22]) - within / weight) < 1e-3)
  }

  @Test func `a step at a column is an edge of both columns beside it`() throws {
    // A step of 0.2 m: the unnormalised Sobel gradient across it is 4 * 0.2 m.
    // Across a pole the step would be one too.
    let truth = map { column, row in (4..<60).contains(row) ? (32..<96).contains(column) ? 2.2 : 2 : 0 }
    let moved = map { column, _ in (33..<96).contains(column) ? 2.2 : 2 }
    let flat = map { _, _ in 2 }
    let errors = GeometryErrors(of: moved, against: truth)
    // Columns 31, 32, 95, 96 against 32, 33, 95, 96.
    #expect(abs(try #require(errors[.boundaryPrecision50]) - 0.75) < 0.02)
    #expect(abs(try #require(errors[.boundaryRecall50]) - 0.75) < 0.02)
    #expect(errors[.boundaryPrecision100] == 1 && errors[.boundaryRecall100] == 1)
    let nothingFound = GeometryErrors(of: flat, against: truth)
    #expect(nothingFound[.boundaryPrecision50] == 0 && nothingFound[.boundaryRecall50] == 0)
    let nothingThere = GeometryErrors(of: moved, against: flat)
    #expect(nothingThere[.boundaryPrecision50] == 1 && nothingThere[.boundaryRecall50] == 1)
  }

  @Test func `the seam error is the step across the seam that the truth does not have`() throws {
    let truth = map { column, _ in column == 0 ? 3 : 2 }
    let prediction = map { column, row in column == 0 ? 3.25 : row == 0 && column == 127 ? 0 : 2 }
    #expect(abs(try #require(GeometryErrors(of: prediction, against: truth)[.seam]) - 0.25) < 1e-6)
    let holes = map { column, _ in column == 0 ? 0 : 2 }
    #expect(GeometryErrors(of: holes, against: truth)[.seam] == nil)
  }

  @Test func `profiles put errors where they belong`() {
    let truth = map { _, row in row < 16 ? 1.2 : row < 32 ? 3.6 : row < 48 ? 0 : 12 }
    let profile = ErrorProfile(of: map { _, row in row < 16 ? 1.5 : 3 }, against: truth)
    let near = profile.byDistance[2]
    let far = profile.byDistance[7]
    #expect(near.pixels == 16 * 128 && far.pixels == 16 * 128)
    #expect(abs(near.absoluteRelative - 0.25) < 1e-6 && abs(near.bias - 0.3) < 1e-6)
    #expect(abs(far.rootMeanSquare - 0.6) < 1e-6 && abs(far.bias + 0.6) < 1e-6)
    #expect(profile.byDistance.reduce(0) { $0 + $1.pixels } == 32 * 128)
    #expect(profile.byLatitude[0].pixels > 0 && profile.byLatitude[6...].allSatisfy { $0.pixels == 0 })
    var twice = profile
    twice += profile
    #expect(twice.byDistance[2].pixels == 2 * near.pixels && twice.byDistance[2].bias == near.bias)
  }
}
