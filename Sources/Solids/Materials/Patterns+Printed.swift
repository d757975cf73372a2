// SPDX-License-Identifier: Apache-2.0

/// Pictures, spines, pages and screens. A picture fills one repeat of `size`.
extension Material {
  func poster(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let f = max(footprint / size.x, footprint / size.y)
    guard f < 1 else { return 0.5 * (base + second) }
    var position = SIMD2(fraction(place.x / size.x), fraction(place.y / size.y))
    // Half of the pictures lie in a white mount.
    let mount: Float = seed & 16 == 0 ? 0.14 : 0
    let nearest = min(min(position.x, 1 - position.x), min(position.y, 1 - position.y))
    position = (position - mount) / (1 - 2 * mount)
    let picture: SIMD3<Float> =
      switch seed & 3 {
      case 0: shapes(position, f)
      case 1: landscape(position, f)
      case 2: portrait(position, f)
      case _: fields(position, f)
      }
    return mount > 0 ? mix(SIMD3(0.78, 0.77, 0.74), picture, edge(nearest - mount, f)) : picture
  }

  /// Rectangles and discs in strong colours.
  private func shapes(_ p: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    var colour = mix(base, second, fadedNoise(p.x * 2, p.y * 2, 2 * footprint, seed) + 0.5)
    for shape in Int32(0)..<4 {
      let d = SIMD2(abs(p.x - latticeValue(shape, 1, seed)), abs(p.y - latticeValue(shape, 2, seed)))
      let half = 0.05 + 0.35 * latticeValue(shape, 3, seed)
      let isRound = latticeValue(shape, 4, seed) < 0.4
      let inside = isRound ? half - length(d) : min(half - d.x, 0.7 * half - d.y)
      colour = mix(colour, vivid(shape, seed), edge(inside, footprint))
    }
    return colour
  }

  /// A sky, a sun in it or not, and three ridges of hills, the nearest the darkest.
  private func landscape(_ p: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    var colour = mix(mix(base, SIMD3(repeating: 0.8), 0.6), base, saturated(1.6 * p.y - 0.6))
    let sun = SIMD2(latticeValue(3, 1, seed), 0.6 + 0.3 * latticeValue(3, 2, seed))
    colour = mix(colour, SIMD3(0.85, 0.7, 0.4), edge(0.07 - length(p - sun), footprint))
    for ridge in Int32(0)..<3 {
      let steps = 2.5 + 2 * Float(ridge)
      let noise = fadedTurbulence(p.x * steps, 0.3, footprint * steps, seed ^ UInt32(truncatingIfNeeded: ridge))
      let top = 0.62 - 0.2 * Float(ridge) + 0.5 * noise
      colour = mix(colour, mix(second, 0.12 * second, 0.45 * Float(ridge)), edge(top - p.y, footprint))
    }
    return colour
  }

  /// A head and shoulders before a plain ground.
  private func portrait(_ p: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let ground = base * (0.45 + 0.4 * p.y + 0.3 * fadedNoise(p.x * 5, p.y * 5, 5 * footprint, seed))
    let d = SIMD2(p.x - 0.5, p.y - 0.6)
    let skin = mix(SIMD3(0.6, 0.38, 0.27), SIMD3(0.1, 0.055, 0.035), latticeValue(2, 9, seed))
    let hair = edge(0.21 - length(SIMD2(d.x * 1.1, d.y - 0.04)), footprint)
    let face = edge(0.16 - length(SIMD2(d.x * 1.25, d.y)), footprint)
    let body = edge(0.3 - length(SIMD2(d.x * 0.85, p.y - 0.14)), footprint)
    let side = 0.65 + 0.35 * saturated(0.5 - 3 * d.x)
    let strands = mix(SIMD3(0.02, 0.015, 0.012), SIMD3(0.35, 0.22, 0.1), latticeValue(3, 9, seed))
    return mix(mix(mix(ground, second * side, body), strands * side, hair), skin * side, face)
  }

  /// Two or three soft fields of colour, one above another.
  private func fields(_ p: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let ragged = 0.04 * fadedNoise(p.x * 9, p.y * 9, 9 * footprint, seed)
    let split = 0.3 + 0.4 * latticeValue(1, 1, seed) + ragged
    let band = edge(p.y - split, footprint + 0.02)
    let margin = min(min(p.x, 1 - p.x), min(p.y, 1 - p.y)) - 0.07 + ragged
    let field = mix(mix(base, second, 0.8), vivid(1, seed), band)
    return mix(base, field, edge(margin, footprint + 0.03))
  }

  /// A colour of any hue, as strong as `variation` says.
  @inline(__always)
  private func vivid(_ index: Int32, _ seed: UInt32) -> SIMD3<Float> {
    let hue = SIMD3(latticeValue(index, 5, seed), latticeValue(index, 6, seed), latticeValue(index, 7, seed))
    let grey = (hue.x + hue.y + hue.z) / 3
    return mix(SIMD3(repeating: grey), hue, 0.3 + 0.7 * variation) * 0.8 + 0.03
  }

  func books(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let row = index(place.y / size.y)
    let height = place.y / size.y - Float(row)
    let shelf = stripeShare(place.y / size.y, width: 0.09, footprint: footprint / size.y)
    let covered = max(footprint / size.x, 1e-3)
    let colour =
      covered < 3
      ? rowOfBooks(row, height, from: place.x / size.x - 0.5 * covered, over: covered, footprint / size.y)
      : booksFromAfar(height, footprint / size.y)
    return mix(colour, second, shelf)
  }

  /// Spines of a mean colour, fewer and fewer from 0.55 to 0.97 of the height, darkness above them.
  private func booksFromAfar(_ height: Float, _ footprint: Float) -> SIMD3<Float> {
    let filledShare = mix(saturated((0.97 - height) / 0.42), 0.74, saturated(2 * footprint - 0.5))
    return mix(0.25 * second, SIMD3(repeating: 0.34), filledShare)
  }

  /// The mean of the books that stand between two places of a row: two to a place of `size.x`, of unequal widths.
  private func rowOfBooks(
    _ row: Int32, _ height: Float, from low: Float, over covered: Float, _ footprint: Float
  ) -> SIMD3<Float> {
    var sum = SIMD3<Float>.zero
    for pair in index(low)...index(low + covered) {
      let split = 0.15 + 0.7 * latticeValue(pair, row, seed)
      for (number, start, width) in [(Int32(0), Float(pair), split), (1, Float(pair) + split, 1 - split)] {
        let (left, right) = (max(low, start), min(low + covered, start + width))
        guard left < right else { continue }
        let across = ((left + right) / 2 - start) / width
        let shade = 1 - 0.6 * crest(across, power: 2, footprint: max(0.1, (right - left) / width))
        sum += (right - left) * book(pair &* 2 &+ number, row, height, shade, footprint)
      }
    }
    return sum / covered
  }

  private func book(
    _ book: Int32, _ row: Int32, _ height: Float, _ shade: Float, _ footprint: Float
  ) -> SIMD3<Float> {
    let top = 0.55 + 0.42 * latticeValue(book, row, seed ^ 3)
    var spine = vivid(book, seed ^ UInt32(bitPattern: row &* 77)) * shade
    let label = edge(0.07 - abs(height - 0.4 * top - 0.3 * latticeValue(book, row, seed ^ 8)), footprint)
    spine = mix(spine, SIMD3(0.6, 0.5, 0.25), 0.7 * label * (latticeValue(row, book, seed) < 0.5 ? 1 : 0))
    return mix(0.25 * second, spine, edge(top - height, footprint))
  }

  /// Lines of words with a heading and a margin.
  func paper(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let p = SIMD2(fraction(place.x / size.x), fraction(place.y / size.y))
    let f = footprint / min(size.x, size.y)
    let lines: Float = 30
    let line = index(p.y * lines)
    let inked = stripeShare(p.y * lines, width: 0.45, footprint: f * lines)
    let gap = stripeShare(
      p.x * 11 + 5 * latticeValue(line, 1, seed), width: 0.22, footprint: f * 11)
    let margin = min(min(p.x, 1 - p.x) - 0.1, min(p.y, 1 - p.y) - 0.08)
    return mix(base, second, 0.8 * inked * (1 - gap) * edge(margin, f) * saturated(1.5 - f))
  }

  /// Windows with title bars on a graded desktop.
  func screen(_ place: SIMD2<Float>, _ footprint: Float) -> SIMD3<Float> {
    let p = SIMD2(fraction(place.x / size.x), fraction(place.y / size.y))
    let f = min(max(footprint / size.x, footprint / size.y), 1)
    var colour = mix(second, base, saturated(p.y + fadedNoise(p.x * 3, p.y * 3, 3 * f, seed)))
    for window in Int32(0)..<3 {
      let low = SIMD2(0.55 * latticeValue(window, 1, seed), 0.1 + 0.4 * latticeValue(window, 2, seed))
      let high = low + SIMD2(0.25 + 0.3 * latticeValue(window, 3, seed), 0.25 + 0.25 * latticeValue(window, 4, seed))
      let inside = min(min(p.x - low.x, high.x - p.x), min(p.y - low.y, high.y - p.y))
      let page: Float = latticeValue(window, 5, seed) < 0.6 ? 0.85 : 0.04
      let text = stripeShare(p.y * 28, width: 0.4, footprint: 28 * f) * edge(inside - 0.03, f)
      var tone = SIMD3(repeating: mix(page, 0.9 - page, 0.45 * text))
      tone = mix(tone, vivid(window, seed), edge(p.y - high.y + 0.04, f))
      colour = mix(colour, tone, edge(inside, f))
    }
    return colour
  }
}
