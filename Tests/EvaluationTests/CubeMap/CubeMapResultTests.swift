// SPDX-License-Identifier: Apache-2.0

import RotundaEvaluation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct CubeMapResultTests {
  private static let grid = EquirectangularGrid(width: 256, height: 128)
  private static let room = FurnishedRoom.example
  private static let truth = DepthMap(width: 256, height: 128, values: room.depth(grid))

  /// The room's six faces, each times a factor.
  private func result(_ factors: [Double], _ merge: ViewMerge = .hard, truth: DepthMap = Self.truth) -> CubeMapResult {
    let maps = cubeZDepths(size: 64, factors: factors) { Self.room.hit($0).distance }
    return predictions(maps, of: .cube(size: 64), by: merge).result(against: truth)
  }

  private func largestDifference(_ a: DepthMap, _ b: DepthMap) -> Double {
    zip(a.values, b.values).map { abs(Double($0) / Double($1) - 1) }.max() ?? .infinity
  }

  @Test(arguments: ViewMerge.allCases) func `a scale a face undoes a factor a face`(merge: ViewMerge) {
    let equal = result(Array(repeating: 1, count: 6), merge)
    let unequal = result([0.7, 1.3, 0.9, 1.1, 1.4, 0.8], merge)
    #expect(largestDifference(unequal[.perView], equal[.perView]) < 1e-5)
    // The gradient domain undoes them by itself.
    #expect(merge == .gradientDomain || largestDifference(unequal[.raw], equal[.raw]) > 0.2)
  }

  @Test(arguments: ViewMerge.allCases) func `a scale a panorama undoes one factor`(merge: ViewMerge) {
    let equal = result(Array(repeating: 1, count: 6), merge)
    let tripled = result(Array(repeating: 3, count: 6), merge)
    #expect(largestDifference(tripled[.perPanorama], equal[.perPanorama]) < 1e-5)
    #expect(abs(Double(tripled[.raw].values[5000] / equal[.raw].values[5000]) - 3) < 1e-4)
  }

  @Test func `a scale a panorama is the median of the truth by that of the prediction`() {
    let result = result([0.7, 1.3, 0.9, 1.1, 1.4, 0.8])
    func median(_ values: [Float]) -> Float {
      let sorted = values.sorted()
      return (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
    }
    #expect(Self.truth.values.allSatisfy { $0 < 10 })
    #expect(abs(median(result[.perPanorama].values) / median(Self.truth.values) - 1) < 1e-6)
    for (face, scaled) in Dictionary(grouping: Self.truth.values.indices, by: face(ofPixel:)) {
      let distances = scaled.map { result[.perView].values[$0] }
      #expect(abs(median(distances) / median(scaled.map { Self.truth.values[$0] }) - 1) < 1e-6, "face \(face)")
    }
  }

  private func face(ofPixel pixel: Int) -> CubeFace {
    CubeFace(facing: Self.grid.direction(column: Double(pixel % 256), row: Double(pixel / 256)))
  }

  @Test func `a face of which nothing is known has the panorama's scale`() {
    let values = Self.truth.values.indices.map { face(ofPixel: $0) == .down ? 0 : Self.truth.values[$0] }
    let result = result(Array(repeating: 2, count: 6), truth: DepthMap(width: 256, height: 128, values: values))
    for pixel in values.indices where face(ofPixel: pixel) == .down {
      #expect(abs(result[.perView].values[pixel] / result[.perPanorama].values[pixel] - 1) < 1e-6)
      #expect(abs(result[.perView].values[pixel] / result[.raw].values[pixel] - 0.5) < 0.001)
    }
  }

  @Test func `errors up and down count on the sphere and not on the horizon`() throws {
    // Floor and ceiling half as far as they are; nothing else is wrong.
    let result = result([1, 1, 0.5, 0.5, 1, 1])
    let rows = result.rows(.rotunda)
    #expect(rows.map(\.scaling) == [.raw, .raw, .perPanorama, .perPanorama, .perView, .perView])
    #expect(rows.map(\.region) == [.sphere, .horizon, .sphere, .horizon, .sphere, .horizon])
    let vertical = Self.truth.values.indices.filter { [.up, .down].contains(face(ofPixel: $0)) }
    let share = Double(vertical.count) / Double(Self.truth.values.count)
    #expect(rows[0].errors.pixels - rows[1].errors.pixels == vertical.count)
    #expect(abs(rows[0].errors[.absoluteRelative] - 0.5 * share) < 0.01)
    #expect(rows[1].errors[.absoluteRelative] < 0.01)
    #expect(rows[4].errors[.absoluteRelative] < 0.01 && rows[2].errors[.absoluteRelative] > 0.1)
  }

  @Test func `holes of the truth count as the protocol says, and outside of the horizon not at all`() throws {
    // The test program of SVS counts holes; those up and down must not come in through the region.
    let values = Self.truth.values.indices.map { face(ofPixel: $0) == .up ? 0 : Self.truth.values[$0] }
    let result = result(Array(repeating: 1, count: 6), truth: DepthMap(width: 256, height: 128, values: values))
    let svs = try #require(EvaluationProtocol.named("svs").first)
    let rows = result.rows(svs)
    #expect(rows[0].errors.pixels == 256 * 128)
    #expect(rows[1].errors[.absoluteRelative] < 0.01)
  }

  @Test func `the table has a row a scaling and region, and the metrics asked for`() {
    let text = result(Array(repeating: 1, count: 6)).markdown(.rotunda, metrics: [.absoluteRelative, .delta1])
    let lines = text.split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines[0].contains("Abs Rel") && lines[0].contains("delta < 1.25") && !lines[0].contains("RMS"))
    #expect(lines[3].contains("raw") && lines[3].contains("without up and down"))
  }
}
