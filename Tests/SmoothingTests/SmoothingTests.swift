// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor
import RotundaSmoothing
import Testing

#if arch(x86_64)
  import RotundaSmoothingAVX2
#endif

/// The vector loops against the same sums in double precision, pixel by pixel.
@Suite struct SmoothingTests {
  /// Every table that this processor runs.
  private static var tables: [SmoothingTable] {
    var tables = [RotundaSmoothing.Smoothing.table]
    #if arch(x86_64)
      if rotunda_processor_features() & UInt32(ROTUNDA_HAS_AVX2) != 0 {
        tables.append(RotundaSmoothingAVX2.Smoothing.table)
      }
    #endif
    return tables
  }

  /// A bumpy sphere around the camera with noisy light; some pixels show no surface.
  private struct Maps {
    let width = 37
    let height = 12
    var light: [Float]
    var points: [Float]
    var normals: [Float]

    init(planes: Int) {
      var state: UInt64 = 11
      func unit() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(state >> 40) * 0x1p-24
      }
      let count = width * height
      light = (0..<planes * count).map { _ in unit() }
      points = (0..<3 * count).map { _ in 2 + 0.1 * unit() }
      normals = [Float](repeating: 0, count: 3 * count)
      for pixel in 0..<count where unit() > 0.2 {
        let (x, y) = (0.6 * unit() - 0.3, 0.6 * unit() - 0.3)
        let z = (1 - x * x - y * y).squareRoot()
        (normals[pixel], normals[count + pixel], normals[2 * count + pixel]) = (x, y, z)
      }
    }
  }

  private static let origin = SIMD3<Float>(0.5, 0.2, 0.1)
  private static let reach: Float = 0.05

  @Test(arguments: [3, 4], [(1, 1, false), (2, 3, true), (4, 9, true), (0, 4, false)])
  func `every instruction set smooths as the formula says`(planes: Int, taps: (down: Int, across: Int, noise: Bool)) {
    let maps = Maps(planes: planes)
    let knowsNoise = taps.noise && planes == 4
    for table in Self.tables {
      for row in 0..<maps.height {
        var result = [Float](repeating: -1, count: maps.light.count)
        maps.light.withUnsafeBufferPointer { light in
          maps.points.withUnsafeBufferPointer { points in
            maps.normals.withUnsafeBufferPointer { normals in
              result.withUnsafeMutableBufferPointer { result in
                table.smooth(
                  SmoothedRow(
                    source: light.baseAddress!, result: result.baseAddress!, planes: planes,
                    points: points.baseAddress!, normals: normals.baseAddress!, width: maps.width,
                    height: maps.height, origin: Self.origin, reach: Self.reach, row: row, down: taps.down,
                    across: taps.across, knowsNoise: knowsNoise))
              }
            }
          }
        }
        for column in 0..<maps.width {
          let expected = Self.reference(maps, planes, row, column, taps.down, taps.across, knowsNoise)
          for plane in 0..<planes {
            let value = Double(result[plane * maps.width * maps.height + row * maps.width + column])
            #expect(abs(value - expected[plane]) < 2e-5, "row \(row), column \(column), plane \(plane)")
          }
        }
      }
    }
  }

  /// One pixel in double precision.
  private static func reference(
    _ maps: Maps, _ planes: Int, _ row: Int, _ column: Int, _ down: Int, _ across: Int, _ knowsNoise: Bool
  ) -> [Double] {
    let (width, height) = (maps.width, maps.height)
    let count = width * height
    func light(_ pixel: Int) -> [Double] { (0..<planes).map { Double(maps.light[$0 * count + pixel]) } }
    func vector(_ map: [Float], _ pixel: Int) -> SIMD3<Double> {
      SIMD3(Double(map[pixel]), Double(map[count + pixel]), Double(map[2 * count + pixel]))
    }
    func brightness(_ light: [Double]) -> Double { 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] }
    let pixel = row * width + column
    let (own, point, normal) = (light(pixel), vector(maps.points, pixel), vector(maps.normals, pixel))
    let away = point - SIMD3<Double>(origin)
    let tolerance = 0.004 + 0.25 * Double(reach) * (away * away).sum().squareRoot()
    var (sum, total, squares) = (own, 1.0, 1.0)
    for (r, c) in [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)] where r == 0 || down > 0 {
      var (there, place) = (row + r * down, column + c * across)
      if there < 0 { (there, place) = (-1 - there, place + width / 2) }
      if there >= height { (there, place) = (2 * height - 1 - there, place + width / 2) }
      let tap = there * width + (place % width + width) % width
      let off = ((vector(maps.points, tap) - point) * normal).sum() / tolerance
      let bend = max(0, 5 * (vector(maps.normals, tap) * normal).sum() - 4)
      var weight = (r != 0 && c != 0 ? 0.25 : 0.5) * bend * bend / (1 + off * off * off * off)
      let other = light(tap)
      if knowsNoise {
        let noise = 9 * (own[3] + other[3]) + 0.002 * brightness(own) * brightness(own) + 1e-8
        let difference = brightness(other) - brightness(own)
        weight *= noise / (noise + difference * difference)
      }
      for plane in 0..<planes { sum[plane] += weight * other[plane] }
      (total, squares) = (total + weight, squares + weight * weight)
    }
    var result = sum.map { $0 / total }
    if planes > 3 { result[3] *= squares / (total * total) }
    return result
  }
}
