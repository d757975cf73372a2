// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// How the pictures of two lenses, some centimetres apart, are joined at longitudes of 90 degrees to both sides.
///
/// The lenses sit half a baseline before and behind the middle, where depth is measured from. What lies at the distance
/// that the pictures are joined for fits; at the seam, what is nearer or farther is seen displaced by
/// (baseline / 2) (1 / depth - 1 / distance) radians in each picture, in opposite directions: it is doubled or cut there.
/// Away from the seams the pictures are drawn to where the middle sees them, as stitching software does.
public struct Stitching: Sendable, Hashable {
  /// Metres between the lenses.
  public var baseline: Float
  /// Distance in metres that the pictures are joined for; infinity for the horizon.
  public var distance: Float
  /// Angle in radians to both sides of a seam over which one picture fades into the other.
  public var blend: Float
  /// By how many stops the front picture is brighter than the back one.
  public var mismatch: Float = 0
  /// Angle from the seams at which nothing is displaced any more.
  static let reach: Float = 0.4

  /// Lenses a baseline apart, joined at a distance with a soft seam.
  public init(baseline: Float, distance: Float = .infinity, blend: Float = 0.03) {
    self.baseline = baseline
    self.distance = distance
    self.blend = blend
  }

  /// Displaces what is near the seams, by the exact depth.
  func join(_ map: inout LightMap, depth: [Float]) {
    let source = map
    let angles = map.angles
    let width = map.width
    for row in 0..<map.height {
      for column in 0..<width {
        let direction = angles.direction(column, row)
        // The sine of the angle to the seams' plane; small angles are as good as their sines.
        let side = direction.z
        guard abs(side) < Stitching.reach else { continue }
        let front = frontShare(side)
        let fade = smooth((Stitching.reach - abs(side)) / max(Stitching.reach - blend, 1e-3))
        var colour = SIMD3<Float>.zero
        if front > 0 { colour += front * seen(source, depth, direction, lens: -0.5 * baseline * fade) }
        if front < 1 { colour += (1 - front) * seen(source, depth, direction, lens: 0.5 * baseline * fade) }
        map.pixels[row * width + column] = colour
      }
    }
  }

  /// Brightens the front picture and darkens the back one.
  func mismatch(_ map: inout LightMap) {
    guard mismatch != 0 else { return }
    let (bright, dark) = (exponential(0.346_573_6 * mismatch), exponential(-0.346_573_6 * mismatch))
    let angles = map.angles
    for row in 0..<map.height {
      for column in 0..<map.width {
        let front = frontShare(angles.direction(column, row).z)
        map.pixels[row * map.width + column] *= mix(dark, bright, front)
      }
    }
  }

  @inline(__always)
  private func frontShare(_ side: Float) -> Float { smooth(0.5 - 0.5 * side / max(blend, 1e-4)) }

  @inline(__always)
  private func smooth(_ x: Float) -> Float {
    let t = saturated(x)
    return t * t * (3 - 2 * t)
  }

  /// What a lens at (0, 0, `lens`) sees where the joined picture looks along `direction`.
  ///
  /// The ray leaves the lens towards the point at the joining distance. Where it meets the scene is found by fixed-point
  /// iteration: the depth seen from the middle tells how far to go along the ray, which tells where to read the depth.
  private func seen(
    _ map: LightMap, _ depth: [Float], _ direction: SIMD3<Float>, lens: Float
  ) -> SIMD3<Float> {
    let origin = SIMD3(0, 0, lens)
    let ray = distance.isFinite ? normalised(direction * distance - origin) : direction
    let along = dot(origin, ray)
    let rest = along * along - lens * lens
    var position = map.position(of: direction)
    var last = -1
    for _ in 0..<3 {
      let pixel = map.clamped(Int(position.row + 0.5)) * map.width + map.wrapped(Int(position.column + 0.5))
      guard pixel != last else { break }
      last = pixel
      let range = depth[pixel] > 0 ? max(depth[pixel], 2 * abs(lens)) : 1e4
      let step = (rest + range * range).squareRoot() - along
      position = map.position(of: normalised(origin + ray * step))
    }
    return map.light(column: position.column, row: position.row)
  }
}
