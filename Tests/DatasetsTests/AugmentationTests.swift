// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct AugmentationTests {
  private let grid = EquirectangularGrid(width: 256, height: 128)

  /// A box room with a cabinet half as far as the wall, and a hole around the zenith.
  private func distance(_ direction: SIMD3<Double>) -> Double {
    if direction.y > 0.99 { return 0 }
    return BoxRoom.example.hit(direction).distance * (isCabinet(direction) ? 0.5 : 1)
  }

  private func isCabinet(_ direction: SIMD3<Double>) -> Bool { direction.z < -0.8 && direction.x > 0.1 }

  /// Smooth colours that tell the direction.
  private func colour(_ direction: SIMD3<Double>) -> SIMD3<Double> { 127.5 + 100 * direction }

  private func directions(_ grid: EquirectangularGrid) -> [SIMD3<Double>] {
    (0..<grid.width * grid.height).map { index in
      grid.direction(column: Double(index % grid.width), row: Double(index / grid.width))
    }
  }

  private func sample(_ grid: EquirectangularGrid) -> Sample {
    let directions = directions(grid)
    let pixels = directions.flatMap { direction in
      let colour = colour(direction).rounded(.toNearestOrEven)
      return [UInt8(colour.x), UInt8(colour.y), UInt8(colour.z)]
    }
    return Sample(
      name: "room",
      panorama: Panorama(
        width: grid.width, height: grid.height, pixels: pixels,
        coverage: directions.map { $0.y > -0.9 ? 255 : 0 }),
      depth: DepthMap(width: grid.width, height: grid.height, values: directions.map { Float(distance($0)) }))
  }

  /// Where the augmented camera looks in the room, pixel by pixel.
  private func seen(_ grid: EquirectangularGrid, _ rotation: Rotation, mirrored: Bool) -> [SIMD3<Double>] {
    directions(grid).map { rotation * SIMD3(mirrored ? -$0.x : $0.x, $0.y, $0.z) }
  }

  @Test(arguments: [0, 1, 100, 255, -7], [false, true])
  func `whole columns and the mirror move pixels as geometry says and change none`(columns: Int, mirrored: Bool) throws
  {
    let sample = sample(grid)
    var augmentation = Augmentation()
    augmentation.turn = .columns(columns)
    augmentation.isMirrored = mirrored
    let moved = augmentation.applied(to: sample)
    let source = try #require(sample.depth)
    let depth = try #require(moved.depth)
    let views = seen(grid, .yaw(2 * .pi * Double(columns) / 256), mirrored: mirrored)
    var wrong = 0
    for (index, direction) in views.enumerated() {
      // The direction lies on a pixel's centre: rounding finds it, and its values arrive bit by bit.
      let position = grid.position(of: direction)
      let origin = grid.nearestPixelIndex(column: position.column, row: position.row)
      let samePixels = (0..<3).allSatisfy {
        moved.panorama.pixels[3 * index + $0] == sample.panorama.pixels[3 * origin + $0]
      }
      if !samePixels || depth.values[index] != source.values[origin]
        || moved.panorama.coverage?[index] != sample.panorama.coverage?[origin]
      {
        wrong += 1
      }
    }
    #expect(wrong == 0)
  }

  @Test func `a mirrored box room is the room with its walls exchanged`() throws {
    var augmentation = Augmentation()
    augmentation.isMirrored = true
    let room = BoxRoom.example
    let mirrored = BoxRoom(
      lower: SIMD3(-room.upper.x, room.lower.y, room.lower.z), upper: SIMD3(-room.lower.x, room.upper.y, room.upper.z))
    let sample = Sample(
      name: "box", panorama: sample(grid).panorama, depth: DepthMap(width: 256, height: 128, values: room.depth(grid)))
    let depth = try #require(augmentation.applied(to: sample).depth)
    let worst = zip(depth.values, mirrored.depth(grid)).map { abs($0 / $1 - 1) }.max() ?? 1
    #expect(worst < 1e-6)
  }

  static let tilts: [(turn: Augmentation.Turn, pitch: Double, roll: Double, mirrored: Bool)] = [
    (.angle(0.3), 0, 0, false), (.columns(0), 0.2, 0, false), (.columns(31), -0.1, 0.25, true),
    (.angle(-2.2), 0.5, -0.7, true),
  ]

  @Test(arguments: tilts)
  func `a tilted camera sees the closed form's distances and none between two surfaces`(
    tilt: (turn: Augmentation.Turn, pitch: Double, roll: Double, mirrored: Bool)
  ) throws {
    var augmentation = Augmentation()
    (augmentation.turn, augmentation.pitch, augmentation.roll) = (tilt.turn, tilt.pitch, tilt.roll)
    augmentation.isMirrored = tilt.mirrored
    let tilted = augmentation.applied(to: sample(grid))
    let depth = try #require(tilted.depth)
    let angle =
      switch tilt.turn {
      case .columns(let columns): 2 * .pi * Double(columns) / 256
      case .angle(let angle): angle
      }
    let views = seen(grid, .yaw(angle) * .pitch(tilt.pitch) * .roll(tilt.roll), mirrored: tilt.mirrored)
    var (holes, worst, worstInside, worstColour) = (0, 0.0, 0.0, 0.0)
    for (index, direction) in views.enumerated() {
      let value = Double(depth.values[index])
      if value == 0 {
        holes += 1
        // Half a pixel's diagonal beside the hole of 8.1 degrees.
        #expect(direction.y > 0.985)
      } else {
        let wall = BoxRoom.example.hit(direction).distance
        worst = max(worst, min(abs(value / wall - 1), abs(value / wall - 0.5)))
        // Away from the cabinet's outline it is the right one of the two.
        if isFarFromEdges(direction) { worstInside = max(worstInside, abs(value / distance(direction) - 1)) }
      }
      let expected = colour(direction)
      for channel in 0..<3 {
        worstColour = max(worstColour, abs(Double(tilted.panorama.pixels[3 * index + channel]) - expected[channel]))
      }
    }
    #expect(holes > 0)
    // A crease between walls is cut by at most 2 %; nothing lies between cabinet and wall.
    #expect(worst < 0.03)
    // On a wall or floor far from creases bilinear reading errs by the curvature of 1 / cos: a few in 10 000.
    #expect(worstInside < 0.002)
    // Half a level each for rounding before and after, and 100 h^2 / 8 for bilinear reading.
    #expect(worstColour < 1.1)
    #expect(augmentation.applied(to: sample(grid)).panorama == tilted.panorama)
  }

  /// Whether everything within two pixels lies on the same wall and on the same side of the cabinet's outline.
  private func isFarFromEdges(_ direction: SIMD3<Double>) -> Bool {
    let reach = 2 * 2 * Double.pi / 256
    let here = (BoxRoom.example.hit(direction).wall, isCabinet(direction))
    return [SIMD3(reach, 0, 0), SIMD3(0, reach, 0), SIMD3(0, 0, reach)].allSatisfy { step in
      [direction + step, direction - step].allSatisfy { near in
        let unit = near / (near * near).sum().squareRoot()
        return (BoxRoom.example.hit(unit).wall, isCabinet(unit)) == here
      }
    }
  }

  @Test func `unlabelled pictures are augmented too`() {
    let plain = Sample(name: "photo", panorama: sample(grid).panorama, depth: nil)
    let moved = AugmentationRanges.standard.augmentation(seed: 1, draw: 3, width: 256).applied(to: plain)
    #expect(moved.depth == nil && moved.panorama != plain.panorama)
    #expect(Augmentation.identity.applied(to: plain).panorama == plain.panorama)
  }

  // MARK: - Colour

  private func recoloured(_ colours: [SIMD3<UInt8>], _ change: (inout ColourChange) -> Void) -> [SIMD3<UInt8>] {
    var augmentation = Augmentation()
    change(&augmentation.colour)
    let sample = Sample(
      name: "colours",
      panorama: Panorama(width: colours.count, height: 1, pixels: colours.flatMap { [$0.x, $0.y, $0.z] }), depth: nil)
    let pixels = augmentation.applied(to: sample).panorama.pixels
    return colours.indices.map { SIMD3(pixels[3 * $0], pixels[3 * $0 + 1], pixels[3 * $0 + 2]) }
  }

  @Test func `a stop of exposure doubles linear light, and white balance scales one channel`() {
    // Grey 99 is 0.1248 of linear light, grey 137 is 0.2502 (IEC 61966-2-1).
    #expect(recoloured([SIMD3(99, 99, 99)]) { $0.exposure = 1 } == [SIMD3(137, 137, 137)])
    #expect(recoloured([SIMD3(99, 99, 99)]) { $0.whiteBalance = SIMD3(2, 1, 0.5) }[0].x == 137)
    #expect(recoloured([SIMD3(137, 137, 137)]) { $0.whiteBalance = SIMD3(1, 1, 0.5) } == [SIMD3(137, 137, 99)])
    #expect(recoloured([SIMD3(200, 255, 0)]) { $0.exposure = 3 } == [SIMD3(255, 255, 0)])
    // 255 (100 / 255)^2 = 39.2.
    #expect(recoloured([SIMD3(100, 100, 100)]) { $0.gamma = 2 } == [SIMD3(39, 39, 39)])
  }

  @Test func `hue and saturation leave grey alone and do what they say to colours`() {
    let greys = (0..<256).map { SIMD3(repeating: UInt8($0)) }
    #expect(
      recoloured(greys) {
        $0.hue = 1.1
        $0.saturation = 0.4
      } == greys)
    // A third of a turn about the grey axis takes red to green and green to blue.
    #expect(recoloured([SIMD3(200, 90, 30)]) { $0.hue = 2 * .pi / 3 } == [SIMD3(30, 200, 90)])
    // 0.2126 * 200 + 0.7152 * 90 + 0.0722 * 30 = 109.05.
    #expect(recoloured([SIMD3(200, 90, 30)]) { $0.saturation = 0 } == [SIMD3(109, 109, 109)])
  }

  @Test func `noise has the deviation asked for, no mean, and a seed`() {
    let grey = [SIMD3<UInt8>](repeating: SIMD3(repeating: 128), count: 20_000)
    let noisy = recoloured(grey) {
      $0.noise = 6
      $0.noiseSeed = 4
    }
    let errors = noisy.flatMap { [Double($0.x) - 128, Double($0.y) - 128, Double($0.z) - 128] }
    let mean = errors.reduce(0, +) / 60_000
    let deviation = (errors.map { $0 * $0 }.reduce(0, +) / 60_000).squareRoot()
    // Deviations of the estimates are 6 / sqrt(60 000) = 0.024 and 0.017; rounding adds 1/12 to the variance.
    #expect(abs(mean) < 0.1 && abs(deviation - 6.007) < 0.07)
    let other = recoloured(grey) {
      $0.noise = 6
      $0.noiseSeed = 5
    }
    #expect(other != noisy)
  }

  // MARK: - Draws

  @Test func `draws are functions of seed and number and fill their ranges`() {
    var ranges = AugmentationRanges.standard
    ranges.tiltShare = 0.5
    ranges.maximumTilt = 10
    ranges.saturation = 0.2
    ranges.hue = 5
    ranges.noise = 3
    let drawn = (0..<4000).map { ranges.augmentation(seed: 2, draw: $0, width: 32) }
    #expect(drawn == (0..<4000).map { ranges.augmentation(seed: 2, draw: $0, width: 32) })
    #expect(Set(drawn).count == 4000)
    var columns = [Int](repeating: 0, count: 32)
    for case .columns(let column) in drawn.map(\.turn) { columns[column] += 1 }
    // 125 each, deviation 11.
    #expect(columns.allSatisfy { (70..<180).contains($0) })
    #expect((1850..<2150).contains(drawn.count { $0.isMirrored }))
    let tilts = drawn.map { ($0.pitch * $0.pitch + $0.roll * $0.roll).squareRoot() * 180 / .pi }
    #expect((1850..<2150).contains(tilts.count { $0 > 0 }))
    #expect((tilts.max() ?? 0) <= 10 && (tilts.max() ?? 0) > 9.9)
    func fills(_ values: [Float], _ range: ClosedRange<Float>) -> Bool {
      let (low, high) = (values.min() ?? .infinity, values.max() ?? -.infinity)
      let slack = 0.01 * (range.upperBound - range.lowerBound)
      return range.contains(low) && range.contains(high) && low < range.lowerBound + slack
        && high > range.upperBound - slack
    }
    #expect(fills(drawn.map(\.colour.exposure), -0.6...0.6))
    #expect(fills(drawn.map(\.colour.gamma), 0.799...1.251))
    #expect(fills(drawn.map { log2($0.colour.whiteBalance.x) }, -0.2501...0.2501))
    #expect(fills(drawn.map(\.colour.saturation), 0.7999...1.2001))
    #expect(fills(drawn.map(\.colour.noise), 0...3))
    #expect(AugmentationRanges.none.augmentation(seed: 2, draw: 9, width: 32) == .identity)
  }

  @Test func `partners keep with the picture in other light, and are left where it is turned`() throws {
    let plain = sample(EquirectangularGrid(width: 32, height: 16))
    let view = StereoPartners.View(panorama: plain.panorama, depth: try plain.label())
    let pair = Sample(
      name: "pair", panorama: plain.panorama, depth: plain.depth,
      partners: StereoPartners(right: view, up: view))
    var light = Augmentation()
    light.colour.exposure = 0.5
    let relit = light.applied(to: pair)
    #expect(relit.panorama != pair.panorama)
    #expect(try relit.stereo().right.panorama == relit.panorama && relit.stereo().up.panorama == relit.panorama)
    for change in [
      { $0.turn = .columns(3) }, { $0.isMirrored = true }, { $0.pitch = 0.1 },
    ] as [(inout Augmentation) -> Void] {
      var moved = light
      change(&moved)
      #expect(moved.applied(to: pair).partners == nil)
    }
    let ranges = AugmentationRanges.standard.still
    #expect((0..<50).allSatisfy { ranges.augmentation(seed: 1, draw: $0, width: 32).applied(to: pair).partners != nil })
    #expect(ranges.exposure == AugmentationRanges.standard.exposure)
  }
}
