// SPDX-License-Identifier: Apache-2.0

/// How far the two ends of a panorama's rows lie apart, against how far any two neighbouring columns do.
///
/// A map that closes around the sphere has a ratio near 1; one that was predicted as if it had borders, more.
public struct SeamStep: Sendable, Hashable {
  /// How two neighbouring values are compared.
  public enum Difference: Sendable {
    /// |a - b|, in the raster's unit.
    case absolute
    /// |a - b| / ((a + b) / 2), which far walls do not dominate.
    case relative
  }

  /// Mean difference of the first and the last pixel over the rows where both are valid.
  public let acrossSeam: Double
  /// Mean difference over all neighbouring pixels of a row that are both valid.
  public let betweenNeighbours: Double

  /// The first divided by the second; 1 where both are 0.
  public var ratio: Double { acrossSeam == betweenNeighbours ? 1 : acrossSeam / betweenNeighbours }

  /// The seam step of a raster of one channel, such as depth, where 0 is invalid; nil where no pair is valid.
  public init?(of values: [Float], on grid: EquirectangularGrid, measuring difference: Difference = .absolute) {
    var seam = MeanStep(difference)
    var neighbours = MeanStep(difference)
    for row in 0..<grid.height {
      let start = row * grid.width
      seam.add(values[start], values[start + grid.width - 1])
      for index in start..<(start + grid.width - 1) { neighbours.add(values[index], values[index + 1]) }
    }
    guard seam.pairs > 0, neighbours.pairs > 0 else { return nil }
    acrossSeam = seam.mean
    betweenNeighbours = neighbours.mean
  }
}

/// Mean difference of pairs, of which only those of two valid values count.
private struct MeanStep {
  private let difference: SeamStep.Difference
  private var sum = 0.0
  private(set) var pairs = 0

  init(_ difference: SeamStep.Difference) { self.difference = difference }

  var mean: Double { sum / Double(pairs) }

  mutating func add(_ a: Float, _ b: Float) {
    guard a > 0, b > 0 else { return }
    let step = abs(Double(a) - Double(b))
    switch difference {
    case .absolute: sum += step
    case .relative: sum += step / ((Double(a) + Double(b)) / 2)
    }
    pairs += 1
  }
}
