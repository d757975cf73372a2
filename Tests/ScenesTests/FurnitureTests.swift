// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RotundaHomes
@testable import RotundaSolids

/// A box on the floor plan in double precision, made of the placed pieces' solids without the engine's own boxes.
private struct TestBox {
  var corners: [SIMD2<Double>]
  var low: Double
  var high: Double

  init(_ solid: Solid, _ pose: Pose) {
    let (c, s) = (Double(pose.yaw).cosine, Double(pose.yaw).sine)
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { pick in
      let x = Double(pick.0 == 0 ? solid.low.x : solid.high.x)
      let z = Double(pick.1 == 0 ? solid.low.z : solid.high.z)
      return SIMD2(Double(pose.position.x) + c * x + s * z, Double(pose.position.z) + c * z - s * x)
    }
    low = Double(pose.position.y + solid.low.y)
    high = Double(pose.position.y + solid.high.y)
  }

  init(_ rectangle: RoomShell.Rectangle, to top: Double) {
    let (l, h) = (SIMD2<Double>(rectangle.low), SIMD2<Double>(rectangle.high))
    corners = [l, SIMD2(h.x, l.y), h, SIMD2(l.x, h.y)]
    (low, high) = (0, top)
  }

  /// How deep two boxes are in each other along the axis where that is least; negative if they are apart.
  func penetration(_ other: TestBox) -> Double {
    var least = min(high - other.low, other.high - low)
    for box in [self, other] {
      for side in 0..<2 {
        let edge = box.corners[side + 1] - box.corners[side]
        let size = (edge * edge).sum().squareRoot()
        guard size > 0 else { continue }
        let axis = SIMD2(-edge.y, edge.x) / size
        let mine = corners.map { ($0 * axis).sum() }
        let theirs = other.corners.map { ($0 * axis).sum() }
        least = min(
          least, (mine.max() ?? 0) - (theirs.min() ?? 0), (theirs.max() ?? 0) - (mine.min() ?? 0))
      }
    }
    return least
  }

  func distance(_ p: SIMD2<Double>) -> Double {
    var isInside = true
    var least = Double.infinity
    for index in corners.indices {
      let (a, b) = (corners[index], corners[(index + 1) % 4])
      let edge = b - a
      if edge.x * (p.y - a.y) - edge.y * (p.x - a.x) < 0 { isInside = false }
      let t = min(1, max(0, ((p - a) * edge).sum() / max(1e-12, (edge * edge).sum())))
      let off = p - (a + edge * t)
      least = min(least, (off * off).sum().squareRoot())
    }
    // The corners may run either way.
    let other = corners.indices.allSatisfy { index in
      let (a, b) = (corners[index], corners[(index + 1) % 4])
      return (b - a).x * (p.y - a.y) - (b - a).y * (p.x - a.x) <= 0
    }
    return isInside || other ? 0 : least
  }
}

@Suite struct FurnitureTests {
  private static let count = 200

  private func room(_ seed: Int) -> (shell: RoomShell, placed: [Furnisher.Placed]) {
    var random = RandomStream(seed: 77, index: seed)
    let shell = RandomShells.shell(kind: RoomKind.allCases[seed % RoomKind.allCases.count], &random)
    let palette = Palette(&random)
    return (shell, Furnisher.furnish(shell, palette: palette, &random))
  }

  @Test func `nothing interpenetrates, leaves the room, stands in doors or blocks the way`() {
    for seed in 0..<FurnitureTests.count {
      let (shell, placed) = room(seed)
      let boxes = placed.map { piece in piece.solids.map { TestBox($0, piece.pose) } }
      for first in placed.indices where !placed[first].isUnderfoot {
        for second in 0..<first where !placed[second].isUnderfoot {
          for a in boxes[first] {
            for b in boxes[second] {
              let depth = a.penetration(b)
              guard depth >= 0.002 else { continue }
              Issue.record("\(seed): \(placed[first].family) is \(depth) m in \(placed[second].family)")
            }
          }
        }
      }
      checkPlaces(seed, shell, placed, boxes)
      checkWays(seed, shell, placed, boxes)
    }
  }

  private func checkPlaces(_ seed: Int, _ shell: RoomShell, _ placed: [Furnisher.Placed], _ boxes: [[TestBox]]) {
    let doors = shell.walls.flatMap { wall in
      wall.openings.filter { $0.kind == .door || $0.kind == .passage }.map { opening in
        let (a, b) = (
          wall.start + wall.along * opening.from, wall.start + wall.along * opening.to + wall.inward * 0.75
        )
        return RoomShell.Rectangle(low: pointwiseMin(a, b), high: pointwiseMax(a, b))
      }
    }
    let taken = (shell.reserved + doors).map { TestBox($0, to: 2) }
    for (piece, solids) in zip(placed, boxes) {
      for box in solids {
        #expect(box.low > -0.001 && box.high < Double(shell.height) + 0.002, "\(seed): \(piece.family) in the ceiling")
        for step in 0...16 {
          let (u, v) = (Double(step % 4) / 3, Double(step / 4) / 4)
          let p = box.corners[0] + (box.corners[1] - box.corners[0]) * u + (box.corners[3] - box.corners[0]) * v
          let point = SIMD2<Float>(p)
          let isInside = shell.floor.contains { all(point .> $0.low - 0.004) && all(point .< $0.high + 0.004) }
          if !isInside { Issue.record("\(seed): \(piece.family) leaves the room at \(point)") }
        }
        guard !piece.isUnderfoot else { continue }
        if taken.contains(where: { box.penetration($0) >= 0.002 }) {
          Issue.record("\(seed): \(piece.family) stands in a way")
        }
      }
    }
  }

  /// Somebody 0.44 m wide walks from each door to every other on a grid of 5 cm.
  private func checkWays(_ seed: Int, _ shell: RoomShell, _ placed: [Furnisher.Placed], _ boxes: [[TestBox]]) {
    let solid = zip(placed, boxes).filter { !$0.0.isUnderfoot }.flatMap(\.1).filter { $0.low < 1.8 && $0.high > 0.05 }
    let low = shell.floor.reduce(SIMD2<Float>(repeating: 1e9)) { pointwiseMin($0, $1.low) }
    let high = shell.floor.reduce(SIMD2<Float>(repeating: -1e9)) { pointwiseMax($0, $1.high) }
    let step: Float = 0.05
    let (columns, rows) = (Int((high.x - low.x) / step), Int((high.y - low.y) / step))
    func point(_ column: Int, _ row: Int) -> SIMD2<Float> { low + (SIMD2(Float(column), Float(row)) + 0.5) * step }
    var isFree = (0..<columns * rows).map { cell in
      shell.floor.contains { $0.contains(point(cell % columns, cell / columns)) }
    }
    for box in solid {
      let least = (SIMD2<Float>(box.corners.reduce(box.corners[0]) { pointwiseMin($0, $1) }) - 0.25 - low) / step
      let most = (SIMD2<Float>(box.corners.reduce(box.corners[0]) { pointwiseMax($0, $1) }) + 0.25 - low) / step
      for row in max(0, Int(least.y))..<max(0, min(rows, Int(most.y) + 1)) {
        for column in max(0, Int(least.x))..<max(0, min(columns, Int(most.x) + 1))
        where box.distance(SIMD2<Double>(point(column, row))) < 0.22 {
          isFree[row * columns + column] = false
        }
      }
    }
    let gates = shell.walls.flatMap { wall in
      wall.openings.filter { $0.kind == .door || $0.kind == .passage }.map { opening -> Int in
        let p = wall.start + wall.along * ((opening.from + opening.to) / 2) + wall.inward * 0.35
        let place = (p - low) / step
        return min(rows - 1, max(0, Int(place.y))) * columns + min(columns - 1, max(0, Int(place.x)))
      }
    }
    guard let first = gates.first else { return }
    var reached: Set<Int> = [first]
    var open = [first]
    while let cell = open.popLast() {
      let column = cell % columns
      for (other, isInside) in [
        (cell - 1, column > 0), (cell + 1, column < columns - 1), (cell - columns, cell >= columns),
        (cell + columns, cell + columns < columns * rows),
      ] where isInside && isFree[other] && !reached.contains(other) {
        reached.insert(other)
        open.append(other)
      }
    }
    for gate in gates { #expect(reached.contains(gate), "\(seed): a door of the \(shell.kind) cannot be reached") }
  }

  @Test func `every family makes sound things of the size it says`() {
    for family in Families.all {
      var made = 0
      for seed in 0..<50 {
        var random = RandomStream(seed: 5, index: seed)
        let palette = Palette(&random)
        let space = Family.Space(
          kind: family.rooms.keys.sorted { $0.rawValue < $1.rawValue }.first ?? .living, width: 4.5, depth: 4.5,
          height: family.site == .belowWindow ? 0.88 : 2.7, sill: 0.9, lintel: 2.1, margin: 0.4)
        guard let arrangement = family.make(&random, palette, space) else { continue }
        made += 1
        #expect(arrangement.members.contains { $0.isEssential }, "\(family.name) has nothing essential")
        for member in arrangement.members { check(member.piece, "\(family.name): \(member.family), seed \(seed)") }
      }
      #expect(made > 25, "\(family.name) made only \(made) of 50")
    }
  }

  private func check(_ piece: Piece, _ name: String) {
    let mesh = piece.model.mesh
    let count = mesh.positions.count
    #expect(count > 0 || !piece.model.balls.isEmpty, "\(name) is empty")
    #expect(mesh.normals.count == count && mesh.coordinates.count == count, "\(name): arrays differ in length")
    let isOutside = { (point: SIMD3<Float>) in
      !piece.solids.contains { all(point .> $0.low - 0.004) && all(point .< $0.high + 0.004) }
    }
    let stray = mesh.positions.first(where: isOutside)
    #expect(stray == nil, "\(name): \(stray ?? .zero) is in none of its solids")
    let inward = mesh.triangles.count { triangle in
      guard Int(triangle.x) < count, Int(triangle.y) < count, Int(triangle.z) < count,
        Int(triangle.w) < piece.model.materials.count
      else { return true }
      let corners = [Int(triangle.x), Int(triangle.y), Int(triangle.z)]
      let p = corners.map { mesh.positions[$0] }
      let face = normalised(cross(p[1] - p[0], p[2] - p[0]))
      return !corners.allSatisfy { corner in
        let (normal, coordinate) = (mesh.normals[corner], mesh.coordinates[corner])
        let isSound = normal == .zero || (abs(length(normal) - 1) < 1e-3 && dot(normal, face) > -0.35)
        return isSound && mesh.positions[corner].sum().isFinite && coordinate.sum().isFinite
      }
    }
    // Crumpled cloth may fold over at single places.
    #expect(inward * 50 <= mesh.triangles.count, "\(name): \(inward) of \(mesh.triangles.count) triangles are unsound")
    #expect(mesh.triangles.count < 14_000, "\(name) has \(mesh.triangles.count) triangles")
    for surface in piece.surfaces {
      #expect(all(surface.low .< surface.high) && surface.clearHeight > 0, "\(name): a surface is empty")
    }
  }

  @Test func `closed pieces look outwards`() {
    // Those of the families here are closed but for bed covers.
    for family in Families.living + Families.resting + Families.working {
      for seed in 0..<20 {
        var random = RandomStream(seed: 11, index: seed)
        let palette = Palette(&random)
        let space = Family.Space(kind: .living, width: 4.5, depth: 4.5, height: 2.7)
        for member in family.make(&random, palette, space)?.members ?? [] {
          #expect(signedVolume(member.piece.model.mesh) > 0, "\(family.name): \(member.family), seed \(seed)")
        }
      }
    }
  }

  @Test func `a seed gives the same room again, another one another`() {
    for seed in 0..<13 {
      let (first, second) = (room(seed).placed, room(seed).placed)
      #expect(first == second)
      #expect(first.map(\.solids) == second.map(\.solids))
    }
    #expect(room(0).placed != room(13).placed)
  }

  @Test func `rooms hold what they are named for`() {
    var (bedrooms, beds, pieces) = (0, 0, 0)
    for seed in 0..<40 {
      var random = RandomStream(seed: 3, index: seed)
      var shell = RandomShells.shell(kind: .bedroom, &random)
      shell.kind = .bedroom
      let palette = Palette(&random)
      let placed = Furnisher.furnish(shell, palette: palette, &random)
      bedrooms += 1
      beds += placed.contains { $0.family == "bed" || $0.family == "bunk bed" } ? 1 : 0
      pieces += placed.count { $0.support == nil && !$0.isUnderfoot }
    }
    #expect(beds * 10 > bedrooms * 6, "\(beds) beds in \(bedrooms) bedrooms")
    #expect(pieces > bedrooms * 3, "\(pieces) pieces in \(bedrooms) bedrooms")
  }
}
