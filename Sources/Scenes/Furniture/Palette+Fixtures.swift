// SPDX-License-Identifier: Apache-2.0

/// What fixtures and small things are made of whatever the room wears: steel, glass, glazed clay, plastic, paper.
extension Palette {
  /// Glazed clay or enamel: white, now and then tinted.
  func ceramic(_ random: inout RandomStream) -> Material {
    var material = Material(.plain, SIMD3(repeating: random.number(0.62, 0.86)))
    if random.chance(0.2) { material.base = mix(material.base, anyColour(&random), 0.6) }
    material.finish = .coated(gloss: 0.05, roughness: random.number(0.02, 0.2))
    return material
  }

  /// White sanitary ware.
  func sanitary(_ random: inout RandomStream) -> Material {
    var material = Material(.plain, SIMD3(repeating: random.number(0.7, 0.88)))
    material.finish = .coated(gloss: 0.05, roughness: random.number(0.02, 0.1))
    return material
  }

  /// Brushed steel, nickel, now and then brass or black steel.
  func steel(_ random: inout RandomStream) -> Material {
    let tint: SIMD3<Float> =
      switch random.index(weights: [75, 10, 15]) {
      case 0: SIMD3(repeating: random.number(0.45, 0.75))
      case 1: SIMD3(0.7, 0.52, 0.25)
      default: SIMD3(repeating: random.number(0.02, 0.08))
      }
    var material = Material(.plain, tint)
    material.finish = .metal(roughness: random.number(0.08, 0.45))
    return material
  }

  /// Brushed stainless steel.
  static let brushed: Material = {
    var material = Material(.plain, SIMD3(repeating: 0.55))
    material.finish = .metal(roughness: 0.35)
    return material
  }()

  /// Moulded plastic of any colour.
  func plastic(_ random: inout RandomStream) -> Material {
    let base =
      random.chance(0.4) ? anyColour(&random) : SIMD3(repeating: random.chance(0.5) ? 0.7 : random.number(0.02, 0.3))
    return moulded(base, &random)
  }

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

  /// A clear pane.
  func clearGlass() -> Material {
    var material = Material(.plain, SIMD3(0.9, 0.94, 0.92))
    material.finish = .glass
    return material
  }

  /// A silvered mirror.
  func silvered() -> Material {
    var material = Material(.plain, SIMD3(repeating: 0.92))
    material.finish = .mirror
    return material
  }

  /// White paper, printed or not.
  func paper(_ random: inout RandomStream) -> Material {
    Material(.plain, SIMD3(repeating: random.number(0.6, 0.85)) * SIMD3(1, 0.98, random.number(0.85, 0.98)))
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

  /// A picture that glows on a screen.
  func screen(_ random: inout RandomStream, width: Float, height: Float) -> Material {
    if random.chance(0.55) { return blackGlass() }
    var material = picture(&random, width: width, height: height)
    material.emission = random.number(0.5, 1.5)
    return material
  }

  /// A plain matte surface of one colour.
  func matte(_ red: Float, _ green: Float, _ blue: Float) -> Material { Material(.plain, SIMD3(red, green, blue)) }
}
