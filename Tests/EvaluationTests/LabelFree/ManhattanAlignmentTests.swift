// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEvaluation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct ManhattanAlignmentTests {
  @Test(arguments: [0.0, 20.0, 33.3, 89.9])
  func `every wall of a turned room is aligned, with the turn for its yaw`(degrees: Double) throws {
    // Turned to the right, the camera sees what was in front at longitude -degrees.
    let alignment = try #require(ManhattanAlignment(of: KnownMaps.walls(view: .yaw(degrees * .pi / 180))))
    #expect(alignment.share == 1 && alignment.meanAngle < 0.02)
    let expected = (90 - degrees).truncatingRemainder(dividingBy: 90)
    #expect(abs(alignment.yaw - expected) < 1e-9)
  }

  @Test func `surfaces that face anywhere are aligned as often as directions are`() throws {
    // Normals of a sphere around the camera are all directions.
    let alignment = try #require(ManhattanAlignment(of: KnownMaps.map { _, _, _ in 2 }))
    // Six caps of 15 degrees.
    #expect(abs(alignment.share - 3 * (1 - cos(15 * Double.pi / 180))) < 0.003)
    var generator = SeededGenerator(seed: 4)
    let angles = (0..<100_000).map { _ in
      let components = generator.normals(3).map(Double.init)
      let length = components.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return acos((components.map(abs).max() ?? 0) / length) * 180 / .pi
    }
    #expect(abs(alignment.meanAngle - angles.reduce(0, +) / 100_000) < 0.3)
  }

  @Test(arguments: [10.0, 20.0])
  func `in a pitched room all walls but those to the sides are off by the pitch`(degrees: Double) throws {
    let view = Rotation.pitch(degrees * .pi / 180)
    let map = KnownMaps.walls(view: view)
    let walls = KnownMaps.seenWalls(.example, view: view)
    let grid = KnownMaps.grid
    // The share of the sides, of what has neighbours on all sides.
    var (sides, all) = (0.0, 0.0)
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let around = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)].map {
          grid.wrapped(column: column + $0.0, row: row + $0.1)
        }
        guard around.allSatisfy({ map[column: $0.column, row: $0.row] > 0 }) else { continue }
        let share = cos(grid.latitude(row: Double(row)))
        all += share
        if walls[row * grid.width + column] < 2 { sides += share }
      }
    }
    let alignment = try #require(ManhattanAlignment(of: map))
    #expect(alignment.yaw == 0)
    #expect(abs(alignment.meanAngle - degrees * (1 - sides / all)) < 0.02)
    #expect(abs(alignment.share - (degrees < 15 ? 1 : sides / all)) < 1e-9)
  }

  @Test func `a wall askew does not turn the frame`() throws {
    // A third of the horizon is a wall that stands 30 degrees askew.
    let askew = Rotation.yaw(30 * .pi / 180)
    let map = KnownMaps.map { direction, column, _ in
      BoxRoom.example.hit((100..<180).contains(column) ? askew * direction : direction).distance
    }
    #expect(try #require(ManhattanAlignment(of: map)).yaw == 0)
  }

  @Test func `a map without normals has no alignment`() {
    #expect(ManhattanAlignment(of: KnownMaps.map { _, column, row in (column + row) % 2 == 0 ? 2 : 0 }) == nil)
    #expect(ManhattanAlignment(of: DepthMap(width: 2, height: 1, values: [0, 0])) == nil)
  }
}
