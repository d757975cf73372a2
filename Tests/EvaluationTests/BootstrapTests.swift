// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
import Testing

@testable import RotundaEvaluation

@Suite struct BootstrapTests {
  /// Images of one pixel whose errors are these.
  private func images(_ errors: [Double]) -> [ImageErrors] {
    errors.map { error in
      EvaluationProtocol.rotunda.errors(of: [Float(4 + error), 0], against: [4, 0], width: 2)
    }
  }

  private let errors: [Double] = {
    var random = SplitMix64(seed: 5)
    return (0..<400).map { _ in Double.random(in: 0..<2, using: &random) }
  }()

  private func estimate(
    _ images: [ImageErrors], groups: [String], metric: Metric = .meanAbsolute, seed: UInt64 = 1
  ) -> Estimate {
    Bootstrap(count: 2000, seed: seed).estimates(of: images, under: .rotunda, groups: groups)[metric.rawValue]
  }

  @Test func `intervals are as wide as the normal approximation says`() {
    let estimate = estimate(images(errors), groups: errors.indices.map(String.init))
    let mean = errors.reduce(0, +) / 400
    let deviation = (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
    #expect(abs(estimate.value - mean) < 1e-6)
    // 2000 draws know the ends of the interval to about 4 % of its half-width.
    let half = 1.96 * deviation / 400.0.squareRoot()
    #expect(abs(estimate.high - mean - half) < 0.15 * half && abs(mean - estimate.low - half) < 0.15 * half)
  }

  @Test func `four turns of one viewpoint are one observation`() {
    let once = estimate(images(errors), groups: errors.indices.map(String.init))
    let turned = estimate(
      images(errors.flatMap { Array(repeating: $0, count: 4) }), groups: (0..<1600).map { "\($0 / 4)" })
    let apart = estimate(
      images(errors.flatMap { Array(repeating: $0, count: 4) }), groups: (0..<1600).map(String.init))
    #expect(abs(turned.low - once.low) < 1e-9 && abs(turned.high - once.high) < 1e-9)
    #expect(apart.high - apart.low < 0.6 * (once.high - once.low))
  }

  @Test func `a seed gives the same interval again, another seed one that is near`() {
    let groups = errors.indices.map(String.init)
    #expect(estimate(images(errors), groups: groups) == estimate(images(errors), groups: groups))
    let other = estimate(images(errors), groups: groups, seed: 2)
    let first = estimate(images(errors), groups: groups)
    #expect(other.low != first.low && abs(other.low - first.low) < 0.02)
  }

  @Test func `pooled means weigh images by their pixels, in draws as well`() throws {
    let judge = try #require(EvaluationProtocol.named("omnidepth").first)
    // Errors after alignment by the median: 0 in the small image, and in the large one (0, 0, 0, 1, 1).
    let small = judge.errors(of: [1, 0, 0, 0, 0, 0], against: [1, 0, 0, 0, 0, 0], width: 6)
    let large = judge.errors(of: [2, 2, 2, 3, 3, 0], against: [2, 2, 2, 2, 2, 0], width: 6)
    #expect(small.pixels == 1 && large.pixels == 5)
    let estimates = Bootstrap(count: 4000).estimates(of: [small, large], under: judge, groups: ["a", "b"])
    #expect(abs(estimates[Metric.meanAbsolute.rawValue].value - 2.0 / 6) < 1e-9)
    #expect(abs(estimates[Metric.rootMeanSquare.rawValue].value - (2.0 / 6).squareRoot()) < 1e-9)
    // A quarter of the draws has the small image twice, a quarter the large one.
    #expect(estimates[Metric.meanAbsolute.rawValue].low == 0)
    #expect(abs(estimates[Metric.meanAbsolute.rawValue].high - 2.0 / 5) < 1e-9)
  }

  @Test func `medians are over what has a value, with intervals as wide as order statistics say`() {
    let bootstrap = Bootstrap(count: 2000)
    let numbers = errors.indices.map(String.init)
    let columns: [[Double?]] = [errors, errors.map { $0 < 1 ? $0 : nil }, errors.map { _ in nil }]
    let medians = bootstrap.medians(of: columns, groups: numbers)
    let sorted = errors.sorted()
    #expect(medians[0].value == (sorted[199] + sorted[200]) / 2)
    // The median's interval lies between order statistics of ranks n/2 -+ 1.96 sqrt(n)/2, from 180 to 220; 2000 draws
    // know these to a rank or two.
    #expect(medians[0].low > sorted[175] && medians[0].low < sorted[185])
    #expect(medians[0].high > sorted[215] && medians[0].high < sorted[225])
    let small = sorted.filter { $0 < 1 }
    #expect(medians[1].value >= small[small.count / 2 - 1] && medians[1].value <= small[small.count / 2])
    #expect(medians[2].value.isNaN && medians[2].low.isNaN)
    // Four turns of one viewpoint are one observation here as well.
    let turned = bootstrap.medians(
      of: [errors.flatMap { Array(repeating: $0, count: 4) }], groups: (0..<1600).map { "\($0 / 4)" })
    #expect(abs(turned[0].low - medians[0].low) < 1e-9 && abs(turned[0].high - medians[0].high) < 1e-9)
  }

  @Test func `turns of a panorama share a viewpoint, other numbers do not`() {
    func viewpoint(_ name: String) -> String { EvaluationRecord(index: 0, image: name, predictors: []).viewpoint }
    #expect(viewpoint("a/7_x_color_0_Left_Down_90.0.png") == viewpoint("a/7_x_color_0_Left_Down_0.0.png"))
    #expect(viewpoint("a/7_x_color_0_Left_Down_90.0.png") != viewpoint("a/8_x_color_0_Left_Down_90.0.png"))
    #expect(viewpoint("room_12.png") != viewpoint("room_13.png"))
    #expect(viewpoint("home7") == "home7")
  }
}
