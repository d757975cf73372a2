// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@testable import RotundaEvaluation

@Suite struct LabelFreeReportTests {
  /// Five rooms of several heights and a sphere, which has no floor: as they are, and 1.25 times as large.
  private let records: [LabelFreeRecord] = {
    func scaled(_ map: DepthMap, _ factor: Float) -> DepthMap {
      DepthMap(width: map.width, height: map.height, values: map.values.map { factor * $0 })
    }
    let rooms = [1.2, 1.4, 1.5, 1.8, 1.9].map { height in
      KnownMaps.room(BoxRoom(lower: SIMD3(-2, -height, -2.5), upper: SIMD3(2.4, 2.8 - height, 2)))
    }
    // Backwards, as samples may be done in any order.
    return (rooms + [KnownMaps.map { _, _, _ in 2 }]).enumerated().reversed().map { index, map in
      LabelFreeRecord(
        index: index, image: "photo, \(index)",
        measures: [map, scaled(map, 1.25)].map { LabelFreeMeasures(of: $0, turned: [:]) })
    }
  }()

  private var summary: LabelFreeSummary { LabelFreeSummary(records, predictors: ["before", "after"]) }

  @Test func `medians and shares are over the images that have a value`() {
    func value(_ metric: LabelFreeMetric, _ predictor: Int) -> Double {
      summary.estimates[predictor][metric.rawValue].value
    }
    #expect(abs(value(.cameraHeight, 0) - 1.5) < 1e-4 && abs(value(.cameraHeight, 1) - 1.875) < 1e-4)
    #expect(abs(value(.roomHeight, 0) - 2.8) < 1e-4)
    #expect(summary.count(of: .cameraHeight, predictor: 0) == 5)
    #expect(abs(value(.floorFound, 0) - 5.0 / 6) < 1e-9)
    // Of 1.5, 1.75, 1.875, 2.25 and 2.375 m and no floor, three are a camera's.
    #expect(abs(value(.cameraPlausible, 0) - 5.0 / 6) < 1e-9 && abs(value(.cameraPlausible, 1) - 0.5) < 1e-9)
    #expect(value(.quarterTurn, 0).isNaN && summary.count(of: .quarterTurn, predictor: 0) == 0)
  }

  @Test func `differences are taken image by image`() {
    func difference(_ metric: LabelFreeMetric) -> Estimate { summary.differences[1][metric.rawValue] }
    // A quarter of each height, of which 1.5 m is the median; draws reach from the least to the largest but rarely.
    #expect(abs(difference(.cameraHeight).value - 0.375) < 1e-4)
    #expect(difference(.cameraHeight).low >= 0.3 - 1e-4 && difference(.cameraHeight).high <= 0.475 + 1e-4)
    // Every room is 2.8 m high: there is no spread, where the interval of the heights themselves would have one too.
    #expect(abs(difference(.roomHeight).low - 0.7) < 1e-4 && abs(difference(.roomHeight).high - 0.7) < 1e-4)
    // Neither is flat or square by its size.
    for metric in [LabelFreeMetric.floorMedianResidual, .ceilingTilt, .manhattanShare, .seamRatio] {
      #expect(abs(difference(metric).value) < 1e-3, "\(metric)")
    }
    #expect(abs(difference(.cameraPlausible).value + 1.0 / 3) < 1e-9)
    #expect(summary.differences[0].allSatisfy { $0.value == 0 || $0.value.isNaN })
  }

  @Test func `tables name what was measured, on how many images, and the difference`() {
    let report = LabelFreeReport(summary, data: "folder:photos", count: 7, version: "1.2.3")
    #expect(report.markdown.contains("6 of 7 images; rotunda 1.2.3"))
    #expect(report.markdown.contains("| after less before"))
    // Nothing was turned.
    #expect(report.markdown.contains("| - (0)") && !report.markdown.contains("nan"))
    #expect(report.markdown.contains("1.5000 [") && report.markdown.contains("] (5)"))
    let rows = report.csv.split(separator: "\n")
    #expect(rows.count == 1 + 2 * LabelFreeMetric.allCases.count)
    #expect(rows[0] == "predictor,metric,images,value,low,high,difference,difference_low,difference_high")
    #expect(rows.contains { $0.hasPrefix("after,camera_plausible,6,0.50000000,") })
    let images = report.imagesCSV.split(separator: "\n")
    #expect(images.count == 1 + 6 * 2)
    // In the source's order, and quoted for the comma.
    #expect(images[1].hasPrefix("\"photo, 0\",before,1.00000000,") && images[12].hasPrefix("\"photo, 5\",after,0.0"))
    #expect(images.allSatisfy { $0.hasPrefix("image") || $0.replacing("photo, ", with: "").count { $0 == "," } == 20 })
    let alone = LabelFreeReport(
      LabelFreeSummary(records, predictors: ["before"]), data: "folder:photos", count: 6, version: "1")
    #expect(!alone.markdown.contains("less") && !alone.markdown.contains("Differences"))
  }

  @Test func `the seam step is relative, and compared with that of other columns`() throws {
    // One column of 256 is 3 m, the others 2 m: across the seam and beside it a step of 1 in 2.5.
    let measures = LabelFreeMeasures(of: KnownMaps.map { _, column, _ in column == 0 ? 3 : 2 }, turned: [:])
    #expect(abs(try #require(measures[.seamStep]) - 0.4) < 1e-6)
    #expect(abs(try #require(measures[.seamRatio]) - 255) < 1e-3)
  }
}
