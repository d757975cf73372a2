// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

/// A picture that surfaces wear, with smaller copies of itself for surfaces far away.
public struct Texture: Sendable, Hashable {
  /// What lies beyond the picture's edges.
  public enum Wrap: Sendable, Hashable {
    /// The picture again.
    case repeated
    /// The picture again, every other one mirrored.
    case mirrored
    /// The colour of the nearest edge.
    case clamped
  }

  /// Columns of the picture.
  public let width: Int
  /// Rows of the picture.
  public let height: Int
  /// What lies left and right of the picture.
  public var across: Wrap
  /// What lies above and below the picture.
  public var along: Wrap

  /// The picture and its reductions by two down to one texel, after each other: 8-bit sRGB, red lowest.
  private let texels: [UInt32]
  private let levels: [Level]

  private struct Level: Sendable, Hashable {
    var width: Int
    var height: Int
    /// Index of its first texel.
    var first: Int
  }

  /// A texture of a picture; `across` and `along` say what lies beyond its edges.
  public init(_ image: RGBImage, across: Wrap = .repeated, along: Wrap = .repeated) {
    (width, height) = (image.width, image.height)
    (self.across, self.along) = (across, along)
    var level = Level(width: width, height: height, first: 0)
    var levels = [level]
    var texels = (0..<width * height).map { (pixel) -> UInt32 in
      let red = UInt32(image.pixels[3 * pixel])
      let green = UInt32(image.pixels[3 * pixel + 1])
      let blue = UInt32(image.pixels[3 * pixel + 2])
      return red | green << 8 | blue << 16
    }
    while level.width > 1 || level.height > 1 {
      let half = Level(width: max(level.width / 2, 1), height: max(level.height / 2, 1), first: texels.count)
      Self.reduce(level, to: half, in: &texels)
      levels.append(half)
      level = half
    }
    (self.texels, self.levels) = (texels, levels)
  }

  /// Appends means of linear light; where a side is odd, texels on a border count for both sides in part.
  private static func reduce(_ level: Level, to half: Level, in texels: inout [UInt32]) {
    texels.reserveCapacity(texels.count + half.width * half.height)
    let (columns, rows) = (shares(level.width, half.width), shares(level.height, half.height))
    for row in rows {
      for column in columns {
        var sum = SIMD3<Float>.zero
        for (y, down) in row {
          for (x, across) in column { sum += SRGB.linear(texels[level.first + y * level.width + x]) * (across * down) }
        }
        texels.append(SRGB.encoded(sum))
      }
    }
  }

  /// For each of `parts` equal parts of a side, the texels in it and their shares of it.
  private static func shares(_ whole: Int, _ parts: Int) -> [[(index: Int, share: Float)]] {
    (0..<parts).map { part in
      // In units of a texel's `parts`-th.
      let (low, high) = (part * whole, (part + 1) * whole)
      return (low / parts...(high - 1) / parts).map { index in
        let covered = min(high, (index + 1) * parts) - max(low, index * parts)
        return (index, Float(covered) / Float(whole))
      }
    }
  }

  /// The mean of its light.
  package var mean: SIMD3<Float> { texels.last.map { SRGB.linear($0) } ?? .zero }

  /// Linear colour at texture coordinates: (0, 0) is the picture's lower left corner, (1, 1) its upper right one.
  ///
  /// - `footprint`: side of the square that a pixel covers, in units of the coordinates; what is finer is blended
  ///   (Williams, "Pyramidal parametrics", SIGGRAPH 1983).
  package func colour(at coordinates: SIMD2<Float>, footprint: Float) -> SIMD3<Float> {
    let covered = footprint * (Float(width) * Float(height)).squareRoot()
    guard covered > 1 else { return bilinear(coordinates, 0) }
    let level = min(logarithm(covered) * 1.442_695, Float(levels.count - 1))
    let finer = min(Int(level), levels.count - 1)
    let weight = level - Float(finer)
    let colour = bilinear(coordinates, finer)
    return weight > 0 ? mix(colour, bilinear(coordinates, min(finer + 1, levels.count - 1)), weight) : colour
  }

  private func bilinear(_ coordinates: SIMD2<Float>, _ index: Int) -> SIMD3<Float> {
    let level = levels[index]
    let column = Self.neighbours(coordinates.x, level.width, across)
    // Rows run downwards, coordinates upwards.
    let row = Self.neighbours(1 - coordinates.y, level.height, along)
    func texel(_ column: Int, _ row: Int) -> SIMD3<Float> {
      SRGB.linear(texels[level.first + row * level.width + column])
    }
    let above = mix(texel(column.low, row.low), texel(column.high, row.low), column.weight)
    let below = mix(texel(column.low, row.high), texel(column.high, row.high), column.weight)
    return mix(above, below, row.weight)
  }

  /// The two texels on either side of a coordinate, and the weight of the second.
  @inline(__always)
  private static func neighbours(
    _ coordinate: Float, _ count: Int, _ wrap: Wrap
  ) -> (low: Int, high: Int, weight: Float) {
    let place: Float =
      switch wrap {
      case .repeated: coordinate - coordinate.rounded(.down)
      case .mirrored: 1 - abs(1 - (coordinate - 2 * (coordinate / 2).rounded(.down)))
      case .clamped: saturated(coordinate)
      }
    let position = place * Float(count) - 0.5
    let low = position.rounded(.down)
    // `place` is within [0, 1], therefore -1 <= low < count.
    let (first, second) = (Int(low), Int(low) + 1)
    switch wrap {
    case .repeated: return (first < 0 ? count - 1 : first, second >= count ? 0 : second, position - low)
    case .mirrored, .clamped: return (max(first, 0), min(second, count - 1), position - low)
    }
  }
}

/// The transfer function of pictures (IEC 61966-2-1), by table.
package enum SRGB {
  /// Linear light of a byte.
  package static func linear(_ byte: UInt8) -> Float { decoding[Int(byte)] }

  /// Linear light of three bytes, red lowest.
  @inline(__always)
  package static func linear(_ texel: UInt32) -> SIMD3<Float> {
    SIMD3(decoding[Int(texel & 0xFF)], decoding[Int(texel >> 8 & 0xFF)], decoding[Int(texel >> 16 & 0xFF)])
  }

  /// Linear light of a share of white, from 0 to 1, as files write colours in numbers.
  package static func linear(_ colour: SIMD3<Float>) -> SIMD3<Float> {
    let colour = colour.clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 1))
    return SIMD3(decoded(colour.x), decoded(colour.y), decoded(colour.z))
  }

  /// Three bytes, red lowest, of linear light within [0, 1].
  package static func encoded(_ colour: SIMD3<Float>) -> UInt32 {
    func byte(_ value: Float) -> UInt32 { UInt32(encoding[Int(value * Float(encoding.count - 1) + 0.5)]) }
    return byte(colour.x) | byte(colour.y) << 8 | byte(colour.z) << 16
  }

  private static func decoded(_ value: Float) -> Float {
    value <= 0.040_45 ? value / 12.92 : power((value + 0.055) / 1.055, 2.4)
  }

  private static let decoding = (0..<256).map { decoded(Float($0) / 255) }

  /// Fine enough that bytes come back as they were: near black, a byte is 1 / (12.92 * 255) of linear light.
  private static let encoding: [UInt8] = (0..<16_384).map { step in
    let value = Float(step) / 16_383
    let encoded = value <= 0.003_130_8 ? 12.92 * value : 1.055 * power(value, 1 / 2.4) - 0.055
    return UInt8(encoded * 255 + 0.5)
  }
}
