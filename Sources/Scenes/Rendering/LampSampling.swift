// SPDX-License-Identifier: Apache-2.0

/// Light that would reach a point from one place on a lamp, if nothing is in its way.
struct LampSample {
  /// Unit vector towards the place.
  var direction: SIMD3<Float>
  /// How far a shadow ray must be free.
  var reach: Float
  /// Irradiance on the surface, divided by the density of the place among all on the lamp.
  var irradiance: SIMD3<Float>

  /// No light.
  static let none = LampSample(direction: SIMD3(0, 1, 0), reach: 0, irradiance: .zero)
}

extension Lamp {
  /// A place on the lamp, drawn evenly by two numbers in [0, 1), as it lights a surface.
  func sample(_ surface: Surface, _ sky: Sky, _ place: SIMD2<Float>) -> LampSample {
    switch form {
    case .panel(let u, let v): rectangle(u, v, surface, place, sky: nil)
    case .portal(let u, let v): rectangle(u, v, surface, place, sky: sky)
    case .bulb(let radius): ball(radius, surface, place) { _ in 1 }
    case .spot(let axis, let inner, let outer, let radius):
      ball(radius, surface, place) { away in
        // Smooth between the two cones.
        let t = saturated((dot(away, axis) - outer) / max(inner - outer, 1e-5))
        return t * t * (3 - 2 * t)
      }
    }
  }

  /// How strongly the lamp shines at all, to choose among lamps: intensity, or flux over pi.
  func strength(_ sky: Sky) -> Float {
    let channel = dot(emission, SIMD3(repeating: 1 / 3))
    switch form {
    case .panel(let u, let v): return channel * 4 * length(cross(u, v))
    case .portal(let u, let v):
      let normal = normalised(cross(u, v))
      let outside = sky.radiance(towards: normalised(SIMD3(0, 0.3, 0) - normal))
      return channel * dot(outside, SIMD3(repeating: 1 / 3)) * 4 * length(cross(u, v))
    case .bulb, .spot: return channel
    }
  }

  private func rectangle(
    _ u: SIMD3<Float>, _ v: SIMD3<Float>, _ surface: Surface, _ place: SIMD2<Float>, sky: Sky?
  ) -> LampSample {
    let towards = centre + u * (2 * place.x - 1) + v * (2 * place.y - 1) - surface.point
    let squared = max(dot(towards, towards), 1e-6)
    let distance = squared.squareRoot()
    let direction = towards / distance
    // Edges span the area and the side: |u x v| is a quarter of it.
    let leaving = -4 * dot(cross(u, v), direction)
    let arriving = dot(surface.normal, direction)
    guard leaving > 0, arriving > 0, dot(surface.side, direction) > 0 else { return .none }
    let radiance = sky.map { $0.radiance(towards: direction) * emission } ?? emission
    let reach = sky == nil ? Lamp.short(of: distance) : .infinity
    return LampSample(
      direction: direction, reach: reach, irradiance: radiance * (leaving * arriving / squared))
  }

  private func ball(
    _ radius: Float, _ surface: Surface, _ place: SIMD2<Float>, _ falloff: (SIMD3<Float>) -> Float
  ) -> LampSample {
    let towards = centre - surface.point
    let middle = normalised(towards)
    // A place on the disc that the ball shows to the surface makes penumbras; its light is that of the middle.
    let disc = discPoint(place) * radius
    let (across, along) = tangents(middle)
    let direction = normalised(towards + across * disc.x + along * disc.y)
    let squared = max(dot(towards, towards), max(radius * radius, 1e-4))
    let arriving = dot(surface.normal, direction)
    guard arriving > 0, dot(surface.side, direction) > 0 else { return .none }
    let reach = max(0, Lamp.short(of: squared.squareRoot() - radius))
    return LampSample(
      direction: direction, reach: reach, irradiance: emission * (falloff(-middle) * arriving / squared))
  }

  /// A reach that leaves out the surface which shows the lamp's glow.
  private static func short(of distance: Float) -> Float { distance - min(0.01, 0.02 * distance) }
}

/// A point of the unit disc, drawn evenly by two numbers in [0, 1).
func discPoint(_ place: SIMD2<Float>) -> SIMD2<Float> {
  let (radius, angle) = (place.x.squareRoot(), 2 * Float.pi * place.y)
  return SIMD2(radius * cosine(angle), radius * sine(angle))
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
