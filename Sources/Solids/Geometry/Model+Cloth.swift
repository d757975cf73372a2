// SPDX-License-Identifier: Apache-2.0

extension Model {
  /// Adds cloth that hangs in folds from a straight rail between two points of equal height: curtains, towels.
  ///
  /// It hangs `drop` metres down; each fold swings `depth` to both sides, at most half of its width, at the rail a third of
  /// it. Seen from the side to which `cross(to - from, up)` points, and from behind as well.
  package mutating func addHangingCloth(
    from start: SIMD3<Float>, to end: SIMD3<Float>, drop: Float, folds: Int, depth: Float, seed: UInt32, material: Int
  ) {
    let width = length(end - start)
    let right = normalised(end - start)
    let outward = cross(right, SIMD3(0, 1, 0))
    let columns = max(2, folds * 8)
    let rows = 4
    let depth = min(depth, 0.5 * width / Float(max(1, folds)))
    func position(_ column: Float, _ row: Float) -> SIMD3<Float> {
      let (u, v) = (column / Float(columns), row / Float(rows))
      let bend = valueNoise(u * Float(folds) * 0.7, 1.2 * v, seed) - 0.5
      let phase = 2 * Float.pi * Float(folds) * u + 2.5 * bend * (1 - 0.5 * v)
      let swing = depth * (1 - 0.66 * v) * (0.75 + 0.5 * valueNoise(u * Float(folds), 0.5, seed ^ 7))
      let sway = 0.35 * width / Float(max(1, folds)) * (1 - v) * bend
      // The hem's ends stay where they are.
      let free = min(1, 8 * u, 8 * (1 - u))
      return start + right * (u * width + sway * free) + outward * (swing * sine(phase) * free)
        - SIMD3(0, drop * (1 - v), 0)
    }
    addSheet(columns: columns, rows: rows, stretch: 1.4, material: material, position)
  }

  /// Adds cloth lying on a flat top and hanging over its edges: bed covers, table cloths.
  ///
  /// `low` and `high` bound the top in x and z; it hangs `drop` down on each side, waving by `wave` metres.
  package mutating func addDrapedCloth(
    _ low: SIMD2<Float>, _ high: SIMD2<Float>, height: Float, drop: Float, wave: Float, crumple: Float = 0.01,
    seed: UInt32, material: Int
  ) {
    let count = 14
    // Where the cloth's own coordinate goes: -1...1 lies on the top, beyond it hangs.
    func laid(_ t: Float, _ half: Float) -> (across: Float, down: Float) {
      let s = t * (half + drop)
      let over = max(0, abs(s) - half)
      let bend = min(over, 0.06)
      return ((s < 0 ? -1 : 1) * (min(abs(s), half) + bend * 0.5), over - bend * 0.5)
    }
    let (centre, half) = ((low + high) / 2, (high - low) / 2)
    func position(_ column: Float, _ row: Float) -> SIMD3<Float> {
      let x = laid(column / Float(count) * 2 - 1, half.x)
      let z = laid(1 - row / Float(count) * 2, half.y)
      let down = min(max(x.down, z.down), drop)
      let fall = drop > 0 ? down / drop : 0
      let swing = fall * wave * (sine(9 * (x.across + z.across) + 4 * valueNoise(column * 0.4, row * 0.4, seed)) + 1)
      let out = SIMD2(
        x.down > 0 ? (x.across < 0 ? -swing : swing) : 0, z.down > 0 ? (z.across < 0 ? -swing : swing) : 0)
      let relief = crumple * (turbulence(column * 0.45, row * 0.45, seed ^ 5)) * (1 - fall)
      return SIMD3(
        centre.x + x.across + out.x, height - down + relief, centre.y + z.across + out.y)
    }
    addSheet(columns: count, rows: count, stretch: 1, material: material, position)
  }

  /// Adds a sheet of which the positions are known; normals come from differences, coordinates from the grid.
  private mutating func addSheet(
    columns: Int, rows: Int, stretch: Float, material: Int, _ position: (Float, Float) -> SIMD3<Float>
  ) {
    let width = length(position(Float(columns), 0) - position(0, 0)) * stretch
    let height = length(position(0, Float(rows)) - position(0, 0))
    addGrid(columns: columns, rows: rows, material: material) { column, row in
      let (u, v) = (Float(column), Float(row))
      // Over a whole cell to both sides: the mean of the facets, which sharp folds would turn away from the slope.
      let right = position(min(u + 1, Float(columns)), v) - position(max(u - 1, 0), v)
      let up = position(u, min(v + 1, Float(rows))) - position(u, max(v - 1, 0))
      return SurfacePoint(
        position: position(u, v), normal: normalised(cross(right, up)),
        coordinate: SIMD2(u / Float(columns) * width, v / Float(rows) * height))
    }
  }
}
