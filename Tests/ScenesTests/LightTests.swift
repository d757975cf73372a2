// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaScenes
import RotundaSphere
import Testing

@Suite struct LightTests {
  /// A dark room, 6 m square and 3 m high, with a lamp at (1, 2, 0), seen from (-1.5, 1.5, 0).
  private func litRoom() -> Scene {
    var scene = emptyRoom(low: SIMD3(-3, 0, -3), high: SIMD3(3, 3, 3))
    scene.ambient.above = .zero
    scene.ambient.below = .zero
    scene.lamps = [Lamp(centre: SIMD3(1, 2, 0), intensity: SIMD3(repeating: 1))]
    return scene
  }

  private func brightness(_ scene: Scene, at points: [SIMD3<Double>]) -> [Double] {
    let eye = SIMD3<Double>(-1.5, 1.5, 0)
    let grid = EquirectangularGrid(width: 256, height: 128)
    var renderer = PanoramaRenderer()
    renderer.look.brightness = 0.06
    let picture = renderer.render(scene, camera: Camera(position: SIMD3<Float>(eye)), width: 256, height: 128).0
    return points.map { point in
      let position = grid.position(of: point - eye)
      let pixel = Int(position.row.rounded()) * 256 + Int(position.column.rounded())
      return power(Double(picture.pixels[3 * pixel]) / 255, 2.2)
    }
  }

  @Test func `a lamp lights the floor by its angle and the square of its distance`() {
    let points = [SIMD3<Double>(1, 0, 0), SIMD3(0, 0, 1.5), SIMD3(1, 0, -2)]
    let seen = brightness(litRoom(), at: points)
    let due = points.map { point in
      let (dx, dz) = (point.x - 1, point.z)
      let squared = dx * dx + 4 + dz * dz
      // The lamp is a third of a metre wide for what comes near: its square adds to that of the distance.
      return 2 / squared.squareRoot() / (squared + 0.1)
    }
    for index in 1..<points.count {
      #expect(abs(seen[index] / seen[0] / (due[index] / due[0]) - 1) <= 0.08)
    }
  }

  @Test func `a box between lamp and floor throws a shadow`() {
    var scene = litRoom()
    let points = [SIMD3<Double>(2, 0, 0), SIMD3(1, 0, 2)]
    let open = brightness(scene, at: points)
    scene.solids = [Solid(.box, centre: SIMD3(1.5, 1, 0), half: SIMD3(0.2, 0.05, 0.2), material: 0)]
    let shaded = brightness(scene, at: points)
    #expect(open[0] > 0.02)
    #expect(shaded[0] < 0.001)
    #expect(abs(shaded[1] / open[1] - 1) < 0.2)
  }

  @Test func `a wall keeps the light of the next room out`() {
    var scene = litRoom()
    scene.cells.append(Cell(minimum: SIMD3(3.2, 0, -3), maximum: SIMD3(6, 3, 3), faces: [0]))
    let open = brightness(scene, at: [SIMD3(0, 0, 2)])
    scene.lamps[0].centre = SIMD3(4, 2, 0)
    #expect(open[0] > 0.02)
    #expect(brightness(scene, at: [SIMD3(0, 0, 2)])[0] == 0)
  }

  @Test func `the sun comes in by the window only`() {
    var scene = emptyRoom(low: SIMD3(-3, 0, -3), high: SIMD3(3, 3, 3))
    scene.ambient.above = SIMD3(repeating: 0.02)
    scene.ambient.below = SIMD3(repeating: 0.02)
    scene.materials.append(Material(.outdoors, SIMD3(repeating: 0.5)))
    scene.cells.append(Cell(minimum: SIMD3(3, 1, -0.5), maximum: SIMD3(3.1, 2, 0.5), faces: [0, 1, 0, 0, 0, 0]))
    let slope = Float(0.5).squareRoot()
    scene.sun = Sun(direction: SIMD3(slope, slope, 0), irradiance: SIMD3(repeating: 1))
    // Through the middle of the pane at (3.1, 1.5, 0), at 45 degrees, to the floor at (1.6, 0, 0).
    let seen = brightness(scene, at: [SIMD3(1.6, 0, 0), SIMD3(1.6, 0, 1.5)])
    #expect(seen[0] > 5 * seen[1])
  }
}
