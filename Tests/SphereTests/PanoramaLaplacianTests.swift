// SPDX-License-Identifier: Apache-2.0

import RotundaTestSupport
import Testing

@testable import RotundaSphere

@Suite struct PanoramaLaplacianTests {
  /// One equation of least squares: weight * (sum of coefficients * x - value)^2.
  private struct Equation {
    let coefficients: [(pixel: Int, factor: Double)]
    let value: Double
    let weight: Double
  }

  @Test(arguments: [(16, 8), (12, 6), (10, 5)]) func `the solution is that of dense normal equations`(
    width: Int, height: Int
  ) {
    // 16 by 8 has three levels; 10 by 5 has one, which conjugate gradients alone must solve.
    let grid = EquirectangularGrid(width: width, height: height)
    var generator = SeededGenerator(seed: 5)
    let count = width * height
    var above = (0..<count + width).map { _ in Double.random(in: 0...1, using: &generator) }
    var upwards = generator.normals(count + width).map(Double.init)
    // Across a pole every pair is named twice, once from either side.
    for start in [0, count] {
      for column in 0..<width / 2 {
        above[start + column + width / 2] = above[start + column]
        upwards[start + column + width / 2] = -upwards[start + column]
      }
    }
    let beside = (0..<count).map { _ in Double.random(in: 0...1, using: &generator) }
    let sideways = generator.normals(count).map(Double.init)
    let data = (0..<count).map { $0 % 3 == 0 ? 0.01 : 0 }
    let values = generator.normals(count).map(Double.init)

    var equations: [Equation] = []
    for row in 0...height {
      for column in 0..<width {
        let index = row * width + column
        let own = grid.pixelIndex(column: column, row: row)
        let upper = grid.pixelIndex(column: column, row: row - 1)
        if (row > 0 && row < height) || column < width / 2 {
          equations.append(
            Equation(coefficients: [(own, 1), (upper, -1)], value: upwards[index], weight: above[index]))
        }
        guard row < height else { continue }
        let right = grid.pixelIndex(column: column + 1, row: row)
        equations.append(
          Equation(coefficients: [(right, 1), (index, -1)], value: sideways[index], weight: beside[index]))
        equations.append(Equation(coefficients: [(index, 1)], value: values[index], weight: data[index]))
      }
    }
    let expected = leastSquares(equations, unknowns: count)
    let system = PanoramaLaplacian(width: width, height: height, beside: beside, above: above, data: data)
    let solution = system.solution(beside: sideways, above: upwards, data: values)
    #expect(zip(solution, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// Gauss's elimination with pivots on the normal equations.
  private func leastSquares(_ equations: [Equation], unknowns: Int) -> [Double] {
    var rows = [[Double]](repeating: Array(repeating: 0, count: unknowns + 1), count: unknowns)
    for equation in equations {
      for (i, a) in equation.coefficients {
        for (j, b) in equation.coefficients { rows[i][j] += equation.weight * a * b }
        rows[i][unknowns] += equation.weight * a * equation.value
      }
    }
    for column in 0..<unknowns {
      let pivot = (column..<unknowns).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, pivot)
      for row in 0..<unknowns where row != column {
        let factor = rows[row][column] / rows[column][column]
        guard factor != 0 else { continue }
        for k in column...unknowns { rows[row][k] -= factor * rows[column][k] }
      }
    }
    return rows.indices.map { rows[$0][unknowns] / rows[$0][$0] }
  }
}
