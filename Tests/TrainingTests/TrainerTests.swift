// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaDatasets
  import RotundaImaging
  import RotundaNetworks
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// Pictures whose brightness tells the distance: something that a small network learns in a few steps.
  private struct Gradients: SampleSource {
    let uri = "gradients:"
    let count: Int?

    func sample(at index: Int) throws -> Sample {
      let (width, height) = (64, 32)
      var random = SeededGenerator(seed: UInt64(index))
      let brightness = UInt8.random(in: 20...200, using: &random)
      let smooth = (0..<width * height).map { brightness + UInt8($0 / width) }
      return Sample(
        name: "\(index)",
        panorama: Panorama(width: width, height: height, pixels: smooth.flatMap { [$0, $0, $0] }),
        depth: DepthMap(width: width, height: height, values: smooth.map { Float($0) / 25 }))
    }
  }

  @Suite(.serialized) struct TrainerTests {
    private func settings(iterations: Int) -> TrainingSettings {
      var settings = TrainingSettings(
        architecture: "rectnet-w8-sphere", data: "gradients:", validation: "gradients:", width: 64, height: 32)
      settings.batch = 2
      settings.loss.normalWeight = 0
      settings.iterations = iterations
      settings.warmUp = 5
      settings.pool = 8
      settings.reuse = 2
      settings.checkpointEvery = 10
      settings.validateEvery = 1000
      settings.validationCount = 2
      return settings
    }

    private func trainer(_ settings: TrainingSettings, _ folder: RunFolder) throws -> Trainer {
      try Trainer(
        settings: settings, architecture: Architecture(.rectnet, widthDivisor: 8, padding: .sphere),
        data: Gradients(count: nil), validation: Gradients(count: 2), folder: folder, device: .cpu)
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
      let url = FileManager.default.temporaryDirectory.appending(path: "rotunda-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: url) }
      try body(url)
    }

    @Test func theLossFalls() throws {
      try withFolder { url in
        let folder = RunFolder(url)
        let settings = settings(iterations: 200)
        try folder.create(settings)
        var losses: [Double] = []
        var trainer = try trainer(settings, folder)
        try trainer.run { event in
          if case .step(_, _, let loss, _, _) = event { losses.append(loss) }
        }
        #expect(losses.count == 10)
        // Predicting the mean everywhere would leave a variance of 4.3 square metres, times the weights of the sizes.
        #expect(losses[8] + losses[9] < 2)
        let weights = try Weights(contentsOf: folder.weightsFile)
        try weights.check(against: Architecture(.rectnet, widthDivisor: 8, padding: .sphere).network)
        #expect(weights.metadata["inputSize"] == "64x32")
      }
    }

    @Test func aRunThatWasStoppedGoesOnBitByBit() throws {
      try withFolder { url in
        let whole = RunFolder(url.appending(path: "whole"))
        let parts = RunFolder(url.appending(path: "parts"))
        let settings = settings(iterations: 24)
        for folder in [whole, parts] { try folder.create(settings) }
        var first = try trainer(settings, whole)
        try first.run { _ in }
        // Stopped after step 13, between two checkpoints of the run that is not stopped.
        var steps = 0
        var stopped = try trainer(settings, parts)
        try stopped.run(isStopped: {
          steps += 1
          return steps > 13
        }) { _ in }
        var resumed = try trainer(settings, parts)
        try resumed.run { _ in }
        #expect(
          try Data(contentsOf: whole.checkpointFile) == Data(contentsOf: parts.checkpointFile))
        #expect(try Data(contentsOf: whole.weightsFile) == Data(contentsOf: parts.weightsFile))
      }
    }
  }
#endif
