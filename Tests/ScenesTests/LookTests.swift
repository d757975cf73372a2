// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
import Testing

@testable import RotundaRendering
@testable import RotundaScenes
@testable import RotundaSolids

@Suite struct LookTests {
  private let grid = EquirectangularGrid(width: 256, height: 128)

  /// An exposure of light and depth given by direction.
  private func exposure(
    depth: (SIMD3<Float>) -> Float = { _ in 2 }, _ light: (SIMD3<Float>) -> SIMD3<Float>
  ) -> Exposure {
    let directions = (0..<grid.width * grid.height).map {
      SIMD3<Float>(grid.direction(column: Double($0 % grid.width), row: Double($0 / grid.width)))
    }
    return Exposure(
      light: directions.flatMap { direction -> [Float] in
        let colour = light(direction)
        return [colour.x, colour.y, colour.z]
      }, depth: DepthMap(width: grid.width, height: grid.height, values: directions.map(depth)),
      normals: directions.map { -$0 })
  }

  private func room(_ direction: SIMD3<Float>) -> SIMD3<Float> {
    let wave = 0.5 + 0.4 * sine(9 * direction.x) * cosine(7 * direction.z) * cosine(5 * direction.y)
    return SIMD3(wave, 0.8 * wave, 0.7 * wave)
  }

  private func linear(_ byte: UInt8) -> Double {
    let value = Double(byte) / 255
    return value <= 0.040_45 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  @Test(arguments: [Float(0.1), 0.18, 0.4])
  func `exposure brings a grey scene to the brightness that it aims at`(brightness: Float) throws {
    var look = Look()
    look.brightness = brightness
    for level: Float in [0.003, 1, 400] {
      let picture = try look.developed(exposure { _ in SIMD3(repeating: level) })
      #expect(picture.pixels.allSatisfy { abs(linear($0) - Double(brightness)) < 0.004 })
    }
  }

  @Test func `a bright window does not darken the room by more than a tenth`() throws {
    let look = Look()
    let grey = try look.developed(exposure { _ in SIMD3(repeating: 1) })
    let lit = try look.developed(
      exposure { $0.x > 0.93 && abs($0.y) < 0.3 ? SIMD3(repeating: 1000) : SIMD3(repeating: 1) })
    let pixel = 3 * (64 * 256 + 20)
    #expect(abs(linear(lit.pixels[pixel]) / linear(grey.pixels[pixel]) - 1) < 0.1)
  }

  @Test func `noise has the deviation of its light`() throws {
    for level: Float in [0.1, 0.45] {
      var look = Look()
      look.brightness = level
      look.noise = SensorNoise(shot: 0.002, read: 0.01)
      let picture = try look.developed(exposure { _ in SIMD3(repeating: 1) })
      let values = picture.pixels.map(linear)
      let mean = values.reduce(0, +) / Double(values.count)
      let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
      #expect(abs(deviation / (0.002 * Double(level) + 0.0001).squareRoot() - 1) < 0.02)
    }
  }

  /// Longitudes as brightness: what the joined picture shows at a column is where its light came from.
  private func shift(_ stitching: Stitching, column: Int, distance: Float) -> Double {
    let source = exposure(depth: { _ in distance }) { direction in
      SIMD3(arcTangent(direction.x, -direction.z), 0, 0)
    }
    var map = LightMap(source)
    stitching.join(&map, depth: source.depth.values)
    return Double(map.pixels[64 * 256 + column].x) - grid.longitude(column: Double(column))
  }

  @Test(arguments: [Float(0.7), 1.5, 4])
  func `at the seam near things are displaced by the baseline over their depth`(distance: Float) {
    let baseline: Float = 0.06
    // Columns 191 and 192 lie on both sides of the right seam.
    let (front, back) = (
      shift(Stitching(baseline: baseline, blend: 0.001), column: 191, distance: distance),
      shift(Stitching(baseline: baseline, blend: 0.001), column: 192, distance: distance)
    )
    #expect(abs((back - front) / Double(baseline / distance) - 1) < 0.03)
    #expect(front < 0 && back > 0)
    // The middle of the picture stays where it is, and so does all that lies at the distance joined for.
    #expect(abs(shift(Stitching(baseline: baseline), column: 128, distance: distance)) < 1e-4)
    #expect(abs(shift(Stitching(baseline: baseline, distance: distance), column: 191, distance: distance)) < 2e-3)
  }

  @Test func `light of a plane is displaced by the parallax that geometry gives`() {
    // A wall at x = 1.2, striped along z; the right seam looks straight at it.
    let source = exposure(depth: { $0.x > 0.1 ? 1.2 / $0.x : 5 }) { direction in
      direction.x > 0.1 ? SIMD3(1.2 * direction.z / direction.x, 0, 0) : .zero
    }
    var map = LightMap(source)
    Stitching(baseline: 0.08, blend: 0.001).join(&map, depth: source.depth.values)
    // A lens at z = -0.04 looking along +x meets the wall at z = -0.04; half a pixel beside the seam a little further.
    let offset = 1.2 * tan(Double.pi / 256)
    #expect(abs(Double(map.pixels[64 * 256 + 191].x) + 0.04 + offset) < 2e-3)
    #expect(abs(Double(map.pixels[64 * 256 + 192].x) - 0.04 - offset) < 2e-3)
  }

  @Test func `glare and blur spread light and keep it`() {
    let source = exposure { _ in SIMD3(repeating: 0.7) }
    var map = LightMap(source)
    var lens = Lens()
    (lens.blur, lens.resolution, lens.glare, lens.fringe) = (0.3, 2, 0.1, 0.004)
    lens.distort(&map)
    #expect(map.pixels.allSatisfy { abs($0.x - 0.7) < 1e-4 && abs($0.z - 0.7) < 1e-4 })
    var lamp = LightMap(exposure { $0.z < -0.99 ? SIMD3(repeating: 100) : .zero })
    let power = lamp.pixels.reduce(0) { $0 + $1.y }
    var veil = Lens()
    veil.glare = 0.05
    veil.distort(&lamp)
    #expect(abs(lamp.pixels.reduce(0) { $0 + $1.y } / power - 1) < 0.02)
    #expect(lamp.pixels[64 * 256 + 128].y < 100 && lamp.pixels[64 * 256 + 142].y > 0.05)
  }

  @Test(arguments: 0..<12)
  func `looks leave depth alone and repeat themselves, bit for bit`(seed: Int) throws {
    var (random, again) = (RandomStream(seed: UInt64(seed)), RandomStream(seed: UInt64(seed)))
    let look = Look.photographic(&random)
    let source = exposure(depth: { 1 + $0.y * $0.y }, room)
    let before = (source.depth, source.normals)
    let picture = try look.developed(source)
    #expect(try picture == Look.photographic(&again).developed(source))
    #expect(source.depth == before.0 && source.normals == before.1)
    // A photograph shows the room: far from the nadir it is like the plain picture but not the same.
    let plain = try Look.synthetic.developed(source)
    let upper = 0..<3 * 256 * 80
    let (a, b) = (upper.map { Double(picture.pixels[$0]) }, upper.map { Double(plain.pixels[$0]) })
    #expect(correlation(a, b) > 0.8 && a != b)
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (ma, mb) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    let covariance = zip(a, b).reduce(0) { $0 + ($1.0 - ma) * ($1.1 - mb) }
    let (va, vb) = (a.reduce(0) { $0 + ($1 - ma) * ($1 - ma) }, b.reduce(0) { $0 + ($1 - mb) * ($1 - mb) })
    return covariance / (va * vb).squareRoot()
  }

  @Test func `what covers the tripod stays within its angle`() {
    let source = exposure(room)
    let covers: [Nadir] = [
      .disc(SIMD3(0.1, 0.1, 0.1), angle: 0.3), .smeared(angle: 0.3),
      .tripod(SIMD3(0.05, 0.05, 0.05), spread: 0.28, thickness: 0.02, yaw: 0.4),
    ]
    for cover in covers {
      var map = LightMap(source)
      let before = map.pixels
      cover.cover(&map)
      let border = Int((1 - 0.36 / .pi) * 128)
      #expect(map.pixels[..<(border * 256)] == before[..<(border * 256)])
      #expect(map.pixels[(127 * 256)...] != before[(127 * 256)...])
    }
  }

  @Test func `a scene made plain keeps its geometry and loses its colours of light`() {
    var model = Model()
    var random = RandomStream(seed: 4)
    let palette = Palette(&random)
    let wall = model.add(palette.wall(&random))
    model.addBox(centre: SIMD3(0, 1, 0), half: SIMD3(1, 1, 1), material: wall)
    model.lamps = [Lamp(.bulb(radius: 0.05), centre: .zero, emission: SIMD3(3, 2, 1))]
    let scene = Scene(model: model, sky: Sky.random(&random))
    let plain = scene.plain()
    #expect(plain.model.mesh == scene.model.mesh && plain.model.balls == scene.model.balls)
    #expect(plain.sky.sun == nil)
    let light = plain.model.lamps[0].emission
    #expect(light.x == light.z && abs(luminance(light) - luminance(SIMD3(3, 2, 1))) < 1e-5)
  }
}
