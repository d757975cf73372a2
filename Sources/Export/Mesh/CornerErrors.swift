// SPDX-License-Identifier: Apache-2.0

/// What leaving out a corner of the lattice costs, so that every choice of a bound gives a mesh without cracks.
///
/// The lattice is halved again and again: a square by the corner in its middle, then its sides by theirs. Each such
/// corner lies halfway along the long side of the triangles that it splits, so its own error is how far the middle of
/// that side lies from the corner, relative to the distance: in depth, and across, as the photo would swim by it. A
/// corner's error is also no less than that of the corners that can only be there if it is (Lindstrom et al. 1996, Duchaineau
/// et al. 1997, "ROAMing terrain"; here on a lattice that closes around the sphere).
struct CornerErrors: Sendable {
  private let lattice: SphereLattice
  private let points: [SIMD3<Float>]
  /// One a corner, relative to its distance; infinite where the finest triangles must stay.
  private(set) var values: [Float]

  init(_ lattice: SphereLattice, points: [SIMD3<Float>], jumps: DepthJumps) {
    self.lattice = lattice
    self.points = points
    values = [Float](repeating: 0, count: points.count)
    keepBrokenCells(jumps)
    var side = 2
    while side <= lattice.height {
      addSides(side)
      addMiddles(side)
      side *= 2
    }
  }

  /// Keeps both triangles of every cell that a jump, or the border of what is valid, cuts.
  ///
  /// A cell's diagonal joins its corner with two odd coordinates to the one with two even ones; the other two are the tips
  /// of its triangles.
  private mutating func keepBrokenCells(_ jumps: DepthJumps) {
    for row in 0..<lattice.height {
      for column in 0..<lattice.width where isBroken(column, row, jumps) {
        let isEven = (column + row) % 2 == 0
        // The tips have one odd and one even coordinate.
        values[lattice.index(column: column + (isEven ? 1 : 0), row: row)] = .infinity
        values[lattice.index(column: column + (isEven ? 0 : 1), row: row + 1)] = .infinity
      }
    }
  }

  private func isBroken(_ column: Int, _ row: Int, _ jumps: DepthJumps) -> Bool {
    let corners = SIMD4(
      lattice.distances[lattice.index(column: column, row: row)],
      lattice.distances[lattice.index(column: column + 1, row: row)],
      lattice.distances[lattice.index(column: column, row: row + 1)],
      lattice.distances[lattice.index(column: column + 1, row: row + 1)])
    guard corners.max() > 0 else { return false }
    guard corners.min() > 0 else { return true }
    // Most cells end here.
    guard DepthJumps.isPossible(between: corners.min(), and: corners.max()) else { return false }
    return jumps.separates(column: column, row: row, columns: 1, rows: 0)
      || jumps.separates(column: column, row: row + 1, columns: 1, rows: 0)
      || jumps.separates(column: column, row: row, columns: 0, rows: 1)
      || jumps.separates(column: column + 1, row: row, columns: 0, rows: 1)
      || jumps.separates(column: column, row: row, columns: 1, rows: 1)
      || jumps.separates(column: column + 1, row: row, columns: -1, rows: 1)
  }

  /// The corners halfway along the sides of the squares of `side` steps; the middles of smaller squares depend on them.
  private mutating func addSides(_ side: Int) {
    let half = side / 2
    for row in stride(from: 0, through: lattice.height, by: half) {
      let isAcross = row % side == 0
      for column in stride(from: isAcross ? half : 0, to: lattice.width, by: side) {
        let (columns, rows) = isAcross ? (half, 0) : (0, half)
        var error = ownError(column, row, columns, rows)
        if side > 2 { error = max(error, largest(around: column, row, diagonally: half / 2)) }
        raise(column, row, to: error)
      }
    }
  }

  /// The corners in the middle of the squares of `side` steps; the middles of their sides depend on them.
  private mutating func addMiddles(_ side: Int) {
    let half = side / 2
    for row in stride(from: half, to: lattice.height, by: side) {
      for column in stride(from: half, to: lattice.width, by: side) {
        // The diagonal falls to the right where the square's upper left corner has two odd or two even coordinates.
        let falls = ((column - half) / side + (row - half) / side) % 2 == 0
        let own = ownError(column, row, falls ? half : -half, half)
        raise(column, row, to: max(own, largest(beside: column, row, at: half)))
      }
    }
  }

  /// The largest of the errors at four corners around one.
  private func largest(around column: Int, _ row: Int, diagonally step: Int) -> Float {
    max(
      value(column - step, row - step), value(column + step, row - step), value(column - step, row + step),
      value(column + step, row + step))
  }

  private func largest(beside column: Int, _ row: Int, at step: Int) -> Float {
    max(value(column - step, row), value(column + step, row), value(column, row - step), value(column, row + step))
  }

  /// A corner's error so far; beyond the poles there is none.
  private func value(_ column: Int, _ row: Int) -> Float {
    row < 0 || row > lattice.height ? 0 : values[lattice.index(column: column, row: row)]
  }

  private mutating func raise(_ column: Int, _ row: Int, to error: Float) {
    let index = lattice.index(column: column, row: row)
    values[index] = max(values[index], error)
  }

  /// How far the middle of the side from `(columns, rows)` before a corner to as far behind it misses the corner.
  private func ownError(_ column: Int, _ row: Int, _ columns: Int, _ rows: Int) -> Float {
    let here = lattice.index(column: column, row: row)
    let before = lattice.index(column: column - columns, row: row - rows)
    let after = lattice.index(column: column + columns, row: row + rows)
    let distances = lattice.distances
    guard distances[here] > 0, distances[before] > 0, distances[after] > 0 else { return 0 }
    let miss = (points[before] + points[after]) / 2 - points[here]
    return (miss * miss).sum().squareRoot() / distances[here]
  }
}
