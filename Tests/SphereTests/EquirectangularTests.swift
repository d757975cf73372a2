// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import Testing

@Suite struct EquirectangularTests {
  let grid = EquirectangularGrid(width: 8, height: 4)

  @Test func `the centre of the image looks forward and its quarters to the sides`() {
    expectClose(grid.direction(column: 3.5, row: 1.5), SIMD3(0, 0, -1))
    expectClose(grid.direction(column: 5.5, row: 1.5), SIMD3(1, 0, 0))
    expectClose(grid.direction(column: 1.5, row: 1.5), SIMD3(-1, 0, 0))
    expectClose(grid.direction(column: -0.5, row: 1.5), SIMD3(0, 0, 1))
    expectClose(grid.direction(column: 2, row: -0.5), SIMD3(0, 1, 0))
    expectClose(grid.direction(column: 2, row: 3.5), SIMD3(0, -1, 0))
  }

  @Test func `positions and directions undo each other`() {
    for row in 0..<4 {
      for column in 0..<8 {
        let position = grid.position(of: 7 * grid.direction(column: Double(column), row: Double(row)))
        #expect(abs(position.column - Double(column)) < 1e-12)
        #expect(abs(position.row - Double(row)) < 1e-12)
      }
    }
  }

  @Test func `a wrapped pixel looks where its position looks`() {
    for row in -9...12 {
      for column in -20...20 {
        let pixel = grid.wrapped(column: column, row: row)
        expectClose(
          grid.direction(column: Double(pixel.column), row: Double(pixel.row)),
          grid.direction(column: Double(column), row: Double(row)))
      }
    }
  }
}

/// Requires two vectors to agree to rounding.
func expectClose(
  _ a: SIMD3<Double>, _ b: SIMD3<Double>, within tolerance: Double = 1e-12,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(((a - b) * (a - b)).sum().squareRoot() <= tolerance, "\(a) and \(b)", sourceLocation: sourceLocation)
}
