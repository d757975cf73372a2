// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Rotunda
import RotundaDatasets
import RotundaEvaluation
import RotundaImaging
import RotundaNetworks

/// `rotunda evaluate`.
struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge weights on rooms whose depth is known.",
    discussion: """
      Protocol: per image, over pixels with 0 < depth <= 10 m, no alignment of scale, natural logarithm; then the mean \
      over images; plain, and weighted by solid angle. With --baseline, the mean depth map of other rooms is judged \
      beside the network.
      """)

  @Option(help: "Weights to judge instead of the built-in ones.", completion: .file())
  var weights: String?

  @Option(help: "What to judge on.")
  var data = "rooms:seed=2000001,count=200"

  @Option(help: "Rooms whose mean depth map is the baseline, as rooms:seed=1,count=500.")
  var baseline: String?

  @Option(help: "What runs the network: cpu, or with LibTorch torch-cpu, cuda, mps.")
  var device = "cpu"

  func run() async throws {
    let estimator = try DepthEstimator(
      weights: weights.map { .file(URL(filePath: $0)) } ?? .builtin, device: ComputeDevice(named: device))
    let mean = try baseline.map { uri in
      let rooms = try open(uri, estimator.inputSize)
      return try MeanDepthMap(of: rooms.source, count: rooms.count).values
    }
    let (source, count) = try open(data, estimator.inputSize)
    var network = ErrorTable()
    var trivial = ErrorTable()
    for index in 0..<count {
      let sample = try source.sample(at: index)
      let label = try sample.label()
      network.add(try await estimator.depth(of: sample.panorama).values, label)
      if let mean { trivial.add(mean, label) }
    }
    Console.current.say("\(count) panoramas of \(source.uri), 0 < depth <= 10 m, no alignment, mean over images")
    Console.current.say(ErrorTable.heading)
    network.lines(named: estimator.weightsName).forEach(Console.current.say)
    if mean != nil { trivial.lines(named: "mean depth map").forEach(Console.current.say) }
  }

  private func open(_ uri: String, _ size: Extent) throws -> (source: any SampleSource, count: Int) {
    try SampleSources.openFinite(uri, width: size.width, height: size.height)
  }
}

/// The errors of one predictor over many images.
private struct ErrorTable {
  private var pixels: [DepthErrors] = []
  private var solidAngle: [DepthErrors] = []

  static let heading = "predictor                    weight   Abs Rel  Sq Rel   RMS m  RMSlog  d<1.25 d<1.25^2 d<1.25^3"

  mutating func add(_ prediction: [Float], _ truth: DepthMap) {
    pixels.append(DepthErrors(of: prediction, against: truth, weighting: .pixels))
    solidAngle.append(DepthErrors(of: prediction, against: truth, weighting: .latitude))
  }

  func lines(named name: String) -> [String] {
    [("plain", pixels), ("sphere", solidAngle)].map { weighting, errors in
      let mean = DepthErrors.mean(errors)
      let numbers = [
        mean.absoluteRelative, mean.squaredRelative, mean.rootMeanSquare, mean.rootMeanSquareLog, mean.delta.x,
        mean.delta.y, mean.delta.z,
      ]
      return name.padding(toLength: 28, withPad: " ", startingAt: 0) + " "
        + weighting.padding(toLength: 8, withPad: " ", startingAt: 0)
        + numbers.map { String(format: "%8.4f", $0) }.joined()
    }
  }
}
