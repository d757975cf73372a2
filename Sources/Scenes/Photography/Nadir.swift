// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What is seen below a camera instead of the floor.
public enum Nadir: Sendable, Hashable {
  /// A disc of a colour within an angle in radians from straight down: a logo.
  case disc(SIMD3<Float>, angle: Float)
  /// The ring at that angle, smeared inwards: a mended floor.
  case smeared(angle: Float)
  /// Three legs that stand `spread` camera heights from the middle, `thickness` of one thick, turned by `yaw`.
  case tripod(SIMD3<Float>, spread: Float, thickness: Float, yaw: Float)

  func cover(_ map: inout LightMap) {
    switch self {
    case .disc(let colour, let angle):
      let lit = 2.5 * colour * Nadir.meanLight(map, at: angle)
      fill(&map, angle) { _, fromNadir, pixel in
        (lit, edge(angle - fromNadir, pixel))
      }
    case .smeared(let angle):
      let ring = Nadir.ring(map, at: angle)
      fill(&map, angle) { column, fromNadir, pixel in
        (Nadir.smear(ring, around: column, share: 1 - fromNadir / angle), edge(angle - fromNadir, pixel))
      }
    case .tripod(let colour, let spread, let thickness, let yaw):
      let angle = arcTangent(1.1 * spread, 1)
      let lit = 2.5 * colour * Nadir.meanLight(map, at: angle)
      let legs = (0..<3).map { leg in
        let heading = yaw + 2 * Float.pi / 3 * Float(leg)
        return SIMD2(cosine(heading), sine(heading))
      }
      let angles = map.angles
      fill(&map, angle) { column, fromNadir, pixel in
        let radius = sine(fromNadir) / max(cosine(fromNadir), 1e-3)
        let longitude = angles.longitudes[column]
        let place = radius * SIMD2(longitude.sine, -longitude.cosine)
        return Nadir.legs(legs, place, spread: spread, thickness: thickness, pixel: pixel, colour: lit)
      }
    }
  }

  /// Blends what `paint` gives (colour and coverage by column, angle from straight down, angle of a pixel) over the floor.
  private func fill(
    _ map: inout LightMap, _ angle: Float,
    _ paint: (_ column: Int, _ fromNadir: Float, _ pixel: Float) -> (colour: SIMD3<Float>, share: Float)
  ) {
    let pixel = Float.pi / Float(map.height)
    for row in 0..<map.height {
      let fromNadir = .pi - pixel * (Float(row) + 0.5)
      guard fromNadir < angle + pixel else { continue }
      for column in 0..<map.width {
        let (colour, share) = paint(column, fromNadir, pixel)
        let index = row * map.width + column
        map.pixels[index] = mix(map.pixels[index], colour, share)
      }
    }
  }

  private static func ring(_ map: LightMap, at angle: Float) -> ArraySlice<SIMD3<Float>> {
    let row = map.clamped(Int((1 - angle / .pi) * Float(map.height)) - 1)
    return map.pixels[row * map.width..<(row + 1) * map.width]
  }

  private static func meanLight(_ map: LightMap, at angle: Float) -> SIMD3<Float> {
    let ring = ring(map, at: angle)
    return ring.reduce(.zero, +) / Float(ring.count)
  }

  /// The mean of a part of the ring about a column, the whole of it at the nadir.
  private static func smear(_ ring: ArraySlice<SIMD3<Float>>, around column: Int, share: Float) -> SIMD3<Float> {
    let (samples, count) = (16, ring.count)
    let step = max(Int(share * Float(count) / Float(samples)), 1)
    var sum = SIMD3<Float>.zero
    for sample in 0..<samples {
      let place: Int = column + (sample - samples / 2) * step + count * samples
      sum += ring[ring.startIndex + place % count]
    }
    return sum / Float(samples)
  }

  /// Legs from the camera's foot, `top` camera heights below it, to the floor one camera height below.
  ///
  /// At share s of its way a leg is at radius r s and at depth top + (1 - top) s; it is seen at their quotient q on the
  /// plane one camera height below, so s = q top / (r - q (1 - top)), and there its width is divided by its depth.
  private static func legs(
    _ legs: [SIMD2<Float>], _ place: SIMD2<Float>, spread: Float, thickness: Float, pixel: Float, colour: SIMD3<Float>
  ) -> (colour: SIMD3<Float>, share: Float) {
    let top: Float = 0.12
    var (shade, share): (Float, Float) = (0.6, edge(0.5 * thickness / top - length(place), pixel))
    for leg in legs {
      let along = dot(place, leg)
      guard along > 0, along < spread else { continue }
      let way = min(along * top / max(spread - along * (1 - top), 1e-3), 1)
      let half = 0.5 * thickness / (top + (1 - top) * way)
      let across = abs(place.x * leg.y - place.y * leg.x)
      let inside = edge(half - across, pixel)
      if inside > share {
        // Round legs are lit along their middle.
        shade = 1.2 - 0.9 * min(across / half, 1)
        share = inside
      }
    }
    return (colour * shade, share)
  }
}
