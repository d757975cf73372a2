// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct SamplingTests {
  let grid = EquirectangularGrid(width: 16, height: 8)

  @Test func `a raster is read exactly at its pixels`() {
    let raster = (0..<2 * 16 * 8).map(Float.init)
    for row in 0..<8 {
      for column in 0..<16 {
        let value = grid.bilinear(raster, channels: 2, channel: 1, column: Double(column), row: Double(row))
        #expect(value == Float(2 * (row * 16 + column) + 1))
        #expect(grid.nearestPixelIndex(column: Double(column) + 0.4, row: Double(row) - 0.4) == row * 16 + column)
      }
    }
  }

  @Test func `between pixels it is bilinear, across the seam and the poles too`() {
    let raster = (0..<16 * 8).map(Float.init)
    #expect(grid.bilinear(raster, column: 2.25, row: 3.5) == 3.5 * 16 + 2.25)
    #expect(grid.bilinear(raster, column: 15.5, row: 0) == 7.5)
    #expect(grid.bilinear(raster, column: -0.5, row: 0) == 7.5)
    #expect(grid.bilinear(raster, column: 2, row: -0.5) == (2 + 10) / 2)
    #expect(grid.bilinear(raster, column: 2, row: 7.5) == 7 * 16 + (2 + 10) / 2)
  }

  @Test func `a smooth function is read within the bilinear bound`() {
    // |error| <= (h_lon^2 max|f_lonlon| + h_lat^2 max|f_latlat|) / 8; for y z both second derivatives are at most 2.
    let fine = EquirectangularGrid(width: 128, height: 64)
    let raster = Harmonic.raster(fine)
    let step = 2 * Double.pi / 128
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<500 {
      let column = Double.random(in: -0.5...127.5, using: &generator)
      let row = Double.random(in: -0.5...63.5, using: &generator)
      let expected = Harmonic.value(fine.direction(column: column, row: row))
      #expect(abs(Double(fine.bilinear(raster, column: column, row: row)) - expected) <= step * step / 2 + 1e-6)
    }
  }

  @Test func `nearest reads pick the pixel under each centre`() {
    let raster = (0..<16 * 8).map(Int32.init)
    let coarse = grid.nearestResampled(raster, to: EquirectangularGrid(width: 2, height: 1))
    #expect(coarse == [68, 76])
    let enlarged = grid.nearestResampled(raster, to: EquirectangularGrid(width: 48, height: 24))
    for index in enlarged.indices { #expect(enlarged[index] == raster[index / 48 / 3 * 16 + index % 48 / 3]) }
  }
}

@Suite struct DepthResamplingTests {
  let grid = EquirectangularGrid(width: 16, height: 8)

  /// A wall at 4 with a cabinet at 1 in columns 5 to 8, and no distance at row 6.
  var depth: [Float] {
    (0..<16 * 8).map { $0 / 16 == 6 ? 0 : (5...8).contains($0 % 16) ? 1 : 4 }
  }

  @Test(arguments: [(8, 4), (5, 3), (40, 20), (33, 8), (8, 16)])
  func `no distance appears that is between two surfaces or beside a hole`(width: Int, height: Int) {
    let target = EquirectangularGrid(width: width, height: height)
    let resampled = grid.depthResampled(depth, to: target)
    #expect(Set(resampled).isSubset(of: [0, 1, 4]))
    #expect(resampled.contains(1) && resampled.contains(4))
  }

  @Test func `a plain mean blends surfaces but no holes`() {
    let coarse = grid.depthResampled(depth, to: EquirectangularGrid(width: 8, height: 4), mixing: .allValid)
    // Columns 4 and 5: wall and cabinet. Rows 6 and 7: one hole and one valid, which is half.
    #expect(coarse[2] == 2.5)
    #expect(coarse[3 * 8 + 2] == 2.5)
    #expect(coarse[0] == 4)
  }

  @Test func `a pixel most of which is a hole is one`() {
    var mostlyHoles = [Float](repeating: 0, count: 16 * 8)
    mostlyHoles[0] = 3
    mostlyHoles[2] = 3
    mostlyHoles[3] = 3
    let coarse = grid.depthResampled(mostlyHoles, to: EquirectangularGrid(width: 8, height: 4))
    #expect(coarse[0] == 0)
    #expect(coarse[1] == 3)
    #expect(coarse[2...].allSatisfy { $0 == 0 })
  }

  @Test func `a slanted wall keeps its mean`() {
    // Within ten per cent of each other, so the pixel shows one surface and the mean of it.
    let ramp = (0..<16 * 8).map { 4 + Float($0 % 2) * 0.2 }
    #expect(grid.depthResampled(ramp, to: EquirectangularGrid(width: 8, height: 4)).allSatisfy { abs($0 - 4.1) < 1e-6 })
  }

  @Test func `a constant map stays the same to the last bit`() {
    let constant = [Float](repeating: 2.7, count: 16 * 8)
    for target in [EquirectangularGrid(width: 5, height: 3), EquirectangularGrid(width: 37, height: 19)] {
      #expect(grid.depthResampled(constant, to: target).allSatisfy { $0 == 2.7 })
    }
  }
}

/// A spherical harmonic of degree 2 with nothing special at poles or seam: y z = sin lat * -cos lat cos lon, plus a
/// part of x that makes it lopsided.
enum Harmonic {
  static func value(_ direction: SIMD3<Double>) -> Double { direction.y * direction.z + 0.5 * direction.x }

  static func raster(_ grid: EquirectangularGrid) -> [Float] {
    (0..<grid.width * grid.height).map { index in
      Float(value(grid.direction(column: Double(index % grid.width), row: Double(index / grid.width))))
    }
  }
}
