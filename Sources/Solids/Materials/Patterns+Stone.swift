// SPDX-License-Identifier: Apache-2.0

/// What is laid, cast or plastered.
extension Material {
  func tile(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> { laid(place / size, footprint) }

  func brick(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let course = index(place.y / size.y)
    return laid(SIMD2(place.x / size.x + (course & 1 == 0 ? 0 : 0.5), place.y / size.y), footprint)
  }

  /// Stones of size 1 with joints, tones of their own, and rounded edges that catch light from above.
  @inline(__always)
  private func laid(_ position: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let repeats = 1 / size
    let (scaled, lines) = (footprint * repeats, joint * repeats)
    let (column, row) = (index(position.x), index(position.y))
    var tone = variation * latticeShift(column, row, seed) * contrast(max(scaled.x, scaled.y))
    let cloud = size.x * 22
    tone +=
      0.35 * variation
      * fadedNoise(position.x * cloud, position.y * cloud * size.y / size.x, footprint * 22, seed ^ 0x3D)
    let joints = gridShare(position, lines: lines, footprint: scaled)
    if footprint < 2 * joint { tone += bevel(position.y - Float(row), lines.y, scaled.y) }
    return mix(base * (1 + tone), second, joints)
  }

  /// A light rim at the top of a stone and a dark one at its foot, as wide as a joint.
  @inline(__always)
  private func bevel(_ along: Float, _ width: Float, _ footprint: Float) -> Float {
    0.12 * (edge(along - 1 + 1.5 * width, footprint) - edge(1.5 * width - along, footprint))
  }

  func marble(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let bend = fadedTurbulence(place.x / size.x, place.y / size.x, footprint / size.x, seed)
    // The bends steepen the phase: a vein is about two and a half times as fine as its repeat.
    let phase = (place.x + 0.6 * place.y) / size.y + 2.5 * bend
    let veins = crest(phase, power: 4, footprint: 2.5 * footprint / size.y)
    let cloud = fadedNoise(place.x * 2.3 / size.x, place.y * 2.3 / size.x, 2.3 * footprint / size.x, seed ^ 0x1F)
    return mix(base, second, (0.3 + 0.7 * variation) * saturated(veins + 0.15 * cloud))
  }

  /// Two sizes of chips: one lozenge in each cell of a grid, of random place, size and colour.
  func terrazzo(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let coarse = chips(place / size.x, footprint / size.x, base, seed)
    return chips(place * (2.7 / size.x) + 0.37, footprint * 2.7 / size.x, coarse, seed ^ 0x4B)
  }

  @inline(__always)
  private func chips(
    _ position: SIMD2<Float>, _ footprint: Float, _ ground: SIMD3<Float>, _ seed: UInt32
  ) -> SIMD3<Float> {
    // A lozenge |x| / r + |y| / r < 1 has area 2 r^2; r is uniform from 0.16 to 0.42, so the mean area is 0.18, and a
    // third of the cells have none.
    let left = contrast(4.5 * footprint)
    let mean = mix(ground, 0.5 * (second + 0.5 * ground), 0.12)
    guard left > 0 else { return mean }
    let (column, row) = (index(position.x), index(position.y))
    guard latticeValue(row, column, seed ^ 31) > 0.333 else { return mix(mean, ground, left) }
    let radius = 0.16 + 0.26 * latticeValue(column, row, seed)
    let centre = SIMD2(
      0.5 + (0.5 - radius) * 2 * latticeShift(row, column, seed ^ 5),
      0.5 + (0.5 - radius) * 2 * latticeShift(column, row, seed ^ 9))
    let d = SIMD2(position.x - Float(column), position.y - Float(row)) - centre
    let shear = latticeShift(column, row, seed ^ 13)
    let inside = edge(radius - abs(d.x + shear * d.y) - abs(d.y), footprint)
    let chip = mix(second, 0.5 * ground, latticeValue(row, column, seed ^ 21))
    return mix(mean, mix(ground, chip, inside), left)
  }

  func concrete(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let broad = fadedTurbulence(place.x * 0.9, place.y * 0.9, footprint * 0.9, seed)
    var tone = 0.9 * variation * broad + 0.2 * fadedNoise(place.x * 26, place.y * 26, footprint * 26, seed ^ 0x63)
    if footprint < 0.02 {
      let pore = latticeValue(index(place.x * 90), index(place.y * 90), seed ^ 0x2B)
      tone -= pore > 0.985 ? 0.35 * contrast(footprint * 90) : 0
    }
    let repeats = 1 / size
    let joints = gridShare(
      place * repeats, lines: joint * repeats, footprint: footprint * repeats)
    return mix(base * (1 + tone), second, joints)
  }

  /// Bumps lit from one side: noise less the same noise a little further on.
  func plaster(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let pitch = 1 / size.x
    guard contrast(footprint * pitch) > 0 else { return base }
    let (x, y, f) = (place.x * pitch, place.y * pitch, footprint * pitch)
    let bump = fadedNoise(x, y, f, seed) - fadedNoise(x + 0.3, y + 0.4, f, seed)
    let fine = fadedNoise(x * 3.1, y * 3.1, f * 3.1, seed ^ 0x35)
    return base * (1 + variation * (0.8 * bump + 0.25 * fine))
  }
}
