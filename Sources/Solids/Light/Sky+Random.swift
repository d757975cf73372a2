// SPDX-License-Identifier: Apache-2.0

extension Sky {
  /// A time of day and its weather.
  package enum Hour: Sendable, CaseIterable {
    case overcast, clear, cloudy, lowSun, dusk, night
  }

  /// A sky of any hour with a place below it.
  package static func random(_ random: inout RandomStream) -> Sky {
    let hour = Hour.allCases[random.index(weights: [26, 20, 22, 12, 8, 12])]
    return Sky.random(at: hour, &random)
  }

  /// A sky of an hour with a place below it.
  ///
  /// Illuminances follow the equations of daylight availability for overcast and clear skies and for the sun by its
  /// elevation (Gillette, Pierpoint, Treado, "A general illuminance model for daylight availability", 1984; also in the
  /// IES Lighting Handbook).
  package static func random(at hour: Hour, _ random: inout RandomStream) -> Sky {
    var sky: Sky
    switch hour {
    case .overcast: sky = overcast(elevation: random.number(0.15, 1), &random)
    case .clear: sky = clear(elevation: random.number(0.35, 1.05), &random)
    case .cloudy:
      sky = clear(elevation: random.number(0.3, 1), &random)
      let level = luminance(sky.levelIrradiance()) + (sky.sun.map { luminance($0.irradiance) * $0.direction.y } ?? 0)
      sky.clouds = Clouds(
        cover: random.number(0.2, 0.9), radiance: SIMD3(1, 1, 1.02) * (0.45 * level / .pi), seed: random.bits())
    case .lowSun: sky = clear(elevation: random.number(0.05, 0.3), &random)
    case .dusk:
      let strength = random.number(0.03, 0.3)
      sky = Sky(.night(zenith: SIMD3(0.25, 0.4, 0.8) * strength, glow: SIMD3(1.3, 0.8, 0.6) * strength))
    case .night:
      let glow = random.number(0.0005, 0.004)
      sky = Sky(.night(zenith: SIMD3(0.6, 0.8, 1.2) * 0.0004, glow: SIMD3(1.3, 0.9, 0.55) * glow))
    }
    let litShare: Float = hour == .night ? 0.4 : (hour == .dusk ? 0.3 : 0)
    sky.ground = 0.15 * sky.levelIrradiance() / .pi
    sky.outside = Outside(
      random.one(of: Outside.Place.allCases), under: sky, litShare: litShare, seed: random.bits())
    return sky
  }

  private static func overcast(elevation: Float, _ random: inout RandomStream) -> Sky {
    let illuminance = (0.3 + 21 * sine(elevation)) * kilolux
    let tint = SIMD3(random.number(0.94, 1), 1, random.number(1.02, 1.12))
    return Sky(.overcast(zenith: tint * (9 * illuminance / (7 * .pi))))
  }

  private static func clear(elevation: Float, _ random: inout RandomStream) -> Sky {
    let azimuth = random.number(0, 2 * .pi)
    let up = sine(elevation)
    let direction = SIMD3(cosine(elevation) * sine(azimuth), up, cosine(elevation) * cosine(azimuth))
    let strength = 127.5 * exponential(-0.21 / up) * kilolux
    // The longer its way through air, the redder: blue is scattered most.
    let way = 0.1 / up
    let colour = SIMD3(1, exponential(-0.35 * way), exponential(-way))
    return Sky(
      .clear(ClearSky(sun: direction, illuminance: (0.8 + 15.5 * up.squareRoot()) * kilolux)),
      sun: Sun(direction: direction, irradiance: colour / luminance(colour) * strength))
  }
}
