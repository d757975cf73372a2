// SPDX-License-Identifier: Apache-2.0

/// What floors, walls and ceilings wear.
extension Palette {
  package func floor(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let weights: [Float]
    switch style {
    case .modern: weights = [40, 4, 10, 14, 12, 10, 4, 6]
    case .classic: weights = [30, 16, 20, 12, 0, 10, 8, 4]
    case .rustic: weights = [56, 6, 2, 26, 4, 6, 0, 0]
    case .industrial: weights = [24, 2, 4, 8, 48, 8, 0, 6]
    case .minimal: weights = [50, 0, 8, 12, 18, 8, 2, 2]
    case .colourful, .wild: weights = [34, 6, 10, 20, 4, 16, 4, 6]
    }
    switch random.index(weights: weights) {
    case 0: return planks(&random)
    case 1: return parquet(&random)
    case 2: return herringbone(&random)
    case 3: return floorTiles(&random)
    case 4: return concrete(&random)
    case 5: return carpet(&random)
    case 6: return stone(&random)
    default: return terrazzo(&random)
    }
  }

  package func wall(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let weights: [Float]
    switch style {
    case .modern: weights = [74, 10, 4, 4, 5, 3]
    case .classic: weights = [46, 12, 34, 0, 4, 4]
    case .rustic: weights = [28, 38, 6, 14, 14, 0]
    case .industrial: weights = [24, 10, 0, 36, 4, 26]
    case .minimal: weights = [84, 10, 0, 0, 3, 3]
    case .colourful, .wild: weights = [54, 10, 28, 4, 2, 2]
    }
    switch random.index(weights: weights) {
    case 0: return paint(&random)
    case 1: return plaster(&random)
    case 2: return wallpaper(&random)
    case 3: return bricks(&random)
    case 4: return aged(planks(&random), &random, 0.5)
    default: return concrete(&random)
    }
  }

  /// A wall of a bathroom or kitchen.
  package func wetWall(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    var material = Material(.tiles, random.chance(0.7) ? Palette.grey(random.number(0.6, 0.82)) : clothColour(&random))
    let side = random.one(of: [Float(0.05), 0.1, 0.15, 0.2, 0.3])
    material.size = random.chance(0.5) ? SIMD2(side, side) : SIMD2(2 * side, side)
    if random.chance(0.35) { material.pattern = .bricks }
    material.joint = random.number(0.002, 0.004)
    material.second = random.chance(0.7) ? material.base * random.number(0.5, 0.9) : Palette.grey(0.06)
    material.variation = random.number(0.02, 0.25)
    material.finish = Palette.coat(0.03...0.25, &random)
    return aged(material, &random, 0.3)
  }

  /// A floor of a bathroom or kitchen.
  package func wetFloor(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    return random.chance(0.75) ? floorTiles(&random) : (random.chance(0.5) ? terrazzo(&random) : stone(&random))
  }

  package func ceiling(like wall: Material, _ random: inout RandomStream, isDark: Bool) -> Material {
    if isWild { return anything(&random) }
    if isDark { return aged(Material(.plain, Palette.grey(random.number(0.02, 0.08))), &random, 1) }
    let boarded: Float
    switch style {
    case .rustic: boarded = 0.5
    case .industrial: boarded = 0.15
    case .modern, .classic, .minimal, .colourful, .wild: boarded = 0.04
    }
    if random.chance(boarded) { return planks(&random) }
    if style == .industrial, random.chance(0.5) { return random.chance(0.7) ? concrete(&random) : sheetMetal(&random) }
    switch random.index(weights: [70, 8, 12, 10]) {
    case 0:
      let value = random.number(0.7, 0.85)
      return aged(
        Material(.plain, SIMD3(value, value * random.number(0.96, 1), value * random.number(0.9, 1))), &random, 0.4)
    case 1:
      var same = wall
      same.dadoHeight = 0
      return same
    case 2: return plaster(&random)
    default: return acousticTiles(&random)
    }
  }

  // MARK: - Floors

  func planks(_ random: inout RandomStream) -> Material {
    var material = Material(.planks, colour(of: floorWood, &random))
    material.second = material.base * random.number(0.15, 0.5)
    material.size = SIMD2(random.number(0.07, 0.24), random.number(0.9, 2.4))
    material.joint = random.number(0.0015, 0.004)
    material.variation = random.number(0.15, 0.5)
    if random.chance(0.6) { material.finish = Palette.coat(0.12...0.5, &random) }
    return aged(turned(material, &random), &random, 0.6)
  }

  private func parquet(_ random: inout RandomStream) -> Material {
    var material = planks(&random)
    material.pattern = .parquet
    material.size.x = random.number(0.2, 0.48)
    material.joint = 0.001
    return material
  }

  private func herringbone(_ random: inout RandomStream) -> Material {
    var material = planks(&random)
    material.pattern = .herringbone
    material.size.x = random.number(0.06, 0.13)
    material.joint = 0.001
    return material
  }

  private func floorTiles(_ random: inout RandomStream) -> Material {
    let quiet = Palette.colour(
      hue: random.number(0.03, 0.13), saturation: random.number(0, 0.25), value: random.number(0.3, 0.88))
    var material = Material(.tiles, quiet)
    if style == .rustic, random.chance(0.6) {
      material.base = Palette.colour(hue: 0.04, saturation: random.number(0.45, 0.65), value: random.number(0.5, 0.7))
    }
    if random.chance(0.18) {
      material.pattern = .checks
      material.second = random.chance(0.6) ? Palette.grey(random.number(0.02, 0.1)) : random.one(of: accents)
    } else {
      material.second = random.chance(0.7) ? material.base * random.number(0.4, 0.9) : Palette.grey(0.5)
    }
    let side = random.one(of: [Float(0.15), 0.2, 0.3, 0.33, 0.45, 0.6, 0.6, 0.8])
    material.size = SIMD2(side, side * (random.chance(0.65) ? 1 : random.one(of: [0.5, 2])))
    material.joint = random.number(0.002, 0.006)
    material.variation = random.number(0.02, 0.3)
    if random.chance(0.65) { material.finish = Palette.coat(0.05...0.4, &random) }
    return aged(turned(material, &random), &random, 0.5)
  }

  func carpet(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base = clothColour(&random)
    var material = Material(.carpet, base, base * random.number(0.55, 0.85))
    material.size = SIMD2(repeating: random.chance(0.25) ? random.number(0.012, 0.03) : random.number(0.003, 0.007))
    material.variation = random.unit()
    return aged(material, &random, 0.7)
  }

  func concrete(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let tone = random.number(0.15, 0.5)
    var material = Material(.concrete, SIMD3(tone, tone * random.number(0.96, 1), tone * random.number(0.9, 0.98)))
    material.size = SIMD2(random.number(1.2, 3), random.number(0.6, 2.4))
    material.joint = random.chance(0.5) ? random.number(0.004, 0.01) : 0
    material.second = material.base * 0.45
    material.variation = random.number(0.2, 0.8)
    if random.chance(0.3) { material.finish = Palette.coat(0.2...0.5, &random) }
    return aged(material, &random, 0.8)
  }

  func stone(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let isDark = random.chance(0.3)
    let value = isDark ? random.number(0.15, 0.4) : random.number(0.65, 0.88)
    let base = Palette.colour(hue: random.number(0.04, 0.6), saturation: random.number(0, 0.12), value: value)
    var material = Material(
      .marble, base, isDark ? Palette.grey(random.number(0.3, 0.7)) : base * random.number(0.2, 0.6))
    material.size = SIMD2(random.number(0.4, 1.4), random.number(0.4, 1.6))
    material.variation = random.number(0.1, 0.9)
    material.finish = Palette.coat(0.02...0.2, &random)
    material.seed = random.bits()
    return turned(material, &random)
  }

  func terrazzo(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base = Palette.colour(
      hue: random.number(0.03, 0.15), saturation: random.number(0, 0.15), value: random.number(0.6, 0.88))
    var material = Material(.terrazzo, base, random.chance(0.5) ? base * 0.3 : clothColour(&random))
    material.size = SIMD2(repeating: random.number(0.015, 0.06))
    material.finish = Palette.coat(0.05...0.3, &random)
    material.seed = random.bits()
    return material
  }

  // MARK: - Walls and ceilings

  package func paint(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    var material = Material(.plain, wallColour(&random))
    if random.chance(0.6) {
      // The roller's texture.
      material.pattern = .plaster
      material.size = SIMD2(repeating: random.number(0.004, 0.012))
      material.variation = random.number(0.05, 0.25)
    }
    if random.chance(style == .classic || style == .colourful ? 0.16 : 0.05) {
      material.dadoHeight = random.number(0.8, 1.6)
      material.dadoColour = random.chance(0.5) ? trim : random.one(of: accents)
    }
    return aged(material, &random, 0.5)
  }

  func plaster(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    var material = Material(.plaster, wallTone * random.number(0.88, 1))
    material.size = SIMD2(repeating: random.number(0.015, 0.07))
    material.variation = random.number(0.15, 0.5)
    return aged(material, &random, 0.9)
  }

  func wallpaper(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base = wallColour(&random)
    let second = random.chance(0.6) ? base * random.number(0.6, 0.9) : random.one(of: accents)
    var material = Material(random.one(of: [.stripes, .damask, .damask, .floral, .motif]), base, second)
    material.size = SIMD2(repeating: material.pattern == .damask ? random.number(0.2, 0.55) : random.number(0.06, 0.3))
    material.variation = random.unit()
    return aged(material, &random, 0.4)
  }

  func bricks(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let isPainted = random.chance(0.35)
    let clay = Palette.colour(
      hue: random.number(0.01, 0.07), saturation: random.number(0.35, 0.65), value: random.number(0.38, 0.68))
    var material = Material(.bricks, isPainted ? wallTone : clay)
    material.second = isPainted ? material.base * 0.85 : Palette.grey(random.number(0.2, 0.55))
    material.size = SIMD2(random.number(0.22, 0.26), random.number(0.065, 0.08))
    material.joint = random.number(0.008, 0.012)
    material.variation = isPainted ? 0.1 : random.number(0.2, 0.6)
    return aged(material, &random, 0.8)
  }

  private func acousticTiles(_ random: inout RandomStream) -> Material {
    var material = Material(.tiles, Palette.grey(random.number(0.6, 0.8)))
    material.second = material.base * random.number(0.5, 0.8)
    material.size = SIMD2(0.6, random.chance(0.6) ? 0.6 : 1.2)
    material.joint = random.number(0.006, 0.02)
    material.variation = random.number(0, 0.08)
    return aged(material, &random, 0.3)
  }

  /// Corrugated sheet.
  func sheetMetal(_ random: inout RandomStream) -> Material {
    if isWild { return anything(&random) }
    let base = random.chance(0.6) ? Palette.grey(random.number(0.3, 0.6)) : clothColour(&random)
    var material = Material(.corrugated, base, base * 0.55)
    material.size = SIMD2(repeating: random.number(0.04, 0.12))
    return aged(turned(material, &random), &random, 1)
  }

  package func trimming() -> Material { Material(.plain, trim) }
}
