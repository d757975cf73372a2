// SPDX-License-Identifier: Apache-2.0

/// What a surface looks like: a pattern of two colours in the surface's own metres, and how it reflects and shines.
public struct Material: Sendable, Hashable {
  /// How two colours are laid out on a surface.
  public enum Pattern: Sendable, Hashable, CaseIterable {
    /// The first colour alone.
    case plain
    /// Boards of one width and random joints, with grain.
    case planks
    /// Blocks of short boards, turned by a quarter from block to block.
    case parquet
    /// A square or oblong grid with joints.
    case tiles
    /// Courses shifted by half a brick, with mortar.
    case bricks
    /// Stripes along one direction.
    case stripes
    /// A chequerboard.
    case checks
    /// A small repeated motif, as on wallpaper.
    case motif
    /// Veins.
    case marble
    /// Random rectangles and discs: a poster, a painting, a screen.
    case poster
    /// Upright strips of random widths and colours in rows: books, files, bottles.
    case books
    /// Folds of a hanging cloth.
    case folds
    /// Clouds of the two colours: old plaster, rock, concrete, foliage.
    case clouds
    /// What is seen through a window: sky, something darker below it, and glazing bars.
    case outdoors
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
  public var pattern: Pattern
  /// First colour: linear reflectance of red, green, blue.
  public var base: SIMD3<Float>
  /// Second colour: joints, stripes, veins.
  public var second: SIMD3<Float>
  /// Size of a repeat across and along.
  public var size = SIMD2<Float>(1, 1)
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
  public var seed: UInt32 = 0
  /// Index into the model's textures of a picture that multiplies the colour; nil for none.
  public var picture: Int?
  /// Whether the surface returns no light and shows only what it gives off, as a scan that was photographed with its light.
  public var isUnlit = false

  /// A material of a pattern and its colours.
  public init(_ pattern: Pattern, _ base: SIMD3<Float>, _ second: SIMD3<Float>? = nil) {
    self.pattern = pattern
    self.base = base
    self.second = second ?? base * 0.6
  }

  /// Colour at a point of a surface.
  ///
  /// - `u`, `v`: metres on the surface; `v` grows upwards on upright surfaces.
  /// - `height`: metres above the floor.
  /// - `footprint`: metres that a pixel covers; what is finer is blended, not aliased.
  func colour(u: Float, v: Float, height: Float, footprint: Float, instance: UInt32) -> SIMD3<Float> {
    let seed = self.seed ^ (instance &* 0x9E37_79B1)
    var colour = patterned(turn.x * u - turn.y * v, turn.y * u + turn.x * v, footprint, seed)
    if dadoHeight > 0 && height < dadoHeight {
      colour = height > dadoHeight - 0.05 ? dadoColour * 0.6 : dadoColour
    }
    if mottling > 0 {
      let fine = turbulence(u * 5.3, v * 5.3, seed ^ 0x11) - 0.5
      colour *= 1 + mottling * fine * 1.6
    }
    if staining > 0 {
      let stain = turbulence(u / stainSize, v / stainSize, seed ^ 0x29)
      colour *= 1 - staining * stain * stain * 1.4
    }
    return colour
  }
}

// MARK: - Patterns

extension Material {
  private func patterned(_ x: Float, _ y: Float, _ footprint: Float, _ seed: UInt32) -> SIMD3<Float> {
    switch pattern {
    case .plain: base
    case .planks: board(x, y, size, footprint, seed)
    case .parquet: parquet(x, y, footprint, seed)
    case .tiles: tile(x / size.x, y / size.y, footprint, seed)
    case .bricks: bricks(x, y, footprint, seed)
    case .stripes: mix(base, second, edge(abs(fraction(x / size.x) - 0.5) - 0.25, footprint / size.x))
    case .checks: checks(x, y, footprint, seed)
    case .motif: motif(x, y, footprint)
    case .marble: marble(x, y, seed)
    case .poster: poster(x, y, seed)
    case .books: books(x, y, seed)
    case .folds: folds(x, seed)
    case .clouds:
      mix(base, second, saturated((turbulence(x / size.x, y / size.y, seed) - 0.5) * (1 + 3 * variation) + 0.5))
    case .outdoors: outdoors(x, y, footprint, seed)
    }
  }

  private func board(_ x: Float, _ y: Float, _ size: SIMD2<Float>, _ footprint: Float, _ seed: UInt32) -> SIMD3<Float> {
    let across = x / size.x
    let row = wholePart(across)
    let along = y / size.y + latticeValue(row, 7, seed)
    let joint = wholePart(along)
    let tone = (latticeValue(row, joint, seed) - 0.5) * variation
    let grain = (valueNoise(across * 9, along * 1.7 + tone * 90, seed ^ 0x51) - 0.5) * variation * 0.7
    let gap = max(
      groove(across - Float(row), 0.006 / size.x, footprint / size.x),
      groove(along - Float(joint), 0.006 / size.y, footprint / size.y))
    return mix(base * (1 + tone + grain), second, gap)
  }

  private func parquet(_ x: Float, _ y: Float, _ footprint: Float, _ seed: UInt32) -> SIMD3<Float> {
    let column = wholePart(x / size.x)
    let row = wholePart(y / size.x)
    let turned = (column &+ row) & 1 == 0
    let narrow = SIMD2(size.x / 4, size.x)
    let blockSeed = seed ^ scrambled(UInt32(bitPattern: column &* 31 &+ row))
    return turned ? board(x, y, narrow, footprint, blockSeed) : board(y, x, narrow, footprint, blockSeed)
  }

  private func tile(_ across: Float, _ along: Float, _ footprint: Float, _ seed: UInt32) -> SIMD3<Float> {
    let column = wholePart(across)
    let row = wholePart(along)
    let tone = 1 + (latticeValue(column, row, seed) - 0.5) * variation
    let joint = max(
      groove(across - Float(column), 0.012 / size.x, footprint / size.x),
      groove(along - Float(row), 0.012 / size.y, footprint / size.y))
    return mix(base * tone, second, joint)
  }

  private func bricks(_ x: Float, _ y: Float, _ footprint: Float, _ seed: UInt32) -> SIMD3<Float> {
    let shift: Float = wholePart(y / size.y) & 1 == 0 ? 0 : 0.5
    return tile(x / size.x + shift, y / size.y, footprint, seed)
  }

  private func checks(_ x: Float, _ y: Float, _ footprint: Float, _ seed: UInt32) -> SIMD3<Float> {
    let column = wholePart(x / size.x)
    let row = wholePart(y / size.x)
    let tone = 1 + (latticeValue(column, row, seed) - 0.5) * variation
    return ((column &+ row) & 1 == 0 ? base : second) * tone
  }

  private func motif(_ x: Float, _ y: Float, _ footprint: Float) -> SIMD3<Float> {
    let row = wholePart(y / size.x)
    let across = fraction(x / size.x + (row & 1 == 0 ? 0 : 0.5)) - 0.5
    let along = fraction(y / size.x) - 0.5
    let distance = abs(across) * (1 - variation) + abs(along) + variation * across * across * 4
    let contrast = saturated(1.5 - footprint / size.x)
    return mix(base, second, edge(0.28 - distance, footprint / size.x) * contrast)
  }

  private func marble(_ x: Float, _ y: Float, _ seed: UInt32) -> SIMD3<Float> {
    let bend = turbulence(x / size.x, y / size.x, seed)
    let phase = fraction((x + 0.6 * y) / size.y + 2.5 * bend)
    let vein = 1 - abs(2 * phase - 1)
    return mix(base, second, vein * vein * vein * (0.3 + 0.7 * variation))
  }

  private func poster(_ x: Float, _ y: Float, _ seed: UInt32) -> SIMD3<Float> {
    var colour = mix(base, second, valueNoise(x * 1.3 / size.x, y * 1.3 / size.x, seed))
    for shape in Int32(0)..<4 {
      let left = (latticeValue(shape, 1, seed) - 0.5) * size.x * 1.6
      let low = (latticeValue(shape, 2, seed) - 0.5) * size.y * 1.6
      let half = 0.05 + latticeValue(shape, 3, seed) * size.x * 0.45
      let dx = x - left
      let dy = y - low
      let isRound = latticeValue(shape, 4, seed) < 0.4
      guard isRound ? dx * dx + dy * dy < half * half : (abs(dx) < half && abs(dy) < half * 0.7) else { continue }
      colour = vivid(shape, seed)
    }
    return colour
  }

  private func vivid(_ index: Int32, _ seed: UInt32) -> SIMD3<Float> {
    let hue = SIMD3(latticeValue(index, 5, seed), latticeValue(index, 6, seed), latticeValue(index, 7, seed))
    let grey = (hue.x + hue.y + hue.z) / 3
    return mix(SIMD3(repeating: grey), hue, 0.3 + 0.7 * variation) * 0.8 + 0.03
  }

  private func books(_ x: Float, _ y: Float, _ seed: UInt32) -> SIMD3<Float> {
    let row = wholePart(y / size.y)
    let shelf = y / size.y - Float(row)
    if shelf < 0.09 { return second }
    let coarse = wholePart(x / size.x)
    let split = latticeValue(coarse, row, seed) * 0.7 + 0.15
    let book = coarse &* 2 &+ (x / size.x - Float(coarse) > split ? 1 : 0)
    let top = 0.55 + 0.42 * latticeValue(book, row, seed ^ 3)
    return shelf > top ? second * 0.25 : vivid(book, seed ^ UInt32(bitPattern: row &* 77))
  }

  private func folds(_ x: Float, _ seed: UInt32) -> SIMD3<Float> {
    let wander = valueNoise(x * 3, 0.5, seed)
    let phase = fraction(x / size.x + wander)
    let depth = abs(2 * phase - 1)
    return mix(base, second, depth * depth * (0.4 + 0.6 * variation))
  }

  private func outdoors(_ x: Float, _ y: Float, _ footprint: Float, _ seed: UInt32) -> SIMD3<Float> {
    let pane = SIMD2(fraction(x / size.x + 0.5) - 0.5, fraction(y / size.y + 0.5) - 0.5)
    let bar = max(
      edge(abs(pane.x) - 0.5 + 0.03 / size.x, footprint / size.x),
      edge(abs(pane.y) - 0.5 + 0.03 / size.y, footprint / size.y))
    let horizon = (latticeValue(1, 1, seed) - 0.6) * 1.2 + 0.35 * turbulence(x * 1.1, 0.3, seed)
    let leaves = turbulence(x * 3, y * 3, seed ^ 0x77)
    let below = mix(second, base * 0.5, leaves) * (0.15 + 0.5 * variation)
    let sky = mix(base * 0.75, base, saturated(y + 0.5))
    let view = mix(below, sky, edge(y - horizon, 0.15))
    return mix(view, second * 0.04, bar)
  }

  /// 1 inside where `distance` is positive, 0 outside, a ramp as wide as a pixel between.
  @inline(__always)
  private func edge(_ distance: Float, _ footprint: Float) -> Float {
    saturated(distance / max(footprint, 1e-4) + 0.5)
  }

  /// 1 in a groove around whole numbers, blended once it is finer than a pixel.
  @inline(__always)
  private func groove(_ position: Float, _ width: Float, _ footprint: Float) -> Float {
    let distance = 0.5 - abs(position - 0.5)
    return edge(width / 2 - distance, footprint) * saturated(width / max(footprint, 1e-4))
  }

  @inline(__always)
  private func fraction(_ x: Float) -> Float { x - Float(wholePart(x)) }
}
