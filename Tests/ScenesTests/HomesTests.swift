// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RotundaHomes
@testable import RotundaSolids

@Suite struct HomesTests {
  private static let homes = (0..<16).map { Home.random(seed: 11, index: $0) }

  @Test func `a home is a pure function of seed and number`() {
    for (index, home) in Self.homes.prefix(6).enumerated() {
      let again = Home.random(seed: 11, index: index)
      #expect(again.scene == home.scene)
      #expect(again.viewpoints == home.viewpoints)
    }
    #expect(Set(Self.homes.map(\.scene)).count == Self.homes.count)
    #expect(Home.random(seed: 12, index: 0).scene != Self.homes[0].scene)
  }

  @Test func `cameras keep 40 centimetres from every triangle and ball`() {
    for home in Self.homes {
      let model = home.scene.model
      for viewpoint in home.viewpoints {
        let position = viewpoint.camera.position
        #expect((1...2).contains(viewpoint.height))
        let triangles = model.mesh.triangles.lazy.map { triangle in
          distance(
            position, model.mesh.positions[Int(triangle.x)], model.mesh.positions[Int(triangle.y)],
            model.mesh.positions[Int(triangle.z)])
        }
        let balls = model.balls.lazy.map { length($0.centre - position) - $0.radius }
        let nearest = min(triangles.min() ?? 0, balls.min() ?? 1)
        #expect(nearest >= 0.4, "\(viewpoint) is \(nearest) m from something")
      }
    }
  }

  @Test func `a camera's height is its distance to the floor`() {
    for home in Self.homes {
      let triangles = home.bareTriangles
      for viewpoint in home.viewpoints {
        let depth = nearestHit(triangles, from: viewpoint.camera.position, along: SIMD3(0, -1, 0))
        #expect(abs((depth ?? 0) - viewpoint.height) < 1e-5)
      }
    }
  }

  @Test func `no ray leaves a home but through a pane`() {
    for home in Self.homes {
      let triangles = home.bareTriangles
      var random = RandomStream(seed: 3)
      for viewpoint in home.viewpoints {
        for _ in 0..<60 {
          let way = normalised(SIMD3(random.normal(), random.normal(), random.normal()))
          // Panes are among the triangles.
          #expect(nearestHit(triangles, from: viewpoint.camera.position, along: way) != nil)
        }
      }
    }
  }

  @Test func `every room is reached through doors and passages`() {
    for home in Self.homes {
      var reached: Set<Int> = [0]
      var isGrowing = true
      while isGrowing {
        let next = home.connections.filter { reached.contains($0.first) != reached.contains($0.second) }
        isGrowing = !next.isEmpty
        for way in next { reached.formUnion([way.first, way.second]) }
      }
      #expect(reached.count == home.rooms.count)
    }
  }

  @Test func `walls close around the floor and hold their openings`() {
    for (shell, room) in Self.homes.flatMap({ Array(zip($0.shells, $0.rooms)) }) {
      // The shoelace formula over all outlines gives the floor's area; an outline's sign says which side is left.
      let doubled = shell.walls.reduce(Float(0)) { $0 + $1.start.y * $1.end.x - $1.start.x * $1.end.y }
      #expect(abs(doubled / 2 - shell.area) < 1e-2)
      for wall in shell.walls {
        #expect(shell.walls.contains { $0.start == wall.end })
        for opening in wall.openings {
          #expect(opening.from >= 0 && opening.to <= wall.length && opening.from < opening.to)
          #expect(opening.bottom >= 0 && opening.bottom < opening.top && opening.top < room.highest)
        }
        let sorted = wall.openings.sorted { $0.from < $1.from }
        for (left, right) in zip(sorted, sorted.dropFirst()) { #expect(left.to <= right.from) }
      }
      for (index, rectangle) in shell.floor.enumerated() {
        #expect(!shell.floor.dropFirst(index + 1).contains(where: rectangle.overlaps))
      }
    }
  }

  @Test func `the floor in front of doors and under their leaves is reserved`() {
    for room in Self.homes.flatMap(\.rooms) {
      for side in room.sides {
        for opening in side.openings where opening.bottom == 0 {
          let isWay: Bool =
            switch opening.kind {
            case .door, .passage, .closedDoor: true
            case .window, .glazing, .niche: false
            }
          guard isWay else { continue }
          let ahead = side.point((opening.from + opening.to) / 2, 0.5)
          #expect(room.reserved.contains { $0.contains(ahead) })
          guard opening.isOwner, case .door(let leaf) = opening.kind else { continue }
          for step in 0...10 {
            let angle = leaf.angle * Float(step) / 10
            let hinge = leaf.isHingedAtStart ? opening.from : opening.to
            let along = (leaf.isHingedAtStart ? 1 : -1) * cosine(angle) * opening.width
            let place = side.point(hinge + along, sine(angle) * opening.width + 0.001)
            #expect(room.reserved.contains { $0.contains(place) })
          }
        }
      }
    }
  }

  @Test func `daylight comes in where rooms are`() {
    for home in Self.homes {
      for lamp in home.scene.model.lamps {
        guard case .portal(let u, let v) = lamp.form else { continue }
        let inside = lamp.centre + normalised(cross(u, v)) * 0.7
        #expect(home.rooms.contains { $0.contains(SIMD2(inside.x, inside.z), margin: 0) })
      }
    }
  }

  @Test func `buildings differ as buildings do`() {
    let homes = (0..<200).map { Home.random(seed: 4, index: $0, isFurnished: false) }
    let rooms = homes.flatMap(\.rooms)
    #expect(Set(rooms.map(\.kind)).count == RoomKind.allCases.count)
    #expect(rooms.count { $0.kind == .corridor && $0.bounds.size.max() >= 10 } > 15)
    #expect(homes.count { $0.rooms.count >= 4 } > 130)
    #expect(homes.allSatisfy { $0.rooms.count >= 2 && !$0.viewpoints.isEmpty })
    #expect(rooms.count { $0.floor.count > 1 } > 100, "rooms that are no rectangles")
    #expect(rooms.count { !$0.ceiling.isLevel } > 60)
    for room in rooms {
      let highest = room.floor.map { room.ceiling.highest(over: $0) }.max() ?? 0
      let isHall = [.hall, .workshop, .studio].contains(room.kind)
      #expect((2.1...(isHall ? 12.0 : 5.5)).contains(highest))
      if room.ceiling.isLevel { #expect(room.height >= 2.199) }
    }
    let heights = homes.flatMap(\.viewpoints).map(\.height)
    #expect(heights.count { (1.35...1.8).contains($0) } * 10 > heights.count * 7)
  }
}

/// A corner and the edges from it to the other two.
private typealias Triangle = (corner: SIMD3<Float>, u: SIMD3<Float>, v: SIMD3<Float>)

extension Home {
  /// The triangles without furniture, which comes after the building.
  fileprivate var bareTriangles: [Triangle] {
    let mesh = scene.model.mesh
    let furniture = furniture.reduce(0) { $0 + $1.model.mesh.triangles.count }
    return mesh.triangles.dropLast(furniture).map { triangle in
      let corner = mesh.positions[Int(triangle.x)]
      return (corner, mesh.positions[Int(triangle.y)] - corner, mesh.positions[Int(triangle.z)] - corner)
    }
  }
}

/// Distance to the nearest triangle, by Moeller and Trumbore, "Fast, minimum storage ray-triangle intersection" (1997).
private func nearestHit(_ triangles: [Triangle], from origin: SIMD3<Float>, along way: SIMD3<Float>) -> Float? {
  var nearest = Float.infinity
  for (corner, u, v) in triangles {
    let across = cross(way, v)
    let volume = dot(u, across)
    guard abs(volume) > 1e-12 else { continue }
    let offset = origin - corner
    let a = dot(offset, across) / volume
    let turned = cross(offset, u)
    let b = dot(way, turned) / volume
    let distance = dot(v, turned) / volume
    guard a >= 0, b >= 0, a + b <= 1, distance > 0 else { continue }
    nearest = min(nearest, distance)
  }
  return nearest.isFinite ? nearest : nil
}

/// Distance of a point to a triangle, by Ericson, "Real-time collision detection" (2005), section 5.1.5.
private func distance(_ p: SIMD3<Float>, _ a: SIMD3<Float>, _ b: SIMD3<Float>, _ c: SIMD3<Float>) -> Float {
  let (ab, ac, ap) = (b - a, c - a, p - a)
  let (d1, d2) = (dot(ab, ap), dot(ac, ap))
  if d1 <= 0 && d2 <= 0 { return length(ap) }
  let bp = p - b
  let (d3, d4) = (dot(ab, bp), dot(ac, bp))
  if d3 >= 0 && d4 <= d3 { return length(bp) }
  let vc = d1 * d4 - d3 * d2
  if vc <= 0 && d1 >= 0 && d3 <= 0 { return length(ap - ab * (d1 / (d1 - d3))) }
  let cp = p - c
  let (d5, d6) = (dot(ab, cp), dot(ac, cp))
  if d6 >= 0 && d5 <= d6 { return length(cp) }
  let vb = d5 * d2 - d1 * d6
  if vb <= 0 && d2 >= 0 && d6 <= 0 { return length(ap - ac * (d2 / (d2 - d6))) }
  let va = d3 * d6 - d5 * d4
  if va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0 { return length(bp - (c - b) * ((d4 - d3) / (d4 - d3 + d5 - d6))) }
  let scale = 1 / (va + vb + vc)
  return length(ap - ab * (vb * scale) - ac * (vc * scale))
}
