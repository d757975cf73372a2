// SPDX-License-Identifier: Apache-2.0

/// Draws materials as interiors have them: mostly white, beige, wood and grey, now and then anything.
struct Palette {
  /// Whether this room wears any pattern in any colour anywhere, so that no texture can stand for a surface.
  let isWild: Bool
  private let woodHue: Float
  private let woodValue: Float
  private let trim: SIMD3<Float>

  init(_ random: inout RandomStream) {
    isWild = random.chance(0.12)
    woodHue = random.number(0.05, 0.11)
    woodValue = random.number(0.12, 0.75)
    trim =
      random.chance(0.6)
      ? SIMD3(repeating: random.number(0.6, 0.85))
      : Palette.colour(hue: woodHue, saturation: random.number(0.2, 0.6), value: random.number(0.1, 0.6))
  }

  // MARK: - Colours

  /// Linear reflectance of a hue in [0, 1), a saturation and a brightness as the eye sees it.
  static func colour(hue: Float, saturation: Float, value: Float) -> SIMD3<Float> {
    func channel(_ shift: Float) -> Float {
      var h = hue + shift
      h -= Float(wholePart(h))
      let ramp = saturated(abs(h * 6 - 3) - 1)
      let seen = value * (1 - saturation * (1 - ramp))
      return seen * seen
    }
    return SIMD3(channel(0), channel(2.0 / 3), channel(1.0 / 3))
  }

  func anyColour(_ random: inout RandomStream) -> SIMD3<Float> {
    let saturation = random.chance(0.35) ? random.number(0.4, 0.95) : random.number(0, 0.4)
    return Palette.colour(hue: random.unit(), saturation: saturation, value: random.number(0.12, 0.95))
  }

  private func wallColour(_ random: inout RandomStream) -> SIMD3<Float> {
    let warm = random.number(0.03, 0.16)
    switch random.index(weights: [42, 26, 14, 12, 6]) {
    case 0: return Palette.colour(hue: warm, saturation: random.number(0, 0.07), value: random.number(0.72, 0.95))
    case 1: return Palette.colour(hue: warm, saturation: random.number(0.1, 0.4), value: random.number(0.55, 0.93))
    case 2:
      return Palette.colour(
        hue: random.unit(), saturation: random.number(0.15, 0.6), value: random.number(0.4, 0.85))
    case 3: return Palette.colour(hue: random.unit(), saturation: random.number(0, 0.3), value: random.number(0.1, 0.4))
    default: return anyColour(&random)
    }
  }

  private func woodColour(_ random: inout RandomStream) -> SIMD3<Float> {
    Palette.colour(
      hue: woodHue + random.number(-0.015, 0.015), saturation: random.number(0.2, 0.65),
      value: min(0.9, woodValue * random.number(0.7, 1.35)))
  }

  // MARK: - Materials

  private func aged(_ material: Material, _ random: inout RandomStream, _ strength: Float) -> Material {
    var material = material
    material.seed = random.bits()
    if random.chance(0.7) { material.mottling = random.number(0, 0.3) * strength }
    if random.chance(0.6) { material.staining = random.number(0, 0.7) * strength }
    material.stainSize = random.number(0.3, 2.5)
    return material
  }

  private func turned(_ material: Material, _ random: inout RandomStream) -> Material {
    var material = material
    let angle: Float = random.chance(0.8) ? (random.chance(0.5) ? 0 : .pi / 2) : random.number(0, 2 * .pi)
    material.turn = SIMD2(cosine(angle), sine(angle))
    return material
  }

  private func anything(_ random: inout RandomStream) -> Material {
    let patterns = Material.Pattern.allCases.filter { $0 != .outdoors }
    var material = Material(random.one(of: patterns), anyColour(&random), anyColour(&random))
    material.size = SIMD2(random.number(0.05, 1.2), random.number(0.1, 2))
    material.variation = random.unit()
    if random.chance(0.1) { material.finish = Palette.coat(0.02, 0.1, &random) }
    return aged(turned(material, &random), &random, 1)
  }

  private static func coat(_ low: Float, _ high: Float, _ random: inout RandomStream) -> Material.Finish {
    .coated(gloss: random.number(low, high), roughness: random.number(0.02, 0.5))
  }

  private func clouds(_ base: SIMD3<Float>, _ random: inout RandomStream) -> Material {
    var material = Material(.clouds, base, base * random.number(0.45, 0.9))
    let size = random.number(0.2, 2.5)
    material.size = SIMD2(size, size * random.number(0.6, 1.6))
    material.variation = random.number(0, 0.7)
    return material
  }

  private func tiled(_ base: SIMD3<Float>, _ low: Float, _ high: Float, _ random: inout RandomStream) -> Material {
    var material = Material(.tiles, base, base * random.number(0.35, 1.3))
    let size = random.number(low, high)
    material.size = SIMD2(size, size * (random.chance(0.6) ? 1 : random.number(0.4, 2.2)))
    material.variation = random.number(0, 0.5)
    return material
  }

  private func boards(_ random: inout RandomStream) -> Material {
    var material = Material(.planks, woodColour(&random))
    material.second = material.base * random.number(0.2, 0.7)
    material.size = SIMD2(random.number(0.06, 0.24), random.number(0.5, 2.8))
    material.variation = random.number(0.1, 0.6)
    return turned(material, &random)
  }

  func floor(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    var material: Material
    switch random.index(weights: [38, 16, 8, 14, 12, 5, 7]) {
    case 0: material = boards(&random)
    case 1: material = tiled(wallColour(&random) * random.number(0.4, 1), 0.15, 0.9, &random)
    case 2:
      material = boards(&random)
      material.pattern = .parquet
      material.size.x = random.number(0.2, 0.5)
    case 3: material = clouds(SIMD3(repeating: random.number(0.08, 0.6)), &random)
    case 4: material = Material(.plain, wallColour(&random) * random.number(0.3, 1))
    case 5:
      material = Material(.checks, wallColour(&random), wallColour(&random) * random.number(0.1, 0.6))
      material.size = SIMD2(repeating: random.number(0.15, 0.6))
    default:
      material = Material(.marble, wallColour(&random))
      material.size = SIMD2(random.number(0.5, 2), random.number(0.5, 2))
    }
    if random.chance(0.4) { material.finish = Palette.coat(0.015, 0.14, &random) }
    return aged(material, &random, 1)
  }

  func wall(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    var material = Material(.plain, wallColour(&random))
    switch random.index(weights: [62, 12, 7, 5, 7, 7]) {
    case 0: break
    case 1: material = clouds(material.base, &random)
    case 2:
      material = Material(
        .bricks,
        Palette.colour(hue: random.number(0, 0.1), saturation: random.number(0, 0.65), value: random.number(0.3, 0.9)))
      material.second = SIMD3(repeating: random.number(0.1, 0.6))
      material.size = SIMD2(random.number(0.2, 0.45), random.number(0.07, 0.2))
      material.variation = random.number(0.1, 0.7)
    case 3: material = boards(&random)
    case 4:
      material = Material(
        random.chance(0.5) ? .stripes : .motif, material.base, material.base * random.number(0.5, 0.95))
      material.size = SIMD2(repeating: random.number(0.08, 0.5))
      material.variation = random.unit()
    default: material = tiled(material.base, 0.1, 1.2, &random)
    }
    dado(&material, &random)
    return aged(material, &random, 0.8)
  }

  /// Skirting boards in most rooms, a painted or panelled lower half in some.
  private func dado(_ material: inout Material, _ random: inout RandomStream) {
    if random.chance(0.55) {
      material.dadoHeight = random.number(0.06, 0.18)
      material.dadoColour = trim
    } else if random.chance(0.3) {
      material.dadoHeight = random.number(0.7, 1.8)
      material.dadoColour = wallColour(&random)
    }
  }

  func ceiling(like wall: Material, _ random: inout RandomStream, isDark: Bool) -> Material {
    if isWild { return anything(&random) }
    if isDark { return aged(Material(.plain, SIMD3(repeating: random.number(0.01, 0.08))), &random, 1) }
    switch random.index(weights: [58, 12, 10, 10, 10]) {
    case 0:
      let value = random.number(0.45, 0.9)
      return aged(
        Material(.plain, SIMD3(value, value * random.number(0.94, 1), value * random.number(0.88, 1))), &random, 0.6)
    case 1:
      var same = wall
      same.dadoHeight = 0
      return same
    case 2: return aged(boards(&random), &random, 0.6)
    case 3: return aged(tiled(SIMD3(repeating: random.number(0.4, 0.85)), 0.4, 1.2, &random), &random, 0.5)
    default: return aged(clouds(wallColour(&random), &random), &random, 1)
    }
  }

  func wood(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    var material = Material(.planks, woodColour(&random))
    material.second = material.base * random.number(0.4, 0.9)
    material.size = SIMD2(random.number(0.1, 0.6), random.number(0.5, 3))
    material.variation = random.number(0.05, 0.4)
    return turned(material, &random)
  }

  /// Painted wood, lacquer or metal.
  func smooth(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base =
      random.chance(0.5)
      ? SIMD3(repeating: random.chance(0.5) ? random.number(0.45, 0.85) : random.number(0.01, 0.2))
      : anyColour(&random)
    var material = aged(Material(.plain, base), &random, 0.7)
    if random.chance(0.15) { material.finish = Palette.coat(0.03, 0.12, &random) }
    return material
  }

  func fabric(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base = random.chance(0.6) ? wallColour(&random) * random.number(0.2, 1) : anyColour(&random)
    switch random.index(weights: [60, 12, 10, 9, 9]) {
    case 0: return aged(Material(.plain, base), &random, 1)
    case 1: return aged(clouds(base, &random), &random, 1)
    case 2, 3:
      var material = Material(random.chance(0.5) ? .stripes : .motif, base, anyColour(&random))
      material.size = SIMD2(repeating: random.number(0.06, 0.3))
      material.variation = random.unit()
      return aged(material, &random, 1)
    default:
      var material = Material(.marble, base, anyColour(&random))
      material.size = SIMD2(random.number(0.2, 0.6), random.number(0.2, 0.6))
      return aged(material, &random, 1)
    }
  }

  func curtain(_ random: inout RandomStream) -> Material {
    let base = random.chance(0.5) ? wallColour(&random) : anyColour(&random)
    var material = Material(.folds, base, base * random.number(0.3, 0.75))
    material.size = SIMD2(random.number(0.08, 0.3), 1)
    material.variation = random.unit()
    material.seed = random.bits()
    return material
  }

  func picture(_ random: inout RandomStream, width: Float, height: Float) -> Material {
    var material = Material(.poster, anyColour(&random), anyColour(&random))
    material.size = SIMD2(width, height)
    material.variation = random.unit()
    material.seed = random.bits()
    return material
  }

  func books(_ random: inout RandomStream) -> Material {
    var material = Material(.books, anyColour(&random), woodColour(&random))
    material.size = SIMD2(random.number(0.06, 0.2), random.number(0.22, 0.45))
    material.variation = random.unit()
    material.seed = random.bits()
    return material
  }

  func leaves(_ random: inout RandomStream) -> Material {
    let hue = random.number(0.17, 0.4)
    let base = Palette.colour(hue: hue, saturation: random.number(0.2, 0.8), value: random.number(0.25, 0.7))
    var material = Material(.clouds, base, base * 0.15)
    material.size = SIMD2(repeating: random.number(0.08, 0.2))
    material.variation = 0.8
    material.seed = random.bits()
    return material
  }

  func view(_ random: inout RandomStream, width: Float, height: Float) -> Material {
    let sky = Palette.colour(hue: random.number(0.5, 0.65), saturation: random.number(0, 0.35), value: 1)
    let ground = Palette.colour(
      hue: random.number(0.05, 0.4), saturation: random.number(0, 0.6), value: random.number(0.2, 0.8))
    var material = Material(.outdoors, sky, ground)
    material.size = SIMD2(
      width / Float(random.whole(1, max(1, Int(width / 0.5)))), height / Float(random.whole(1, 3)))
    material.variation = random.unit()
    material.emission = random.chance(0.15) ? random.number(0.05, 0.5) : random.number(1.2, 14)
    material.seed = random.bits()
    return material
  }

  func glow(_ random: inout RandomStream, warmth: SIMD3<Float>) -> Material {
    var material = Material(.plain, warmth)
    material.emission = random.number(2, 18)
    return material
  }

  func trimming() -> Material { Material(.plain, trim) }
}
