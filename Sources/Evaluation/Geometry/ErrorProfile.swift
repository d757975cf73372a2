// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaImaging
import RotundaSphere

/// Errors of an image by true distance and by latitude, as sums that can be added over images.
///
/// Pixels count by the rules of protocol `rotunda`: 0 < g <= 10 m, every pixel alike, metres as they are.
public struct ErrorProfile: Sendable, Hashable, Codable {
  /// Sums over the pixels of a bin.
  public struct Bin: Sendable, Hashable, Codable {
    /// Pixels.
    public private(set) var pixels = 0
    /// Sum of |p - g| / g.
    private(set) var relative = 0.0
    /// Sum of p - g.
    private var signed = 0.0
    /// Sum of (p - g)^2.
    private var squares = 0.0

    /// A bin without pixels.
    init() {}

    /// mean |p - g| / g; not a number without pixels.
    public var absoluteRelative: Double { relative / Double(pixels) }
    /// mean p - g, metres: above 0 where predictions are too far.
    public var bias: Double { signed / Double(pixels) }
    /// sqrt(mean (p - g)^2), metres.
    public var rootMeanSquare: Double { (squares / Double(pixels)).squareRoot() }

    fileprivate mutating func add(_ prediction: Double, _ truth: Double) {
      let error = prediction - truth
      pixels += 1
      relative += abs(error) / truth
      signed += error
      squares += error * error
    }

    fileprivate static func + (a: Bin, b: Bin) -> Bin {
      var sum = a
      sum.pixels += b.pixels
      sum.relative += b.relative
      sum.signed += b.signed
      sum.squares += b.squares
      return sum
    }

    // A line an image is kept of many thousand images: four numbers need no names.
    /// Four numbers: pixels, sums of |p - g| / g, p - g and (p - g)^2.
    public init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      pixels = try values.decode(Int.self)
      relative = try values.decode(Double.self)
      signed = try values.decode(Double.self)
      squares = try values.decode(Double.self)
    }

    /// Four numbers: pixels, sums of |p - g| / g, p - g and (p - g)^2.
    public func encode(to encoder: any Encoder) throws {
      var values = encoder.unkeyedContainer()
      try values.encode(pixels)
      try values.encode(relative)
      try values.encode(signed)
      try values.encode(squares)
    }
  }

  /// By true distance: bins of half a metre, from 0 to 10 m.
  public private(set) var byDistance = [Bin](repeating: Bin(), count: Self.distanceBins)
  /// By latitude: bands of 15 degrees, from the zenith to the nadir.
  public private(set) var byLatitude = [Bin](repeating: Bin(), count: Self.latitudeBands)

  /// Metres of a bin.
  public static let distanceStep = 0.5
  /// Degrees of a band.
  public static let latitudeStep = 15.0
  private static let distanceBins = Int(EvaluatedRange.farthest / distanceStep)
  private static let latitudeBands = Int(180 / latitudeStep)

  /// No pixels yet.
  public init() {}

  /// The errors of a predicted depth map against the truth; both are of one size, and 0 is a hole.
  public init(of prediction: DepthMap, against truth: DepthMap) {
    precondition(prediction.width == truth.width && prediction.height == truth.height, "maps of one size")
    for row in 0..<truth.height {
      let band = row * Self.latitudeBands / truth.height
      for index in row * truth.width..<(row + 1) * truth.width {
        let distance = Double(truth.values[index])
        guard distance > 0, distance <= EvaluatedRange.farthest else { continue }
        let bin = min(Int(distance / Self.distanceStep), Self.distanceBins - 1)
        byDistance[bin].add(Double(prediction.values[index]), distance)
        byLatitude[band].add(Double(prediction.values[index]), distance)
      }
    }
  }

  /// Adds the pixels of another image.
  public static func += (sum: inout ErrorProfile, image: ErrorProfile) {
    sum.byDistance = zip(sum.byDistance, image.byDistance).map { $0 + $1 }
    sum.byLatitude = zip(sum.byLatitude, image.byLatitude).map { $0 + $1 }
  }
}
