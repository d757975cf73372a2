// SPDX-License-Identifier: Apache-2.0

/// What a surface looks like: a pattern of two colours in the surface's own metres, and how it reflects and shines.
public struct Material: Sendable, Hashable {
  /// How two colours are laid out on a surface.
  public enum Pattern: Sendable, Hashable, CaseIterable {
    /// The first colour alone.
    case plain
    /// Boards of one width and random joints, with grain along the second axis.
    case planks
    /// Blocks of four short boards, turned by a quarter from block to block.
    case parquet
    /// Short boards that meet end to side.
    case herringbone
    /// A sheet of wood with grain along the second axis.
    case veneer
    /// A square or oblong grid with joints and worn edges.
    case tiles
    /// Courses shifted by half a brick, with mortar.
    case bricks
    /// Stripes along one direction.
    case stripes
    /// A chequerboard.
    case checks
    /// A small repeated dot, lozenge or cross.
    case motif
    /// Large mirrored ornaments in two tones.
    case damask
    /// Scattered flowers with five petals.
    case floral
    /// Veins.
    case marble
    /// Chips of stone in a ground.
    case terrazzo
    /// Clouds, pores and the joints of its formwork.
    case concrete
    /// Fine bumps, seen as light and shade.
    case plaster
    /// Threads over and under.
    case weave
    /// Pile: fibres and the strokes of the last cleaning.
    case carpet
    /// Grain and creases.
    case leather
    /// Rounded folds of sheet metal.
    case corrugated
    /// Fine scratches along the second axis.
    case brushed
    /// A picture of `size`: a landscape, a portrait, shapes, fields of colour.
    case poster
    /// Upright spines of random widths and colours in rows of height `size.y`.
    case books
    /// Lines of writing.
    case paper
    /// A screen of `size`: a desktop with windows.
    case screen
    /// Folds of a hanging cloth.
    case folds
    /// Clouds of the two colours: old plaster, rock, foliage.
    case clouds
  }

  /// How a surface returns light.
  public enum Finish: Sendable, Hashable {
    /// Equally in all directions.
    case matte
    /// As matte under a clear coat that mirrors a share `gloss` of the light at normal incidence, growing to 1 at grazing
    /// incidence (Schlick), blurred by `roughness` from 0 (a mirror) to 1.
    case coated(gloss: Float, roughness: Float)
    /// Mirrored in the pattern's colour, blurred by `roughness`.
    case metal(roughness: Float)
    /// A perfect mirror; its depth is that of its surface.
    case mirror
    /// A thin clear pane that mirrors a little; its depth is that of its surface, what is seen lies behind.
    case glass
  }

  /// The layout.
  public var pattern: Pattern {
    didSet { measureOrnament() }
  }
  /// First colour: linear reflectance of red, green, blue.
  public var base: SIMD3<Float>
  /// Second colour: joints, stripes, veins.
  public var second: SIMD3<Float>
  /// Size of a repeat across and along, in metres.
  public var size = SIMD2<Float>(1, 1)
  /// Width of the joints of boards, tiles and bricks, in metres.
  public var joint: Float = 0.003
  /// Cosine and sine of the angle that the pattern is turned by.
  public var turn = SIMD2<Float>(1, 0)
  /// How much the parts of a pattern differ, from 0 to 1.
  public var variation: Float = 0
  /// Strength of fine mottling, from 0 to 1.
  public var mottling: Float = 0
  /// Strength of broad stains, from 0 to 1.
  public var staining: Float = 0
  /// Size of the stains.
  public var stainSize: Float = 1
  /// How the surface returns light.
  public var finish = Finish.matte
  /// Light given off, as a multiple of the colour; 0 for what only reflects.
  public var emission: Float = 0
  /// Height above the floor below which `dadoColour` replaces the pattern; 0 for none.
  public var dadoHeight: Float = 0
  /// Colour of the lower part of a two-tone wall.
  public var dadoColour = SIMD3<Float>(0.5, 0.5, 0.5)
  /// Seed of what is random in the pattern.
  public var seed: UInt32 = 0 {
    didSet { measureOrnament() }
  }
  /// Share of a damask that is ornament; 0 for other patterns.
  private(set) var ornamentShare: Float = 0
  /// Index into the model's textures of a picture that multiplies the colour; nil for none.
  public var picture: Int?
  /// Whether the surface returns no light and shows only what it gives off, as a scan that was photographed with its light.
  public var isUnlit = false

  /// Linear reflectances that surfaces of a home have: from black velvet to fresh white paint.
  static var albedos: (least: Float, most: Float) { (0.02, 0.9) }

  /// A material of a pattern and its colours.
  public init(_ pattern: Pattern, _ base: SIMD3<Float>, _ second: SIMD3<Float>? = nil) {
    self.pattern = pattern
    self.base = base
    self.second = second ?? base * 0.6
    measureOrnament()
  }

  private mutating func measureOrnament() {
    ornamentShare = pattern == .damask ? measuredOrnamentShare() : 0
  }

  /// Colour at a point of a surface: the mean over the square that a pixel covers there.
  ///
  /// - `u`, `v`: metres on the surface; `v` grows upwards on upright surfaces.
  /// - `height`: metres above the floor.
  /// - `footprint`: side of the square in metres; what is finer is blended, not aliased.
  package func colour(u: Float, v: Float, height: Float, footprint: Float) -> SIMD3<Float> {
    let place = SIMD2(turn.x * u - turn.y * v, turn.y * u + turn.x * v)
    var colour = patterned(place, footprint)
    if dadoHeight > 0 { colour = mix(colour, dadoColour, edge(dadoHeight - height, footprint)) }
    if mottling > 0 { colour *= 1 + mottling * fadedNoise(u * 9, v * 9, footprint * 9, seed ^ 0x11) }
    if staining > 0 { colour *= 1 - staining * stain(u / stainSize, v / stainSize, footprint / stainSize) }
    return emission == 0 ? reflectance(colour) : colour
  }

  /// Colour from afar, where the pattern blends into one tone.
  package var meanColour: SIMD3<Float> {
    var clean = self
    (clean.mottling, clean.staining, clean.dadoHeight) = (0, 0, 0)
    return clean.colour(u: 0.5 * size.x, v: 0.5 * size.y, height: 0, footprint: 100)
  }

  @inline(__always)
  private func reflectance(_ colour: SIMD3<Float>) -> SIMD3<Float> {
    let (least, most) = Material.albedos
    return SIMD3(
      min(max(colour.x, least), most), min(max(colour.y, least), most), min(max(colour.z, least), most))
  }

  /// Share of light that a stain takes: the square of noise, so that most of a surface is nearly clean.
  private func stain(_ x: Float, _ y: Float, _ footprint: Float) -> Float {
    let noise =
      0.5 + 0.65 * fadedNoise(x, y, footprint, seed ^ 0x29)
      + 0.35 * fadedNoise(x * 2.7, y * 2.7, footprint * 2.7, seed ^ 0x2A)
    return 1.4 * noise * noise
  }

  private func patterned(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    switch pattern {
    case .plain: base
    case .planks: board(place, size, footprint, seed)
    case .parquet: parquet(place, footprint)
    case .herringbone: herringbone(place, footprint)
    case .veneer: base * (1 + variation * grain(place, footprint, seed))
    case .tiles: tile(place, footprint)
    case .bricks: brick(place, footprint)
    case .stripes: stripes(place.x / size.x, footprint / size.x)
    case .checks: checks(place / size.x, footprint / size.x)
    case .motif: motif(place / size.x, footprint / size.x)
    case .damask: damask(place / size.x, footprint / size.x)
    case .floral: floral(place / size.x, footprint / size.x)
    case .marble: marble(place, footprint)
    case .terrazzo: terrazzo(place, footprint)
    case .concrete: concrete(place, footprint)
    case .plaster: plaster(place, footprint)
    case .weave: weave(place, footprint)
    case .carpet: carpet(place, footprint)
    case .leather: leather(place, footprint)
    case .corrugated: mix(base, second, crest(place.x / size.x, power: 2, footprint: footprint / size.x))
    case .brushed: brushed(place, footprint)
    case .poster: poster(place, footprint)
    case .books: books(place, footprint)
    case .paper: paper(place, footprint)
    case .screen: screen(place, footprint)
    case .folds: folds(place.x, footprint)
    case .clouds: clouds(place, footprint)
    }
  }

  private func clouds(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let noise = fadedTurbulence(place.x / size.x, place.y / size.y, footprint / min(size.x, size.y), seed)
    return mix(base, second, saturated(noise * (1 + 3 * variation) + 0.5))
  }
}
