// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Light that would reach a point from one place on a lamp, if nothing is in its way.
struct LampSample {
  /// Unit vector towards the place.
  var direction: SIMD3<Float>
  /// How far a shadow ray must be free.
  var reach: Float
  /// Irradiance on a surface that faces the place, divided by the density of the place among all on the lamp.
  var irradiance: SIMD3<Float>

  /// No light.
  static let none = LampSample(direction: SIMD3(0, 1, 0), reach: 0, irradiance: .zero)

  /// Mean of the three colours.
  var strength: Float { irradiance.sum() / 3 }
}

extension Lamp {
  /// A place on the lamp, drawn evenly by two numbers in [0, 1), as it lights a point.
  @inline(__always)
  func light(at point: SIMD3<Float>, _ sky: SkyTable, _ place: SIMD2<Float>) -> LampSample {
    switch form {
    case .panel(let u, let v):
      var sample = rectangle(u, v, point, place)
      sample.irradiance *= emission
      return sample
    case .portal(let u, let v):
      var sample = rectangle(u, v, point, place)
      guard sample.irradiance.x > 0 else { return .none }
      sample.reach = .infinity
      sample.irradiance *= emission * sky.radiance(towards: sample.direction)
      return sample
    case .bulb(let radius): return ball(radius, point, place)
    case .spot(let axis, let inner, let outer, let radius):
      var sample = ball(radius, point, place)
      // Smooth between the two cones; of the lamp's middle, so that its ball does not blur them.
      let t = saturated((dot(normalised(point - centre), axis) - outer) / max(inner - outer, 1e-5))
      sample.irradiance *= t * t * (3 - 2 * t)
      return sample
    }
  }

  /// A rectangle of radiance 1 that shines to the side of u x v.
  private func rectangle(
    _ u: SIMD3<Float>, _ v: SIMD3<Float>, _ point: SIMD3<Float>, _ place: SIMD2<Float>
  ) -> LampSample {
    let towards = centre + u * (2 * place.x - 1) + v * (2 * place.y - 1) - point
    let squared = max(dot(towards, towards), 1e-6)
    let distance = squared.squareRoot()
    let direction = towards / distance
    // |u x v| is a quarter of the area.
    let leaving = -4 * dot(cross(u, v), direction)
    guard leaving > 0 else { return .none }
    return LampSample(
      direction: direction, reach: Lamp.short(of: distance), irradiance: SIMD3(repeating: leaving / squared))
  }

  private func ball(_ radius: Float, _ point: SIMD3<Float>, _ place: SIMD2<Float>) -> LampSample {
    let towards = centre - point
    let squared = max(dot(towards, towards), max(radius * radius, 1e-4))
    let distance = squared.squareRoot()
    // A place on the disc that the ball shows to the point makes penumbras; its light is that of the middle.
    let disc = discPoint(place) * radius
    let (across, along) = tangents(towards / distance)
    return LampSample(
      direction: normalised(towards + across * disc.x + along * disc.y),
      reach: max(0, Lamp.short(of: distance - radius)), irradiance: emission / squared)
  }

  /// A reach that leaves out the surface which shows the lamp's glow.
  private static func short(of distance: Float) -> Float { distance - min(0.01, 0.02 * distance) }
}

/// A point of the unit disc, drawn evenly by two numbers in [0, 1).
@inline(__always)
func discPoint(_ place: SIMD2<Float>) -> SIMD2<Float> { circlePoint(place.y) * place.x.squareRoot() }

/// A point of the unit circle, by a share of the whole turn in [0, 1); to 3e-7.
@inline(__always)
func circlePoint(_ share: Float) -> SIMD2<Float> {
  let quarter = Int(share * 4)
  // Within an eighth of a turn few terms of the series do.
  let a = (share * 4 - Float(quarter) - 0.5) * (.pi / 2)
  let s = a * a
  let sine = a * (1 - s * (1 / 6 - s * (1 / 120 - s / 5040)))
  let cosine = 1 - s * (0.5 - s * (1 / 24 - s * (1 / 720 - s / 40320)))
  // The eighth that was taken off turns every point alike, so it need not be put back.
  return quarter & 1 == 0
    ? SIMD2(cosine, sine) * (quarter == 0 ? 1 : -1) : SIMD2(-sine, cosine) * (quarter == 1 ? 1 : -1)
}

/// Two unit vectors that make a right-handed frame with a third.
///
/// - Source: Duff et al., "Building an orthonormal basis, revisited", JCGT 6(1), 2017.
@inline(__always)
func tangents(_ n: SIMD3<Float>) -> (SIMD3<Float>, SIMD3<Float>) {
  let sign: Float = n.z < 0 ? -1 : 1
  let a = -1 / (sign + n.z)
  let b = n.x * n.y * a
  return (SIMD3(1 + sign * n.x * n.x * a, sign * b, -sign * n.x), SIMD3(b, sign + n.y * n.y * a, -n.y))
}
