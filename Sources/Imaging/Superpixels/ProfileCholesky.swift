// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A = L L^T of a symmetric positive definite matrix, whose rows are stored from their first entry on.
///
/// Superpixels are numbered row by row, so a row's neighbours are at most about a row of superpixels away.
struct ProfileCholesky {
  /// The order of the matrix.
  let count: Int
  /// The first column of each row that is not zero.
  private let first: [Int]
  /// Rows of L from there to the diagonal.
  private var rows: [[Double]]

  /// Factors I plus, for each pair, its strength r times (e_p - e_q)(e_p - e_q)^T; strengths are 0 or above.
  init(count: Int, pairs: [Superpixels.Pair], strengths: [Double]) {
    self.count = count
    var first = Array(0..<count)
    for pair in pairs { first[pair.second] = min(first[pair.second], pair.first) }
    rows = first.enumerated().map { row, first in Array(repeating: 0, count: row - first) + [1] }
    self.first = first
    for (pair, strength) in zip(pairs, strengths) {
      rows[pair.first][pair.first - first[pair.first]] += strength
      rows[pair.second][pair.second - first[pair.second]] += strength
      rows[pair.second][pair.first - first[pair.second]] -= strength
    }
    for row in 0..<count { factor(row) }
  }

  private mutating func factor(_ row: Int) {
    for column in first[row]...row {
      var value = rows[row][column - first[row]]
      for k in max(first[row], first[column])..<column {
        value -= rows[row][k - first[row]] * rows[column][k - first[column]]
      }
      rows[row][column - first[row]] =
        column == row ? value.squareRoot() : value / rows[column][column - first[column]]
    }
  }

  /// x of A x = b.
  func solve(_ b: [Double]) -> [Double] {
    var x = b
    for row in 0..<count {
      for k in first[row]..<row { x[row] -= rows[row][k - first[row]] * x[k] }
      x[row] /= rows[row][row - first[row]]
    }
    for row in (0..<count).reversed() {
      x[row] /= rows[row][row - first[row]]
      for k in first[row]..<row { x[k] -= rows[row][k - first[row]] * x[row] }
    }
    return x
  }

  /// (e_p - e_q)^T A^-1 (e_p - e_q), which is |L^-1 (e_p - e_q)|^2.
  func spread(of pair: Superpixels.Pair) -> Double {
    var x = Array(repeating: 0.0, count: count)
    (x[pair.first], x[pair.second]) = (1, -1)
    var sum = 0.0
    for row in pair.first..<count {
      for k in min(row, max(first[row], pair.first))..<row { x[row] -= rows[row][k - first[row]] * x[k] }
      x[row] /= rows[row][row - first[row]]
      sum += x[row] * x[row]
    }
    return sum
  }

  /// ln |A|.
  var logarithmOfDeterminant: Double {
    (0..<count).reduce(0) { $0 + 2 * log(rows[$1][$1 - first[$1]]) }
  }
}
