// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RotundaScenes
@testable import RotundaSolids

@Suite struct MaterialTests {
  /// A material of a pattern with repeats of its usual size.
  private func material(_ pattern: Material.Pattern) -> Material {
    var material = Material(pattern, SIMD3(0.6, 0.45, 0.3), SIMD3(0.15, 0.2, 0.3))
    material.size = repeats(pattern)
    material.variation = 0.6
    material.seed = 77
    return material
  }

  private func repeats(_ pattern: Material.Pattern) -> SIMD2<Float> {
    switch pattern {
    case .weave, .carpet: SIMD2(0.005, 0.005)
    case .plaster, .terrazzo: SIMD2(0.04, 0.04)
    case .planks, .herringbone: SIMD2(0.12, 1.2)
    case .bricks: SIMD2(0.24, 0.08)
    case .books: SIMD2(0.08, 0.3)
    case .plain, .parquet, .veneer, .tiles, .stripes, .checks, .motif, .damask, .floral, .corrugated, .folds:
      SIMD2(0.3, 0.3)
    case .marble, .concrete, .leather, .brushed, .poster, .paper, .screen, .clouds: SIMD2(1, 1)
    }
  }

  /// The mean of sharp colours on a grid of points in the square that a pixel covers.
  private func average(_ material: Material, _ u: Float, _ v: Float, _ footprint: Float) -> SIMD3<Float> {
    let steps = 20
    var sum = SIMD3<Float>.zero
    for i in 0..<steps {
      for j in 0..<steps {
        let (x, y) = ((Float(i) + 0.5) / Float(steps) - 0.5, (Float(j) + 0.5) / Float(steps) - 0.5)
        sum += material.colour(u: u + x * footprint, v: v + y * footprint, height: 1, footprint: 0)
      }
    }
    return sum / Float(steps * steps)
  }

  /// Deviations of a filtered colour from the mean that it stands for: their mean, and their root mean square.
  private func errors(_ material: Material, footprint: Float) -> (bias: Float, deviation: Float) {
    var random = RandomStream(seed: 5)
    let points = 150
    var (sum, squares): (SIMD3<Float>, Float) = (.zero, 0)
    for _ in 0..<points {
      let (u, v) = (random.number(-20, 20), random.number(-20, 20))
      let difference =
        material.colour(u: u, v: v, height: 1, footprint: footprint) - average(material, u, v, footprint)
      sum += difference
      squares += dot(difference, difference) / 3
    }
    let bias = sum / Float(points)
    return (max(abs(bias.x), abs(bias.y), abs(bias.z)), (squares / Float(points)).squareRoot())
  }

  @Test(arguments: Material.Pattern.allCases)
  func `a pixel gets the mean of what it covers`(pattern: Material.Pattern) {
    let material = material(pattern)
    // Pictures are looked at from where they cover several pixels.
    let isPicture = pattern == .poster || pattern == .screen
    for footprint: Float in [0.003, 0.02, 0.1, isPicture ? 0.2 : 0.5] {
      let (bias, deviation) = errors(material, footprint: footprint)
      #expect(bias < 0.02, "\(pattern), \(footprint) m")
      #expect(deviation < 0.06, "\(pattern), \(footprint) m")
    }
  }

  @Test(arguments: [Material.Pattern.stripes, .checks, .corrugated])
  func `regular patterns have exact means`(pattern: Material.Pattern) {
    var material = material(pattern)
    material.variation = 0
    for footprint: Float in [0.02, 0.13, 0.7] {
      // The brute-force mean of 20 by 20 points misses a border by a twentieth of the footprint.
      #expect(errors(material, footprint: footprint).deviation < 0.02)
    }
  }

  @Test func `dirt and the border of a dado are blended too`() {
    var material = material(.plain)
    (material.mottling, material.staining, material.dadoHeight) = (0.2, 0.4, 1)
    for footprint: Float in [0.05, 0.4] {
      let (bias, deviation) = errors(material, footprint: footprint)
      #expect(bias < 0.03 && deviation < 0.04)
    }
    let (above, below, border) = (
      material.colour(u: 0, v: 1.2, height: 1.2, footprint: 0.01),
      material.colour(u: 0, v: 0.8, height: 0.8, footprint: 0.01),
      material.colour(u: 0, v: 1, height: 1, footprint: 0.4)
    )
    #expect(border.x > min(above.x, below.x) && border.x < max(above.x, below.x))
  }

  @Test func `nothing reflects more than fresh paint or less than black velvet`() {
    var random = RandomStream(seed: 11)
    for _ in 0..<60 {
      let palette = Palette(&random)
      for material in drawn(palette, &random) where material.emission == 0 {
        for _ in 0..<8 {
          let colour = material.colour(
            u: random.number(-3, 3), v: random.number(0, 3), height: random.number(0, 3),
            footprint: random.number(0, 0.05))
          #expect(colour.min() >= 0.0199 && colour.max() <= 0.9001, "\(material)")
        }
      }
    }
  }

  @Test func `white walls and ceilings reflect what white paint does`() {
    var random = RandomStream(seed: 3)
    var ceilings: [Float] = []
    for _ in 0..<200 {
      let palette = Palette(style: .minimal, &random)
      let wall = palette.wall(&random)
      ceilings.append(luminance(palette.ceiling(like: wall, &random, isDark: false).meanColour))
    }
    ceilings.sort()
    #expect(ceilings[100] > 0.68 && ceilings[100] < 0.85)
  }

  @Test func `the same seed draws the same materials, bit for bit`() {
    func draw() -> [Material] {
      var random = RandomStream(seed: 42)
      return (0..<20).flatMap { _ in drawn(Palette(&random), &random) }
    }
    #expect(draw() == draw())
    #expect(Set(draw()).count > 300)
  }

  @Test func `plain materials keep their tone and lose gloss and dirt`() {
    var random = RandomStream(seed: 8)
    for _ in 0..<40 {
      let palette = Palette(&random)
      for material in drawn(palette, &random) where material.finish != .mirror && material.emission == 0 {
        let plain = material.plain
        let difference = plain.meanColour - material.meanColour
        #expect(max(abs(difference.x), abs(difference.y), abs(difference.z)) < 0.06, "\(material.pattern)")
        #expect(plain.finish == .matte || plain.finish == .glass)
        #expect(plain.staining == 0 && plain.mottling == 0)
      }
    }
  }

  /// One of each kind that a palette has.
  private func drawn(_ palette: Palette, _ random: inout RandomStream) -> [Material] {
    let wall = palette.wall(&random)
    return [
      wall, palette.floor(&random), palette.ceiling(like: wall, &random, isDark: false), palette.wetWall(&random),
      palette.wetFloor(&random), palette.wood(&random), palette.smooth(&random), palette.fabric(&random),
      palette.curtain(&random), palette.rug(&random), palette.leather(&random), palette.metal(&random),
      palette.worktop(&random), palette.books(&random), palette.leaves(&random), palette.lampshade(&random),
      palette.glass(&random), palette.mirror(&random), palette.picture(&random, width: 0.6, height: 0.4),
      palette.screen(&random, width: 0.8, height: 0.5, isOn: true), palette.glow(&random, warmth: SIMD3(1, 0.8, 0.6)),
    ]
  }
}
