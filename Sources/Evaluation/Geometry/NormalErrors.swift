// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// Angles between the normals of two depth maps, degrees.
///
/// Both maps' normals are those of `EquirectangularGrid.normals`, so that edges weigh alike on both sides.
struct NormalErrors {
  let mean: Double
  let median: Double
  let rootMeanSquare: Double
  /// Shares of the sphere, of what was compared, below each of `bounds`.
  let shares: [Double]

  /// Degrees, as in the literature on normals since Fouhey et al., ICCV 2013.
  static let bounds = [11.25, 22.5, 30]

  /// Nil where no pixel has a normal on both sides.
  init?(of prediction: DepthMap, against truth: DepthMap) {
    let grid = EquirectangularGrid(width: truth.width, height: truth.height)
    let found = grid.normals(ofDepth: prediction.values)
    let wanted = grid.normals(ofDepth: truth.values)
    var angles: [Double] = []
    var (weight, sum, squares) = (0.0, 0.0, 0.0)
    var within = Self.bounds.map { _ in 0.0 }
    for row in 0..<truth.height {
      let share = cos(grid.latitude(row: Double(row)))
      for column in 0..<truth.width {
        let index = 3 * (row * truth.width + column)
        guard let angle = angle(vector(found, index), vector(wanted, index)) else { continue }
        angles.append(angle)
        weight += share
        sum += share * angle
        squares += share * angle * angle
        for (bound, limit) in Self.bounds.enumerated() where angle < limit { within[bound] += share }
      }
    }
    guard !angles.isEmpty else { return nil }
    mean = sum / weight
    median = angles.median
    rootMeanSquare = (squares / weight).squareRoot()
    shares = within.map { $0 / weight }
  }
}

private func vector(_ values: [Float], _ index: Int) -> SIMD3<Double> {
  SIMD3(Double(values[index]), Double(values[index + 1]), Double(values[index + 2]))
}

/// The angle between unit vectors in degrees, exact also where it is small; nil where one is 0.
private func angle(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double? {
  guard a != .zero, b != .zero else { return nil }
  return 2 * atan2(length(a - b), length(a + b)) * 180 / .pi
}

private func length(_ vector: SIMD3<Double>) -> Double { (vector * vector).sum().squareRoot() }
