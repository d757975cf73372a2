// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaScenes
import RotundaSphere
import Testing

@Suite struct DepthTests {
  private let low = SIMD3<Float>(-2, 0, -3.5)
  private let high = SIMD3<Float>(2.5, 2.75, 4)
  private let eye = SIMD3<Float>(0.5, 1.625, -1)

  @Test func `a box room has the closed form at every pixel`() {
    let map = depth(of: emptyRoom(low: low, high: high), from: eye)
    let worst = worstError(map) {
      distanceToWalls(SIMD3<Double>(eye), $0, SIMD3<Double>(low), SIMD3<Double>(high))
    }
    #expect(worst <= 1e-5)
  }

  @Test func `an endless floor and ceiling have the closed form down to the horizon`() {
    let map = depth(
      of: emptyRoom(low: SIMD3(-900, 0, -900), high: SIMD3(900, 4, 900)), from: SIMD3(0, 1.5, 0), width: 256)
    let worst = worstError(map) { direction in
      direction.y < 0 ? 1.5 / -direction.y : 2.5 / direction.y
    }
    #expect(worst <= 1e-5)
  }

  @Test func `a ball in a room has the closed form at every pixel`() {
    var scene = emptyRoom(low: low, high: high)
    scene.solids = [Solid(.sphere, centre: SIMD3(1.5, 1.25, 1.5), half: SIMD3(repeating: 0.75), material: 0)]
    let offset = SIMD3<Double>(eye) - SIMD3(1.5, 1.25, 1.5)
    let worst = worstError(depth(of: scene, from: eye, width: 256)) { direction in
      let along = (offset * direction).sum()
      let rest = along * along - (offset * offset).sum() + 0.75 * 0.75
      guard rest > 0 && along < 0 else {
        return distanceToWalls(SIMD3<Double>(eye), direction, SIMD3<Double>(low), SIMD3<Double>(high))
      }
      return -along - rest.squareRoot()
    }
    #expect(worst <= 1e-5)
  }

  @Test func `an upright cylinder in a room has the closed form at every pixel`() {
    var scene = emptyRoom(low: low, high: high)
    scene.solids = [Solid(.cylinder, centre: SIMD3(-1, 0.5, -2), half: SIMD3(0.25, 0.5, 0), material: 0)]
    let offset = SIMD3<Double>(eye) - SIMD3(-1, 0.5, -2)
    let worst = worstError(depth(of: scene, from: eye, width: 256)) { direction in
      let walls = distanceToWalls(SIMD3<Double>(eye), direction, SIMD3<Double>(low), SIMD3<Double>(high))
      // The camera is above the cylinder: a ray enters by the top, or else by the side.
      let top = (0.5 - offset.y) / direction.y
      let atTop = offset + direction * top
      if top > 0 && atTop.x * atTop.x + atTop.z * atTop.z < 0.0625 { return top }
      let a = direction.x * direction.x + direction.z * direction.z
      let b = offset.x * direction.x + offset.z * direction.z
      let c = offset.x * offset.x + offset.z * offset.z - 0.0625
      guard b < 0 && b * b > a * c else { return walls }
      let side = (-b - (b * b - a * c).squareRoot()) / a
      return abs(offset.y + direction.y * side) < 0.5 ? side : walls
    }
    #expect(worst <= 1e-5)
  }

  @Test func `a turned box hides what is behind it, at the distance of its planes`() {
    var scene = emptyRoom(low: low, high: high)
    scene.solids = [Solid(.box, centre: SIMD3(1, 0.5, 1), half: SIMD3(0.5, 0.5, 0.25), yaw: 0.6, material: 0)]
    let (c, s) = (cosine(0.6), sine(0.6))
    func turned(_ v: SIMD3<Double>) -> SIMD3<Double> { SIMD3(c * v.x - s * v.z, v.y, s * v.x + c * v.z) }
    let origin = turned(SIMD3<Double>(eye) - SIMD3(1, 0.5, 1))
    let worst = worstError(depth(of: scene, from: eye, width: 256)) { direction in
      let local = turned(direction)
      // The three faces that look towards the camera, each tested as a rectangle.
      var nearest = distanceToWalls(SIMD3<Double>(eye), direction, SIMD3<Double>(low), SIMD3<Double>(high))
      let half = SIMD3<Double>(0.5, 0.5, 0.25)
      for axis in 0..<3 {
        let distance = ((origin[axis] > 0 ? half[axis] : -half[axis]) - origin[axis]) / local[axis]
        let point = origin + local * distance
        let others = [0, 1, 2].filter { $0 != axis }
        if distance > 0 && others.allSatisfy({ abs(point[$0]) <= half[$0] }) { nearest = min(nearest, distance) }
      }
      return nearest
    }
    #expect(worst <= 1e-5)
  }

  @Test func `a gabled ceiling has the closed form of its slopes`() {
    var scene = emptyRoom(low: SIMD3(-2, 0, -3), high: SIMD3(2, 4, 3))
    let scale = Float(1) / Float(2).squareRoot()
    scene.cells[0].planes = [-1, 1].map { SIMD4($0 * scale, scale, 0, 4 * scale) }
    let origin = SIMD3<Double>(0.25, 1.5, 0.5)
    let map = depth(of: scene, from: SIMD3<Float>(origin))
    let worst = worstError(map) { direction in
      let walls = distanceToWalls(origin, direction, SIMD3(-2, 0, -3), SIMD3(2, 4, 3))
      return [-1.0, 1].reduce(walls) { nearest, side in
        let speed = side * direction.x + direction.y
        return speed > 0 ? min(nearest, (4 - side * origin.x - origin.y) / speed) : nearest
      }
    }
    #expect(worst <= 1e-5)
  }

  @Test func `an L-shaped room is seen round its corner`() {
    var scene = emptyRoom(low: SIMD3(-2, 0, -2), high: SIMD3(2, 2.5, 2))
    scene.cells.append(Cell(minimum: SIMD3(2, 0, 0), maximum: SIMD3(6, 2.5, 2), faces: [0]))
    let eye = SIMD3<Double>(-1, 1.5, 1)
    let map = depth(of: scene, from: SIMD3<Float>(eye), width: 64)
    let worst = worstError(map) { direction in
      // Marching in millimetres knows nothing of faces.
      var distance = 0.0
      while scene.cells.contains(where: { $0.contains(SIMD3<Float>(eye + direction * distance), margin: 1e-5) }) {
        distance += 1e-3
      }
      return distance
    }
    #expect(worst <= 2e-3)
    #expect(map.values.contains { $0 > 6.9 })
  }

  @Test func `turning the camera by whole columns rolls the depth map`() {
    let scene = emptyRoom(low: low, high: high)
    let straight = depth(of: scene, from: eye, width: 64)
    let turned = depth(of: scene, from: eye, yaw: .pi / 2, width: 64)
    let worst = straight.values.indices.reduce(Float(0)) { worst, index in
      let column = (index % 64 + 64 - 16) % 64
      let same = turned[column: column, row: index / 64]
      return max(worst, abs(same - straight.values[index]) / same)
    }
    #expect(worst <= 1e-5)
  }

  @Test(arguments: [8, 20, 50]) func `a size that is no multiple of a packet is whole`(width: Int) {
    let map = depth(of: emptyRoom(low: low, high: high), from: eye, width: width)
    #expect(map.validShare == 1)
  }
}
