// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct FloorFitTests {
  static let grid = EquirectangularGrid(width: 256, height: 128)

  /// Distances of a box room, 5 by 4 metres, whose floor lies `height` below the camera, times what `change` gives.
  private func room(
    height: Double = 1.6, view: Rotation = .identity, change: (_ index: Int) -> Double = { _ in 1 }
  ) -> DepthMap {
    let grid = Self.grid
    return DepthMap(
      width: grid.width, height: grid.height,
      values: (0..<grid.width * grid.height).map { index in
        let column = Double(index % grid.width)
        let direction = view * grid.direction(column: column, row: Double(index / grid.width))
        let x = (direction.x > 0 ? 2.7 : 2.3) / abs(direction.x)
        let y = (direction.y > 0 ? 1.1 : height) / abs(direction.y)
        let z = 2.0 / abs(direction.z)
        return Float(min(x, y, z) * change(index))
      })
  }

  @Test(arguments: [0.3, 1.6, 2.2])
  func `an exact floor gives its height and normal`(height: Double) throws {
    let floor = try FloorFit.fit(room(height: height))
    #expect(abs(floor.cameraHeight / height - 1) < 1e-6)
    #expect(abs(floor.normal.y - 1) < 1e-9)
    #expect(abs(floor.scale(toCameraHeight: 1.6) - Float(1.6 / height)) < 1e-4)
  }

  @Test func `the inlier fraction is the solid angle of the floor`() throws {
    // A floor alone below 25 degrees; half the solid angle there, from sin 25 to its middle, is twice as far.
    let middle = (1 + 0.422618) / 2
    let floor = try FloorFit.fit(
      map { direction in
        direction.y < 0 ? 1.6 / -direction.y * (-direction.y < middle ? 2 : 1) : 3
      })
    // One row of the grid is 1.4 degrees.
    #expect(abs(floor.inlierFraction - 0.5) < 0.02)
  }

  @Test func `two per cent of noise leave half a per cent of error`() throws {
    let noise = normals(seed: 1)
    let floor = try FloorFit.fit(room { 1 + 0.02 * noise[$0] })
    #expect(abs(floor.cameraHeight / 1.6 - 1) < 0.005)
    #expect(floor.normal.y > 0.9999)
  }

  @Test func `forty per cent of furniture do not move the floor`() throws {
    var generator = SeededGenerator(seed: 2)
    let noise = normals(seed: 3)
    // Patches of 16 by 8 pixels, each nearer by its own factor.
    let patches = (0..<16 * 16).map { _ in
      Double.random(in: 0..<1, using: &generator) < 0.4 ? Double.random(in: 0.4...0.85, using: &generator) : 1
    }
    let floor = try FloorFit.fit(
      room { index in
        patches[index / 256 / 8 * 16 + index % 256 / 16] * (1 + 0.01 * noise[index])
      })
    #expect(abs(floor.cameraHeight / 1.6 - 1) < 0.005)
    #expect(floor.normal.y > 0.9999)
  }

  @Test func `a slightly tilted camera is seen as a tilted floor`() throws {
    let tilt = 6 * Double.pi / 180
    let floor = try FloorFit.fit(room(view: .pitch(tilt)))
    let expected = Rotation.pitch(tilt).inverse * SIMD3(0, 1, 0)
    #expect(((floor.normal - expected) * (floor.normal - expected)).sum() < 1e-8)
    #expect(abs(floor.cameraHeight / 1.6 - 1) < 1e-4)
  }

  @Test func `the same seed gives the same floor, and any seed nearly the same`() throws {
    let noise = normals(seed: 4)
    let depth = room { 1 + 0.02 * noise[$0] }
    #expect(try FloorFit.fit(depth, seed: 5) == FloorFit.fit(depth, seed: 5))
    for seed in UInt64(0)..<5 { #expect(abs(try FloorFit.fit(depth, seed: seed).cameraHeight / 1.6 - 1) < 0.005) }
  }

  @Test func `a camera tilted by 20 degrees is told to be levelled`() throws {
    let failure = failure(of: room(view: .pitch(20 * .pi / 180)))
    guard case .tilted(let degrees) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(abs(degrees - 20) < 0.5)
  }

  @Test func `a sphere around the camera has no floor`() {
    guard case .noPlane(let fraction) = failure(of: map { _ in 2 }) else {
      Issue.record("a floor was found")
      return
    }
    // A band of the sphere between 0.95 and 1.05 of the plane: (1 - 0.95 / 1.05) / (1 - sin 25), about 0.165.
    #expect(abs(fraction - 0.165) < 0.03)
  }

  @Test func `random distances have no floor`() {
    var generator = SeededGenerator(seed: 6)
    let random = (0..<256 * 128).map { _ in Float.random(in: 0.5...6, using: &generator) }
    guard case .noPlane = failure(of: DepthMap(width: 256, height: 128, values: random)) else {
      Issue.record("a floor was found")
      return
    }
  }

  @Test func `a photo that does not reach down has no floor`() {
    let cropped = map { $0.y < -0.5 ? 0 : 3 }
    guard case .tooFewValidPixels(let share) = failure(of: cropped) else {
      Issue.record("a floor was found")
      return
    }
    // From sin 25 to 0.5 of all below.
    #expect(abs(share - (0.5 - 0.4226) / (1 - 0.4226)) < 0.02)
    #expect(failure(of: DepthMap(width: 2, height: 1, values: [1, 1])) == .tooFewValidPixels(share: 0))
  }

  @Test func `each failure says what was found and what to do`() {
    #expect(
      FloorFit.Failure.tilted(degrees: 19.7).description
        == "no level floor: the plane below the camera is tilted by 20 degrees, at most 10 is allowed; "
        + "level the panorama first")
    #expect(FloorFit.Failure.noPlane(inlierFraction: 0.1).description.contains("10 % of the view"))
    #expect(FloorFit.Failure.tooFewValidPixels(share: 0.07).description.contains("only 7 %"))
  }

  private func map(_ distance: (SIMD3<Double>) -> Double) -> DepthMap {
    let grid = Self.grid
    return DepthMap(
      width: grid.width, height: grid.height,
      values: (0..<grid.width * grid.height).map { index in
        Float(distance(grid.direction(column: Double(index % grid.width), row: Double(index / grid.width))))
      })
  }

  private func normals(seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return generator.normals(Self.grid.width * Self.grid.height).map(Double.init)
  }

  private func failure(of depth: DepthMap) -> FloorFit.Failure? {
    do throws(FloorFit.Failure) {
      _ = try FloorFit.fit(depth)
      return nil
    } catch {
      return error
    }
  }
}
