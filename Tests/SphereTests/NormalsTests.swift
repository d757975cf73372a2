// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct NormalsTests {
  let grid = EquirectangularGrid(width: 128, height: 64)
  let room = BoxRoom.example

  @Test func `off the edges of a box room the normals are those of its walls, in the first and last row too`() {
    let normals = grid.normals(ofDepth: room.depth(grid))
    let walls = room.walls(grid)
    var checkedRows = Set<Int>()
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let neighbours = [(column, row), (column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)]
        let seen = Set(neighbours.map { walls[grid.pixelIndex(column: $0.0, row: $0.1)] })
        guard seen.count == 1, let wall = seen.first else { continue }
        checkedRows.insert(row)
        // 0.005 degrees is what distances rounded to Float leave in the first row, where the points lie closest.
        expectClose(vector(normals, column, row), room.normal(ofWall: wall), within: 0.005 * .pi / 180)
      }
    }
    #expect(checkedRows.isSuperset(of: [0, 1, 31, 32, 62, 63]))
  }

  @Test func `normals are those of the map in any unit`() {
    let depth = room.depth(grid)
    // A power of two scales without rounding.
    #expect(grid.normals(ofDepth: depth) == grid.normals(ofDepth: depth.map { 1024 * $0 }))
  }

  @Test func `a sphere around the camera faces the camera everywhere`() {
    let normals = grid.normals(ofDepth: [Float](repeating: 3, count: grid.width * grid.height))
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let direction = grid.direction(column: Double(column), row: Double(row))
        expectClose(vector(normals, column, row), -direction, within: 1e-5)
      }
    }
  }

  @Test func `a normal is undefined where the pixel or a neighbour is invalid`() {
    var depth = room.depth(grid)
    depth[grid.pixelIndex(column: 0, row: 0)] = 0
    let normals = grid.normals(ofDepth: depth)
    let undefined = (0..<grid.width * grid.height).filter { normals[(3 * $0)..<(3 * $0 + 3)].allSatisfy { $0 == 0 } }
    let expected = [(0, 0), (127, 0), (1, 0), (64, 0), (0, 1)].map { grid.pixelIndex(column: $0.0, row: $0.1) }
    #expect(undefined == expected.sorted())
  }

  private func vector(_ normals: [Float], _ column: Int, _ row: Int) -> SIMD3<Double> {
    let start = 3 * (row * grid.width + column)
    return SIMD3(Double(normals[start]), Double(normals[start + 1]), Double(normals[start + 2]))
  }
}
