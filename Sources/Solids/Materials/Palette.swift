// SPDX-License-Identifier: Apache-2.0

/// The taste of a home: which woods, metals, colours and cloths go together in it.
///
/// Every function draws one material. Materials of one palette share the home's woods, metal, trim and accents; a wild
/// palette lets any pattern in any colour be anywhere, so that no texture can stand for a surface.
package struct Palette: Sendable {
  /// What the home is furnished like.
  package enum Style: String, Sendable, CaseIterable {
    case modern, classic, rustic, industrial, minimal, colourful, wild
  }

  /// A wood by what the eye sees: hue, saturation and brightness.
  struct Wood: Sendable {
    var hue: Float
    var saturation: Float
    var value: Float
  }

  /// The metal of handles, legs, taps and lamps.
  enum Metal: Sendable, CaseIterable {
    case chrome, steel, black, brass, white
  }

  package let style: Style
  /// Wood of the furniture.
  let furnitureWood: Wood
  /// Wood underfoot.
  let floorWood: Wood
  /// Metal of the fittings.
  let fittings: Metal
  /// Colour of skirting, frames and doors.
  package let trim: SIMD3<Float>
  /// Colour of most walls.
  let wallTone: SIMD3<Float>
  /// Colours that cushions, curtains and chairs pick up.
  let accents: [SIMD3<Float>]

  /// Whether any pattern in any colour may be anywhere.
  var isWild: Bool { style == .wild }

  package init(_ random: inout RandomStream) {
    let styles = Style.allCases
    self.init(style: styles[random.index(weights: [26, 18, 12, 10, 12, 12, 10])], &random)
  }

  package init(style: Style, _ random: inout RandomStream) {
    self.style = style
    furnitureWood = Palette.wood(for: style, &random)
    floorWood = random.chance(0.4) ? furnitureWood : Palette.wood(for: style, &random)
    fittings = Palette.metal(for: style, &random)
    trim = Palette.trim(for: style, furnitureWood, &random)
    wallTone = Palette.wallTone(for: style, &random)
    accents = (0..<3).map { _ in Palette.accent(for: style, &random) }
  }

  // MARK: - Colours

  /// Linear reflectance of a hue in [0, 1), a saturation and a brightness as the eye sees it.
  package static func colour(hue: Float, saturation: Float, value: Float) -> SIMD3<Float> {
    func channel(_ shift: Float) -> Float {
      let ramp = saturated(abs(fraction(hue + shift) * 6 - 3) - 1)
      let seen = value * (1 - saturation * (1 - ramp))
      return max(seen * seen, Material.albedos.least)
    }
    return SIMD3(channel(0), channel(2.0 / 3), channel(1.0 / 3))
  }

  static func grey(_ reflectance: Float) -> SIMD3<Float> { SIMD3(repeating: reflectance) }

  package func anyColour(_ random: inout RandomStream) -> SIMD3<Float> {
    let saturation = random.chance(0.35) ? random.number(0.4, 0.95) : random.number(0, 0.4)
    return Palette.colour(hue: random.unit(), saturation: saturation, value: random.number(0.16, 0.93))
  }

  private static func wood(for style: Style, _ random: inout RandomStream) -> Wood {
    // Birch and ash, oak, walnut, nearly black: by brightness.
    let value: Float
    switch style {
    case .modern: value = random.chance(0.6) ? random.number(0.55, 0.8) : random.number(0.25, 0.42)
    case .classic: value = random.number(0.25, 0.55)
    case .rustic: value = random.number(0.35, 0.65)
    case .industrial: value = random.number(0.3, 0.55)
    case .minimal: value = random.number(0.62, 0.86)
    case .colourful, .wild: value = random.number(0.25, 0.85)
    }
    return Wood(
      hue: random.number(0.055, 0.1), saturation: max(0.18, random.number(0.75, 1) - value * 0.7), value: value)
  }

  private static func metal(for style: Style, _ random: inout RandomStream) -> Metal {
    switch style {
    case .modern: random.one(of: [.chrome, .steel, .steel, .black])
    case .classic: random.one(of: [.brass, .brass, .chrome, .black])
    case .rustic: random.one(of: [.black, .black, .brass, .steel])
    case .industrial: random.one(of: [.black, .steel])
    case .minimal: random.one(of: [.white, .steel, .black])
    case .colourful, .wild: random.one(of: Metal.allCases)
    }
  }

  private static func trim(for style: Style, _ wood: Wood, _ random: inout RandomStream) -> SIMD3<Float> {
    let woodShare: Float
    switch style {
    case .modern, .minimal: woodShare = 0.1
    case .classic, .colourful: woodShare = 0.3
    case .rustic: woodShare = 0.7
    case .industrial, .wild: woodShare = 0.35
    }
    if random.chance(woodShare) { return colour(hue: wood.hue, saturation: wood.saturation, value: wood.value * 0.9) }
    if style == .industrial || random.chance(0.08) { return grey(random.number(0.03, 0.25)) }
    return grey(random.number(0.68, 0.82))
  }

  private static func wallTone(for style: Style, _ random: inout RandomStream) -> SIMD3<Float> {
    let warm = random.number(0.05, 0.15)
    switch style {
    case .modern, .minimal:
      return colour(hue: warm, saturation: random.number(0, 0.05), value: random.number(0.84, 0.92))
    case .classic: return colour(hue: warm, saturation: random.number(0.05, 0.3), value: random.number(0.72, 0.9))
    case .rustic: return colour(hue: warm, saturation: random.number(0.08, 0.35), value: random.number(0.68, 0.88))
    case .industrial: return grey(random.number(0.2, 0.75))
    case .colourful:
      return colour(hue: random.unit(), saturation: random.number(0.1, 0.5), value: random.number(0.6, 0.9))
    case .wild: return colour(hue: random.unit(), saturation: random.number(0, 0.9), value: random.number(0.2, 0.92))
    }
  }

  private static func accent(for style: Style, _ random: inout RandomStream) -> SIMD3<Float> {
    switch style {
    case .modern, .minimal, .industrial:
      random.chance(0.6)
        ? colour(hue: random.number(0.05, 0.65), saturation: random.number(0, 0.2), value: random.number(0.2, 0.8))
        : colour(hue: random.unit(), saturation: random.number(0.3, 0.7), value: random.number(0.3, 0.75))
    case .classic, .rustic:
      colour(hue: random.number(-0.05, 0.4), saturation: random.number(0.2, 0.65), value: random.number(0.25, 0.75))
    case .colourful, .wild:
      colour(hue: random.unit(), saturation: random.number(0.45, 0.9), value: random.number(0.35, 0.92))
    }
  }

  /// A colour that cloth and lacquer have here: an accent, or something quiet.
  func clothColour(_ random: inout RandomStream) -> SIMD3<Float> {
    if random.chance(0.45) { return random.one(of: accents) * random.number(0.8, 1.1) }
    return Palette.colour(
      hue: random.number(0.03, 0.16), saturation: random.number(0, 0.3), value: random.number(0.25, 0.85))
  }

  /// A colour of painted walls: mostly the home's.
  func wallColour(_ random: inout RandomStream) -> SIMD3<Float> {
    if random.chance(0.72) { return wallTone * random.number(0.92, 1.02) }
    if random.chance(0.5) { return random.one(of: accents) }
    return Palette.colour(
      hue: random.number(0.03, 0.6), saturation: random.number(0, 0.3), value: random.number(0.5, 0.9))
  }

  /// A wood with the spread that boards of one tree and stain have.
  func colour(of wood: Wood, _ random: inout RandomStream) -> SIMD3<Float> {
    Palette.colour(
      hue: wood.hue + random.number(-0.008, 0.008), saturation: saturated(wood.saturation * random.number(0.9, 1.1)),
      value: min(0.9, wood.value * random.number(0.92, 1.08)))
  }

  // MARK: - What surfaces go through

  /// Use leaves traces, fewer where `strength` is small.
  func aged(_ material: Material, _ random: inout RandomStream, _ strength: Float) -> Material {
    var material = material
    material.seed = random.bits()
    let care: Float
    switch style {
    case .modern, .minimal: care = 0.5
    case .classic, .colourful: care = 0.8
    case .rustic, .industrial, .wild: care = 1.2
    }
    if random.chance(0.5) { material.mottling = random.number(0, 0.16) * strength * care }
    if random.chance(0.5) { material.staining = min(random.number(0, 0.45) * strength * care, 0.6) }
    material.stainSize = random.number(0.4, 2.5)
    return material
  }

  package func turned(_ material: Material, _ random: inout RandomStream) -> Material {
    var material = material
    let angle: Float = random.chance(0.85) ? (random.chance(0.5) ? 0 : .pi / 2) : random.number(0, 2 * .pi)
    material.turn = SIMD2(cosine(angle), sine(angle))
    return material
  }

  /// Any pattern of any colours at any size.
  func anything(_ random: inout RandomStream) -> Material {
    var material = Material(random.one(of: Material.Pattern.allCases), anyColour(&random), anyColour(&random))
    material.size = SIMD2(random.number(0.05, 1.2), random.number(0.1, 2))
    material.variation = random.unit()
    if random.chance(0.15) { material.finish = Palette.coat(0.1...0.5, &random) }
    return aged(turned(material, &random), &random, 1)
  }

  /// A clear coat: a few per cent at normal incidence, as of refractive indices from 1.45 to 1.6.
  package static func coat(_ roughness: ClosedRange<Float>, _ random: inout RandomStream) -> Material.Finish {
    .coated(gloss: random.number(0.034, 0.054), roughness: random.number(roughness.lowerBound, roughness.upperBound))
  }
}
