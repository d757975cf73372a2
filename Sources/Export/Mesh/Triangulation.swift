// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A corner of a lattice that has not been wrapped: the last column is the first again, but on the photo's other side.
struct LatticeCorner: Sendable, Hashable {
  var column: Int
  var row: Int

  /// The corner halfway to another.
  func middle(to other: LatticeCorner) -> LatticeCorner {
    LatticeCorner(column: (column + other.column) / 2, row: (row + other.row) / 2)
  }
}

/// A right-angled triangle of the lattice: `a` and `b` end its long side, `c` is its tip.
struct LatticeTriangle: Sendable, Hashable {
  var a: LatticeCorner
  var b: LatticeCorner
  var c: LatticeCorner

  /// Whether no corner of the lattice can split it.
  var isFinest: Bool { abs(a.column - b.column) <= 1 && abs(a.row - b.row) <= 1 }

  /// The same triangle with its corners counterclockwise where columns grow to the right and rows downwards.
  var counterclockwise: LatticeTriangle {
    let (right, down) = (b.column - a.column, b.row - a.row)
    let turn = right * (c.row - a.row) - down * (c.column - a.column)
    return turn > 0 ? LatticeTriangle(a: b, b: a, c: c) : self
  }

  /// Corners on the row of a pole, which are all one point.
  func isDegenerate(height: Int) -> Bool {
    func isPole(_ row: Int) -> Bool { row == 0 || row == height }
    return isPole(a.row) && (b.row == a.row || c.row == a.row) || isPole(b.row) && b.row == c.row
  }

  /// The longitude, as a column, in the middle of the corners that are not at a pole.
  func poleColumn(height: Int) -> Double {
    var (sum, count) = (0, 0)
    for corner in [a, b, c] where corner.row != 0 && corner.row != height {
      sum += corner.column
      count += 1
    }
    return count == 0 ? 0 : Double(sum) / Double(count)
  }
}

/// Every triangulation of a lattice in which no corner is left out whose error exceeds a bound.
struct Triangulation: Sendable {
  private let lattice: SphereLattice
  private let errors: [Float]

  init(_ lattice: SphereLattice, errors: [Float]) {
    self.lattice = lattice
    self.errors = errors
  }

  /// The whole sphere: two squares side by side, each cut along the diagonal from the nadir in the middle of the picture
  /// to a zenith at its border.
  private var roots: [LatticeTriangle] {
    let height = lattice.height
    let (zeniths, nadirs) = (
      (0...2).map { LatticeCorner(column: $0 * height, row: 0) },
      (0...2).map { LatticeCorner(column: $0 * height, row: height) }
    )
    return [
      LatticeTriangle(a: zeniths[0], b: nadirs[1], c: zeniths[1]),
      LatticeTriangle(a: zeniths[0], b: nadirs[1], c: nadirs[0]),
      LatticeTriangle(a: zeniths[2], b: nadirs[1], c: zeniths[1]),
      LatticeTriangle(a: zeniths[2], b: nadirs[1], c: nadirs[2]),
    ]
  }

  /// Calls `use` for every triangle that has an area and three valid corners, until it returns false.
  func visit(bound: Float, _ use: (LatticeTriangle) -> Bool) {
    for root in roots { guard visit(root, bound, use) else { return } }
  }

  private func visit(_ triangle: LatticeTriangle, _ bound: Float, _ use: (LatticeTriangle) -> Bool) -> Bool {
    if !triangle.isFinest {
      let middle = triangle.a.middle(to: triangle.b)
      if errors[lattice.index(column: middle.column, row: middle.row)] > bound {
        return visit(LatticeTriangle(a: triangle.c, b: triangle.a, c: middle), bound, use)
          && visit(LatticeTriangle(a: triangle.b, b: triangle.c, c: middle), bound, use)
      }
    }
    guard isValid(triangle.a), isValid(triangle.b), isValid(triangle.c),
      !triangle.isDegenerate(height: lattice.height)
    else { return true }
    return use(triangle)
  }

  private func isValid(_ corner: LatticeCorner) -> Bool {
    lattice.distances[lattice.index(column: corner.column, row: corner.row)] > 0
  }

  /// The least error that at most so many triangles can keep to; nil where the edges of things alone take more.
  func leastBound(triangles: Int) -> Float? {
    // No finite relative error is larger.
    var (low, high) = (Float(1e-6), Float(1e3))
    guard fits(triangles, bound: high) else { return nil }
    // Each halves the logarithm of the ratio, which ends at 1.0003.
    for _ in 0..<16 {
      let middle = (low * high).squareRoot()
      if fits(triangles, bound: middle) { high = middle } else { low = middle }
    }
    return high
  }

  private func fits(_ triangles: Int, bound: Float) -> Bool {
    var count = 0
    visit(bound: bound) { _ in
      count += 1
      return count <= triangles
    }
    return count <= triangles
  }
}
