// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

/// A number with the interval that it would probably lie in on other images of the same kind.
public struct Estimate: Sendable, Hashable, Codable {
  /// The number itself.
  public let value: Double
  /// Lower end of the 95 % interval.
  public let low: Double
  /// Upper end of the 95 % interval.
  public let high: Double
}

/// Confidence intervals by drawing images again, with replacement: percentiles of what the same mean or median is over
/// such draws.
///
/// Images of one viewpoint are drawn together: four turns of one panorama are hardly more than one observation.
///
/// - Source: Efron, Tibshirani, "An introduction to the bootstrap", 1993, chapter 13.
public struct Bootstrap: Sendable {
  /// A ratio of two sums over images, as every mean is.
  struct Ratio {
    /// A number an image; with `denominators` of 0 it is left out.
    var numerators: [Double]
    var denominators: [Double]
    /// Whether the root of the ratio is wanted.
    var takesRoot = false
  }

  /// Draws.
  let count: Int
  private let seed: UInt64

  /// Intervals of 95 % from `count` draws.
  public init(count: Int = 1000, seed: UInt64 = 1) {
    (self.count, self.seed) = (count, seed)
  }

  /// Estimates of several ratios over the same images; `groups` says which images are drawn together.
  func estimates(of ratios: [Ratio], groups: [String]) -> [Estimate] {
    let members = members(of: groups)
    let sums = ratios.map { ratio in
      members.map { SIMD2($0.reduce(0) { $0 + ratio.numerators[$1] }, $0.reduce(0) { $0 + ratio.denominators[$1] }) }
    }
    return estimates(viewpoints: members.count) { draw in
      zip(ratios, sums).map { ratio, sums in ratio.value(of: draw.reduce(into: .zero) { $0 += sums[$1] }) }
    }
  }

  /// Medians over the images that have a value, of columns of values; `groups` says which images are drawn together.
  func medians(of columns: [[Double?]], groups: [String]) -> [Estimate] {
    let members = members(of: groups)
    return estimates(viewpoints: members.count) { draw in
      columns.map { column in draw.flatMap { members[$0].compactMap { column[$0] } }.median }
    }
  }

  /// The images of every viewpoint, in the order in which they first occur.
  private func members(of groups: [String]) -> [[Int]] {
    Dictionary(grouping: groups.indices, by: { groups[$0] }).values.sorted { $0[0] < $1[0] }
  }

  /// Estimates of what is computed from a list of viewpoints, in which one may occur several times.
  private func estimates(viewpoints: Int, _ values: (_ draw: [Int]) -> [Double]) -> [Estimate] {
    var random = SplitMix64(seed: seed)
    let whole = values(Array(0..<viewpoints))
    var drawn = whole.map { _ in [Double]() }
    for _ in 0..<(viewpoints == 0 ? 0 : count) {
      let draw = (0..<viewpoints).map { _ in Int.random(in: 0..<viewpoints, using: &random) }
      for (index, value) in values(draw).enumerated() { drawn[index].append(value) }
    }
    return zip(whole, drawn).map { Estimate(value: $0, draws: $1) }
  }
}

extension Estimate {
  /// The share of draws below and above the interval.
  private static let tail = 0.025

  /// A number with the interval in which 95 % of its draws lie.
  init(value: Double, draws: [Double]) {
    let (low, high) = Self.interval(of: draws)
    self.init(value: value, low: low, high: high)
  }

  private static func interval(of values: [Double]) -> (low: Double, high: Double) {
    // A draw in which a ratio is 0 / 0 has nothing to say; one that is infinite has.
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard let last = sorted.indices.last else { return (.nan, .nan) }
    func quantile(_ share: Double) -> Double {
      let place = share * Double(last)
      let below = Int(place)
      let above = min(below + 1, last)
      let step = sorted[above] == sorted[below] ? 0 : sorted[above] - sorted[below]
      return sorted[below] + (place - Double(below)) * step
    }
    return (quantile(tail), quantile(1 - tail))
  }
}

extension Bootstrap.Ratio {
  fileprivate func value(of sums: SIMD2<Double>) -> Double {
    let ratio = sums.x / sums.y
    return takesRoot ? ratio.squareRoot() : ratio
  }
}
