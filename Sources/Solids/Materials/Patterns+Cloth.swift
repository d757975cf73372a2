// SPDX-License-Identifier: Apache-2.0

/// What is woven, tanned, folded; and the fine structure of metals.
extension Material {
  /// Threads `size.x` apart, in turn above and below each other; what lies above is lit, its flanks less.
  func weave(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    // Slubs: thicker threads show as short streaks, far beyond the pitch.
    let slub =
      fadedNoise(place.x * 60, place.y * 5, footprint * 60, seed ^ 0x15)
      + fadedNoise(place.x * 5, place.y * 60, footprint * 60, seed ^ 0x25)
    let tone = 1 + 0.3 * variation * slub
    let (position, pitch) = (place / size.x, footprint / size.x)
    // A crest squared has the mean 1/3.
    guard pitch < 4 else { return 0.5 * (base + second) * (0.85 * tone) }
    let warp = chequers(position, pitch)
    let warpLight = 1 - 0.45 * crest(position.x, power: 2, footprint: pitch)
    let weftLight = 1 - 0.45 * crest(position.y, power: 2, footprint: pitch)
    return (base * (warp * warpLight) + second * ((1 - warp) * weftLight)) * tone
  }

  /// Fibres of a pile of `size.x` and the strokes it was last brushed in; the larger `variation`, the shaggier.
  func carpet(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let broad = fadedNoise(place.x * 1.7, place.y * 0.8, footprint * 1.7, seed)
    let pitch = 1 / size.x
    let (x, y, f) = (place.x * pitch, place.y * pitch, footprint * pitch)
    let tufts = fadedNoise(x * 0.31, y * 0.31, f * 0.31, seed ^ 0x41) + fadedNoise(x, y * 0.7, f, seed ^ 0x42)
    let tone = 0.12 * broad + (0.25 + 0.75 * variation) * tufts
    return mix(base, second, 0.25 + 0.5 * fadedNoise(x * 0.9, y * 0.9, f * 0.9, seed ^ 0x43)) * (1 + tone)
  }

  /// Fine cells, and creases where it bends.
  func leather(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let worn = fadedTurbulence(place.x * 2.5, place.y * 2.5, footprint * 2.5, seed)
    let crease = crest(
      place.x * 5 + 2.5 * fadedNoise(place.x * 6, place.y * 6, footprint * 6, seed ^ 0x71), power: 6,
      footprint: footprint * 14)
    let cells = fadedNoise(place.x * 420, place.y * 420, footprint * 420, seed ^ 0x81)
    return base * (1 + 0.5 * variation * worn - 0.3 * variation * (crease - 1.0 / 7) + 0.3 * cells)
  }

  /// A cloth's folds, closer here and wider there.
  func folds(_ x: Float, _ footprint: Float) -> SIMD3<Float> {
    let wander = fadedNoise(x * 3, 0.5, footprint * 3, seed)
    let depth = crest(x / size.x + wander, power: 2, footprint: footprint / size.x)
    return mix(base, second, depth * (0.4 + 0.6 * variation))
  }

  /// Scratches along the second axis.
  func brushed(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let broad = fadedNoise(place.x * 35, place.y * 0.7, footprint * 35, seed)
    let fine = fadedNoise(place.x * 900, place.y * 5, footprint * 900, seed ^ 0x55)
    return base * (1 + variation * (0.25 * broad + 0.4 * fine))
  }
}
