// SPDX-License-Identifier: Apache-2.0

/// Light from outside: a dome over the ground, what stands on the horizon, and the sun if it shines.
///
/// Radiance 1 is 1500 candela a square metre of white light, irradiance 1 is 1500 lux: an overcast sky is about 2, the sun
/// shines with up to 70, and a room lit by lamps gets 0.1 to 0.5.
public struct Sky: Sendable, Hashable {
  /// Parallel light.
  public struct Sun: Sendable, Hashable {
    /// Unit vector towards the sun.
    public var direction: SIMD3<Float>
    /// Irradiance of red, green, blue on a surface that faces it.
    public var irradiance: SIMD3<Float>

    /// Sunlight from a direction.
    public init(direction: SIMD3<Float>, irradiance: SIMD3<Float>) {
      self.direction = direction
      self.irradiance = irradiance
    }
  }

  /// How radiance is spread over the sky.
  public enum Dome: Sendable, Hashable {
    /// The same from everywhere.
    case uniform(SIMD3<Float>)
    /// Overcast: a third at the horizon of what it is at the zenith, L = Lz (1 + 2 sin elevation) / 3.
    ///
    /// Source: Moon and Spencer, "Illumination from a nonuniform sky", 1942; the CIE's traditional overcast sky.
    case overcast(zenith: SIMD3<Float>)
    /// Blue, bright about the sun and towards the horizon.
    case clear(ClearSky)
    /// Dark above, with a city's glow towards the horizon.
    case night(zenith: SIMD3<Float>, glow: SIMD3<Float>)
    /// A photographed sphere, ground included.
    case picture(SkyPicture)
  }

  /// Irradiance of a thousand lux.
  package static let kilolux: Float = 1 / 1.5

  /// The dome.
  public var dome: Dome
  /// Clouds before a clear dome.
  var clouds: Clouds?
  /// What stands on the horizon; nothing before a photographed sphere.
  var outside: Outside?
  /// Radiance of the ground where nothing more is said of it.
  public var ground: SIMD3<Float>
  /// The sun, where it shines.
  public var sun: Sun?

  /// A sky of an overcast day, unless told otherwise.
  public init(
    _ dome: Dome = .overcast(zenith: SIMD3(1.95, 2, 2.1)), ground: SIMD3<Float> = SIMD3(0.25, 0.25, 0.23),
    sun: Sun? = nil
  ) {
    self.dome = dome
    self.ground = ground
    self.sun = sun
  }

  /// Radiance that comes from a direction (unit vector towards it), without the sun.
  public func radiance(towards direction: SIMD3<Float>) -> SIMD3<Float> {
    if let outside, direction.y < outside.highest, let seen = outside.radiance(towards: direction) { return seen }
    let colour: SIMD3<Float>
    switch dome {
    case .picture(let picture): return picture.radiance(towards: direction)
    case .uniform(let radiance): colour = radiance
    case .overcast(let zenith): colour = zenith * ((1 + 2 * direction.y) / 3)
    case .clear(let sky): colour = sky.radiance(towards: direction)
    case .night(let zenith, let glow):
      let low = 1 - max(direction.y, 0)
      colour = zenith + glow * (low * low * low * low)
    }
    guard direction.y >= 0 else { return ground }
    return clouds?.over(colour, towards: direction) ?? colour
  }

  /// Irradiance of the dome on a level surface, by quadrature; without the sun.
  func levelIrradiance() -> SIMD3<Float> {
    if case .picture(let picture) = dome { return picture.levelIrradiance }
    var bare = self
    bare.outside = nil
    let (rings, sectors) = (24, 48)
    var sum = SIMD3<Float>.zero
    // Equal steps of sin^2 of the zenith angle: each holds the same share of the cosine-weighted half-sphere.
    for ring in 0..<rings {
      let sine = ((Float(ring) + 0.5) / Float(rings)).squareRoot()
      let up = (1 - sine * sine).squareRoot()
      for sector in 0..<sectors {
        let azimuth = 2 * Float.pi * (Float(sector) + 0.5) / Float(sectors)
        sum += bare.radiance(towards: SIMD3(sine * RotundaSolids.sine(azimuth), up, sine * cosine(azimuth)))
      }
    }
    return sum * (.pi / Float(rings * sectors))
  }
}
