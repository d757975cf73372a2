// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaImaging

/// `rotunda plot`.
struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw the curves of training runs.",
    discussion: """
      Of one run, draws losses, learning rate, speed and validation errors into its folder, each as PNG and SVG. Of \
      several, draws one chart for every number, with a curve for each run, into --output. A run that is going on is \
      drawn as far as it got.
      """)

  @Argument(help: "Folders of runs, as train --output makes them.", completion: .directory)
  var runs: [String]

  @Option(name: .shortAndLong, help: "Folder for the charts; the run's own by default.", completion: .directory)
  var output: String?

  @Option(
    help: "How much of the mean so far a smoothed curve keeps at every line of metrics.csv, from 0 to below 1.")
  var smoothing = 0.9

  func validate() throws {
    guard (0..<1).contains(smoothing) else {
      throw ValidationError("--smoothing is at least 0 and below 1, not \(smoothing)")
    }
    guard runs.count == 1 || output != nil else { throw ValidationError("several runs need a folder to --output to") }
  }

  func run() throws {
    let folder = URL(filePath: output ?? runs[0])
    let plots = RunPlots(try runs.map { try RunTables(folder: $0) }, smoothing: smoothing)
    try OutputFolder.make(folder)
    for (name, chart) in plots.charts {
      let file = folder.appending(path: name)
      try chart.image().write(to: file.appendingPathExtension("png"), as: .png)
      try AtomicFile.write(chart.svg(), to: file.appendingPathExtension("svg"))
      Console.current.say("\(file.relativePath).png, .svg")
    }
  }
}
