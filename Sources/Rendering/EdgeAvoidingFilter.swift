// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Smooths light on surfaces without carrying it across edges.
///
/// A cascade of 3 x 3 kernels whose taps lie ever further apart; each tap counts as far as it lies in the same plane,
/// looks the same way and, where a variance is known, is as bright as noise lets it be. Columns wrap around, rows
/// continue beyond the poles, and near the poles taps lie as many columns further apart as these are narrower.
///
/// - Sources: Dammertz et al., "Edge-avoiding a-trous wavelet transform for fast global illumination filtering", HPG
///   2010;
///   Schied et al., "Spatiotemporal variance-guided filtering", HPG 2017, for the weight of brightness.
struct EdgeAvoidingFilter: Sendable {
  /// Places at each pixel.
  let points: Raster
  /// Normals at each pixel; where one is zero, the pixel keeps its light and lends it to nobody.
  var normals: Raster
  /// Where the camera stands.
  let origin: SIMD3<Float>
  /// Radians between pixels.
  let spread: Float
  /// How much narrower each row's pixels are than those of the horizon.
  let narrowness: [Float]
  let threads: Int

  /// Where the taps of a pass lie.
  private struct Pass {
    /// Pixels between them, at the horizon.
    var step: Int
    /// Rows up and down, 0 for none.
    var down: Int
    /// Columns to the left and right.
    var across: Int
    /// Whether light at a different brightness counts less.
    var knowsNoise: Bool
  }

  /// The image after as many passes as there are steps, each the distance of its taps in pixels.
  ///
  /// The image is spent: its memory may be used. One of four planes has the variance of its brightness in the fourth;
  /// the first pass takes no notice of brightness, but evens out the variance: that of a few samples is no better than
  /// a guess.
  func smoothed(_ image: Raster, steps: [Int]) -> Raster {
    // Eight columns are worked on at once.
    guard image.width >= 8 else { return image }
    var (source, result) = (image, Raster(width: image.width, height: image.height, planes: image.planes))
    joinNarrowColumns(source, spare: result)
    for (index, step) in steps.enumerated() {
      let (before, after) = (source, result)
      forRows(image.height, threads: threads) { row in
        let across = min(Int((Float(step) / max(narrowness[row], 1e-3)).rounded()), image.width / 8)
        let pass = Pass(step: step, down: step, across: across, knowsNoise: image.planes > 3 && index > 0)
        smooth(before, into: after, row, pass)
      }
      (source, result) = (after, before)
    }
    return source
  }

  /// Evens out neighbours that lie closer together than rows do, near the poles, where taps would jump over them.
  private func joinNarrowColumns(_ image: Raster, spare: Raster) {
    forRows(image.height, threads: threads) { row in
      let gap = min(0.7 / max(narrowness[row], 1e-3), Float(image.width) / 8)
      var across = 1
      while Float(across) < gap {
        smooth(image, into: spare, row, Pass(step: 1, down: 0, across: across, knowsNoise: false))
        image.copyRow(row, from: spare)
        across *= 2
      }
    }
  }

  private func smooth(_ image: Raster, into result: Raster, _ row: Int, _ pass: Pass) {
    for column in stride(from: 0, to: image.width, by: 8) {
      // The last eight may overlap those before: they are the same.
      smooth(image, into: result, row, min(column, image.width - 8), pass)
    }
  }

  @inline(__always)
  private func smooth(_ image: Raster, into result: Raster, _ row: Int, _ column: Int, _ pass: Pass) {
    let pixel = row * image.width + column
    let own = Values(image, pixel)
    let centre = Neighbourhood(self, pixel, reach: Float(pass.step) * spread)
    guard centre.hasSurface else { return own.store(in: result, pixel) }
    // A little of the brightness too, or noise-free pixels would keep their grain.
    let noise = own.variance * 9 + own.brightness * own.brightness * 0.002 + 1e-8
    var sum = own
    var (total, squares) = (Lanes(repeating: 1), Lanes(repeating: 1))
    for down in pass.down == 0 ? 0...0 : -1...1 {
      let there = neighbour(row + down * pass.down, image)
      for side in -1...1 where down != 0 || side != 0 {
        var place = column + side * pass.across + there.shift
        if place >= image.width { place -= image.width }
        if place >= image.width { place -= image.width }
        let taps = Taps(image.width, row: there.row, column: place)
        let tap = Values(image, taps)
        var (like, unlike) = centre.likeness(self, taps)
        if pass.knowsNoise {
          // Of both: where few samples found a lamp, what found none looks free of noise.
          let either = noise + tap.variance * 9
          let difference = tap.brightness - own.brightness
          like *= either
          unlike *= either + difference * difference
        }
        let weight = like * (down != 0 && side != 0 ? 0.25 : 0.5) / unlike
        sum.add(tap, weight)
        total += weight
        squares += weight * weight
      }
    }
    sum.scale(1 / total)
    // Variances were averaged; that of a mean is smaller.
    sum.variance *= squares / (total * total)
    sum.store(in: result, pixel)
  }

  /// A row that may lie beyond a pole, and how far columns are shifted there (plus a whole turn).
  private func neighbour(_ row: Int, _ image: Raster) -> (row: Int, shift: Int) {
    if row < 0 { return (min(-1 - row, image.height - 1), image.width + image.width / 2) }
    if row < image.height { return (row, image.width) }
    return (max(2 * image.height - 1 - row, 0), image.width + image.width / 2)
  }
}

/// Light at eight neighbours.
private struct Values {
  var red: Lanes
  var green: Lanes
  var blue: Lanes
  var variance = Lanes.zero

  @inline(__always)
  init(_ image: Raster, _ pixel: Int) {
    (red, green, blue) = (image.lanes(0, pixel), image.lanes(1, pixel), image.lanes(2, pixel))
    if image.planes > 3 { variance = image.lanes(3, pixel) }
  }

  @inline(__always)
  init(_ image: Raster, _ taps: Taps) {
    (red, green, blue) = (image.lanes(0, taps), image.lanes(1, taps), image.lanes(2, taps))
    if image.planes > 3 { variance = image.lanes(3, taps) }
  }

  @inline(__always)
  var brightness: Lanes { red * 0.2126 + green * 0.7152 + blue * 0.0722 }

  @inline(__always)
  mutating func add(_ other: Values, _ weight: Lanes) {
    red += weight * other.red
    green += weight * other.green
    blue += weight * other.blue
    variance += weight * other.variance
  }

  @inline(__always)
  mutating func scale(_ factor: Lanes) {
    red *= factor
    green *= factor
    blue *= factor
    variance *= factor
  }

  @inline(__always)
  func store(in image: Raster, _ pixel: Int) {
    image.store(red, 0, pixel)
    image.store(green, 1, pixel)
    image.store(blue, 2, pixel)
    if image.planes > 3 { image.store(variance, 3, pixel) }
  }
}

/// Places and normals of eight neighbours.
private struct Neighbourhood {
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

  /// Whether any of them has a normal.
  @inline(__always)
  var hasSurface: Bool { (normalX * normalX + normalY * normalY + normalZ * normalZ).sum() > 0 }

  /// How much a tap counts, as a fraction: 1 in the same plane, less where the surface bends or steps.
  @inline(__always)
  func likeness(_ filter: EdgeAvoidingFilter, _ taps: Taps) -> (over: Lanes, under: Lanes) {
    let (points, normals) = (filter.points, filter.normals)
    var off = (points.lanes(0, taps) - x) * normalX
    off += (points.lanes(1, taps) - y) * normalY
    off += (points.lanes(2, taps) - z) * normalZ
    off *= perTolerance
    var alike = normals.lanes(0, taps) * normalX
    alike += normals.lanes(1, taps) * normalY
    alike += normals.lanes(2, taps) * normalZ
    // From 1 at 0 degrees to 0 at 37.
    let bend = larger(alike * 5 - 4, .zero)
    let square = off * off
    return (bend * bend, 1 + square * square)
  }
}
