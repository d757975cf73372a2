// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaTestSupport
import Testing

@testable import RotundaCommands

@Suite struct PlotTests {
  private func write(_ text: String, _ name: String, in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  /// A run of 60 lines, the last of them half written, with a number that this program has never heard of.
  private func writeRun(_ folder: URL, scale: Double = 1) throws {
    let lines = (1...60).map { line in
      "\(20 * line),\(1_795_513_174 + line),1e-3,\(scale * exp(-0.05 * Double(line))),\(scale),,\(8 + line % 3),relu"
    }
    try write(
      "step,seconds,rate,loss,depth,gradientNorm,samplesPerSecond,kind\n" + lines.joined(separator: "\n"),
      "metrics.csv", in: folder)
    try write(
      """
      step,absRel,sqRel,rms,rmsLog,delta1,delta2,delta3,absRelLatitude,seam
      500,0.3,0.2,0.6,0.3,0.6,0.8,0.9,0.31,1.5
      1000,0.2,0.1,0.5,0.2,0.7,0.9,0.95,0.21,1.2

      """, "validation.csv", in: folder)
  }

  @Test func `a run's numbers are drawn beside them`() async throws {
    try await withTemporaryFolder { folder in
      try writeRun(folder)
      let result = await rotunda("plot", folder.path)
      #expect(result.status == .done, "\(result.complaints)")
      let names = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
      let charts = ["loss", "rate", "speed", "errors", "distances", "deltas", "seam"]
      #expect(names == Set(charts.flatMap { ["\($0).png", "\($0).svg"] } + ["metrics.csv", "validation.csv"]))
      for chart in charts {
        let picture = try RGBImage(contentsOf: folder.appending(path: "\(chart).png"))
        #expect(picture.width == 1200 && picture.height == 750)
      }
      let loss = try String(contentsOf: folder.appending(path: "loss.svg"), encoding: .utf8)
      #expect(loss.contains(">depth</text>") && loss.contains(">step</text>"))
      // Nothing is noted under `kind` and `gradientNorm`: no curve of them.
      #expect(!loss.contains(">kind</text>"))
    }
  }

  @Test func `an adaptation has charts of its discriminator`() async throws {
    try await withTemporaryFolder { folder in
      let lines = (1...30).map { line in "\(20 * line),1,1e-4,0.3,0.2,0.7,1.39,0.6,0.5,0.01,1.5,8" }
      let header =
        "step,seconds,rate,loss,depth,adversarial,discriminator,accuracyRendered,accuracyReal,"
        + "discriminatorGradientNorm,gradientNorm,samplesPerSecond\n"
      try write(header + lines.joined(separator: "\n") + "\n", "metrics.csv", in: folder)
      let result = await rotunda("plot", folder.path)
      #expect(result.status == .done, "\(result.complaints)")
      func text(_ chart: String) throws -> String {
        try String(contentsOf: folder.appending(path: "\(chart).svg"), encoding: .utf8)
      }
      #expect(try text("accuracy").contains(">accuracyReal</text>"))
      #expect(try text("loss").contains(">adversarial</text>") && !text("loss").contains(">discriminator</text>"))
      #expect(try text("gradient").contains(">discriminatorGradientNorm</text>"))
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "discriminator.png").path))
    }
  }

  @Test func `several runs share charts, one for each number`() async throws {
    try await withTemporaryFolder { folder in
      let (first, second) = (folder.appending(path: "wide"), folder.appending(path: "narrow"))
      try writeRun(first)
      try writeRun(second, scale: 2)
      let output = folder.appending(path: "charts")
      let result = await rotunda("plot", first.path, second.path, "--output", output.path, "--smoothing", "0")
      #expect(result.status == .done, "\(result.complaints)")
      let chart = try String(contentsOf: output.appending(path: "loss-depth.svg"), encoding: .utf8)
      #expect(chart.contains("wide</text>") && chart.contains("narrow</text>"))
      #expect(FileManager.default.fileExists(atPath: output.appending(path: "errors-absRel.png").path))
      #expect(await rotunda("plot", first.path, second.path).status == .usage)
      #expect(await rotunda("plot", first.path, "--smoothing", "1").status == .usage)
    }
  }

  @Test func `what is no run is named`() async throws {
    try await withTemporaryFolder { folder in
      let nowhere = await rotunda("plot", folder.appending(path: "nowhere").path)
      #expect(nowhere.status == .inputMissing && nowhere.complaints.contains("metrics.csv"))
      try write("loss,step\n1,2\n", "metrics.csv", in: folder)
      let headless = await rotunda("plot", folder.path)
      #expect(headless.status == .inputMissing && headless.complaints.contains("names of columns"))
      try write("step,loss\n20,0.", "metrics.csv", in: folder)
      let young = await rotunda("plot", folder.path)
      #expect(young.status == .inputMissing && young.complaints.contains("no line yet"))
    }
  }

  @Test func `tables keep whole lines and columns of numbers`() throws {
    let text = "step,loss,name,norm\n20,0.5,a,\n40,nan,b,2e3\n60,0.25\n80,inf,c,1\n100,0.125,d,3"
    let table = try #require(RunTable(parsing: text))
    #expect(table.steps == [20, 40, 80])
    #expect(table.columns.map(\.name) == ["loss", "norm"])
    #expect(table.columns[0].values[0] == 0.5 && table.columns[0].values[1].isNaN)
    #expect(table.columns[0].values[2] == .infinity && table.columns[1].values[2] == 1)
    #expect(RunTable(parsing: "") == nil && RunTable(parsing: "seconds,step\n") == nil)
    #expect(RunTable(parsing: "step,loss\r\n20,1\r\n")?.steps == [20])
  }

  @Test func `smoothing is a weighted mean of what came before, from the first line on`() {
    let points = [4, .nan, 1, 7].enumerated().map { Chart.Point(Double($0.offset), $0.element) }
    let smooth = RunPlots.smoothed(points, keeping: 0.5)
    #expect(smooth.map(\.x) == [0, 1, 2, 3])
    #expect(smooth[0].y == 4 && smooth[1].y.isNaN)
    #expect(abs(smooth[2].y - (0.5 * 4 + 1) / 1.5) < 1e-12)
    #expect(abs(smooth[3].y - (0.25 * 4 + 0.5 * 1 + 7) / 1.75) < 1e-12)
  }
}
