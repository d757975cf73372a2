// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import RotundaImaging
import RotundaSphere

/// A photographed sphere of light, equirectangular.
public struct SkyPicture: Sendable, Hashable {
  /// Columns.
  let width: Int
  /// Rows.
  let height: Int
  /// Radiance, row by row.
  var pixels: [SIMD3<Float>]

  /// A picture of `width * height` radiances; what is negative or not finite counts as dark.
  init(width: Int, height: Int, pixels: [SIMD3<Float>]) {
    precondition(width > 0 && height > 0 && pixels.count == width * height, "one radiance a pixel")
    (self.width, self.height) = (width, height)
    self.pixels = pixels.map { pixel in
      // A comparison with NaN is false; a sum of half floats' largest values stays finite.
      pixel.replacing(with: 0, where: .!((pixel .>= 0) .& (pixel .< 1e30)))
    }
  }

  /// Radiance from a direction, between four pixels.
  func radiance(towards direction: SIMD3<Float>) -> SIMD3<Float> {
    let level = (direction.x * direction.x + direction.z * direction.z).squareRoot()
    let longitude = fastArcTangent(direction.x, -direction.z)
    let latitude = fastArcTangent(direction.y, level)
    let column = (longitude * (0.5 / .pi) + 0.5) * Float(width) - 0.5
    let row = min(max((0.5 - latitude / .pi) * Float(height) - 0.5, 0), Float(height - 1))
    let (left, top) = (wholePart(column), Int(row))
    let first = (Int(left) + width) % width
    let second = (first + 1) % width
    let bottom = min(top + 1, height - 1)
    let across = column - Float(left)
    let upper = mix(pixels[top * width + first], pixels[top * width + second], across)
    let lower = mix(pixels[bottom * width + first], pixels[bottom * width + second], across)
    return mix(upper, lower, row - Float(top))
  }

  /// Solid angle of a pixel of each row.
  var solidAngles: [Float] {
    (0..<height).map { row in
      let top = Double.pi * Double(row) / Double(height)
      let step = Double.pi / Double(height)
      return Float(2 * .pi / Double(width) * (top.cosine - (top + step).cosine))
    }
  }

  /// Irradiance of the upper half on level ground: every pixel counts, for a sun may be one.
  var levelIrradiance: SIMD3<Float> {
    let grid = EquirectangularGrid(width: width, height: height)
    var sum = SIMD3<Float>.zero
    for (row, angle) in solidAngles.enumerated() {
      let up = Float(grid.latitude(row: Double(row)).sine)
      guard up > 0 else { break }
      sum += pixels[row * width..<(row + 1) * width].reduce(.zero, +) * (angle * up)
    }
    return sum
  }

  /// Takes out the sun: what is brighter, within five degrees of the brightest pixel, than the sky around it.
  ///
  /// Light is moved, not added or lost: the solid-angle integral of the picture falls by the sun's irradiance. nil, and
  /// the picture stays, where the brightest spot gives less than a tenth of what the upper half gives.
  mutating func extractSun() -> Sky.Sun? {
    guard let brightest = pixels.indices.max(by: { luminance(pixels[$0]) < luminance(pixels[$1]) }) else { return nil }
    let grid = EquirectangularGrid(width: width, height: height)
    func direction(_ pixel: Int) -> SIMD3<Float> {
      SIMD3<Float>(grid.direction(column: Double(pixel % width), row: Double(pixel / width)))
    }
    let (centre, angles) = (direction(brightest), solidAngles)
    guard centre.y > 0 else { return nil }
    let (discCosine, ringCosine) = (Float(0.9962), Float(0.9659))
    var (ring, ringArea, upper): (Float, Float, Float) = (0, 0, 0)
    var disc: [Int] = []
    for pixel in pixels.indices {
      let area = angles[pixel / width]
      let towards = direction(pixel)
      if towards.y > 0 { upper += luminance(pixels[pixel]) * area * towards.y }
      let nearness = dot(towards, centre)
      if nearness > discCosine {
        disc.append(pixel)
      } else if nearness > ringCosine {
        ring += luminance(pixels[pixel]) * area
        ringArea += area
      }
    }
    guard ringArea > 0 else { return nil }
    let limit = 2 * ring / ringArea
    var (taken, heading) = (SIMD3<Float>.zero, SIMD3<Float>.zero)
    var rest = pixels
    for pixel in disc where luminance(pixels[pixel]) > limit {
      rest[pixel] = pixels[pixel] * (limit / luminance(pixels[pixel]))
      let excess = (pixels[pixel] - rest[pixel]) * angles[pixel / width]
      taken += excess
      heading += direction(pixel) * luminance(excess)
    }
    guard luminance(taken) * centre.y > 0.1 * upper else { return nil }
    pixels = rest
    return Sky.Sun(direction: normalised(heading), irradiance: taken)
  }
}

extension Sky {
  /// A sky from a panorama of radiance (Radiance HDR, OpenEXR; a photograph counts as light of its sRGB values).
  ///
  /// Such files have no unit: the picture is scaled so that its upper half sheds an illuminance on the ground, its
  /// sun included, in the sky's units (20 is 30 thousand lux). A sun that is bright enough becomes parallel light.
  public init(contentsOf url: URL, illuminance: Float = 20) throws(ImagingError) {
    let file = try FloatImage(contentsOf: url)
    var picture = SkyPicture(
      width: file.width, height: file.height,
      pixels: (0..<file.width * file.height).map {
        SIMD3(file.values[3 * $0], file.values[3 * $0 + 1], file.values[3 * $0 + 2])
      })
    let seen = luminance(Sky(.picture(picture)).levelIrradiance())
    let scale = seen > 0 ? illuminance / seen : 1
    for pixel in picture.pixels.indices { picture.pixels[pixel] *= scale }
    let sun = picture.extractSun()
    self.init(.picture(picture), sun: sun)
  }
}
