// SPDX-License-Identifier: Apache-2.0

#if AVX2
  import RotundaSmoothing
#endif

/// Eight neighbours of a row: one register of AVX2, two of others.
typealias Lanes = SIMD8<Float>

/// `SmoothedRow` for one row.
@inline(__always)
func smoothRow(_ row: SmoothedRow) {
  var column = 0
  while column < row.width {
    // The last eight may overlap those before: they are the same.
    smooth(row, min(column, row.width &- 8))
    column &+= 8
  }
}

/// Eight pixels from a column on.
@inline(__always)
private func smooth(_ row: SmoothedRow, _ column: Int) {
  let pixel = row.row &* row.width &+ column
  let own = Light(row, pixel)
  let centre = Neighbourhood(row, pixel)
  guard centre.hasSurface else { return own.store(row, pixel) }
  // A little of the brightness too, or noise-free pixels would keep their grain.
  let ownBrightness = own.brightness
  let noise = multiplyAdd(own.variance * 9 + 1e-8, ownBrightness * ownBrightness, Lanes(repeating: 0.002))
  var sum = own
  var (total, squares) = (Lanes(repeating: 1), Lanes(repeating: 1))
  var down = row.down == 0 ? 0 : -1
  while down <= (row.down == 0 ? 0 : 1) {
    let there = neighbour(row, row.row &+ down &* row.down)
    var side = -1
    while side <= 1 {
      defer { side &+= 1 }
      if down == 0 && side == 0 { continue }
      var place = column &+ side &* row.across &+ there.shift
      if place >= row.width { place &-= row.width }
      if place >= row.width { place &-= row.width }
      let taps = Taps(row.width, there.row, place)
      let tap = Light(row, taps)
      var (like, unlike) = centre.likeness(row, taps)
      if row.knowsNoise {
        // Of both: where few samples found a lamp, what found none looks free of noise.
        let either = noise + tap.variance * 9
        let difference = tap.brightness - ownBrightness
        like *= either
        unlike *= multiplyAdd(either, difference, difference)
      }
      let weight = like * (down != 0 && side != 0 ? 0.25 : 0.5) / unlike
      sum.add(tap, weight)
      total += weight
      squares = multiplyAdd(squares, weight, weight)
    }
    down &+= 1
  }
  sum.scale(1 / total)
  // Variances were averaged; that of a mean is smaller.
  sum.variance *= squares / (total * total)
  sum.store(row, pixel)
}

/// A row that may lie beyond a pole, and how far columns are shifted there (plus a whole turn).
@inline(__always)
private func neighbour(_ row: SmoothedRow, _ index: Int) -> (row: Int, shift: Int) {
  if index < 0 { return (min(-1 &- index, row.height &- 1), row.width &+ row.width / 2) }
  if index < row.height { return (index, row.width) }
  return (max(2 &* row.height &- 1 &- index, 0), row.width &+ row.width / 2)
}

/// Eight neighbours of a row, from a column on, across the seam where they lie there.
private struct Taps {
  let pixel: Int
  /// Lanes before the seam: 8 where all are.
  let before: Int

  @inline(__always)
  init(_ width: Int, _ row: Int, _ column: Int) {
    pixel = row &* width &+ column
    before = min(width &- column, 8)
  }
}

extension SmoothedRow {
  /// Eight numbers of a plane from a pixel on.
  ///
  /// Bound: the pixel and the seven after it lie in one row of the plane.
  @inline(__always)
  fileprivate func lanes(_ map: UnsafePointer<Float>, _ plane: Int, _ pixel: Int) -> Lanes {
    UnsafeRawPointer(map + (plane &* width &* height &+ pixel)).loadUnaligned(as: Lanes.self)
  }

  /// Eight numbers of a plane at taps, whose row must exist.
  @inline(__always)
  fileprivate func lanes(_ map: UnsafePointer<Float>, _ plane: Int, _ taps: Taps) -> Lanes {
    taps.before == 8 ? lanes(map, plane, taps.pixel) : lanesAcrossSeam(map, plane, taps)
  }

  @inline(never)
  private func lanesAcrossSeam(_ map: UnsafePointer<Float>, _ plane: Int, _ taps: Taps) -> Lanes {
    var result = Lanes.zero
    let first = plane &* width &* height &+ taps.pixel
    for lane in 0..<8 { result[lane] = map[first &+ lane &- (lane < taps.before ? 0 : width)] }
    return result
  }
}

/// Light at eight neighbours.
private struct Light {
  var red: Lanes
  var green: Lanes
  var blue: Lanes
  var variance = Lanes.zero

  @inline(__always)
  init(_ row: SmoothedRow, _ pixel: Int) {
    red = row.lanes(row.source, 0, pixel)
    green = row.lanes(row.source, 1, pixel)
    blue = row.lanes(row.source, 2, pixel)
    if row.planes > 3 { variance = row.lanes(row.source, 3, pixel) }
  }

  @inline(__always)
  init(_ row: SmoothedRow, _ taps: Taps) {
    red = row.lanes(row.source, 0, taps)
    green = row.lanes(row.source, 1, taps)
    blue = row.lanes(row.source, 2, taps)
    if row.planes > 3 { variance = row.lanes(row.source, 3, taps) }
  }

  /// Relative luminance of linear sRGB.
  @inline(__always)
  var brightness: Lanes { red * 0.2126 + green * 0.7152 + blue * 0.0722 }

  @inline(__always)
  mutating func add(_ other: Light, _ weight: Lanes) {
    red = multiplyAdd(red, weight, other.red)
    green = multiplyAdd(green, weight, other.green)
    blue = multiplyAdd(blue, weight, other.blue)
    variance = multiplyAdd(variance, weight, other.variance)
  }

  @inline(__always)
  mutating func scale(_ factor: Lanes) {
    red *= factor
    green *= factor
    blue *= factor
    variance *= factor
  }

  /// Bound: as for `lanes`.
  @inline(__always)
  func store(_ row: SmoothedRow, _ pixel: Int) {
    func write(_ values: Lanes, _ plane: Int) {
      UnsafeMutableRawPointer(row.result + (plane &* row.width &* row.height &+ pixel))
        .storeBytes(of: values, as: Lanes.self)
    }
    write(red, 0)
    write(green, 1)
    write(blue, 2)
    if row.planes > 3 { write(variance, 3) }
  }
}

/// Places and normals of eight neighbours.
private struct Neighbourhood {
  private let x: Lanes
  private let y: Lanes
  private let z: Lanes
  private let normalX: Lanes
  private let normalY: Lanes
  private let normalZ: Lanes
  /// One over the distance from the plane at which a tap counts half.
  private let perTolerance: Lanes

  @inline(__always)
  init(_ row: SmoothedRow, _ pixel: Int) {
    (x, y, z) = (row.lanes(row.points, 0, pixel), row.lanes(row.points, 1, pixel), row.lanes(row.points, 2, pixel))
    normalX = row.lanes(row.normals, 0, pixel)
    normalY = row.lanes(row.normals, 1, pixel)
    normalZ = row.lanes(row.normals, 2, pixel)
    let (dx, dy, dz) = (x - row.origin.x, y - row.origin.y, z - row.origin.z)
    perTolerance = 1 / (0.004 + (dx * dx + dy * dy + dz * dz).squareRoot() * (0.25 * row.reach))
  }

  /// Whether any of them has a normal.
  @inline(__always)
  var hasSurface: Bool { (normalX * normalX + normalY * normalY + normalZ * normalZ).sum() > 0 }

  /// How much a tap counts, as a fraction: 1 in the same plane, less where the surface bends or steps.
  @inline(__always)
  func likeness(_ row: SmoothedRow, _ taps: Taps) -> (over: Lanes, under: Lanes) {
    var off = (row.lanes(row.points, 0, taps) - x) * normalX
    off = multiplyAdd(off, row.lanes(row.points, 1, taps) - y, normalY)
    off = multiplyAdd(off, row.lanes(row.points, 2, taps) - z, normalZ)
    off *= perTolerance
    var alike = row.lanes(row.normals, 0, taps) * normalX
    alike = multiplyAdd(alike, row.lanes(row.normals, 1, taps), normalY)
    alike = multiplyAdd(alike, row.lanes(row.normals, 2, taps), normalZ)
    // From 1 at 0 degrees to 0 at 37.
    let bend = alike * 5 - 4
    let positive = bend.replacing(with: 0, where: bend .< 0)
    let square = off * off
    return (positive * positive, multiplyAdd(Lanes(repeating: 1), square, square))
  }
}

/// The sum plus a b.
///
/// Fused only where the processor has it: `addingProduct` would call a software `fmaf` elsewhere.
@inline(__always)
private func multiplyAdd(_ sum: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes {
  #if FMA || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}
