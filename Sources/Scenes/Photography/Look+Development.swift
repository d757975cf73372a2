// SPDX-License-Identifier: Apache-2.0

import RotundaRendering
import RotundaSolids

/// From light to numbers: exposure, white balance, tone, sharpening.
extension Look {
  /// Quantiles of luminance that the meter goes by: neither lamps and windows nor dark corners set the exposure.
  private static let meteredShares: ClosedRange<Float> = 0.05...0.85

  func expose(_ map: inout LightMap) {
    let metered = Look.meteredLuminance(map)
    let gain = brightness.map { $0 / metered } ?? 1
    let gains = gain * whiteBalance * balancingGains(map, metered)
    for pixel in map.pixels.indices { map.pixels[pixel] *= gains }
  }

  /// Geometric mean of the luminance between two quantiles, weighted by solid angle.
  private static func meteredLuminance(_ map: LightMap) -> Float {
    let stops: Float = 8
    var weights = [Float](repeating: 0, count: 320)
    var sums = weights
    for (row, latitude) in map.angles.latitudes.enumerated() {
      for column in 0..<map.width {
        let level = binaryLogarithm(max(luminance(map.pixels[row * map.width + column]), 1e-6))
        let bin = min(max(Int((level + 20) * stops), 0), weights.count - 1)
        weights[bin] += latitude.cosine
        sums[bin] += latitude.cosine * level
      }
    }
    let total = weights.reduce(0, +)
    var (below, sum, counted): (Float, Float, Float) = (0, 0, 0)
    for (weight, level) in zip(weights, sums) where weight > 0 {
      let from = max(below, meteredShares.lowerBound * total)
      below += weight
      let part = min(below, meteredShares.upperBound * total) - from
      guard part > 0 else { continue }
      sum += part * level / weight
      counted += part
    }
    return counted > 0 ? exponential(sum / counted * 0.693_147_2) : 1
  }

  private static func binaryLogarithm(_ x: Float) -> Float { logarithm(x) * 1.442_695_04 }

  /// Towards a grey mean (the grey world assumption), as far as `balancing` goes; what is very bright does not count.
  private func balancingGains(_ map: LightMap, _ metered: Float) -> SIMD3<Float> {
    guard balancing > 0 else { return SIMD3(repeating: 1) }
    let limit = 4 * metered
    var mean = SIMD3<Float>.zero
    for colour in map.pixels where luminance(colour) < limit { mean += colour }
    let grey = luminance(mean)
    guard grey > 0, mean.min() > 0 else { return SIMD3(repeating: 1) }
    let gains = mix(SIMD3(repeating: 1), grey / mean, balancing)
    return gains / luminance(gains)
  }

  // MARK: - Tone

  /// Contrast, curve and sRGB's transfer function, tabled over the square root of light.
  func encode(_ map: inout LightMap) {
    let (steps, brightest): (Float, Float) = (4096, 16)
    let table = (0...Int(steps) + 1).map { step in
      let root = Float(step) / steps
      return Look.encoded(compressed(root * root * brightest))
    }
    let scale = steps / brightest.squareRoot()
    for pixel in map.pixels.indices {
      var colour = map.pixels[pixel]
      if saturation != 1 {
        let grey = SIMD3(repeating: luminance(colour))
        colour = grey + (colour - grey) * saturation
      }
      for channel in 0..<3 {
        let place = min(max(colour[channel], 0), brightest).squareRoot() * scale
        let step = Int(place)
        colour[channel] = mix(table[step], table[step + 1], place - Float(step))
      }
      map.pixels[pixel] = colour
    }
  }

  private func compressed(_ value: Float) -> Float {
    let steep = contrast == 1 || value <= 0 ? value : 0.18 * power(value / 0.18, contrast)
    switch curve {
    case .clipped: return min(steep, 1)
    case .soft: return min(steep * (1 + steep / 16) / (1 + steep), 1)
    case .film:
      // A rational fit of an S-shaped film response (Narkowicz, 2015); at middle grey it gives middle grey.
      let x = steep * 0.72
      return min(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 1)
    }
  }

  /// The sRGB transfer function (IEC 61966-2-1).
  private static func encoded(_ value: Float) -> Float {
    value <= 0.003_130_8 ? 12.92 * value : 1.055 * power(value, 1 / 2.4) - 0.055
  }

  /// Adds what a pixel differs from its surroundings by.
  func sharpen(_ map: inout LightMap) {
    var blurred = map
    blurred.soften(share: 0.5)
    for pixel in map.pixels.indices { map.pixels[pixel] += sharpening * (map.pixels[pixel] - blurred.pixels[pixel]) }
  }
}

extension LightMap {
  /// Gives `share` of each pixel, 1/2 at most, to its two neighbours in its row, then in its column.
  mutating func soften(share: Float) {
    var source = pixels
    for row in 0..<height {
      let start = row * width
      for column in 0..<width {
        let left = source[start + (column == 0 ? width - 1 : column - 1)]
        let right = source[start + (column == width - 1 ? 0 : column + 1)]
        pixels[start + column] = mix(source[start + column], 0.5 * (left + right), share)
      }
    }
    source = pixels
    for row in 0..<height {
      let (above, below) = (clamped(row - 1) * width, clamped(row + 1) * width)
      for column in 0..<width {
        pixels[row * width + column] = mix(
          source[row * width + column], 0.5 * (source[above + column] + source[below + column]), share)
      }
    }
  }
}

/// Noise of photons and of reading them out.
public struct SensorNoise: Sendable, Hashable {
  /// Variance for each unit of light, where white is 1: photons.
  public var shot: Float = 0
  /// Deviation in the dark.
  public var read: Float = 0

  /// No noise, unless told otherwise.
  public init(shot: Float = 0, read: Float = 0) {
    self.shot = shot
    self.read = read
  }

  func add(to map: inout LightMap, _ random: inout RandomStream) {
    guard shot > 0 || read > 0 else { return }
    for pixel in map.pixels.indices {
      for channel in 0..<3 {
        let light = map.pixels[pixel][channel]
        map.pixels[pixel][channel] = light + (max(light, 0) * shot + read * read).squareRoot() * grain(&random)
      }
    }
  }

  /// Nearly normal, deviation 1: four 16-bit uniforms, whose sum has variance 1/3.
  @inline(__always)
  private func grain(_ random: inout RandomStream) -> Float {
    let bits = random.next()
    let sum = Float(bits & 0xFFFF) + Float(bits >> 16 & 0xFFFF) + Float(bits >> 32 & 0xFFFF) + Float(bits >> 48)
    return (sum * 0x1p-16 - 2) * 1.732
  }
}
