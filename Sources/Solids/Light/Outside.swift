// SPDX-License-Identifier: Apache-2.0

/// What is seen through windows below the sky: houses, trees, and the ground, as a function of direction alone.
///
/// It lies so far away that it looks the same from everywhere in a home.
struct Outside: Sendable, Hashable {
  /// What stands around.
  enum Place: Sendable, Hashable, CaseIterable {
    /// Rows of houses, seen from a floor of one.
    case street
    /// High buildings far off.
    case city
    /// Hedges and trees.
    case garden
    /// Fields and a distant wood.
    case country
  }

  let place: Place
  let seed: UInt32
  /// Radiance of a white upright surface in the light of the sky, and of one that also faces the sun.
  private let ambient: SIMD3<Float>
  private let sunlight: SIMD3<Float>
  private let sun: SIMD3<Float>
  /// Radiance of a white level surface.
  private let level: SIMD3<Float>
  /// What distance fades to.
  private let haze: SIMD3<Float>
  /// Share of windows with light behind them.
  private let litShare: Float
  /// Sine of the elevation above which only sky is seen.
  let highest: Float

  /// A place in the light of a sky.
  init(_ place: Place, under sky: Sky, litShare: Float, seed: UInt32) {
    self.place = place
    self.seed = seed
    self.litShare = litShare
    let irradiance = sky.levelIrradiance()
    let direct = sky.sun?.irradiance ?? .zero
    sun = sky.sun?.direction ?? SIMD3(0, 1, 0)
    // An upright surface sees half of the sky, and half of a ground of reflectance 0.15.
    ambient = 0.55 * irradiance / .pi
    sunlight = direct / .pi
    level = (irradiance + direct * max(sun.y, 0)) / .pi
    haze = sky.radiance(towards: normalised(SIMD3(sun.z, 0.05, -sun.x)))
    highest =
      switch place {
      case .street: 0.62
      case .city: 0.5
      case .garden: 0.55
      case .country: 0.16
      }
  }

  /// Radiance of what hides the sky in a direction; nil where nothing does.
  func radiance(towards direction: SIMD3<Float>) -> SIMD3<Float>? {
    let level = max((direction.x * direction.x + direction.z * direction.z).squareRoot(), 1e-4)
    let rise = direction.y / level
    // A cheap stand-in for the azimuth that runs once around in [0, 4).
    let turn = direction.x / (abs(direction.x) + abs(direction.z) + 1e-6)
    let around = direction.z < 0 ? 1 + turn : 3 - turn
    let facing = max(0, -(direction.x * sun.x + direction.z * sun.z) / level)
    let light = ambient + sunlight * facing
    switch place {
    case .street:
      return trees(around, rise, light, height: 0.14, density: 0.35)
        ?? houses(around, rise, light, count: 14, heights: 0.12...0.62, foot: -0.09) ?? ground(direction)
    case .city:
      return houses(around, rise, light, count: 30, heights: 0.02...0.34, foot: -0.12)
        ?? houses(around + 0.37, rise, mix(light, haze, 0.35), count: 44, heights: 0.0...0.2, foot: -0.05)
        ?? ground(direction)
    case .garden:
      return trees(around, rise, light, height: 0.42, density: 0.6)
        ?? trees(around + 1.3, rise, light * 0.8, height: 0.16, density: 1) ?? ground(direction)
    case .country:
      return trees(around, rise, mix(light, haze * 4, 0.2), height: 0.055, density: 0.8) ?? ground(direction)
    }
  }

  // MARK: - Parts

  private func houses(
    _ around: Float, _ rise: Float, _ light: SIMD3<Float>, count: Float, heights: ClosedRange<Float>, foot: Float
  ) -> SIMD3<Float>? {
    let position = around * count * 0.25
    let index = wholePart(position)
    let top = heights.lowerBound + (heights.upperBound - heights.lowerBound) * latticeValue(index, 1, seed)
    guard rise < top, rise > foot else { return nil }
    let x = position - Float(index)
    let tone = 0.15 + 0.5 * latticeValue(index, 2, seed)
    let hue = SIMD3(1, 0.86 + 0.14 * latticeValue(index, 3, seed), 0.7 + 0.3 * latticeValue(index, 4, seed))
    // Storeys are as high as bays are wide: three metres, seen from afar.
    let bays = 3 + wholePart(4 * latticeValue(index, 5, seed))
    let (across, along) = (x * Float(bays), (rise - foot) * count * Float(bays) * 0.16)
    let (bay, storey) = (wholePart(across), wholePart(along))
    let isWindow = abs(fraction(across) - 0.5) < 0.22 && abs(fraction(along) - 0.55) < 0.28 && rise < top - 0.02
    guard isWindow else { return light * hue * tone * (rise > top - 0.012 ? 0.6 : 1) }
    let isLit = latticeValue(bay &+ index &* 16, storey, seed ^ 0x33) < litShare
    // Panes mirror a tenth of the sky behind the viewer; lamps behind them shine as rooms do.
    return isLit ? SIMD3(0.16, 0.11, 0.05) + light * 0.08 : haze * 0.1 + light * 0.02
  }

  private func trees(
    _ around: Float, _ rise: Float, _ light: SIMD3<Float>, height: Float, density: Float
  ) -> SIMD3<Float>? {
    guard rise < height * 1.25, rise > -0.06 - 0.1 * height else { return nil }
    let crowns = turbulence(around * 2.2 / height.squareRoot(), 0.5, seed ^ 0x91) + 0.5 * density - 0.55
    let leaves = turbulence(around * 26, rise * 42, seed ^ 0x17)
    guard rise < height * (0.35 + 2.2 * crowns) + 0.09 * (leaves - 0.5) else { return nil }
    let green = mix(SIMD3<Float>(0.025, 0.05, 0.02), SIMD3<Float>(0.13, 0.17, 0.05), leaves)
    return light * green * (0.55 + 0.9 * saturated(rise / height))
  }

  private func ground(_ direction: SIMD3<Float>) -> SIMD3<Float>? {
    guard direction.y < 0 else { return nil }
    // As seen from five metres up; what is far blends with the haze.
    let distance = min(5 / max(-direction.y, 0.01), 200)
    let (x, z) = (direction.x * distance, direction.z * distance)
    let noise = turbulence(x * 0.12, z * 0.12, seed ^ 0x61)
    let albedo: SIMD3<Float>
    switch place {
    case .street, .city: albedo = SIMD3(0.17, 0.165, 0.16) * (0.7 + 0.6 * noise)
    case .garden, .country:
      albedo = mix(SIMD3(0.05, 0.09, 0.025), SIMD3(0.16, 0.15, 0.07), noise)
    }
    return mix(level * albedo, haze * 0.6, saturated(distance / 260))
  }
}
