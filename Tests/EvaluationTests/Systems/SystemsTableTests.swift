// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@testable import RotundaEvaluation

@Suite struct SystemsTableTests {
  private let grid = EquirectangularGrid(width: 32, height: 16)

  private func sample(_ name: String) -> Sample {
    Sample(
      name: name, panorama: Panorama(width: 32, height: 16, pixels: Array(repeating: 90, count: 3 * 512)),
      depth: DepthMap(width: 32, height: 16, values: BoxRoom.example.depth(grid)))
  }

  /// A system that says `factor` times the truth of four turned copies and of another place.
  private func scores(_ factor: (Int) -> Float) throws -> SystemScores {
    var scores = SystemScores()
    let names = ["0.0", "90.0", "180.0", "270.0"].map { "a_Left_Down_\($0).png" } + ["b_Left_Down_0.0.png"]
    for (number, name) in names.enumerated() {
      let sample = sample(name)
      let truth = try sample.label()
      let said = DepthMap(width: 32, height: 16, values: truth.values.map { $0 * factor(number) })
      try scores.add(said, of: sample, by: .rotunda, seconds: Double(number))
    }
    return scores
  }

  private func table(_ systems: [SystemsTable.System]) -> SystemsTable {
    SystemsTable(title: "Table", settings: "Settings, 50 %.", evaluationProtocol: .rotunda, systems: systems)
  }

  @Test func errorsAreMeansOfImagesAndTurnedCopiesCountOnce() throws {
    let scores = try scores { $0 < 4 ? 1.1 : 1.3 }
    let estimate = scores.estimates(of: scores.variants[0], under: .rotunda)[Metric.absoluteRelative.rawValue]
    #expect(abs(estimate.value - 0.14) < 1e-5)
    // Two viewpoints: a draw may have either alone.
    #expect(abs(estimate.low - 0.1) < 1e-5 && abs(estimate.high - 0.3) < 1e-5)
    #expect(scores.medianSeconds == 2)
  }

  @Test func everyFormatHasEachSystemItsCostsAndWhatIsPrinted() throws {
    let cost = SystemsTable.Cost(parameters: 1234, operations: 5_600_000_000, bytes: 3 << 20)
    let systems = [
      SystemsTable.System(
        title: "A, B", network: "rectnet-w8", remarks: ["reconstructed"], cost: cost,
        outcome: .success(try scores { _ in 1.2 }), printed: [.absoluteRelative: 0.0702]),
      SystemsTable.System(title: "C", network: "bts", outcome: .failure(.init(reason: "no pairs"))),
    ]
    let table = table(systems)
    let markdown = table.markdown
    for text in [
      "| A, B   | raw   | all    | 0.2000 [0.2000, 0.2000]", "1234", "5.600", "3.0", "0.0702", "C: no pairs",
    ] {
      #expect(markdown.contains(text), "\(text)\n\(markdown)")
    }
    #expect(markdown.contains("A, B: reconstructed"))
    let csv = table.csv.split(separator: "\n")
    #expect(csv.count == 2 && csv[1].hasPrefix("\"A, B\",rectnet-w8,raw,all,0.2000") && csv[1].contains(",0.07020000,"))
    // A comma in the title beside those of the heading.
    #expect(
      csv[1].split(separator: ",", omittingEmptySubsequences: false).count == csv[0].split(separator: ",").count + 1)
    #expect(table.latex.contains("A, B & 0.2000") && table.latex.contains("as printed & 0.0702 & -"))
    #expect(table.latex.contains("50 \\%"))
    let json = try #require(try JSONSerialization.jsonObject(with: table.json()) as? [String: Any])
    let described = try #require(json["systems"] as? [[String: Any]])
    #expect(described.count == 2 && described[1]["failure"] as? String == "no pairs")
    #expect((described[0]["printed"] as? [String: Double])?["abs_rel"] == 0.0702)
  }

  @Test func perspectiveSystemsHaveEveryScalingAndRegion() throws {
    let sample = sample("a")
    let views = PanoramaViews.cube(size: 16)
    let distances = views.views.map { view in
      let values = (0..<256).map { pixel in
        let (right, above) = PerspectiveView.coordinates(column: pixel % 16, row: pixel / 16, width: 16, height: 16)
        let direction = view.direction(right: right, above: above)
        return Float(2 * BoxRoom.example.hit(direction / (direction * direction).sum().squareRoot()).distance)
      }
      return ViewDistances(width: 16, height: 16, values: values)
    }
    let result = try ViewPredictions(views: views, distances: distances, merge: .hard).result(against: sample.label())
    var scores = SystemScores()
    scores.add(result, of: sample, by: .rotunda, seconds: 1)
    #expect(scores.variants.count == 6)
    let lines = table([.init(title: "P", network: "bts", outcome: .success(scores))]).csv.split(separator: "\n")
    #expect(lines.count == 7 && lines.contains { $0.hasPrefix("P,bts,median per view,without up and down,") })
    // Twice as far in metres, and right after scaling.
    #expect(scores.variants[0].errors[0][.absoluteRelative] > 0.9)
    #expect(scores.variants[2].errors[0][.absoluteRelative] < 0.05)
  }

  @Test func theConstantIsTheMedianOfAllDistances() throws {
    struct Rooms: SampleSource {
      let uri = "rooms"
      let count: Int? = 3
      func sample(at index: Int) -> Sample {
        // A third at 1 m, a third at 2.345 m, a third at 7 m; holes do not count.
        let values = (0..<32).map { $0 < 8 ? Float(0) : [1, 2.345, 7][index] }
        return Sample(
          name: "\(index)", panorama: Panorama(width: 8, height: 4, pixels: Array(repeating: 9, count: 96)),
          depth: DepthMap(width: 8, height: 4, values: values))
      }
    }
    let constant = try TrivialPredictors(of: Rooms(), count: 3).constant
    #expect(abs(constant.distance - 2.345) < 0.0051)
    #expect(constant.depth(of: Rooms().sample(at: 0)).values == Array(repeating: constant.distance, count: 32))
  }
}
