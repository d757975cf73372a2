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
    abstract: "Judge weights, or other programs' depth maps, where the depth is known.",
    discussion: """
      Prints a table a protocol, with 95 % intervals, and every rule of the protocol. With --output it also writes \
      report.md, .csv, .json and .tex, images.csv with a row an image, worst.png with the ten worst, and plots of the \
      error by distance and by latitude; a killed run then goes on when it is started again, and several machines may share \
      the work with --shard: the same command without it joins the parts.

      Perspective networks are shown the panorama view by view and judged three times: in metres as they say, with one \
      median scale a panorama, and with one a view.

      A card has the lines `model: FILE.pt`, `view: panorama` or `perspective`, `width:` of panoramas or `size:` of pictures, \
      `output: distance`, `depth`, `inverse-depth` or `log-depth`, and where they differ from [0, 1] and metres, `range:`, \
      `mean:`, `deviation:`, `unit:`, `focal:`, `result:`. TorchScript files run as programs: trust them.

      Protocols: \(EvaluationProtocol.all.map(\.name).joined(separator: ", ")).
      """)

  @Option(help: "Weights to judge instead of the built-in ones; may be given several times.", completion: .file())
  var weights: [String] = []

  @Option(
    help: "Folder of depth maps to judge, named as the samples or as predict writes them; may be given several times.",
    completion: .directory)
  var predictions: [String] = []

  @Option(
    help: "Card (YAML) of another system's TorchScript network to judge; may be given several times.",
    completion: .file(extensions: ["yaml", "yml"]))
  var model: [String] = []

  @OptionGroup var viewing: ViewOptions

  @Option(help: "What to judge on.")
  var data = "rooms:seed=2000001,count=200"

  @Option(name: .customLong("protocol"), help: "Rules to judge by, as omnidepth; may be given several times.")
  var protocols = [EvaluationProtocol.rotunda.name]

  @Option(help: "Rooms whose mean depth map and fitted box are judged beside, as rooms:seed=1,count=500.")
  var baseline: String?

  @Option(help: "Size to compare at, WIDTHxHEIGHT; the first network's by default.")
  var size: String?

  @Option(
    name: .shortAndLong, help: "Folder for the report, and for what a killed run has done.", completion: .directory)
  var output: String?

  @Option(help: "The part K of N of the samples to judge, as 3/16; the report comes with a run without it.")
  var shard = Shard.all

  @OptionGroup var engine: EngineOptions

  @Option(help: "Samples worked on at once.")
  var jobs = 2

  @Flag(help: "Forget what an earlier run has done.")
  var overwrite = false

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs must be above zero, not \(jobs)") }
    if shard.count > 1, output == nil { throw ValidationError("--shard needs --output, the folder where shards meet") }
  }

  func run() async throws {
    let protocols = try self.protocols.flatMap { name in
      let named = EvaluationProtocol.named(name)
      guard !named.isEmpty else { throw CommandError.unknownProtocol(name) }
      return named
    }
    let (networks, inputSize) = try networks()
    let extent = try size.map(Extent.init(parsing:)) ?? inputSize ?? Extent(height: 256, width: 512)
    let (source, count) = try open(data, extent)
    var predictors = networks
    predictors += try outsideModels()
    predictors += try predictions.map { try DepthFolder(URL(filePath: $0)) }
    if let baseline {
      let rooms = try open(baseline, extent)
      let trivial = try TrivialPredictors(of: rooms.source, count: rooms.count)
      predictors += [trivial.mean, trivial.box]
    }
    let plan = EvaluationPlan(
      data: source.uri, count: count,
      fingerprint: output == nil ? nil : Fingerprint(of: source), width: extent.width, height: extent.height,
      predictors: predictors, protocols: protocols)
    let results = try EvaluationResults(
      of: plan, folder: output.map { URL(filePath: $0) }, shard: shard, overwrites: overwrite)
    let run = EvaluationRun(plan: plan, source: source, predictors: predictors, jobs: jobs)
    let failures = try await run.judge(shard, into: results)
    if shard.count == 1 || results.records.count == count {
      try await run.report(results)
    } else {
      Console.current.say("shard \(shard.number)/\(shard.count) is done; without --shard the parts are joined")
    }
    if failures > 0 { throw ExitStatus.someFailed }
  }

  /// The networks of the weights, and the size of pictures that the first panoramic one sees.
  private func networks() throws -> (predictors: [any Predictor], inputSize: Extent?) {
    // Only other programs' maps are judged where these alone are asked for.
    guard !weights.isEmpty || (predictions.isEmpty && model.isEmpty) else { return ([], nil) }
    let perspective = try weights.filter(isPerspective)
    let panoramic = weights.filter { !perspective.contains($0) }
    let networks =
      weights.isEmpty || !panoramic.isEmpty
      ? try NetworkPredictor.networks(panoramic, on: engine, pictures: jobs) : []
    let rows = try perspective.flatMap { file in
      let network = try engine.perspectiveNetwork(of: .file(URL(filePath: file)), size: viewing.viewSize)
      return ScaledViews.rows(AskedNetwork(network), views: viewing.views(size: network.size), merge: viewing.merge)
    }
    return (networks + rows, networks.first?.inputSize)
  }

  private func isPerspective(_ file: String) throws -> Bool {
    try Weights(contentsOf: URL(filePath: file)).architecture.family.convention != .panorama
  }

  private func outsideModels() throws -> [any Predictor] {
    #if LibTorch
      try model.flatMap { card in
        try OutsideModel(card: URL(filePath: card), device: engine.torchDevice).predictors(
          views: { viewing.views(size: viewing.viewSize ?? $0) }, merge: viewing.merge)
      }
    #else
      guard model.isEmpty else { throw CommandError.builtWithoutLibTorch(wanted: "--model") }
      return []
    #endif
  }

  private func open(_ uri: String, _ size: Extent) throws -> (source: any SampleSource, count: Int) {
    try SampleSources.openFinite(uri, width: size.width, height: size.height)
  }
}
