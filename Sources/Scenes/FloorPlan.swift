// SPDX-License-Identifier: Apache-2.0

/// Walls: the main cell, what widens it to an L or a T, and its ceiling.
extension RoomBuilder {
  mutating func raiseWalls() {
    let (least, greatest) = kind.size
    // Squaring favours the small: most rooms are.
    let share = SIMD3(random.unit(), random.unit() * random.unit(), random.unit())
    var size = least + (greatest - least) * share
    if random.chance(0.5) { size = SIMD3(size.z, size.y, size.x) }
    let wall = palette.wall(&random)
    let isDark = random.chance(kind == .studio ? 0.55 : 0.06)
    let ceiling = add(palette.ceiling(like: wall, &random, isDark: isDark))
    let floor = add(palette.floor(&random))
    var faces = Array(repeating: add(wall), count: 6)
    (faces[2], faces[3]) = (floor, ceiling)
    for side in Side.allCases where random.chance(0.22) { faces[side.face] = add(palette.wall(&random)) }
    let half = SIMD3(size.x / 2, 0, size.z / 2)
    var main = Cell(minimum: -half, maximum: SIMD3(half.x, size.y, half.z), faces: faces)
    let eave = slant(&main)
    if random.chance(0.14) { cutCorners(&main) }
    scene.cells.append(main)
    eaves.append(eave)
    rooms.append(0)
    widen(size, eave)
  }

  /// Gives some rooms a gabled, a lean-to or a vaulted ceiling; returns the height of the lower walls.
  private mutating func slant(_ cell: inout Cell) -> Float {
    let height = cell.maximum.y
    guard random.chance(kind == .corridor ? 0.08 : 0.2) else { return height }
    let alongX = cell.maximum.x - cell.minimum.x > cell.maximum.z - cell.minimum.z
    let across = alongX ? 2 : 0
    let half = cell.maximum[across]
    let eave = max(2, height * random.number(0.75, 1))
    let isVault = random.chance(0.3)
    let rise = half * random.number(0.25, isVault ? 1 : 0.9)
    cell.maximum.y = eave + rise
    if isVault {
      for step in [-0.8, -0.4, 0, 0.4, 0.8] as [Float] { cell.planes.append(tangent(step, half, rise, eave, across)) }
      return eave
    }
    let isLeanTo = random.chance(0.3)
    let slope = isLeanTo ? rise / (2 * half) : rise / half
    for side in isLeanTo ? [1] : [-1, 1] as [Float] {
      let scale = 1 / (1 + slope * slope).squareRoot()
      var plane = SIMD4<Float>(0, scale, 0, scale * (eave + slope * half))
      plane[across] = side * slope * scale
      cell.planes.append(plane)
    }
    return eave
  }

  /// The plane that touches an elliptic vault at the angle `step` from its top, as a share of a right angle.
  private func tangent(_ step: Float, _ half: Float, _ rise: Float, _ eave: Float, _ across: Int) -> SIMD4<Float> {
    let angle = step * .pi / 2
    var normal = SIMD3<Float>(0, cosine(angle) / rise, 0)
    normal[across] = sine(angle) / half
    let scale = 1 / length(normal)
    // A tangent of (x/a)^2 + (y/b)^2 = 1 at (a sin, b cos) is x sin / a + y cos / b = 1.
    return SIMD4(normal.x * scale, normal.y * scale, normal.z * scale, scale * (1 + normal.y * eave))
  }

  /// Cuts upright corners off: one now and then, or all for an eight-sided room.
  private mutating func cutCorners(_ cell: inout Cell) {
    let reach = cell.maximum * random.number(0.15, 0.55)
    let isEven = random.chance(0.5)
    for sideX in [-1, 1] as [Float] {
      for sideZ in [-1, 1] as [Float] where isEven || random.chance(0.4) {
        // Through the points `reach` from the corner along both walls.
        let normal = SIMD3(sideX * reach.z, 0, sideZ * reach.x)
        let corner = SIMD3(sideX * (cell.maximum.x - reach.x), 0, sideZ * cell.maximum.z)
        let scale = 1 / length(normal)
        cell.planes.append(SIMD4(normal * scale, dot(normal, corner) * scale))
      }
    }
  }

  /// Rounds the top of an opening, or cuts it to a point.
  mutating func arch(_ opening: Int, _ side: Side) {
    var cell = scene.cells[opening]
    let half = (cell.maximum[side.along] - cell.minimum[side.along]) / 2
    let middle = (cell.maximum[side.along] + cell.minimum[side.along]) / 2
    let rise = min(half * random.number(0.3, 1.4), (cell.maximum.y - cell.minimum.y) * 0.5)
    for step in [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75] as [Float] {
      var plane = tangent(step, half, rise, cell.maximum.y - rise, side.along)
      plane.w += plane[side.along] * middle
      cell.planes.append(plane)
    }
    scene.cells[opening] = cell
  }

  private mutating func widen(_ size: SIMD3<Float>, _ eave: Float) {
    let isWide = kind != .corridor
    let count = random.index(weights: isWide ? [55, 33, 12] : [50, 35, 15])
    for _ in 0..<count {
      let side = random.one(of: Side.allCases)
      let length = size[side.along]
      let span = min(length, random.number(isWide ? 1.2 : 1, max(1.3, length * 0.8)))
      let slack = (length - span) / 2
      let middle = random.chance(0.5) ? (random.chance(0.5) ? -slack : slack) : random.number(-slack, slack)
      let height = random.chance(0.6) ? eave : max(2.05, eave * random.number(0.7, 1))
      attach(
        side, to: 0, middle: middle, width: span, bottom: 0, height: min(height, eave),
        depth: random.number(0.4, isWide ? 4 : 5), faces: scene.cells[0].faces, furnished: true)
    }
  }

  /// Adds a cell outside a wall of another if there is room for it.
  @discardableResult
  mutating func attach(
    _ side: Side, to parent: Int, middle: Float, width: Float, bottom: Float, height: Float, depth: Float,
    faces: [Int], furnished: Bool = false
  ) -> Int? {
    let cell = scene.cells[parent]
    let use = WallUse(
      cell: parent, side: side, from: middle - width / 2, to: middle + width / 2, bottom: bottom, top: bottom + height)
    guard use.from >= cell.minimum[side.along] - 1e-4, use.to <= cell.maximum[side.along] + 1e-4 else { return nil }
    guard bottom + height <= eaves[parent] + 1e-4, isFree(use) else { return nil }
    let wall = side.sign < 0 ? cell.minimum[side.across] : cell.maximum[side.across]
    let outer = wall + side.sign * depth
    var (low, high) = (SIMD3<Float>(0, bottom, 0), SIMD3<Float>(0, bottom + height, 0))
    (low[side.along], high[side.along]) = (use.from, use.to)
    (low[side.across], high[side.across]) = (min(wall, outer), max(wall, outer))
    guard isClear(low, high, except: parent) else { return nil }
    wallUses.append(use)
    scene.cells.append(Cell(minimum: low, maximum: high, faces: faces))
    eaves.append(height)
    let index = scene.cells.count - 1
    if furnished { rooms.append(index) }
    return index
  }

  /// Whether no other cell is within a hand's breadth of a box, so that walls keep some thickness.
  private func isClear(_ low: SIMD3<Float>, _ high: SIMD3<Float>, except parent: Int) -> Bool {
    scene.cells.indices.allSatisfy { index in
      let other = scene.cells[index]
      return index == parent || any(other.maximum + 0.08 .<= low) || any(other.minimum - 0.08 .>= high)
    }
  }
}
