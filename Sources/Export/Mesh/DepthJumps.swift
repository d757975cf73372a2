// SPDX-License-Identifier: Apache-2.0

/// Where neighbouring corners of a lattice lie on different surfaces.
struct DepthJumps: Sendable {
  private let lattice: SphereLattice
  /// Relative difference of distance at which a surface would be seen at less than the least angle.
  private let grazingJump: Float

  /// No surface is believed to be seen at less than this angle: the floor 37 m away from a camera at 1.6 m is.
  private static let leastGrazing: Float = 2.5 * .pi / 180
  /// Smaller relative steps are never a jump.
  private static let leastJump: Float = 0.05
  /// A step so many times the ones beside it is a jump, however far off the surface.
  private static let standOut: Float = 3

  init(_ lattice: SphereLattice) {
    self.lattice = lattice
    let step = Float.pi / Float(lattice.height)
    grazingJump = max(Self.leastJump, step / Self.leastGrazing)
  }

  /// Whether distances differ enough for any jump to lie between them.
  static func isPossible(between nearest: Float, and farthest: Float) -> Bool {
    farthest - nearest > leastJump * nearest
  }

  /// Whether a surface ends between a corner and its neighbour `columns` to the right and `rows` below, each -1 to 1.
  ///
  /// Inverse distance changes evenly along a plane, so a step that its neighbours do not share leaves the surface.
  /// Nothing is said of invalid corners.
  func separates(column: Int, row: Int, columns: Int, rows: Int) -> Bool {
    let here = lattice.distances[lattice.index(column: column, row: row)]
    let there = lattice.distances[lattice.index(column: column + columns, row: row + rows)]
    guard here > 0, there > 0 else { return false }
    guard Self.isPossible(between: min(here, there), and: max(here, there)) else { return false }
    if abs(here - there) > grazingJump * min(here, there) { return true }
    let before = inverse(column - columns, row - rows, else: here)
    let after = inverse(column + 2 * columns, row + 2 * rows, else: there)
    let beside = max(abs(1 / here - before), abs(after - 1 / there))
    return abs(1 / here - 1 / there) > Self.standOut * beside
  }

  private func inverse(_ column: Int, _ row: Int, else distance: Float) -> Float {
    let own = lattice.distances[lattice.index(column: column, row: row)]
    return 1 / (own > 0 ? own : distance)
  }

  /// How far away what a corner hides behind its edge is: the mean inverse distance of the neighbours beyond the jump.
  func distanceBehind(column: Int, row: Int) -> Float? {
    let own = lattice.distances[lattice.index(column: column, row: row)]
    var (sum, count) = (Float(0), Float(0))
    for rows in -1...1 {
      for columns in -1...1 where rows != 0 || columns != 0 {
        let other = lattice.distances[lattice.index(column: column + columns, row: row + rows)]
        guard other > own, separates(column: column, row: row, columns: columns, rows: rows) else { continue }
        sum += 1 / other
        count += 1
      }
    }
    return count > 0 ? count / sum : nil
  }
}
