// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RotundaHomes
@testable import RotundaSolids

@Suite struct FixturesTests {
  private static let seeds = UInt64(0)..<50

  /// What a family makes of an ordinary place from a seed; nil where it makes nothing.
  private func made(_ family: Family, _ seed: UInt64) -> (arrangement: Arrangement, space: Family.Space)? {
    var random = RandomStream(seed: seed, index: 1)
    let palette = Palette(&random)
    let kinds = RoomKind.allCases.filter { family.rooms[$0] ?? 0 > 0 }
    guard !kinds.isEmpty else { return nil }
    var space = Family.Space(kind: random.one(of: kinds), width: 3.6, depth: 3.8, height: 2.5)
    switch family.site {
    case .window:
      (space.width, space.sill, space.lintel, space.margin) = (1.3, 0.9, 2.1, 0.35)
    case .belowWindow:
      (space.width, space.depth, space.height, space.sill, space.lintel, space.margin) = (
        1.3, 0.4, 0.88, 0.9, 2.1, 0.35
      )
    case .onWall(let lowest): (space.width, space.height) = (2.2, 2.5 - lowest.lowerBound)
    case .onSurface: (space.width, space.depth, space.height) = (1.6, 0.8, 0.6)
    case .againstWall, .corner, .free, .ceiling, .underfoot: break
    }
    return family.make(&random, palette, space).map { ($0, space) }
  }

  @Test func `every family makes whole pieces within their solids`() {
    for family in Families.fixtures {
      var count = 0
      for seed in Self.seeds {
        guard let (arrangement, _) = made(family, seed) else { continue }
        count += 1
        for member in arrangement.members {
          let name = "\(member.family) of \(family.name), seed \(seed)"
          checkMesh(member.piece.model, name)
          checkSolids(member.piece, name)
        }
      }
      #expect(count >= 10, "\(family.name) made \(count) of 50")
    }
  }

  private func checkMesh(_ model: Model, _ name: String) {
    let mesh = model.mesh
    #expect(!mesh.triangles.isEmpty || !model.balls.isEmpty, "\(name) is empty")
    #expect(mesh.triangles.count <= 4000, "\(name) has \(mesh.triangles.count) triangles")
    #expect(
      mesh.normals.count == mesh.positions.count && mesh.coordinates.count == mesh.positions.count, "\(name)")
    #expect(mesh.positions.allSatisfy { $0.sum().isFinite }, "\(name) has corners that are not finite")
    #expect(mesh.coordinates.allSatisfy { $0.sum().isFinite }, "\(name) has coordinates that are not finite")
    #expect(mesh.normals.allSatisfy { $0 == .zero || abs(length($0) - 1) < 1e-3 }, "\(name) has odd normals")
    let isSound = mesh.triangles.allSatisfy { triangle in
      Int(max(triangle.x, triangle.y, triangle.z)) < mesh.positions.count && Int(triangle.w) < model.materials.count
    }
    #expect(isSound, "\(name) has indices that lead nowhere")
    #expect(model.balls.allSatisfy { $0.radius > 0 && model.materials.indices.contains($0.material) }, "\(name)")
  }

  private func checkSolids(_ piece: Piece, _ name: String) {
    let slack: Float = 0.002
    let isWithin = piece.model.mesh.triangles.allSatisfy { triangle in
      [triangle.x, triangle.y, triangle.z].allSatisfy { index in
        let corner = piece.model.mesh.positions[Int(index)]
        return piece.solids.contains { all(corner .>= $0.low - slack) && all(corner .<= $0.high + slack) }
      }
    }
    #expect(isWithin, "\(name) reaches out of its solids")
    let extent = piece.extent
    for ball in piece.model.balls {
      #expect(
        all(ball.centre - ball.radius .>= extent.low - slack) && all(ball.centre + ball.radius .<= extent.high + slack))
    }
  }

  @Test func `what hangs on a wall or at a window stays within the space it is given`() {
    for family in Families.fixtures {
      for seed in Self.seeds {
        guard let (arrangement, space) = made(family, seed) else { continue }
        let extent = arrangement.extent
        switch family.site {
        case .window:
          #expect(
            extent.high.x - extent.low.x <= space.width + 2 * space.margin + 0.001, "\(family.name), seed \(seed)")
          #expect(extent.high.y <= space.height + 0.001, "\(family.name), seed \(seed)")
        case .belowWindow: #expect(extent.high.y <= space.sill, "\(family.name), seed \(seed)")
        case .onWall, .againstWall, .corner, .free, .ceiling, .onSurface, .underfoot: break
        }
      }
    }
  }

  @Test func `the same seed makes the same piece`() {
    for family in Families.fixtures {
      #expect(made(family, 7)?.arrangement == made(family, 7)?.arrangement, "\(family.name)")
    }
  }

  // MARK: - Surfaces

  @Test func `where things may stand there is something to stand on`() {
    for family in Families.fixtures {
      for seed in UInt64(0)..<6 {
        guard let (arrangement, _) = made(family, seed) else { continue }
        for member in arrangement.members {
          for surface in member.piece.surfaces {
            for share in [
              SIMD2<Float>(0.02, 0.02), SIMD2(0.98, 0.05), SIMD2(0.5, 0.5), SIMD2(0.03, 0.97), SIMD2(0.97, 0.96),
            ] {
              let place = surface.low + (surface.high - surface.low) * share
              let drop = dropped(from: SIMD3(place.x, surface.height + 0.05, place.y), on: member.piece.model)
              #expect(abs(drop - 0.05) < 0.001, "\(member.family) of \(family.name), seed \(seed): \(drop) at \(place)")
            }
          }
        }
      }
    }
  }

  /// How far a point falls on to a model; infinite where it misses.
  private func dropped(from point: SIMD3<Float>, on model: Model) -> Float {
    distance(point, SIMD3(0, -1, 0), model)
  }

  /// Distance along a ray to the nearest triangle or ball, by trying all of them.
  ///
  /// - Source: Möller and Trumbore, "Fast, minimum storage ray-triangle intersection", Journal of Graphics Tools 2, 1997.
  private func distance(_ origin: SIMD3<Float>, _ direction: SIMD3<Float>, _ model: Model) -> Float {
    var nearest = Float.infinity
    for triangle in model.mesh.triangles {
      let a = model.mesh.positions[Int(triangle.x)]
      let (u, v) = (model.mesh.positions[Int(triangle.y)] - a, model.mesh.positions[Int(triangle.z)] - a)
      let p = cross(direction, v)
      let determinant = dot(u, p)
      guard abs(determinant) > 1e-12 else { continue }
      let s = (origin - a) / determinant
      let (x, q) = (dot(s, p), cross(s, u))
      let y = dot(direction, q)
      let t = dot(v, q)
      if x >= 0 && y >= 0 && x + y <= 1 && t > 0 { nearest = min(nearest, t) }
    }
    for ball in model.balls {
      let offset = origin - ball.centre
      let (b, c) = (dot(offset, direction), dot(offset, offset) - ball.radius * ball.radius)
      let root = b * b - c
      guard root > 0 else { continue }
      let t = -b - root.squareRoot()
      if t > 0 { nearest = min(nearest, t) }
    }
    return nearest
  }

  // MARK: - Lamps

  private static let shining = ["floor lamp", "table lamp", "wall lamp"]

  @Test func `light leaves every lamp`() {
    var lit: [String: Int] = [:]
    for family in Families.fixtures {
      for seed in UInt64(0)..<40 where Self.shining.contains(family.name) || seed < 4 {
        guard let (arrangement, _) = made(family, seed) else { continue }
        for member in arrangement.members where !member.piece.model.lamps.isEmpty {
          let model = member.piece.model
          lit[family.name, default: 0] += 1
          for lamp in model.lamps {
            let share = shareThatLeaves(lamp, model)
            #expect(share > 0.12, "\(member.family), seed \(seed): \(share) of \(lamp.form) gets out")
          }
        }
      }
    }
    for name in Self.shining {
      // Some are switched off.
      #expect((lit[name] ?? 0) > 10 && (lit[name] ?? 0) < 38, "\(name): \(lit[name] ?? 0) of 40 are lit")
    }
  }

  /// Share of directions on a spiral in which a ray from the lamp's surface gets away from the model that holds it.
  private func shareThatLeaves(_ lamp: Lamp, _ model: Model) -> Float {
    let count = 48
    var (tried, free) = (0, 0)
    for index in 0..<count {
      let height = 1 - 2 * (Float(index) + 0.5) / Float(count)
      let ring = (1 - height * height).squareRoot()
      let direction = SIMD3(ring * sine(Float(index) * 2.39996), height, ring * cosine(Float(index) * 2.39996))
      let start: SIMD3<Float>
      switch lamp.form {
      case .panel(let u, let v), .portal(let u, let v):
        guard dot(cross(u, v), direction) > 0 else { continue }
        start = lamp.centre
      case .bulb(let radius): start = lamp.centre + direction * radius
      case .spot(let axis, _, let outer, let radius):
        guard dot(axis, direction) > outer else { continue }
        start = lamp.centre + direction * radius
      }
      tried += 1
      if distance(start, direction, model) == .infinity { free += 1 }
    }
    return Float(free) / Float(max(tried, 1))
  }

  // MARK: - Rooms

  /// A room with a door and a window, of a kind.
  private func room(_ kind: RoomKind) -> RoomShell {
    let corners = [SIMD2<Float>(0, 0), SIMD2(0, 4), SIMD2(5, 4), SIMD2(5, 0)]
    var walls = corners.indices.map {
      RoomShell.Wall(start: corners[$0], end: corners[($0 + 1) % 4], height: 2.6)
    }
    // Whoever walks along a wall has the room on the left.
    for index in walls.indices where dot(walls[index].inward, SIMD2(2.5, 2) - walls[index].start) < 0 {
      walls[index] = RoomShell.Wall(start: walls[index].end, end: walls[index].start, height: 2.6)
    }
    walls[0].openings = [.init(kind: .door, from: 0.4, to: 1.3, bottom: 0, top: 2.05)]
    walls[1].openings = [.init(kind: .window, from: 1.5, to: 3, bottom: 0.9, top: 2.2)]
    return RoomShell(kind: kind, floor: [.init(low: .zero, high: SIMD2(5, 4))], walls: walls, height: 2.6)
  }

  private static let kinds: [RoomKind] = [.living, .kitchen, .bathroom, .office, .workshop]

  private func furnished(_ kind: RoomKind, _ seed: UInt64) -> [Furnisher.Placed] {
    var random = RandomStream(seed: seed)
    let palette = Palette(&random)
    return Furnisher.furnish(room(kind), palette: palette, families: Families.fixtures, &random)
  }

  @Test func `small things stand on their surfaces and do not hang over`() {
    var stood = 0
    for kind in Self.kinds {
      for seed in UInt64(0)..<6 {
        let placed = furnished(kind, seed)
        for thing in placed {
          guard let index = thing.support, let bounds = thing.model.bounds else { continue }
          stood += 1
          let holder = placed[index]
          let bottom = thing.pose.position.y + bounds.low.y
          let level = holder.surfaces.filter { abs(holder.pose.position.y + $0.height - bottom) < 0.002 }
          #expect(!level.isEmpty, "\(thing.family) on \(holder.family) is at \(bottom)")
          let back = Pose(yaw: -holder.pose.yaw)
          let corners = thing.model.mesh.positions.map { back.direction(thing.pose.point($0) - holder.pose.position) }
          let isWithin = level.contains { surface in
            corners.allSatisfy {
              all(SIMD2($0.x, $0.z) .>= surface.low - 0.001) && all(SIMD2($0.x, $0.z) .<= surface.high + 0.001)
            }
          }
          #expect(isWithin, "\(thing.family) hangs over the edge of \(holder.family), seed \(seed)")
        }
      }
    }
    #expect(stood > 25, "\(stood)")
  }

  @Test func `nothing shares space, and doors and windows stay clear of all but curtains`() {
    for kind in Self.kinds {
      for seed in UInt64(0)..<6 {
        let placed = furnished(kind, seed)
        let boxes = placed.map { piece in piece.solids.map { FloorBox($0, at: piece.pose) } }
        for a in placed.indices where !placed[a].isUnderfoot {
          for b in placed.indices where b > a && !placed[b].isUnderfoot {
            let touches = boxes[a].contains { box in boxes[b].contains { $0.overlaps(box, slack: 0.002) } }
            #expect(!touches, "\(placed[a].family) and \(placed[b].family) in the \(kind), seed \(seed)")
          }
        }
        checkOpenings(placed, boxes, room(kind))
      }
    }
  }

  private func checkOpenings(_ placed: [Furnisher.Placed], _ boxes: [[FloorBox]], _ shell: RoomShell) {
    let draped: Set = ["curtain", "curtain rail", "blind"]
    for wall in shell.walls {
      for opening in wall.openings {
        let isDoor = opening.kind == .door
        let before = FloorBox(
          wall, from: opening.from, to: opening.to, depth: isDoor ? 0.6 : 0.2,
          low: isDoor ? 0.1 : opening.bottom + 0.13,
          high: opening.top)
        for index in placed.indices where isDoor || !draped.contains(placed[index].family) {
          guard placed[index].support == nil else { continue }
          #expect(
            !boxes[index].contains { $0.overlaps(before) }, "\(placed[index].family) is before the \(opening.kind)")
        }
      }
    }
  }
}
