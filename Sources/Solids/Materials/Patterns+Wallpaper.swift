// SPDX-License-Identifier: Apache-2.0

/// Ornaments that repeat; positions and footprints are in repeats.
extension Material {
  /// Stripes of half a repeat; from `variation` 1/2 on each is accompanied by a thin line.
  func stripes(_ x: Float, _ footprint: Float) -> SIMD3<Float> {
    let broad = stripeShare(x, width: 0.5, footprint: footprint)
    guard variation > 0.5 else { return mix(base, second, broad) }
    let lines = stripeShare(2 * x + 0.53, width: 0.06, footprint: 2 * footprint)
    return mix(mix(base, second, broad), 0.5 * second, lines)
  }

  /// Share of the fields of a chequerboard whose coordinates add up to an even number: exact, for parities across and
  /// along are independent.
  @inline(__always)
  func chequers(_ position: SIMD2<Float>, _ footprint: Float) -> Float {
    let across = stripeShare(0.5 * position.x, width: 0.5, footprint: 0.5 * footprint)
    let along = stripeShare(0.5 * position.y, width: 0.5, footprint: 0.5 * footprint)
    return across * along + (1 - across) * (1 - along)
  }

  func checks(_ position: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let even = chequers(position, footprint)
    let tone = latticeShift(index(position.x), index(position.y), seed) * contrast(footprint)
    return mix(second, base, even) * (1 + variation * tone)
  }

  /// Dots, lozenges or crosses, every second row shifted by half a repeat.
  func motif(_ position: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let row = index(position.y)
    let x = abs(fraction(position.x + (row & 1 == 0 ? 0 : 0.5)) - 0.5)
    let y = abs(position.y - Float(row) - 0.5)
    // Distance to the border, and the share of the cell that the figure takes.
    let (distance, share): (Float, Float) =
      switch seed % 3 {
      case 0: (0.25 - (x * x + y * y).squareRoot(), 0.1963)
      case 1: (0.28 - x - y, 0.1568)
      case _: (max(petal(x, y), petal(y, x)), 0.1499)
      }
    return mix(base, second, mix(share, edge(distance, footprint), contrast(7 * footprint)))
  }

  /// Distance to the border of an ellipse with half axes 0.3 and 0.1, to first order.
  private func petal(_ x: Float, _ y: Float) -> Float {
    0.1 * (1 - (x * x / 0.09 + y * y / 0.01).squareRoot())
  }

  /// Noise mirrored about the middle of each repeat, twice as high as wide, every second column shifted by half.
  func damask(_ position: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let column = index(position.x)
    let x = abs(position.x - Float(column) - 0.5)
    let y = abs(fraction(0.5 * position.y + (column & 1 == 0 ? 0 : 0.5)) - 0.5)
    let share = ornament(x, y, footprint)
    return mix(base, second, mix(ornamentShare, share, contrast(4.5 * footprint)))
  }

  /// Whether ornament is at a place of a quarter of a damask's repeat, in (0, 1/2) x (0, 1/2).
  private func ornament(_ x: Float, _ y: Float, _ footprint: Float) -> Float {
    // Ornaments shrink towards the border of their repeat, which parts them.
    let leaf = fadedTurbulence(x * 9 + 2 * y, y * 14 - 3 * x, footprint * 9, seed) + 0.35 - x - 0.6 * y
    return edge(leaf, 0.08 + footprint)
  }

  /// Share of a damask that is ornament, by quadrature: every repeat has the same, so it differs from seed to seed.
  func measuredOrnamentShare() -> Float {
    let steps = 24
    var sum: Float = 0
    for i in 0..<steps {
      for j in 0..<steps {
        sum += ornament((Float(i) + 0.5) / Float(2 * steps), (Float(j) + 0.5) / Float(2 * steps), 0)
      }
    }
    return sum / Float(steps * steps)
  }

  /// One flower in most cells, of random place, size and tint, with five petals r < R (0.7 + 0.3 cos 5t).
  func floral(_ position: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let tinted = mix(second, SIMD3(second.y, second.z, second.x), 0.35)
    // Area pi R^2 (0.49 + 0.045) with R^2 of mean 0.0549, in seven of ten cells.
    let mean = mix(base, tinted, 0.0646)
    let left = contrast(4.5 * footprint)
    guard left > 0 else { return mean }
    let (column, row) = (index(position.x), index(position.y))
    guard latticeValue(column, row, seed ^ 0x5A) < 0.7 else { return mix(mean, base, left) }
    let radius = 0.14 + 0.18 * latticeValue(column, row, seed)
    let room = 2 * (0.5 - radius)
    let d = SIMD2(
      position.x - Float(column) - 0.5 - room * latticeShift(row, column, seed ^ 3),
      position.y - Float(row) - 0.5 - room * latticeShift(column, row, seed ^ 7))
    let r = max(length(d), 1e-4)
    let c = d.x / r
    // cos 5t by Chebyshev's polynomial.
    let petals = c * (5 + c * c * (-20 + 16 * c * c))
    let inside = edge(radius * (0.7 + 0.3 * petals) - r, footprint)
    let heart = edge(0.25 * radius - r, footprint)
    let tint = mix(second, SIMD3(second.y, second.z, second.x), 0.7 * latticeValue(column, row, seed ^ 11))
    return mix(mean, mix(base, mix(tint, 0.4 * base, heart), inside), left)
  }
}
