// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension PanoramaViews {
  /// Weight of a distance itself beside that of a difference between neighbours.
  ///
  /// The smoothest modes of a sphere of W columns have an eigenvalue of about 2 (2 pi / W)^2, 3e-4 at 512: this much less
  /// leaves them to the gradients, and still decides on the scale of every connected part.
  static let dataWeight = 1e-7

  /// The distances d of a panorama whose logarithm x = ln d has, in least squares, the gradients that the views show.
  ///
  ///     minimise  sum over neighbours p, q of (x_q - x_p - g_pq)^2  +  1e-7 sum over p of (x_p - ln c_p)^2
  ///     g_pq = sum over views k of w_k (ln d_k(q) - ln d_k(p)) / sum over k of w_k
  ///
  /// Neighbours are the pixels beside and above each other; columns wrap, and beyond a pole comes the opposite meridian.
  /// d_k are the distances of view k, w_k the smaller of the weights of p and q in cross-fading, and c the cross-faded
  /// distances. A view also speaks, for as little as lets any other view outvote it, of neighbours of which one lies just
  /// beyond its border: so views that only meet are joined too. Each view's own scale drops out of g; what remains is that
  /// of c, whose mean logarithm x has.
  ///
  /// Pixels that no view sees are 0.
  func gradientMerged(_ distances: [ViewDistances], on grid: EquirectangularGrid) -> [Float] {
    let faded = merged(distances, by: .crossFaded, on: grid)
    let data = faded.map { $0 > 0 ? log(Double($0)) : 0 }
    let differences = logDifferences(distances, on: grid)
    let system = PanoramaLaplacian(
      width: grid.width, height: grid.height, beside: differences.beside.map { $0.weight > 0 ? 1 : 0 },
      above: differences.above.map { $0.weight > 0 ? 1 : 0 }, data: faded.map { $0 > 0 ? Self.dataWeight : 0 })
    let solution = system.solution(
      beside: differences.beside.map(\.mean), above: differences.above.map(\.mean), data: data)
    return zip(faded, solution).map { $0 > 0 ? Float(exp($1)) : 0 }
  }

  /// What all views say of the logarithms' differences.
  private func logDifferences(_ distances: [ViewDistances], on grid: EquirectangularGrid) -> LogDifferences {
    var differences = LogDifferences(grid)
    for (view, map) in zip(views, distances) { differences.add(readings(of: map, by: view, on: grid)) }
    return differences
  }

  /// The logarithm that a view has for every pixel of a panorama, with its weight, 0 where it has none.
  private func readings(
    of map: ViewDistances, by view: PerspectiveView, on grid: EquirectangularGrid
  ) -> [LogReading] {
    // On the plane at distance 1, d(tan t) = (1 + tan^2 t) dt, and as much again along the diagonal: a pixel's neighbour
    // across the border of a view of 100 degrees lies no farther than this beyond it.
    let margin = 4 * 2 * .pi / Double(min(grid.width, 2 * grid.height)) / view.halfSide
    return filledByBands(rows: grid.height, rowLength: grid.width, with: LogReading()) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<grid.width {
          let direction = grid.direction(column: Double(column), row: Double(row))
          band[index] = view.projection(of: direction).map { reading(of: map, at: $0, margin: margin) } ?? LogReading()
          index += 1
        }
      }
    }
  }

  private func reading(
    of map: ViewDistances, at point: (right: Double, above: Double), margin: Double
  ) -> LogReading {
    let fromBorder = 1 - max(abs(point.right), abs(point.above))
    guard fromBorder > -margin else { return LogReading() }
    let distance = map.continuedDistance(right: point.right, above: point.above)
    guard distance > 0 else { return LogReading() }
    return LogReading(logarithm: log(Double(distance)), weight: max(fromBorder, LogReading.leastWeight))
  }
}

/// What a view says of a pixel.
private struct LogReading {
  /// The weight of what lies on a border or just beyond it.
  static let leastWeight = 1e-6

  var logarithm = 0.0
  var weight = 0.0
}

/// The weighted mean of what views say of the difference between two neighbours.
private struct LogDifference {
  private var sum = 0.0
  private(set) var weight = 0.0

  /// 0 where no view sees both.
  var mean: Double { weight > 0 ? sum / weight : 0 }

  /// Adds what one view says: that of `to` less that of `from`.
  mutating func add(from: LogReading, to: LogReading) {
    let both = min(from.weight, to.weight)
    sum += both * (to.logarithm - from.logarithm)
    weight += both
  }
}

/// The differences between all neighbours of a panorama, laid out as in `PanoramaLaplacian`.
private struct LogDifferences {
  private let grid: EquirectangularGrid
  private(set) var beside: [LogDifference]
  private(set) var above: [LogDifference]

  init(_ grid: EquirectangularGrid) {
    self.grid = grid
    beside = Array(repeating: LogDifference(), count: grid.width * grid.height)
    above = Array(repeating: LogDifference(), count: grid.width * (grid.height + 1))
  }

  /// Adds what one view says, one reading a pixel.
  mutating func add(_ readings: [LogReading]) {
    for row in 0...grid.height {
      for column in 0..<grid.width {
        let pixel = row * grid.width + column
        let upper = grid.pixelIndex(column: column, row: row - 1)
        above[pixel].add(from: readings[upper], to: readings[grid.pixelIndex(column: column, row: row)])
        guard row < grid.height else { continue }
        let next = column + 1 < grid.width ? pixel + 1 : row * grid.width
        beside[pixel].add(from: readings[pixel], to: readings[next])
      }
    }
  }
}
