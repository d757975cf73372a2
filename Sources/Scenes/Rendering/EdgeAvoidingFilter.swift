// SPDX-License-Identifier: Apache-2.0

/// Smooths light on surfaces without carrying it across edges.
///
/// A cascade of 3 x 3 kernels whose taps lie ever further apart; each tap counts as far as it lies in the same plane,
/// looks the same way and, where a variance is known, is as bright as noise lets it be. Columns wrap around, rows continue
/// beyond the poles, and near the poles taps lie as many columns further apart as these are narrower.
///
/// - Sources: Dammertz et al., "Edge-avoiding a-trous wavelet transform for fast global illumination filtering", HPG 2010;
///   Schied et al., "Spatiotemporal variance-guided filtering", HPG 2017, for the weight of brightness.
struct EdgeAvoidingFilter: Sendable {
  /// Places and normals at each pixel.
  let points: Raster
  var normals: Raster
  /// Where the camera stands.
  let origin: SIMD3<Float>
  /// Radians between pixels.
  let spread: Float
  /// How much narrower each row's pixels are than those of the horizon.
  let narrowness: [Float]
  let threads: Int

  /// The image after as many passes as there are steps, each the distance of its taps in pixels.
  ///
  /// An image of four planes has the variance of its brightness in the fourth.
  func smoothed(_ image: Raster, steps: [Int]) -> Raster {
    // Eight columns are worked on at once.
    guard image.width >= 8 else { return image }
    return steps.reduce(image) { image, step in
      let result = Raster(width: image.width, height: image.height, planes: image.planes)
      forRows(image.height, threads: threads) { row in
        for column in stride(from: 0, to: image.width, by: 8) {
          // The last eight may overlap those before: they are the same.
          smooth(image, into: result, row, min(column, image.width - 8), step)
        }
      }
      return result
    }
  }

  private func smooth(_ image: Raster, into result: Raster, _ row: Int, _ column: Int, _ step: Int) {
    let pixel = row * image.width + column
    let centre = Pixels(self, pixel, reach: Float(step) * spread)
    let own = Values(image, pixel)
    // A little of the brightness too, or noise-free pixels would keep their grain.
    let noise = image.planes > 3 ? own.variance * 9 + own.brightness * own.brightness * 0.003 + 1e-8 : .zero
    var (red, green, blue, variance) = (own.red, own.green, own.blue, own.variance)
    var total = Lanes(repeating: 1)
    let across = min(Int((Float(step) / max(narrowness[row], 1e-3)).rounded()), image.width / 8)
    for down in -1...1 {
      var (there, shift) = (row + down * step, 0)
      if there < 0 { (there, shift) = (min(-1 - there, image.height - 1), image.width / 2) }
      if there >= image.height { (there, shift) = (max(2 * image.height - 1 - there, 0), image.width / 2) }
      for side in -1...1 where down != 0 || side != 0 {
        let place = (column + side * across + shift + image.width) % image.width
        let tap = Values(image, row: there, column: place)
        var weight = centre.likeness(self, row: there, column: place) * (down != 0 && side != 0 ? 0.25 : 0.5)
        if image.planes > 3 {
          let difference = tap.brightness - own.brightness
          weight *= noise / (noise + difference * difference)
        }
        red += weight * tap.red
        green += weight * tap.green
        blue += weight * tap.blue
        variance += weight * weight * tap.variance
        total += weight
      }
    }
    let share = 1 / total
    result.store(red * share, 0, pixel)
    result.store(green * share, 1, pixel)
    result.store(blue * share, 2, pixel)
    if image.planes > 3 { result.store(variance * share * share, 3, pixel) }
  }
}

/// Light at eight neighbours.
private struct Values {
  var red: Lanes
  var green: Lanes
  var blue: Lanes
  var variance: Lanes

  @inline(__always)
  init(_ image: Raster, _ pixel: Int) {
    red = image.lanes(0, pixel)
    green = image.lanes(1, pixel)
    blue = image.lanes(2, pixel)
    variance = image.planes > 3 ? image.lanes(3, pixel) : .zero
  }

  @inline(__always)
  init(_ image: Raster, row: Int, column: Int) {
    red = image.wrappedLanes(0, row: row, column: column)
    green = image.wrappedLanes(1, row: row, column: column)
    blue = image.wrappedLanes(2, row: row, column: column)
    variance = image.planes > 3 ? image.wrappedLanes(3, row: row, column: column) : .zero
  }

  var brightness: Lanes { red * 0.2126 + green * 0.7152 + blue * 0.0722 }
}

/// Places and normals of eight neighbours.
private struct Pixels {
  private var x: Lanes
  private var y: Lanes
  private var z: Lanes
  private var normalX: Lanes
  private var normalY: Lanes
  private var normalZ: Lanes
  /// One over the distance from the plane at which a tap counts half.
  private var perTolerance: Lanes

  /// `reach`: radians between taps.
  @inline(__always)
  init(_ filter: EdgeAvoidingFilter, _ pixel: Int, reach: Float) {
    (x, y, z) = (filter.points.lanes(0, pixel), filter.points.lanes(1, pixel), filter.points.lanes(2, pixel))
    normalX = filter.normals.lanes(0, pixel)
    normalY = filter.normals.lanes(1, pixel)
    normalZ = filter.normals.lanes(2, pixel)
    let (dx, dy, dz) = (x - filter.origin.x, y - filter.origin.y, z - filter.origin.z)
    perTolerance = 1 / (0.004 + (dx * dx + dy * dy + dz * dz).squareRoot() * (0.25 * reach))
  }

  /// How much a tap counts: 1 in the same plane, less where the surface bends or steps.
  @inline(__always)
  func likeness(_ filter: EdgeAvoidingFilter, row: Int, column: Int) -> Lanes {
    let (points, normals) = (filter.points, filter.normals)
    var off = (points.wrappedLanes(0, row: row, column: column) - x) * normalX
    off += (points.wrappedLanes(1, row: row, column: column) - y) * normalY
    off += (points.wrappedLanes(2, row: row, column: column) - z) * normalZ
    off *= perTolerance
    var alike = normals.wrappedLanes(0, row: row, column: column) * normalX
    alike += normals.wrappedLanes(1, row: row, column: column) * normalY
    alike += normals.wrappedLanes(2, row: row, column: column) * normalZ
    // From 1 at 0 degrees to 0 at 37.
    let bend = (alike * 5 - 4).clamped(lowerBound: .zero, upperBound: Lanes(repeating: 1))
    let square = off * off
    return bend * bend / (1 + square * square)
  }
}
