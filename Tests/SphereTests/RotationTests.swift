// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct RotationTests {
  let forward = SIMD3<Double>(0, 0, -1)
  let right = SIMD3<Double>(1, 0, 0)
  let up = SIMD3<Double>(0, 1, 0)

  @Test func `yaw turns the view to the right`() {
    expectClose(Rotation.yaw(.pi / 2) * forward, right)
    expectClose(Rotation.yaw(.pi / 2) * right, -forward)
    expectClose(Rotation.yaw(1) * up, up)
  }

  @Test func `pitch raises the view`() {
    expectClose(Rotation.pitch(.pi / 2) * forward, up)
    expectClose(Rotation.pitch(.pi / 2) * up, -forward)
    expectClose(Rotation.pitch(1) * right, right)
  }

  @Test func `roll turns the camera clockwise, so that the horizon turns counterclockwise in its image`() {
    expectClose(Rotation.roll(.pi / 2) * up, right)
    expectClose(Rotation.roll(1) * forward, forward)
    let horizonOnTheRight = Rotation.roll(0.1).inverse * right
    #expect(horizonOnTheRight.y > 0)
  }

  @Test func `the pose of GPano keeps pitch the elevation of the centre and heading its azimuth`() {
    let pose = Rotation.yaw(0.7) * .pitch(0.3) * .roll(-0.4)
    let centre = EquirectangularGrid(width: 2, height: 1).position(of: pose * forward)
    #expect(abs(centre.column - (0.7 / .pi + 0.5)) < 1e-12)
    #expect(abs(centre.row - -0.3 / .pi) < 1e-12)
  }

  @Test func `an inverse undoes its rotation and composing is associative`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<50 {
      let (a, b, c) = (random(&generator), random(&generator), random(&generator))
      let v = direction(&generator)
      expectClose(a.inverse * (a * v), v)
      expectClose((a * a.inverse) * v, v)
      expectClose((a * b) * v, a * (b * v))
      expectClose(((a * b) * c) * v, (a * (b * c)) * v)
    }
  }

  @Test func `turns about the axes are yaw, pitch and roll`() {
    let v = SIMD3(0.2, -0.5, 0.8)
    expectClose(Rotation(axis: SIMD3(0, -2, 0), angle: 0.3) * v, Rotation.yaw(0.3) * v)
    expectClose(Rotation(axis: SIMD3(3, 0, 0), angle: 0.3) * v, Rotation.pitch(0.3) * v)
    expectClose(Rotation(axis: SIMD3(0, 0, -1), angle: 0.3) * v, Rotation.roll(0.3) * v)
    expectClose(Rotation(axis: .zero, angle: 0.3) * v, v)
  }

  @Test func `levelling takes the measured up to +y by the smallest rotation`() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<50 {
      let measured = direction(&generator)
      let level = try #require(Rotation(takingToUp: 9.81 * measured))
      expectClose(level * measured, up)
      // The smallest one turns by exactly the angle between the two: its trace is 1 + 2 cos.
      #expect(abs(level.x.x + level.y.y + level.z.z - (1 + 2 * measured.y)) < 1e-12)
    }
  }

  @Test func `levelling knows its special cases`() throws {
    #expect(Rotation(takingToUp: .zero) == nil)
    #expect(Rotation(takingToUp: SIMD3(.nan, 1, 0)) == nil)
    #expect(try #require(Rotation(takingToUp: up)) == .identity)
    let upsideDown = try #require(Rotation(takingToUp: -up))
    expectClose(upsideDown * -up, up)
    expectClose(upsideDown * right, right)
  }

  @Test func `levelling undoes the pitch and roll of a pose`() throws {
    let pose = Rotation.pitch(0.2) * .roll(0.1)
    let level = try #require(Rotation(takingToUp: pose.inverse * up))
    expectClose((level * pose.inverse) * up, up)
  }

  @Test func `only a yaw says that it is one`() throws {
    #expect(abs(try #require(Rotation.yaw(-2.5).yawAlone) + 2.5) < 1e-15)
    #expect(Rotation.identity.yawAlone == 0)
    #expect(Rotation.pitch(1e-9).yawAlone == nil)
    #expect(Rotation.roll(1e-9).yawAlone == nil)
  }

  private func direction(_ generator: inout SeededGenerator) -> SIMD3<Double> {
    let normals = generator.normals(3)
    let vector = SIMD3(Double(normals[0]), Double(normals[1]), Double(normals[2]))
    return vector / (vector * vector).sum().squareRoot()
  }

  private func random(_ generator: inout SeededGenerator) -> Rotation {
    Rotation(axis: direction(&generator), angle: Double.random(in: -4...4, using: &generator))
  }
}
