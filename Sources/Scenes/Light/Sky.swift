// SPDX-License-Identifier: Apache-2.0

/// Light from outside: a graded sky over a ground, with a sun if it shines.
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

  /// Radiance straight up.
  public var zenith = SIMD3<Float>(0.5, 0.7, 1)
  /// Radiance at the horizon.
  public var horizon = SIMD3<Float>(1, 1, 1)
  /// Radiance of what lies below the horizon.
  public var ground = SIMD3<Float>(0.2, 0.2, 0.18)
  /// The sun, where it shines.
  public var sun: Sun?

  /// A sky of an overcast day.
  public init() {}

  /// Radiance that comes from a direction (unit vector towards it).
  public func radiance(towards direction: SIMD3<Float>) -> SIMD3<Float> {
    direction.y < 0 ? ground : mix(horizon, zenith, direction.y.squareRoot())
  }
}
