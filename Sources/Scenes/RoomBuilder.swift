// SPDX-License-Identifier: Apache-2.0

/// A room while it is being furnished: the scene so far, and which places are taken.
struct RoomBuilder {
  /// A side of a cell.
  enum Side: CaseIterable {
    case left, right, front, back

    /// The face's number in `Cell.faces`.
    var face: Int {
      switch self {
      case .left: 0
      case .right: 1
      case .front: 4
      case .back: 5
      }
    }
    /// The axis across the wall: 0 for x, 2 for z.
    var across: Int { face < 2 ? 0 : 2 }
    /// The axis along the wall.
    var along: Int { 2 - across }
    /// -1 where the wall is at the lower bound.
    var sign: Float { face % 2 == 0 ? -1 : 1 }
    /// Yaw of furniture whose back is to this wall.
    var yaw: Float {
      switch self {
      case .left: .pi / 2
      case .right: -.pi / 2
      case .front: 0
      case .back: .pi
      }
    }
  }

  /// A rectangle of a wall that something uses.
  struct WallUse {
    let cell: Int
    let side: Side
    let from: Float
    let to: Float
    let bottom: Float
    let top: Float
  }

  /// A rectangle of floor that something stands on.
  struct Footprint {
    let low: SIMD2<Float>
    let high: SIMD2<Float>

    func overlaps(_ other: Footprint) -> Bool { all(low .< other.high) && all(other.low .< high) }
  }

  /// A place for furniture: the middle of its footprint on the floor, and its heading.
  struct Place {
    let centre: SIMD3<Float>
    let yaw: Float
  }

  var random: RandomStream
  let kind: RoomKind
  let palette: Palette
  var scene = Scene()
  var wallUses: [WallUse] = []
  var footprints: [Footprint] = []
  var camera = Camera(position: .zero)
  /// Cells that can be furnished.
  var rooms: [Int] = []
  /// Height of the walls of each cell, which a slanted ceiling lowers.
  var eaves: [Float] = []

  init(seed: UInt64, index: Int) {
    random = RandomStream(seed: seed, index: index)
    kind = RoomKind.allCases[random.index(weights: RoomKind.allCases.map(\.weight))]
    palette = Palette(&random)
  }

  mutating func add(_ material: Material) -> Int {
    scene.materials.append(material)
    return scene.materials.count - 1
  }

  /// Adds a solid given in a place's own axes, of which +z is the front.
  mutating func put(
    _ shape: Solid.Shape, _ centre: SIMD3<Float>, _ half: SIMD3<Float>, at place: Place, turn: Float = 0,
    _ material: Int
  ) {
    let (c, s) = (cosine(place.yaw), sine(place.yaw))
    let offset = SIMD3(c * centre.x + s * centre.z, centre.y, -s * centre.x + c * centre.z)
    scene.solids.append(
      Solid(shape, centre: place.centre + offset, half: half, yaw: place.yaw + turn, material: material))
  }

  // MARK: - Places

  /// A free place with its back to a wall for something `width` by `depth` and `height` high; nil if none was found.
  mutating func placeAtWall(width: Float, depth: Float, height: Float, bottom: Float = 0) -> (Place, WallUse)? {
    for _ in 0..<6 {
      let room = random.one(of: rooms)
      let cell = scene.cells[room]
      let side = random.one(of: Side.allCases)
      let (low, high) = (cell.minimum[side.along] + width / 2 + 0.02, cell.maximum[side.along] - width / 2 - 0.02)
      guard high > low, height < eaves[room] else { continue }
      let middle = random.chance(0.25) ? (random.chance(0.5) ? low : high) : random.number(low, high)
      let use = WallUse(
        cell: room, side: side, from: middle - width / 2, to: middle + width / 2, bottom: bottom, top: height)
      guard isFree(use) else { continue }
      var centre = SIMD3<Float>.zero
      let wall = side.sign < 0 ? cell.minimum[side.across] : cell.maximum[side.across]
      centre[side.across] = wall - side.sign * (depth / 2 + random.number(0.002, 0.04))
      centre[side.along] = middle
      let place = Place(centre: centre, yaw: side.yaw)
      if bottom > 1.9 || claim(place, width: width, depth: depth, in: cell) { return (place, use) }
    }
    return nil
  }

  /// A free place anywhere on a floor.
  mutating func placeFreely(width: Float, depth: Float, margin: Float = 0.1) -> Place? {
    for _ in 0..<6 {
      let cell = scene.cells[random.one(of: rooms)]
      let yaw: Float = random.chance(0.6) ? Float(random.whole(0, 3)) * .pi / 2 : random.number(0, 2 * .pi)
      let (low, high) = (cell.minimum + 0.1, cell.maximum - 0.1)
      let place = Place(
        centre: SIMD3(random.number(low.x, high.x), 0, random.number(low.z, high.z)), yaw: yaw)
      if claim(place, width: width + margin, depth: depth + margin, in: cell) { return place }
    }
    return nil
  }

  /// Takes the floor under a turned rectangle if it is free and within the cell.
  private mutating func claim(_ place: Place, width: Float, depth: Float, in cell: Cell) -> Bool {
    let (c, s) = (abs(cosine(place.yaw)), abs(sine(place.yaw)))
    let half = SIMD2(c * width + s * depth, s * width + c * depth) / 2
    let centre = SIMD2(place.centre.x, place.centre.z)
    let print = Footprint(low: centre - half, high: centre + half)
    let inner = Footprint(
      low: SIMD2(cell.minimum.x, cell.minimum.z), high: SIMD2(cell.maximum.x, cell.maximum.z))
    guard all(print.low .>= inner.low) && all(print.high .<= inner.high) else { return false }
    guard !footprints.contains(where: print.overlaps) else { return false }
    footprints.append(print)
    return true
  }

  /// Whether nothing uses that part of the wall, and it is a wall rather than an opening to another cell.
  func isFree(_ use: WallUse) -> Bool {
    wallUses.allSatisfy {
      $0.cell != use.cell || $0.side != use.side || $0.to <= use.from || use.to <= $0.from || $0.top <= use.bottom
        || use.top <= $0.bottom
    }
  }

  /// Keeps what is placed later away from the camera.
  mutating func keepClear(around point: SIMD3<Float>, by distance: Float) {
    let centre = SIMD2(point.x, point.z)
    footprints.append(Footprint(low: centre - distance, high: centre + distance))
  }
}
