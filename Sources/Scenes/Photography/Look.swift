// SPDX-License-Identifier: Apache-2.0

/// How a camera turns light into bytes.
public struct Look: Sendable, Hashable {
  /// How brightness above the camera's range is compressed.
  public enum Curve: Sendable, Hashable, CaseIterable {
    /// Cut off at white.
    case clipped
    /// x / (1 + x), stretched so that four times mid-white is white.
    case soft
    /// S-shaped, as film.
    case film
  }

  /// What covers the tripod.
  public enum Nadir: Sendable, Hashable {
    /// A disc of a colour within an angle in radians from straight down.
    case disc(SIMD3<Float>, angle: Float)
    /// The ring at that angle, smeared inwards.
    case smeared(angle: Float)
  }

  /// Mean brightness that exposure aims at, linear.
  public var brightness: Float = 0.18
  /// Compression of highlights.
  public var curve = Curve.clipped
  /// Gains of red, green, blue.
  public var whiteBalance = SIMD3<Float>(repeating: 1)
  /// 0 is grey, 1 as it is.
  public var saturation: Float = 1
  /// Steepness around middle grey, 1 as it is.
  public var contrast: Float = 1
  /// Deviation of sensor noise in the sRGB picture, [0, 1].
  public var noise: Float = 0
  /// Weight of a pixel's neighbours, from 0 to 0.3.
  public var blur: Float = 0
  /// What covers the tripod, if anything.
  public var nadir: Nadir?
  /// Seed of the noise.
  public var seed: UInt64 = 0

  /// A plain camera with automatic exposure.
  public init() {}

  /// Bytes of sRGB from linear light, three a pixel.
  func developed(_ light: [Float], width: Int, height: Int) -> [UInt8] {
    var light = light
    if blur > 0 { soften(&light, width, height) }
    cover(&light, width, height)
    expose(&light)
    var random = RandomStream(seed: seed)
    var bytes = [UInt8](repeating: 0, count: light.count)
    for index in light.indices {
      var value = Look.encoded(light[index])
      if noise > 0 { value += noise * Look.grain(&random) }
      bytes[index] = UInt8(min(max(value * 255 + 0.5, 0), 255))
    }
    return bytes
  }

  // MARK: - Steps

  private func expose(_ light: inout [Float]) {
    var sum: Float = 0
    let pixels = light.count / 3
    for pixel in 0..<pixels { sum += logarithm(max(luminance(light, pixel), 1e-3)) }
    let gain = brightness / exponential(sum / Float(max(pixels, 1)))
    for pixel in 0..<pixels {
      var colour = SIMD3(light[3 * pixel], light[3 * pixel + 1], light[3 * pixel + 2]) * whiteBalance * gain
      let grey = SIMD3<Float>(repeating: dot(colour, SIMD3(0.2126, 0.7152, 0.0722)))
      colour = (grey + (colour - grey) * saturation).clamped(
        lowerBound: .zero, upperBound: SIMD3(repeating: 100))
      for channel in 0..<3 { light[3 * pixel + channel] = compressed(colour[channel]) }
    }
  }

  private func compressed(_ value: Float) -> Float {
    let steep = contrast == 1 ? value : 0.18 * power(value / 0.18, contrast)
    switch curve {
    case .clipped: return min(steep, 1)
    case .soft: return min(steep * (1 + steep / 16) / (1 + 0.8 * steep), 1)
    case .film:
      // The common rational fit of an S-shaped film response; at middle grey it gives middle grey.
      let x = steep * 0.72
      return min(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 1)
    }
  }

  private func soften(_ light: inout [Float], _ width: Int, _ height: Int) {
    let source = light
    for row in 0..<height {
      let (above, below) = (max(row - 1, 0), min(row + 1, height - 1))
      for column in 0..<width {
        let (left, right) = ((column + width - 1) % width, (column + 1) % width)
        for channel in 0..<3 {
          func at(_ row: Int, _ column: Int) -> Float { source[(row * width + column) * 3 + channel] }
          let around = at(row, left) + at(row, right) + at(above, column) + at(below, column)
          let index = (row * width + column) * 3 + channel
          light[index] = source[index] * (1 - blur) + around * (blur / 4)
        }
      }
    }
  }

  private func cover(_ light: inout [Float], _ width: Int, _ height: Int) {
    guard let nadir else { return }
    switch nadir {
    case .disc(let colour, let angle):
      let first = height - Int(angle / .pi * Float(height))
      let level = light.reduce(0, +) / Float(max(light.count, 1))
      fill(&light, first, width, height) { _ in colour * level * 2 }
    case .smeared(let angle):
      let first = height - Int(angle / .pi * Float(height))
      let ring = max(first - 1, 0) * width
      let source = light
      fill(&light, first, width, height) { column in
        var sum = SIMD3<Float>.zero
        for step in 0..<16 {
          let pixel = ring + (column + step * width / 48) % width
          sum += SIMD3(source[3 * pixel], source[3 * pixel + 1], source[3 * pixel + 2])
        }
        return sum / 16
      }
    }
  }

  private func fill(
    _ light: inout [Float], _ first: Int, _ width: Int, _ height: Int, _ colour: (Int) -> SIMD3<Float>
  ) {
    for row in max(first, 0)..<height {
      for column in 0..<width {
        let value = colour(column)
        for channel in 0..<3 { light[(row * width + column) * 3 + channel] = value[channel] }
      }
    }
  }

  private func luminance(_ light: [Float], _ pixel: Int) -> Float {
    0.2126 * light[3 * pixel] + 0.7152 * light[3 * pixel + 1] + 0.0722 * light[3 * pixel + 2]
  }

  /// The sRGB transfer function (IEC 61966-2-1).
  private static func encoded(_ value: Float) -> Float {
    value <= 0.003_130_8 ? 12.92 * value : 1.055 * power(value, 1 / 2.4) - 0.055
  }

  /// Nearly normal, deviation 1: four 16-bit uniforms, whose sum has variance 1/3.
  private static func grain(_ random: inout RandomStream) -> Float {
    let bits = random.next()
    let sum = Float(bits & 0xFFFF) + Float(bits >> 16 & 0xFFFF) + Float(bits >> 32 & 0xFFFF) + Float(bits >> 48)
    return (sum * 0x1p-16 - 2) * 1.732
  }
}
