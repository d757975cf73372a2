// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// Another light, another camera: exposure, white balance, gamma, saturation, hue and noise, in this order.
public struct ColourChange: Sendable, Hashable {
  /// Exposure in stops: linear light times 2^exposure.
  public var exposure: Float = 0
  /// Factors on linear red, green and blue.
  public var whiteBalance = SIMD3<Float>(repeating: 1)
  /// Exponent on sRGB values in [0, 1].
  public var gamma: Float = 1
  /// Factor on the distance from grey of the same luma (BT.709): 0 is grey, 1 leaves it.
  public var saturation: Float = 1
  /// Radians by which sRGB colours are turned about the grey axis.
  public var hue: Float = 0
  /// Standard deviation of noise, in levels of 255, drawn for each channel of each pixel.
  public var noise: Float = 0
  /// Seed of the noise.
  public var noiseSeed: UInt64 = 0

  /// Colours as they are.
  public static let none = ColourChange()

  /// Colours as they are, until a property says otherwise.
  public init() {}

  /// Pixels of three bytes with these changes.
  func applied(to pixels: [UInt8]) -> [UInt8] {
    guard self != .none else { return pixels }
    let curves = (0..<3).map { curve(channel: $0) }
    guard saturation != 1 || hue != 0 || noise > 0 else {
      return Self.throughCurves(pixels, curves.map { curve in curve.map(Self.byte) })
    }
    return mixed(pixels, curves)
  }

  /// What becomes of each level of a channel by exposure, white balance and gamma: a level, unrounded.
  private func curve(channel: Int) -> [Float] {
    let factor = Double(exp2(exposure) * whiteBalance[channel])
    return (0..<256).map { level in
      var value = Double(level) / 255
      if factor != 1 { value = SRGB.encoded(factor * SRGB.linear(value)) }
      if gamma != 1 { value = pow(value, Double(gamma)) }
      return Float(255 * min(value, 1))
    }
  }

  private static func throughCurves(_ pixels: [UInt8], _ curves: [[UInt8]]) -> [UInt8] {
    let (red, green, blue) = (curves[0], curves[1], curves[2])
    var result = pixels
    for start in stride(from: 0, to: pixels.count, by: 3) {
      result[start] = red[Int(pixels[start])]
      result[start + 1] = green[Int(pixels[start + 1])]
      result[start + 2] = blue[Int(pixels[start + 2])]
    }
    return result
  }

  private func mixed(_ pixels: [UInt8], _ curves: [[Float]]) -> [UInt8] {
    let rows = colourMatrix
    var random = SplitMix64(seed: noiseSeed)
    let (red, green, blue) = (curves[0], curves[1], curves[2])
    var result = pixels
    for start in stride(from: 0, to: pixels.count, by: 3) {
      let colour = SIMD3(red[Int(pixels[start])], green[Int(pixels[start + 1])], blue[Int(pixels[start + 2])])
      for channel in 0..<3 {
        var value = (rows[channel] * colour).sum()
        if noise > 0 { value += noise * Self.normal(random.next()) }
        result[start + channel] = Self.byte(value)
      }
    }
    return result
  }

  /// Rows of the matrix that scales the distance from grey, then turns about the grey axis; greys stay as they are.
  ///
  /// The turn is Rodrigues' formula for the axis (1, 1, 1) / sqrt(3).
  private var colourMatrix: [SIMD3<Float>] {
    let luma = SIMD3<Float>(0.2126, 0.7152, 0.0722)
    let (cosine, sine) = (cos(hue), sin(hue) / Float(3).squareRoot())
    let rest = (1 - cosine) / 3
    let turn = [
      SIMD3(cosine + rest, rest - sine, rest + sine), SIMD3(rest + sine, cosine + rest, rest - sine),
      SIMD3(rest - sine, rest + sine, cosine + rest),
    ]
    // turn * (saturation * identity + (1 - saturation) * ones * luma), and the rows of `turn` add up to 1.
    return turn.map { saturation * $0 + (1 - saturation) * luma }
  }

  /// A nearly normal number of deviation 1: of 60 random bits as many as are set, less 30 (variance 15), and the other
  /// four to fill the steps between (variance 1/12).
  private static func normal(_ bits: UInt64) -> Float {
    let steps = Float((bits >> 4).nonzeroBitCount - 30)
    let between = (Float(bits & 15) - 7.5) / 16
    return (steps + between) * 0.257_485
  }

  private static func byte(_ level: Float) -> UInt8 { UInt8(min(max(level + 0.5, 0), 255)) }
}
