// SPDX-License-Identifier: Apache-2.0

import RotundaSolids
import RotundaSphere

/// What lenses do to a picture: two of them look forwards and backwards, each to a half-sphere.
public struct Lens: Sendable, Hashable {
  /// Share of a pixel's light that goes to its neighbours, from 0 to 1/2.
  public var blur: Float = 0
  /// Width in pixels at the horizon of what the lens resolves; towards the poles it covers ever more columns.
  public var resolution: Float = 0
  /// Share of light that is scattered in the glass and veils what is around windows and lamps.
  public var glare: Float = 0
  /// Angle in radians by which red lies outside of green, and blue inside, at the rim.
  public var fringe: Float = 0
  /// Share of light that the rim loses.
  public var vignette: Float = 0

  /// Lenses without errors.
  public init() {}

  /// Displaces and spreads light.
  func distort(_ map: inout LightMap) {
    if fringe != 0 { part(&map) }
    if glare > 0 { veil(&map) }
    if resolution > 0 { widen(&map) }
    if blur > 0 { map.soften(share: blur) }
  }

  /// Darkens the rims.
  ///
  /// The angle from a lens's axis, which is -z or +z, is at most a right angle.
  func shade(_ map: inout LightMap) {
    guard vignette > 0 else { return }
    let angles = map.angles
    for row in 0..<map.height {
      for column in 0..<map.width {
        let axis = abs(angles.direction(column, row).z)
        let rim = fastArcCosine(axis) / (0.5 * .pi)
        map.pixels[row * map.width + column] *= 1 - vignette * rim * rim * rim
      }
    }
  }

  /// Lateral chromatic error: it grows with the square of the angle t from the axis.
  ///
  /// With the axis at longitude 0, cos t = cos lat cos lon; the unit vector of growing t points (sin lon / sin t) to the
  /// east and (sin lat cos lon / sin t) to the north.
  private func part(_ map: inout LightMap) {
    let (width, height) = (map.width, map.height)
    let source = map
    let angles = map.angles
    for row in 0..<height {
      let latitude = angles.latitudes[row]
      for column in 0..<width {
        let longitude = angles.longitudes[column]
        let isFront = longitude.cosine >= 0
        let (s, c) = isFront ? longitude : (-longitude.sine, -longitude.cosine)
        let axis = latitude.cosine * c
        let angle = fastArcCosine(axis)
        let shift = fringe * angle * angle / (0.25 * .pi * .pi) / max((1 - axis * axis).squareRoot(), 1e-3)
        let east = shift * s / max(latitude.cosine, 1e-2) * Float(width) / (2 * .pi)
        let south = -shift * latitude.sine * c * Float(height) / .pi
        let pixel = row * width + column
        map.pixels[pixel].x = source.light(column: Float(column) - east, row: Float(row) - south).x
        map.pixels[pixel].z = source.light(column: Float(column) + east, row: Float(row) + south).z
      }
    }
  }

  /// Rows are averaged over as many columns as the lens resolves there.
  private func widen(_ map: inout LightMap) {
    let width = map.width
    for (row, latitude) in map.angles.latitudes.enumerated() {
      let reach = 0.5 * min(resolution / max(latitude.cosine, 1e-3), Float(width) / 4)
      guard reach > 0.5 else { continue }
      map.averageRow(row, reach: reach)
    }
  }

  /// A narrow and a wide halo about all that is bright, reckoned at a quarter of the size.
  private func veil(_ map: inout LightMap) {
    guard map.width % 4 == 0, map.height % 4 == 0, map.height >= 16 else { return }
    var narrow = map.quartered()
    narrow.spread(angle: 0.03)
    var wide = narrow
    wide.spread(angle: 0.16)
    for row in 0..<map.height {
      let y = (Float(row) - 1.5) / 4
      for column in 0..<map.width {
        let x = (Float(column) - 1.5) / 4
        let halo = 0.6 * narrow.light(column: x, row: y) + 0.4 * wide.light(column: x, row: y)
        let pixel = row * map.width + column
        map.pixels[pixel] = mix(map.pixels[pixel], halo, glare)
      }
    }
  }
}

extension LightMap {
  /// Means of blocks of four by four pixels.
  fileprivate func quartered() -> LightMap {
    let small = EquirectangularGrid(width: width / 4, height: height / 4)
    var pixels = [SIMD3<Float>](repeating: .zero, count: small.width * small.height)
    for row in 0..<height {
      for column in 0..<width {
        pixels[row / 4 * small.width + column / 4] += self.pixels[row * width + column] / 16
      }
    }
    return LightMap(grid: small, pixels: pixels)
  }

  /// Spreads light over an angle: two passes of means along rows, as wide as the angle is at their latitude, and columns.
  fileprivate mutating func spread(angle: Float) {
    let reach = max(angle / .pi * Float(height), 0.75)
    for _ in 0..<2 {
      for (row, latitude) in angles.latitudes.enumerated() {
        averageRow(row, reach: min(reach / max(latitude.cosine, 1e-3), Float(width) / 4))
      }
      for column in 0..<width { averageColumn(column, reach: Int(reach.rounded())) }
    }
  }

  /// Each pixel of a row becomes the mean of the interval `reach` to both sides, parts of pixels included.
  fileprivate mutating func averageRow(_ row: Int, reach: Float) {
    let start = row * width
    let whole = Int(reach - 0.5)
    let part = reach - 0.5 - Float(whole)
    let source = Array(pixels[start..<start + width])
    var sum = SIMD3<Float>.zero
    for column in -whole...whole { sum += source[wrapped(column)] }
    for column in 0..<width {
      let ends = source[wrapped(column - whole - 1)] + source[wrapped(column + whole + 1)]
      pixels[start + column] = (sum + part * ends) / (2 * reach)
      sum += source[wrapped(column + whole + 1)] - source[wrapped(column - whole)]
    }
  }

  /// Each pixel of a column becomes the mean of `reach` pixels to both sides and itself; rows end at the poles.
  private mutating func averageColumn(_ column: Int, reach: Int) {
    let source = (0..<height).map { pixels[$0 * width + column] }
    var sum = SIMD3<Float>.zero
    for row in -reach...reach { sum += source[clamped(row)] }
    for row in 0..<height {
      pixels[row * width + column] = sum / Float(2 * reach + 1)
      sum += source[clamped(row + reach + 1)] - source[clamped(row - reach)]
    }
  }
}
