// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaImaging

/// How often which distances occur, over any number of depth maps.
public struct DepthHistogram: Sendable, Hashable {
  /// Where bars begin and end, in metres; the last has no end.
  public static let borders: [Double] = [0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 50]

  /// Pixels seen, valid or not.
  public private(set) var pixels = 0
  /// Pixels with a distance.
  public private(set) var validPixels = 0
  /// The nearest distance; infinite where there is none.
  public private(set) var nearest = Float.infinity
  /// The farthest distance; 0 where there is none.
  public private(set) var farthest: Float = 0
  /// Pixels of each bar.
  public private(set) var bars = [Int](repeating: 0, count: borders.count)
  /// Pixels of narrow bins, evenly spaced in the logarithm.
  private var bins = [Int](repeating: 0, count: binCount)

  /// Bins of 1 % from 1 mm to 10 km; what lies beyond counts as the first or last.
  private static let binsPerFactorE = 100.0
  private static let smallest = 0.001
  private static let binCount = 1612

  /// No pixels yet.
  public init() {}

  /// Share of pixels with a distance; 0 where no pixel was seen.
  public var validShare: Double { Double(validPixels) / Double(max(pixels, 1)) }

  /// Counts the pixels of a map.
  public mutating func add(_ depth: DepthMap) {
    pixels += depth.values.count
    for distance in depth.values where distance > 0 {
      validPixels += 1
      nearest = min(nearest, distance)
      farthest = max(farthest, distance)
      bins[Self.bin(distance)] += 1
      bars[Self.bar(distance)] += 1
    }
  }

  /// Counts what another histogram counted.
  public mutating func add(_ other: DepthHistogram) {
    pixels += other.pixels
    validPixels += other.validPixels
    nearest = min(nearest, other.nearest)
    farthest = max(farthest, other.farthest)
    for bin in bins.indices { bins[bin] += other.bins[bin] }
    for bar in bars.indices { bars[bar] += other.bars[bar] }
  }

  /// The distance below which a share of the valid pixels lies, to 1 %; nil where there is none.
  public func quantile(_ share: Double) -> Double? {
    guard validPixels > 0 else { return nil }
    var below = 0
    for (bin, count) in bins.enumerated() {
      below += count
      if Double(below) >= share * Double(validPixels) {
        return Self.smallest * exp((Double(bin) + 0.5) / Self.binsPerFactorE)
      }
    }
    return Double(farthest)
  }

  private static func bin(_ distance: Float) -> Int {
    min(max(Int(Double(log(distance / Float(smallest))) * binsPerFactorE), 0), binCount - 1)
  }

  private static func bar(_ distance: Float) -> Int {
    (borders.firstIndex { Double(distance) < $0 } ?? borders.count) - 1
  }
}
