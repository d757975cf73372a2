// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct RotatedResamplingTests {
  let grid = EquirectangularGrid(width: 256, height: 128)
  /// Distance of a smooth surface around the camera.
  private func distance(_ direction: SIMD3<Double>) -> Double { 3 + Harmonic.value(direction) }
  /// Bilinear: (h_lon^2 max|f_lonlon| + h_lat^2 max|f_latlat|) / 8 = h^2 (1 + 2.5) / 8, and rounding to Float.
  ///
  /// With f = y z + x / 2: f_latlat = 2 sin(2 lat) cos lon + ..., at most 2.5; f_lonlon at most 1/2 + 1/2.
  private var bilinearBound: Double {
    let step = 2 * Double.pi / 256
    return 3.5 / 8 * step * step + 1e-6
  }

  static let rotations: [Rotation] = [
    .yaw(0.3), .pitch(.pi / 2), .roll(.pi / 2), .pitch(-0.2) * .roll(0.1), .yaw(2) * .pitch(1) * .roll(-3),
  ]

  @Test(arguments: rotations)
  func `a rotated smooth map agrees with its closed form everywhere, poles and seam too`(rotation: Rotation) {
    let rotated = grid.rotated(depth: Harmonic.raster(grid).map { $0 + 3 }, by: rotation)
    var worst = 0.0
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let expected = distance(rotation * grid.direction(column: Double(column), row: Double(row)))
        worst = max(worst, abs(Double(rotated[row * grid.width + column]) - expected))
      }
    }
    #expect(worst <= bilinearBound)
  }

  @Test(arguments: rotations)
  func `sampling and back-sampling returns the map, poles and seam too`(rotation: Rotation) {
    let original = Harmonic.raster(grid).map { $0 + 3 }
    let there = grid.rotated(depth: original, by: rotation)
    let back = grid.rotated(depth: there, by: rotation.inverse)
    // The first pass errs by at most the bound, which the second averages, and the second adds its own: the function
    // it interpolates is f(R d), whose derivatives along its own meridians are those of a rotated f, at most 3.5 too.
    let worst = zip(back, original).map { abs(Double($0 - $1)) }.max() ?? .infinity
    #expect(worst <= 2 * bilinearBound)
  }

  @Test func `a yaw by whole columns moves pixels and changes none`() {
    var generator = SeededGenerator(seed: 7)
    let small = EquirectangularGrid(width: 12, height: 6)
    let pixels = (0..<3 * 12 * 6).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let depth = pixels.prefix(12 * 6).map { Float($0) }
    for columns in -13...13 {
      let yaw = Rotation.yaw(Double(columns) * 2 * .pi / 12)
      let turned = small.rotated(pixels, channels: 3, by: yaw)
      let turnedDepth = small.rotated(depth: depth, by: yaw)
      let turnedMask = small.rotatedNearest(Array(pixels.prefix(12 * 6)), by: yaw)
      for row in 0..<6 {
        for column in 0..<12 {
          let source = small.pixelIndex(column: column + columns, row: row)
          let index = row * 12 + column
          #expect(turned[(3 * index)..<(3 * index + 3)] == pixels[(3 * source)..<(3 * source + 3)])
          #expect(turnedDepth[index] == depth[source])
          #expect(turnedMask[index] == pixels[source])
        }
      }
    }
  }

  @Test func `a picture is turned as a map is, rounded to a level`() {
    let values = Harmonic.raster(grid).map { 128 + 60 * $0 }
    let pixels = values.flatMap { value -> [UInt8] in [UInt8(value.rounded()), 7] }
    let rotation = Rotation.pitch(0.4) * .roll(0.2)
    let turned = grid.rotated(pixels, channels: 2, by: rotation)
    var worst = 0.0
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let value = Harmonic.value(rotation * grid.direction(column: Double(column), row: Double(row)))
        let index = 2 * (row * grid.width + column)
        worst = max(worst, abs(Double(turned[index]) - (128 + 60 * value)))
      }
    }
    // Half a level each for rounding before and after.
    #expect(worst <= 1 + 60 * bilinearBound)
    #expect(turned.enumerated().allSatisfy { $0.offset % 2 == 0 || $0.element == 7 })
  }

  @Test func `a levelled photo has its up at the top`() {
    // Bright where the world's up is, in the image of a camera that is pitched and rolled.
    let pose = Rotation.pitch(0.5) * .roll(0.3)
    let photo = (0..<grid.width * grid.height).map { index in
      let direction = grid.direction(column: Double(index % grid.width), row: Double(index / grid.width))
      return UInt8((127.5 + 127 * (pose * direction).y).rounded())
    }
    let level = grid.rotated(photo, channels: 1, by: pose.inverse)
    var worst = 0.0
    for row in 0..<grid.height {
      let expected = 127.5 + 127 * grid.direction(column: 0, row: Double(row)).y
      for value in level[(row * grid.width)..<((row + 1) * grid.width)] {
        worst = max(worst, abs(Double(value) - expected))
      }
    }
    #expect(worst <= 1.1)
  }

  @Test func `a turned box room has the closed form's distances and no others at its edges`() {
    let room = BoxRoom.example
    // A cabinet in front, 25 degrees around the middle, half as far as the wall.
    let cabinet = { (direction: SIMD3<Double>) in direction.z < -0.9 ? 0.5 : 1.0 }
    let depth = (0..<grid.width * grid.height).map { index -> Float in
      let direction = grid.direction(column: Double(index % grid.width), row: Double(index / grid.width))
      return direction.y > 0.99 ? 0 : Float(room.hit(direction).distance * cabinet(direction))
    }
    let rotation = Rotation.pitch(0.7)
    let turned = grid.rotated(depth: depth, by: rotation)
    var holes = 0
    var worst = 0.0
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let value = Double(turned[row * grid.width + column])
        let direction = rotation * grid.direction(column: Double(column), row: Double(row))
        if value == 0 {
          holes += 1
          // Half a pixel's diagonal beside the hole of 8.1 degrees.
          #expect(direction.y > 0.985)
        } else {
          let wall = room.hit(direction).distance
          worst = max(worst, min(abs(value / wall - 1), abs(value / wall - 0.5)))
        }
      }
    }
    #expect(holes > 0)
    // A crease between walls is cut by at most 2 %; nothing lies between cabinet and wall.
    #expect(worst < 0.03)
  }
}
