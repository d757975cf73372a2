// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaSphere

/// What augmentations are drawn from; each draw is a pure function of a seed and its number.
public struct AugmentationRanges: Sendable, Hashable, Codable {
  /// Which turns about the vertical are drawn.
  public enum Turns: String, Sendable, Hashable, Codable {
    /// None.
    case none
    /// Whole columns, every one alike: exact.
    case columns
    /// Any angle: resampled.
    case angles
  }

  /// Turns about the vertical.
  public var turns = Turns.none
  /// Whether every other draw is mirrored.
  public var mirrors = false
  /// Share of draws that are tilted.
  public var tiltShare = 0.0
  /// Degrees from the vertical that a tilted camera's axis reaches, drawn evenly from the disc of directions.
  public var maximumTilt = 0.0
  /// Stops of exposure to either side.
  public var exposure: Float = 0
  /// Stops to either side by which red and blue are scaled against green.
  public var whiteBalance: Float = 0
  /// Gamma goes from 1 / (1 + this) to 1 + this, evenly in its logarithm.
  public var gamma: Float = 0
  /// Saturation goes from 1 - this to 1 + this.
  public var saturation: Float = 0
  /// Degrees of hue to either side.
  public var hue: Float = 0
  /// The largest standard deviation of noise, in levels of 255.
  public var noise: Float = 0

  /// Nothing is changed.
  public static let none = AugmentationRanges()

  /// Turned by whole columns and mirrored; geometry stays exact and level.
  public static let geometric: AugmentationRanges = {
    var ranges = AugmentationRanges()
    ranges.turns = .columns
    ranges.mirrors = true
    return ranges
  }()

  /// As `geometric`, and in other light.
  public static let standard: AugmentationRanges = {
    var ranges = geometric
    ranges.exposure = 0.6
    ranges.whiteBalance = 0.25
    ranges.gamma = 0.25
    return ranges
  }()

  /// The same without turns, mirrors and tilts, so that stereo partners stay partners.
  public var still: AugmentationRanges {
    var ranges = self
    (ranges.turns, ranges.mirrors, ranges.tiltShare) = (.none, false, 0)
    return ranges
  }

  /// Nothing is changed, until a property says otherwise.
  public init() {}

  /// The augmentation of draw `draw` under a seed, for panoramas of `width` columns.
  public func augmentation(seed: UInt64, draw: Int, width: Int) -> Augmentation {
    // One stream a draw; the highest bit keeps them apart from the streams of the order. Every number is drawn whether it
    // counts or not, so that a wider range of one thing leaves the others as they were.
    var random = SplitMix64(seed: seed, stream: UInt64(draw) | 1 << 63)
    var augmentation = Augmentation()
    augmentation.turn = turn(&random, width: width)
    augmentation.isMirrored = Bool.random(using: &random) && mirrors
    let (isTilted, radius) = (Double.random(in: 0..<1, using: &random), Double.random(in: 0..<1, using: &random))
    let towards = Double.random(in: 0..<2 * .pi, using: &random)
    if isTilted < tiltShare {
      let angle = maximumTilt * .pi / 180 * radius.squareRoot()
      (augmentation.pitch, augmentation.roll) = (angle * cos(towards), angle * sin(towards))
    }
    augmentation.colour = colour(&random)
    return augmentation
  }

  private func turn(_ random: inout SplitMix64, width: Int) -> Augmentation.Turn {
    let turn = Double.random(in: 0..<1, using: &random)
    switch turns {
    case .none: return .columns(0)
    case .columns: return .columns(Int(turn * Double(width)))
    case .angles: return .angle(2 * .pi * turn)
    }
  }

  private func colour(_ random: inout SplitMix64) -> ColourChange {
    func within(_ reach: Float) -> Float { reach * Float.random(in: -1...1, using: &random) }
    var colour = ColourChange()
    colour.exposure = within(exposure)
    colour.whiteBalance = SIMD3(exp2(within(whiteBalance)), 1, exp2(within(whiteBalance)))
    colour.gamma = exp2(within(log2(1 + gamma)))
    colour.saturation = 1 + within(saturation)
    colour.hue = within(hue) * .pi / 180
    colour.noise = abs(within(noise))
    colour.noiseSeed = noise > 0 ? random.next() : 0
    return colour
  }
}
