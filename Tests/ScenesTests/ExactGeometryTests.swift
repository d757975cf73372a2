// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaRendering
import RotundaScenes
import RotundaSolids
import RotundaSphere
import Testing

/// Depth and normals of rigs whose form is known.
@Suite struct ExactGeometryTests {
  /// Distance along a ray of the scene and the normal of what it meets, against it.
  typealias Answer = (distance: Double, normal: SIMD3<Double>)

  private static let low = SIMD3<Float>(-2, 0, -3.5)
  private static let high = SIMD3<Float>(2.5, 2.75, 4)

  static let cameras: [Camera] = {
    var tilted = Camera(position: SIMD3(-0.875, 1.25, 2))
    (tilted.yaw, tilted.pitch, tilted.roll) = (2.1, 0.3, -0.2)
    var turned = Camera(position: SIMD3(1.25, 1.875, -2.5))
    turned.yaw = -1
    return [Camera(position: SIMD3(0.5, 1.625, -1)), tilted, turned]
  }()

  /// Worst relative error of the depth and worst angle between normals, in degrees, over all pixels.
  private func worst(
    _ model: Model, _ camera: Camera, width: Int = 256, _ answer: (SIMD3<Double>) -> Answer
  ) throws -> (depth: Double, angle: Double) {
    let exposure = try photograph(model, from: camera, width: width)
    var worst = (depth: 0.0, angle: 0.0)
    for row in 0..<exposure.height {
      for column in 0..<width {
        let inCamera = exposure.grid.direction(column: Double(column), row: Double(row))
        let truth = answer(sceneDirection(inCamera, camera))
        let distance = Double(exposure.depth[column: column, row: row])
        worst.depth = max(worst.depth, abs(distance - truth.distance) / truth.distance)
        let normal = sceneDirection(SIMD3<Double>(exposure.normals[row * width + column]), camera)
        let across = normal - truth.normal
        worst.angle = max(worst.angle, (across * across).sum().squareRoot() * 180 / .pi)
      }
    }
    return worst
  }

  private func walls(_ origin: SIMD3<Double>, _ direction: SIMD3<Double>) -> Answer {
    var nearest: Answer = (.infinity, .zero)
    for axis in 0..<3 where direction[axis] != 0 {
      let bound = direction[axis] > 0 ? Self.high[axis] : Self.low[axis]
      let distance = (Double(bound) - origin[axis]) / direction[axis]
      guard distance < nearest.distance else { continue }
      nearest = (distance, .zero)
      nearest.normal[axis] = direction[axis] > 0 ? -1 : 1
    }
    return nearest
  }

  /// Where a ray enters or, from inside, leaves a sphere.
  private func sphere(
    _ origin: SIMD3<Double>, _ direction: SIMD3<Double>, _ centre: SIMD3<Double>, _ radius: Double
  ) -> Answer? {
    let offset = origin - centre
    let along = -(offset * direction).sum()
    let rest = along * along - (offset * offset).sum() + radius * radius
    guard rest > 0 else { return nil }
    let isInside = (offset * offset).sum() < radius * radius
    let distance = isInside ? along + rest.squareRoot() : along - rest.squareRoot()
    guard distance > 0 else { return nil }
    return (distance, (offset + direction * distance) / (isInside ? -radius : radius))
  }

  @Test(arguments: cameras) func `a box room has the closed form at every pixel`(camera: Camera) throws {
    let room = boxRoom(low: Self.low, high: Self.high, material: Material(.plain, SIMD3(repeating: 0.5)))
    let error = try worst(room, camera) { walls(SIMD3<Double>(camera.position), $0) }
    #expect(error.depth <= 1e-5)
    #expect(error.angle <= 0.1)
  }

  @Test(arguments: cameras) func `balls in a room have the closed form at every pixel`(camera: Camera) throws {
    var room = boxRoom(low: Self.low, high: Self.high, material: Material(.plain, SIMD3(repeating: 0.5)))
    room.balls = [
      Ball(centre: SIMD3(1.5, 1.25, 1.5), radius: 0.75, material: 0),
      Ball(centre: SIMD3(-1.25, 0.25, 0), radius: 0.25, material: 0),
    ]
    let origin = SIMD3<Double>(camera.position)
    let error = try worst(room, camera) { direction in
      room.balls.reduce(walls(origin, direction)) { nearest, ball in
        let met = sphere(origin, direction, SIMD3<Double>(ball.centre), Double(ball.radius))
        return met.map { $0.distance < nearest.distance ? $0 : nearest } ?? nearest
      }
    }
    #expect(error.depth <= 1e-5)
    #expect(error.angle <= 0.1)
  }

  @Test func `a ball has the closed form from inside`() throws {
    var model = Model()
    model.balls = [
      Ball(centre: SIMD3(0.25, 1, -0.5), radius: 3, material: model.add(Material(.plain, SIMD3(repeating: 0.5))))
    ]
    let camera = Self.cameras[1]
    let error = try worst(model, camera) { direction in
      sphere(SIMD3<Double>(camera.position), direction, SIMD3(0.25, 1, -0.5), 3) ?? (1, .zero)
    }
    #expect(error.depth <= 1e-5)
    #expect(error.angle <= 0.1)
  }

  @Test func `an endless floor and ceiling have the closed form down to the horizon`() throws {
    let room = boxRoom(
      low: SIMD3(-900, 0, -900), high: SIMD3(900, 4, 900), material: Material(.plain, SIMD3(repeating: 0.5)))
    let error = try worst(room, Camera(position: SIMD3(0, 1.5, 0)), width: 512) { direction in
      direction.y < 0 ? (1.5 / -direction.y, SIMD3(0, 1, 0)) : (2.5 / direction.y, SIMD3(0, -1, 0))
    }
    #expect(error.depth <= 1e-5)
    #expect(error.angle <= 0.1)
  }

  @Test func `panes and mirrors have the depth of their surface, and the sky has none`() throws {
    var model = Model()
    var glass = Material(.plain, SIMD3(repeating: 0.9))
    glass.finish = .glass
    var mirror = Material(.plain, SIMD3(repeating: 0.9))
    mirror.finish = .mirror
    let (pane, silver) = (model.add(glass), model.add(mirror))
    model.addPolygon([SIMD3(-9, -9, -2), SIMD3(9, -9, -2), SIMD3(9, 9, -2), SIMD3(-9, 9, -2)], material: pane)
    model.addPolygon([SIMD3(-9, -9, -3), SIMD3(9, -9, -3), SIMD3(9, 9, -3), SIMD3(-9, 9, -3)], material: silver)
    model.addPolygon([SIMD3(9, -9, 2.5), SIMD3(-9, -9, 2.5), SIMD3(-9, 9, 2.5), SIMD3(9, 9, 2.5)], material: silver)
    let exposure = try photograph(model, from: Camera(position: .zero))
    #expect(
      abs(exposure.depth[column: 32, row: 16] * Float(cosine(Double.pi / 64) * cosine(Double.pi / 64)) - 2) < 1e-4)
    #expect(
      abs(exposure.depth[column: 0, row: 16] * Float(cosine(Double.pi / 64) * cosine(Double.pi / 64)) - 2.5) < 1e-4)
    #expect(exposure.depth[column: 32, row: 0] == 0)
    #expect(exposure.normals[32] == .zero)
  }

  @Test func `normals from depth agree with those rendered`() throws {
    var room = boxRoom(low: Self.low, high: Self.high, material: Material(.plain, SIMD3(repeating: 0.5)))
    room.balls = [Ball(centre: SIMD3(1.5, 1.25, 1.5), radius: 0.75, material: 0)]
    let exposure = try photograph(room, from: Self.cameras[1], width: 256)
    let derived = exposure.grid.normals(ofDepth: exposure.depth.values)
    let angles = exposure.normals.indices.map { pixel in
      let normal = SIMD3(derived[3 * pixel], derived[3 * pixel + 1], derived[3 * pixel + 2])
      let across = normal - exposure.normals[pixel]
      return Double((across * across).sum()).squareRoot() * 180 / .pi
    }
    #expect(angles.sorted()[angles.count / 2] <= 0.5)
  }

  @Test(arguments: [8, 20, 50]) func `a size that is no multiple of eight is whole`(width: Int) throws {
    let room = boxRoom(low: Self.low, high: Self.high, material: Material(.plain, SIMD3(repeating: 0.5)))
    let exposure = try photograph(room, sky: evenSky(1), from: Self.cameras[0], width: width, quality: .train)
    #expect(exposure.depth.validShare == 1)
    #expect(exposure.light.allSatisfy { $0 == 0 })
  }

  @Test func `geometry that contradicts itself is refused`() {
    var model = boxRoom(low: Self.low, high: Self.high, material: Material(.plain, SIMD3(repeating: 0.5)))
    model.mesh.triangles[3].y = 1000
    #expect(throws: RenderingError.self) { try PreparedScene(Scene(model: model)) }
    model.mesh.triangles[3] = SIMD4(0, 1, 2, 5)
    #expect(throws: RenderingError.self) { try PreparedScene(Scene(model: model)) }
    model.mesh.triangles[3].w = 0
    model.mesh.positions[7].y = .nan
    #expect(throws: RenderingError.self) { try PreparedScene(Scene(model: model)) }
  }
}
