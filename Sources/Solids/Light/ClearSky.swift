// SPDX-License-Identifier: Apache-2.0

/// A cloudless dome.
///
/// Luminance is that of the CIE's standard clear sky with low turbidity (ISO 15469:2004, type 12): a gradation by the
/// angle Z from the zenith times a scattering by the angle X from the sun,
///
///     (1 + a exp(b / cos Z)) (1 + c (exp(d X) - exp(d pi / 2)) + e cos^2 X)
///
/// with a = -1, b = -0.32, c = 10, d = -3, e = 0.45. The colour goes from blue to white towards the horizon and the sun,
/// and to orange at the horizon when the sun is low.
public struct ClearSky: Sendable, Hashable {
  /// Unit vector towards the sun.
  let sun: SIMD3<Float>
  /// Luminance where both factors are 1.
  private var scale: Float = 1
  /// Colours of luminance 1.
  private let blue: SIMD3<Float>
  private let white: SIMD3<Float>

  private static let farScattering = exponential(-1.5 * .pi)

  /// A sky with the sun in a direction (unit vector, above the horizon) that sheds an illuminance on level
  /// ground.
  public init(sun: SIMD3<Float>, illuminance: Float) {
    self.sun = sun
    let low = saturated(1 - sun.y / 0.35)
    blue = ClearSky.tint(mix(SIMD3(0.42, 0.66, 1.2), SIMD3(0.5, 0.62, 1.1), low))
    white = ClearSky.tint(mix(SIMD3(0.88, 1, 1.12), SIMD3(1.5, 0.95, 0.6), low * low))
    scale = illuminance / max(luminance(Sky(.clear(self)).levelIrradiance()), 1e-6)
  }

  private static func tint(_ colour: SIMD3<Float>) -> SIMD3<Float> { colour / luminance(colour) }

  func radiance(towards direction: SIMD3<Float>) -> SIMD3<Float> {
    let up = max(direction.y, 0.01)
    let gradation = 1 - fastExponential(-0.32 / up)
    let near = dot(direction, sun)
    let scattering =
      1 + 10 * (fastExponential(-3 * fastArcCosine(near)) - ClearSky.farScattering) + 0.45 * near * near
    let low = 1 - up
    let haze = low * low * low
    let whitening = max(haze, 0.8 * saturated(4 * near - 3))
    return mix(blue, white, whitening) * (scale * gradation * scattering)
  }
}

/// Fair-weather clouds: noise on a level sheet above.
struct Clouds: Sendable, Hashable {
  /// Share of the sky that they cover, roughly.
  var cover: Float
  /// Radiance of what the sun lights.
  var radiance: SIMD3<Float>
  var seed: UInt32

  func over(_ sky: SIMD3<Float>, towards direction: SIMD3<Float>) -> SIMD3<Float> {
    let distance = 2.2 / (direction.y + 0.12)
    let (x, z) = (direction.x * distance, direction.z * distance)
    let noise = 0.7 * valueNoise(x, z, seed) + 0.3 * valueNoise(x * 2.9, z * 2.9, seed ^ 0x5BD1)
    let thickness = saturated((noise - 0.75 + 0.5 * cover) * 5)
    // They thin out in the haze of the horizon.
    return mix(sky, radiance * (1.05 - 0.35 * thickness), thickness * saturated(6 * direction.y))
  }
}
