// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaSolids

/// A furnished living room with a window, a mirror and finely modelled things in it: about 100 000 triangles.
enum BenchmarkRoom {
  /// Where the photographer stands: four places clear of furniture.
  static let cameras = [(0.4, 1.5, 0.6), (-1.2, 1.2, -1.1), (1.6, 1.7, 1.3), (-0.6, 1.4, 1.5)].map { x, y, z in
    Camera(position: SIMD3(Float(x), Float(y), Float(z)))
  }

  static func scene() -> Scene {
    var room = Model()
    let half = SIMD3<Float>(2.9, 1.3, 2.3)
    addShell(&room, half)
    addFurniture(&room)
    addLamps(&room)
    var sky = Sky(.uniform(SIMD3(4.5, 5, 6)), ground: SIMD3(repeating: 1.2))
    let sun = SIMD3<Float>(0.62, 0.55, 0.56)
    let length = (sun * sun).sum().squareRoot()
    sky.sun = Sky.Sun(direction: sun / length, irradiance: SIMD3(60, 56, 48))
    return Scene(model: room, sky: sky)
  }

  // MARK: - Shell

  private static func addShell(_ room: inout Model, _ half: SIMD3<Float>) {
    var boards = Material(.planks, SIMD3(0.42, 0.26, 0.14), SIMD3(0.1, 0.06, 0.03))
    boards.size = SIMD2(0.14, 1.4)
    boards.variation = 0.4
    boards.finish = .coated(gloss: 0.04, roughness: 0.25)
    let floor = room.add(boards)
    var paint = Material(.plain, SIMD3(0.78, 0.74, 0.66))
    paint.mottling = 0.05
    let wall = room.add(paint)
    let ceiling = room.add(Material(.plain, SIMD3(0.85, 0.85, 0.83)))
    let (x, z, top) = (half.x, half.z, 2 * half.y)
    room.addPolygon([SIMD3(-x, 0, z), SIMD3(x, 0, z), SIMD3(x, 0, -z), SIMD3(-x, 0, -z)], material: floor)
    room.addPolygon([SIMD3(-x, top, -z), SIMD3(x, top, -z), SIMD3(x, top, z), SIMD3(-x, top, z)], material: ceiling)
    room.addPolygon([SIMD3(-x, 0, -z), SIMD3(x, 0, -z), SIMD3(x, top, -z), SIMD3(-x, top, -z)], material: wall)
    room.addPolygon([SIMD3(x, 0, z), SIMD3(-x, 0, z), SIMD3(-x, top, z), SIMD3(x, top, z)], material: wall)
    room.addPolygon([SIMD3(-x, 0, z), SIMD3(-x, 0, -z), SIMD3(-x, top, -z), SIMD3(-x, top, z)], material: wall)
    addWindowWall(&room, half, wall)
  }

  /// The wall at +x with an opening of 1.8 m by 1.4 m.
  private static func addWindowWall(_ room: inout Model, _ half: SIMD3<Float>, _ wall: Int) {
    let (x, z, top) = (half.x, half.z, 2 * half.y)
    func strip(_ from: SIMD2<Float>, _ to: SIMD2<Float>) {
      // Along z from `from.x` to `to.x`, heights `from.y` to `to.y`; outside is 0.2 m further.
      room.addBox(
        centre: SIMD3(x + 0.1, (from.y + to.y) / 2, (from.x + to.x) / 2),
        half: SIMD3(0.1, (to.y - from.y) / 2, (to.x - from.x) / 2), material: wall)
    }
    strip(SIMD2(-z, 0), SIMD2(z, 0.8))
    strip(SIMD2(-z, 2.2), SIMD2(z, top))
    strip(SIMD2(-z, 0.8), SIMD2(-0.9, 2.2))
    strip(SIMD2(0.9, 0.8), SIMD2(z, 2.2))
    var pane = Material(.plain, SIMD3(repeating: 0.95))
    pane.finish = .glass
    let glass = room.add(pane)
    let place = x + 0.1
    room.addPolygon(
      [SIMD3(place, 0.8, 0.9), SIMD3(place, 0.8, -0.9), SIMD3(place, 2.2, -0.9), SIMD3(place, 2.2, 0.9)],
      material: glass)
    let frame = room.add(Material(.plain, SIMD3(repeating: 0.7)))
    room.addBox(centre: SIMD3(place, 1.5, 0), half: SIMD3(0.02, 0.7, 0.02), material: frame)
    room.lamps.append(
      Lamp(
        .portal(edgeU: SIMD3(0, 0, 0.9), edgeV: SIMD3(0, 0.7, 0)), centre: SIMD3(x + 0.15, 1.5, 0),
        emission: SIMD3(repeating: 0.9)))
  }

  // MARK: - Things

  private static func addFurniture(_ room: inout Model) {
    let oak = room.add(Material(.plain, SIMD3(0.4, 0.24, 0.12)))
    let cloth = room.add(Material(.plain, SIMD3(0.12, 0.2, 0.3)))
    let white = room.add(Material(.plain, SIMD3(repeating: 0.75)))
    var silver = Material(.plain, SIMD3(repeating: 0.9))
    silver.finish = .mirror
    let mirror = room.add(silver)
    var brass = Material(.plain, SIMD3(0.85, 0.65, 0.3))
    brass.finish = .metal(roughness: 0.3)
    let metal = room.add(brass)
    addTable(&room, SIMD3(0.6, 0, -1.2), oak)
    addShelf(&room, SIMD3(-2.7, 0, 0.6))
    // A sofa of two blocks and cushions.
    room.addBox(centre: SIMD3(-1, 0.22, 1.95), half: SIMD3(1, 0.22, 0.4), material: cloth)
    room.addBox(centre: SIMD3(-1, 0.55, 2.2), half: SIMD3(1, 0.35, 0.12), material: cloth)
    addBlob(&room, centre: SIMD3(-1.6, 0.6, 1.9), radius: 0.22, white)
    addBlob(&room, centre: SIMD3(-0.5, 0.6, 1.9), radius: 0.2, cloth)
    addBlob(&room, centre: SIMD3(2.2, 0.55, -1.6), radius: 0.5, room.add(Material(.clouds, SIMD3(0.15, 0.35, 0.08))))
    room.balls.append(Ball(centre: SIMD3(0.4, 0.87, -1.1), radius: 0.12, material: metal))
    room.balls.append(Ball(centre: SIMD3(0.9, 0.83, -1.3), radius: 0.08, material: white))
    room.addPolygon(
      [SIMD3(-1.6, 0.9, -2.28), SIMD3(-0.6, 0.9, -2.28), SIMD3(-0.6, 2, -2.28), SIMD3(-1.6, 2, -2.28)],
      material: mirror)
  }

  private static func addTable(_ room: inout Model, _ place: SIMD3<Float>, _ material: Int) {
    room.addBox(centre: place + SIMD3(0, 0.73, 0), half: SIMD3(0.8, 0.02, 0.45), material: material)
    for x: Float in [-0.75, 0.75] {
      for z: Float in [-0.4, 0.4] {
        room.addBox(centre: place + SIMD3(x, 0.355, z), half: SIMD3(0.025, 0.355, 0.025), material: material)
      }
    }
  }

  private static func addShelf(_ room: inout Model, _ place: SIMD3<Float>) {
    let white = room.add(Material(.plain, SIMD3(repeating: 0.7)))
    for level in 0..<5 {
      room.addBox(
        centre: place + SIMD3(0, 0.1 + 0.42 * Float(level), 0), half: SIMD3(0.17, 0.012, 0.6), material: white)
    }
    for side: Float in [-0.6, 0.6] {
      room.addBox(centre: place + SIMD3(0, 0.95, side), half: SIMD3(0.17, 0.95, 0.012), material: white)
    }
    for level in 0..<4 {
      for book in 0..<24 {
        let shade = Float((book * 37 + level * 11) % 17) / 17
        let cover = room.add(Material(.plain, SIMD3(0.1 + 0.5 * shade, 0.35 - 0.3 * shade, 0.2)))
        let height = 0.11 + 0.04 * shade
        room.addBox(
          centre: place + SIMD3(0, 0.112 + 0.42 * Float(level) + height, -0.56 + 0.047 * Float(book)),
          half: SIMD3(0.11, height, 0.02), material: cover)
      }
    }
  }

  /// A rounded thing of many triangles with smooth normals.
  private static func addBlob(_ room: inout Model, centre: SIMD3<Float>, radius: Float, _ material: Int) {
    let (rows, columns) = (128, 128)
    let first = UInt32(room.mesh.positions.count)
    for row in 0...rows {
      for column in 0...columns {
        let latitude = Float.pi * (Float(row) / Float(rows) - 0.5)
        let longitude = 2 * Float.pi * Float(column) / Float(columns)
        let out = SIMD3(cos(latitude) * sin(longitude), sin(latitude), cos(latitude) * cos(longitude))
        let bump = 1 + 0.06 * sin(6 * longitude) * cos(5 * latitude)
        room.mesh.positions.append(centre + out * radius * bump)
        room.mesh.normals.append(out)
        room.mesh.coordinates.append(SIMD2(longitude, latitude) * radius)
      }
    }
    for row in 0..<UInt32(rows) {
      for column in 0..<UInt32(columns) {
        let a = first + row * UInt32(columns + 1) + column
        let b = a + UInt32(columns + 1)
        room.mesh.triangles.append(SIMD4(a, a + 1, b + 1, UInt32(material)))
        room.mesh.triangles.append(SIMD4(a, b + 1, b, UInt32(material)))
      }
    }
  }

  // MARK: - Light

  private static func addLamps(_ room: inout Model) {
    var glow = Material(.plain, SIMD3(1, 0.9, 0.75))
    glow.emission = 12
    let shine = room.add(glow)
    for x: Float in [-1.4, 1.2] {
      room.addBox(centre: SIMD3(x, 2.58, 0), half: SIMD3(0.3, 0.02, 0.3), material: shine)
      room.lamps.append(
        Lamp(
          .panel(edgeU: SIMD3(0.3, 0, 0), edgeV: SIMD3(0, 0, 0.3)), centre: SIMD3(x, 2.555, 0),
          emission: SIMD3(12, 10.8, 9)))
    }
    room.balls.append(Ball(centre: SIMD3(-2.3, 1.5, -1.7), radius: 0.06, material: shine))
    room.lamps.append(Lamp(.bulb(radius: 0.06), centre: SIMD3(-2.3, 1.5, -1.7), emission: SIMD3(1, 0.8, 0.6)))
  }
}
