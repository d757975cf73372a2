// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What fixtures and small things are made of whatever the home's taste is.
extension Palette {
  /// White sanitary ware.
  func sanitary(_ random: inout RandomStream) -> Material {
    var material = Material(.plain, SIMD3(repeating: random.number(0.7, 0.88)))
    material.finish = .coated(gloss: 0.05, roughness: random.number(0.02, 0.1))
    return material
  }

  /// Brushed stainless steel.
  static let brushed: Material = {
    var material = Material(.brushed, SIMD3(0.56, 0.55, 0.53))
    material.variation = 0.4
    material.finish = .metal(roughness: 0.35)
    return material
  }()

  /// Moulded plastic of a colour.
  func moulded(_ base: SIMD3<Float>, _ random: inout RandomStream) -> Material {
    var material = Material(.plain, base)
    material.finish = .coated(gloss: 0.04, roughness: random.number(0.1, 0.5))
    return material
  }

  /// Black glass: hobs, oven doors, screens that are off.
  func blackGlass() -> Material {
    var material = Material(.plain, SIMD3(repeating: 0.012))
    material.finish = .coated(gloss: 0.05, roughness: 0.02)
    return material
  }

  /// Corrugated board.
  func cardboard(_ random: inout RandomStream) -> Material {
    var material = Material(.clouds, SIMD3(0.42, 0.29, 0.17) * random.number(0.8, 1.25))
    material.second = material.base * 0.85
    material.size = SIMD2(repeating: 0.4)
    material.seed = random.bits()
    return material
  }

  /// Unglazed clay.
  func terracotta(_ random: inout RandomStream) -> Material {
    var material = Material(.plain, SIMD3(0.5, 0.2, 0.1) * random.number(0.6, 1.2))
    material.mottling = 0.2
    material.seed = random.bits()
    return material
  }

  /// A screen that is on or off.
  func screen(_ random: inout RandomStream, width: Float, height: Float) -> Material {
    screen(&random, width: width, height: height, isOn: random.chance(0.45))
  }

  /// A plain matte surface of one colour.
  func matte(_ red: Float, _ green: Float, _ blue: Float) -> Material { Material(.plain, SIMD3(red, green, blue)) }
}
