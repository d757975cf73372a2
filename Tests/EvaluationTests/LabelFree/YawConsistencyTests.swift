// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaEvaluation
import RotundaImaging
import RotundaSphere
import Testing

/// Distance by a rule of the pixel's column and redness.
private struct RulePredictor: Predictor {
  let name = "rule"
  let fingerprint = "rule"
  let rule: @Sendable (_ column: Double, _ red: Double) -> Double

  func depth(of sample: Sample) -> DepthMap {
    let (width, height) = (sample.panorama.width, sample.panorama.height)
    return DepthMap(
      width: width, height: height,
      values: (0..<width * height).map { index in
        Float(rule(Double(index % width) / Double(width), Double(sample.panorama.pixels[3 * index])))
      })
  }
}

@Suite struct YawConsistencyTests {
  /// Red grows by columns and rows; a depth map and a mask do so too.
  private let sample: Sample = {
    let (width, height) = (512, 256)
    let red = (0..<width * height).map { UInt8(($0 % width / 3 + $0 / width / 4) % 256) }
    return Sample(
      name: "ramp",
      panorama: Panorama(width: width, height: height, pixels: red.flatMap { [$0, 7, 9] }, coverage: red),
      depth: DepthMap(width: width, height: height, values: red.map { Float($0) + 1 }))
  }()

  @Test(arguments: YawTurn.allCases) func `a turn moves picture, mask and depth by its columns`(turn: YawTurn) {
    let turned = turn.turned(sample)
    let columns = turn.columns(ofWidth: 512)
    for (row, column) in [(0, 0), (17, 500), (255, 300)] {
      let (target, source) = (row * 512 + column, row * 512 + (column + columns) % 512)
      #expect(turned.panorama.pixels[3 * target] == sample.panorama.pixels[3 * source])
      #expect(turned.panorama.coverage?[target] == sample.panorama.coverage?[source])
      #expect(turned.depth?.values[target] == sample.depth?.values[source])
    }
  }

  @Test func `one turn is a multiple of every stride, the other of none`() {
    #expect(YawTurn.quarter.columns(ofWidth: 512) == 128)
    #expect([64, 128, 256, 512, 1024].allSatisfy { YawTurn.oddColumns.columns(ofWidth: $0) % 2 == 1 })
  }

  @Test func `who looks at the picture alone is consistent`() async throws {
    let predictor = RulePredictor { _, red in 1 + red / 50 }
    let measures = try await predictor.labelFreeMeasures(of: sample)
    #expect(measures[.quarterTurn] == 0 && measures[.oddTurn] == 0)
  }

  @Test func `who looks at the column differs by what the rule says`() async throws {
    // d = 1 + x for x in [0, 1). Turned by s and back, d(x) meets d(x - s), or below s d(x) meets d(x - s + 1):
    // integral from s to 1 of s / (1 + x - s/2), plus that from 0 to s of (1 - s) / (1 + x + (1 - s)/2).
    let predictor = RulePredictor { column, _ in 1 + column }
    let measures = try await predictor.labelFreeMeasures(of: sample)
    for (metric, turn) in [(LabelFreeMetric.quarterTurn, YawTurn.quarter), (.oddTurn, .oddColumns)] {
      let s = Double(turn.columns(ofWidth: 512)) / 512
      let within = s * log((2 - s / 2) / (1 + s / 2))
      let across = (1 - s) * log((1.5 + s / 2) / (1.5 - s / 2))
      #expect(abs(try #require(measures[metric]) - within - across) < 1e-3)
    }
  }

  @Test func `pixels that are invalid in one of both do not count`() throws {
    let turn = YawTurn.quarter
    let prediction = DepthMap(width: 8, height: 1, values: [1, 1, 1, 1, 0, 1, 1, 1])
    let turned = DepthMap(width: 8, height: 1, values: [3, 1, 7, 1, 1, 1, 0, 1])
    // A quarter is two columns: turned back, [0, 1, 3, 1, 7, 1, 1, 1]; the 7 meets a hole.
    let consistency = try #require(YawConsistency(of: prediction, turned: turned, by: turn))
    #expect(abs(consistency.relativeDifference - 1.0 / 6) < 1e-9)
    let nothing = DepthMap(width: 8, height: 1, values: Array(repeating: 0, count: 8))
    #expect(YawConsistency(of: prediction, turned: nothing, by: turn) == nil)
  }
}
