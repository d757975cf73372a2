// SPDX-License-Identifier: Apache-2.0

/// The time of day: its sky, and how many lamps burn.
struct Daylight: Sendable {
  enum Hour: Sendable, CaseIterable { case morning, noon, evening, overcast, night }

  var hour: Hour
  var sky: Sky

  /// Share of rooms with burning lamps.
  var burning: Float {
    switch hour {
    case .morning, .noon: 0.25
    case .overcast: 0.5
    case .evening: 0.75
    case .night: 0.92
    }
  }

  init(_ random: inout RandomStream) {
    hour = Hour.allCases[random.index(weights: [20, 20, 13, 22, 25])]
    sky = Daylight.sky(hour, &random)
  }

  /// Radiances in units of 1500 candela a square metre, as `lumen` below.
  private static func sky(_ hour: Hour, _ random: inout RandomStream) -> Sky {
    var sky = Sky()
    let strength = random.number(0.6, 1.5)
    switch hour {
    case .overcast:
      sky.zenith = SIMD3(2, 2.1, 2.2) * strength
      sky.horizon = SIMD3(1.2, 1.2, 1.2) * strength
      sky.ground = SIMD3(0.4, 0.38, 0.32) * strength
    case .morning, .evening:
      sky.zenith = SIMD3(0.35, 0.6, 1.1) * strength
      sky.horizon = SIMD3(1.5, 1.05, 0.75) * strength
      sky.ground = SIMD3(0.25, 0.2, 0.15) * strength
      sky.sun = sun(height: random.number(0.08, 0.45), SIMD3(14, 9.5, 5.5) * strength, &random)
    case .noon:
      sky.zenith = SIMD3(0.8, 1.4, 2.6) * strength
      sky.horizon = SIMD3(2.4, 2.7, 3) * strength
      sky.ground = SIMD3(1.1, 1.05, 0.9) * strength
      sky.sun = sun(height: random.number(0.5, 1.1), SIMD3(40, 37, 31) * strength, &random)
    case .night:
      sky.zenith = SIMD3(0.0004, 0.0005, 0.001) * strength
      sky.horizon = SIMD3(0.002, 0.0018, 0.002) * strength
      sky.ground = SIMD3(0.0008, 0.0007, 0.0006) * strength
    }
    return sky
  }

  private static func sun(height: Float, _ irradiance: SIMD3<Float>, _ random: inout RandomStream) -> Sky.Sun {
    let heading = random.number(0, 2 * .pi)
    let direction = SIMD3(cosine(heading) * cosine(height), sine(height), sine(heading) * cosine(height))
    return Sky.Sun(direction: direction, irradiance: irradiance)
  }
}
