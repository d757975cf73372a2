// SPDX-License-Identifier: Apache-2.0

/// Gaussian elimination with partial pivoting: the independent solver of these tests.
struct DenseSolver {
  /// x of A x = b, and ln |A| of a matrix whose determinant is positive.
  static func solve(_ matrix: [[Double]], _ b: [Double]) -> (x: [Double], determinant: Double) {
    var (a, x) = (matrix, b)
    var determinant = 1.0
    for column in a.indices {
      let pivot = (column..<a.count).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
      if pivot != column {
        a.swapAt(pivot, column)
        x.swapAt(pivot, column)
        determinant = -determinant
      }
      determinant *= a[column][column]
      for row in column + 1..<a.count {
        let factor = a[row][column] / a[column][column]
        guard factor != 0 else { continue }
        for k in column..<a.count { a[row][k] -= factor * a[column][k] }
        x[row] -= factor * x[column]
      }
    }
    for row in a.indices.reversed() {
      for k in row + 1..<a.count { x[row] -= a[row][k] * x[k] }
      x[row] /= a[row][row]
    }
    return (x, determinant)
  }
}
