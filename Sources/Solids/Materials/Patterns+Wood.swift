// SPDX-License-Identifier: Apache-2.0

/// Boards and sheets of wood; the fibres run along the second axis.
extension Material {
  func board(_ place: SIMD2<Float>, _ size: SIMD2<Float>, _ footprint: Float, _ seed: UInt32) -> SIMD3<Float> {
    let repeats = 1 / size
    let across = place.x * repeats.x
    let row = index(across)
    let along = place.y * repeats.y + latticeValue(row, 7, seed)
    let scaled = footprint * repeats
    let gap = gridShare(SIMD2(across, along), lines: joint * repeats, footprint: scaled)
    return mix(timber(place, latticeShift(row, index(along), seed), scaled.x, footprint, seed), second, gap)
  }

  func parquet(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let (column, row) = (index(place.x / size.x), index(place.y / size.x))
    let blockSeed = seed ^ scrambled(UInt32(bitPattern: column &* 31 &+ row))
    let isTurned = (column &+ row) & 1 == 0
    let local = isTurned ? place : SIMD2(place.y, place.x)
    let across = local.x * 4 / size.x
    let scaled = SIMD2(footprint * 4 / size.x, footprint / size.x)
    let gap = gridShare(
      SIMD2(across, local.y / size.x), lines: SIMD2(4 * joint, joint) / size.x, footprint: scaled)
    return mix(timber(local, latticeShift(index(across), 0, blockSeed), scaled.x, footprint, seed), second, gap)
  }

  /// Boards `size.x` wide and five times as long.
  ///
  /// With the width as unit, cell (i, j) belongs to a board along the first axis where (i - j) mod 10 < 5, else to one
  /// along the second.
  func herringbone(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let length: Int32 = 5
    // The boards run at 45 degrees to the pattern's axes.
    let p = SIMD2(place.x + place.y, place.y - place.x) * (0.707_106_8 / size.x)
    let (i, j) = (index(p.x), index(p.y))
    let step = (i &- j) % (2 * length)
    let k = step < 0 ? step + 2 * length : step
    let (fx, fy) = (p.x - Float(i), p.y - Float(j))
    let isFirst = k < length
    let local = isFirst ? SIMD2(fy, Float(k) + fx) : SIMD2(fx, Float(2 * length - 1 - k) + fy)
    let tone = isFirst ? latticeShift(i &- k, j, seed) : latticeShift(i, j &- (2 * length - 1 - k), seed ^ 0x77)
    let scaled = footprint / size.x
    let gap = gridShare(
      SIMD2(local.x, local.y / Float(length)), lines: SIMD2(joint, joint / Float(length)) / size.x,
      footprint: SIMD2(scaled, scaled / Float(length)))
    let fibres = (isFirst ? SIMD2(p.y, p.x) : p) * size.x
    return mix(timber(fibres, tone, scaled, footprint, seed), second, gap)
  }

  /// A board's colour: its tone from -1/2 to 1/2 and its grain; boards that are finer than a pixel lose their tones.
  @inline(__always)
  private func timber(
    _ place: SIMD2<Float>, _ tone: Float, _ boards: Float, _ footprint: Float, _ seed: UInt32
  ) -> SIMD3<Float> {
    // Every board is cut from another place of the log.
    let log = SIMD2(place.x + 3 * tone, place.y + 37 * tone)
    return base * (1 + variation * (tone * contrast(boards) + 0.7 * grain(log, footprint, seed)))
  }

  /// Light and dark along the fibres about 0: growth rings cut lengthwise, and pores.
  @inline(__always)
  func grain(_ place: SIMD2<Float>, _ footprint: Float, _ seed: UInt32) -> Float {
    let broad = fadedNoise(place.x * 14, place.y * 0.9, footprint * 14, seed ^ 0x51)
    guard footprint < 0.012 else { return broad }
    let rings = crest(place.x * 34 + 7 * broad, power: 2, footprint: footprint * 34) - 1.0 / 3
    let pores = fadedNoise(place.x * 330, place.y * 9, footprint * 330, seed ^ 0x99)
    return broad + 0.35 * rings + 0.5 * pores
  }
}
