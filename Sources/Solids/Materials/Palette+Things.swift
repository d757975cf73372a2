// SPDX-License-Identifier: Apache-2.0

/// What furniture and fittings are made of.
extension Palette {
  package func wood(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    var material = Material(random.chance(0.6) ? .veneer : .planks, colour(of: furnitureWood, &random))
    material.second = material.base * random.number(0.4, 0.8)
    material.size = SIMD2(random.number(0.09, 0.3), random.number(1.2, 3))
    material.joint = 0.0015
    material.variation = random.number(0.12, 0.4)
    if random.chance(0.5) { material.finish = Palette.coat(0.1...0.5, &random) }
    material.seed = random.bits()
    return turned(material, &random)
  }

  /// Painted wood or lacquer.
  package func smooth(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base: SIMD3<Float>
    switch random.index(weights: [50, 18, 32]) {
    case 0: base = Palette.grey(random.number(0.6, 0.82))
    case 1: base = Palette.grey(random.number(0.03, 0.2))
    default: base = clothColour(&random)
    }
    var material = aged(Material(.plain, base), &random, 0.3)
    if random.chance(0.4) { material.finish = Palette.coat(0.08...0.5, &random) }
    return material
  }

  package func plastic(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base = random.chance(0.55) ? Palette.grey(random.one(of: [0.03, 0.05, 0.2, 0.6, 0.78])) : anyColour(&random)
    var material = Material(.plain, base)
    material.finish = Palette.coat(0.15...0.6, &random)
    return material
  }

  /// The home's metal.
  package func metal(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    switch fittings {
    case .chrome: return chrome(&random)
    case .steel:
      var material = Material(.brushed, SIMD3(0.56, 0.55, 0.53))
      material.variation = random.number(0.2, 0.6)
      material.finish = .metal(roughness: random.number(0.25, 0.45))
      material.seed = random.bits()
      return material
    case .black: return painted(Palette.grey(random.number(0.02, 0.05)), &random)
    case .brass:
      var material = Material(.plain, SIMD3(0.75, 0.56, 0.25) * random.number(0.75, 1))
      material.finish = .metal(roughness: random.number(0.12, 0.4))
      return material
    case .white: return painted(Palette.grey(random.number(0.7, 0.8)), &random)
    }
  }

  private func painted(_ colour: SIMD3<Float>, _ random: inout RandomStream) -> Material {
    var material = Material(.plain, colour)
    material.finish = Palette.coat(0.25...0.6, &random)
    return material
  }

  /// Taps and legs: reflectance of chromium (Johnson and Christy, 1974), about 0.55.
  package func chrome(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    var material = Material(.plain, SIMD3(0.55, 0.555, 0.56))
    material.finish = .metal(roughness: random.number(0.02, 0.12))
    return material
  }

  /// Sinks, bathtubs, vases.
  package func ceramic(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base = random.chance(0.75) ? Palette.grey(random.number(0.72, 0.85)) : clothColour(&random)
    var material = Material(.plain, base)
    material.finish = Palette.coat(0.02...0.12, &random)
    return material
  }

  /// The slab that kitchens and baths are topped with.
  package func worktop(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    switch random.index(weights: [30, 25, 15, 15, 15]) {
    case 0: return stone(&random)
    case 1: return wood(&random)
    case 2: return terrazzo(&random)
    case 3: return concrete(&random)
    default: return smooth(&random)
    }
  }

  package func leather(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let brown = Palette.colour(
      hue: random.number(0.03, 0.08), saturation: random.number(0.3, 0.7), value: random.number(0.2, 0.6))
    var material = Material(
      .leather, random.one(of: [brown, brown, Palette.grey(0.03), Palette.grey(0.6), accents[0]]))
    material.variation = random.number(0.2, 0.8)
    material.finish = Palette.coat(0.3...0.6, &random)
    material.seed = random.bits()
    return material
  }

  /// Window panes, shower screens, table tops.
  package func glass(_ random: inout RandomStream) -> Material {
    var material = Material(.plain, SIMD3(0.86, 0.89, 0.87))
    material.finish = .glass
    return material
  }

  package func mirror(_ random: inout RandomStream) -> Material {
    var material = Material(.plain, Palette.grey(random.number(0.8, 0.88)))
    material.finish = .mirror
    return material
  }

  // MARK: - Cloth and paper

  package func fabric(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base = clothColour(&random)
    switch random.index(weights: [62, 12, 10, 8, 8]) {
    case 0:
      var material = Material(.weave, base, base * random.number(0.5, 1))
      material.size = SIMD2(repeating: random.number(0.001, 0.006))
      material.variation = random.unit()
      return aged(material, &random, 0.5)
    case 1:
      var material = Material(.carpet, base, base * 0.7)
      material.size = SIMD2(repeating: random.number(0.002, 0.008))
      material.variation = random.number(0, 0.5)
      return aged(material, &random, 0.5)
    case 2, 3:
      var material = Material(random.one(of: [.stripes, .motif, .checks]), base, random.one(of: accents))
      material.size = SIMD2(repeating: random.number(0.03, 0.2))
      material.variation = random.unit()
      return aged(material, &random, 0.5)
    default:
      var material = Material(random.one(of: [.floral, .damask]), base, random.one(of: accents))
      material.size = SIMD2(repeating: random.number(0.08, 0.3))
      return aged(material, &random, 0.5)
    }
  }

  /// A rug: a carpet, or one woven with a figure.
  package func rug(_ random: inout RandomStream) -> Material {
    if isWild || random.chance(0.5) { return carpet(&random) }
    var material = Material(
      random.one(of: [.damask, .stripes, .motif, .checks, .floral]), clothColour(&random), random.one(of: accents))
    material.size = SIMD2(repeating: random.number(0.12, 0.5))
    material.variation = random.unit()
    return aged(material, &random, 0.9)
  }

  func curtain(_ random: inout RandomStream) -> Material {
    let base = random.chance(0.5) ? wallTone * random.number(0.7, 1) : clothColour(&random)
    var material = Material(.folds, base, base * random.number(0.4, 0.8))
    material.size = SIMD2(random.number(0.08, 0.3), 1)
    material.variation = random.unit()
    material.seed = random.bits()
    return material
  }

  package func lampshade(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base =
      random.chance(0.7)
      ? Palette.colour(hue: 0.1, saturation: random.number(0, 0.25), value: random.number(0.75, 0.9))
      : random.one(of: accents)
    var material = Material(.weave, base, base * 0.85)
    material.size = SIMD2(repeating: 0.002)
    material.seed = random.bits()
    return material
  }

  package func paper(_ random: inout RandomStream) -> Material {
    var material = Material(.paper, Palette.grey(random.number(0.7, 0.82)), Palette.grey(0.04))
    material.size = SIMD2(0.21, 0.297)
    material.seed = random.bits()
    return material
  }

  /// A picture that fills its frame once.
  package func picture(_ random: inout RandomStream, width: Float, height: Float) -> Material {
    var material = Material(.poster, anyColour(&random), anyColour(&random))
    material.size = SIMD2(width, height)
    material.variation = random.unit()
    material.seed = random.bits()
    if random.chance(0.25) { material.finish = Palette.coat(0.02...0.1, &random) }
    return material
  }

  package func books(_ random: inout RandomStream) -> Material {
    var material = Material(.books, anyColour(&random), colour(of: furnitureWood, &random))
    material.size = SIMD2(random.number(0.05, 0.12), random.number(0.26, 0.4))
    material.variation = random.unit()
    material.seed = random.bits()
    return material
  }

  package func leaves(_ random: inout RandomStream) -> Material {
    let base = Palette.colour(
      hue: random.number(0.2, 0.38), saturation: random.number(0.3, 0.75), value: random.number(0.28, 0.6))
    var material = Material(.clouds, base, base * 0.35)
    material.size = SIMD2(repeating: random.number(0.05, 0.2))
    material.variation = 0.8
    material.seed = random.bits()
    return material
  }

  // MARK: - What shines

  /// A television or monitor of a size: a picture while it is on, else a dark pane.
  package func screen(_ random: inout RandomStream, width: Float, height: Float, isOn: Bool) -> Material {
    guard isOn else {
      var material = Material(.plain, Palette.grey(0.02))
      material.finish = .coated(gloss: 0.045, roughness: random.number(0.02, 0.2))
      return material
    }
    var material = Material(random.chance(0.5) ? .screen : .poster, anyColour(&random), anyColour(&random))
    material.size = SIMD2(width, height)
    material.variation = random.unit()
    // Screens show white at 150 to 450 candela a square metre; 1 is 1500.
    material.emission = random.number(0.1, 0.3)
    material.seed = random.bits()
    return material
  }

  /// What a lamp shines through.
  package func glow(_ random: inout RandomStream, warmth: SIMD3<Float>) -> Material {
    var material = Material(.plain, warmth)
    material.emission = random.number(2, 18)
    return material
  }
}
