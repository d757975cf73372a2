// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Bins that are equally wide in the logarithm of depth, with which a network that classifies speaks of depths.
///
/// - Source: Cao, Wu, Shen, "Estimating depth from monocular images as classification", 2017; the numbers are those of Yin
///   et al., "Enforcing geometric constraints of virtual normal for depth prediction", ICCV 2019.
public struct DepthBins: Sendable, Hashable {
  /// Where the first bin begins, in units.
  public let lowest: Double
  /// Where the last bin ends, in units.
  public let highest: Double
  /// How many there are.
  public let count: Int
  /// What depths are measured in, metres.
  public let unit: Double

  /// 150 bins from 0.1 m to 17 m.
  public static let virtualNormal = DepthBins(lowest: 0.01, highest: 1.7, count: 150, unit: 10)

  /// Bins; the properties say what each argument is.
  public init(lowest: Double, highest: Double, count: Int, unit: Double) {
    precondition(0 < lowest && lowest < highest && count > 0 && unit > 0, "bins need a range of depths above zero")
    (self.lowest, self.highest, self.count, self.unit) = (lowest, highest, count, unit)
  }

  /// The width of a bin in log10 of depth.
  public var step: Double { log10(highest / lowest) / Double(count) }

  /// log10 of the middle of each bin, in units.
  public var centres: [Double] { (0..<count).map { log10(lowest) + (Double($0) + 0.5) * step } }

  /// The bin of a depth in metres, the first or the last where it lies outside; nil for a depth that is not above zero.
  public func index(of depth: Double) -> Int? {
    guard depth > 0, depth.isFinite else { return nil }
    let place = log10(min(max(depth / unit, lowest), highest) / lowest) / step
    return min(Int(place), count - 1)
  }
}
