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
      var settings = TrainingSettings.small
      settings.architecture = "rectnet-w8-sphere"
      (settings.width, settings.height) = (64, 32)
      (settings.data, settings.validation) = (["gradients:"], "gradients:")
      settings.initialisation = .xavierNormal
      settings.loss.depth = .squared
      settings.batch = 2
      settings.iterations = iterations
      settings.optimiser.schedule.warmUp = 5
      settings.replay = SampleLoader.Replay(pool: 8, reuse: 2)
      settings.intervals.checkpoint = 10
      return settings
    }

    private let architecture = Architecture(.rectnet, widthDivisor: 8, padding: .sphere)

    private func folder(_ url: URL, _ settings: TrainingSettings) throws -> RunFolder {
      let folder = RunFolder(url)
      let source = Gradients(count: 2)
      try folder.create(
        RunRecord(
          settings: settings, version: "0", libTorch: "0", data: Fingerprint(of: source),
          validation: Fingerprint(of: source)))
      return folder
    }

    private func trainer(_ settings: TrainingSettings, _ folder: RunFolder) throws -> Trainer {
      try Trainer(
        settings: settings, architecture: architecture, data: Gradients(count: nil),
        photographs: settings.adversarial.map { _ in Gradients(count: 7) }, validation: Gradients(count: 2),
        folder: folder, device: .cpu)
    }

    private func files(_ folder: RunFolder, step: Int) throws -> [Data] {
      try [folder.weightsFile, folder.checkpointsFolder.appending(path: "step-\(step).safetensors")]
        .map { try Data(contentsOf: $0) }
    }

    @Test func theLossFalls() throws {
      try withTemporaryFolder { url in
        let settings = settings(iterations: 200)
        let folder = try folder(url.appending(path: "run"), settings)
        var losses: [Double] = []
        var trainer = try trainer(settings, folder)
        try trainer.run { event in
          if case .step(let report) = event { losses.append(report.loss) }
        }
        #expect(losses.count == 10)
        // Predicting the mean everywhere would leave a variance of 4.3 square metres, times the weights of the sizes.
        #expect(losses[8] + losses[9] < 2)
        let weights = try Weights(contentsOf: folder.weightsFile)
        try weights.check(against: architecture.network)
        #expect(weights.metadata["inputSize"] == "64x32")
      }
    }

    @Test(arguments: AdversarialSettings.Level.allCases)
    func anAdaptationIsLoggedAndGivesTheNetworkAlone(_ level: AdversarialSettings.Level) throws {
      try withTemporaryFolder { url in
        var settings = settings(iterations: 60)
        settings.optimiser.rate = 2e-3
        settings.intervals.log = 10
        settings.loss.depthWeight = 1e-3
        var adversarial = AdversarialSettings(real: ["gradients:"])
        (adversarial.weight, adversarial.discriminatorWeight, adversarial.level) = (1, 1, level)
        settings.adversarial = adversarial
        let folder = try folder(url.appending(path: "run"), settings)
        var reports: [Trainer.StepReport] = []
        var trainer = try trainer(settings, folder)
        try trainer.run { event in
          if case .step(let report) = event { reports.append(report) }
        }
        #expect(reports.count == 6)
        for report in reports {
          let discriminator = try #require(report.discriminator)
          #expect(report.terms.map(\.name).last == "adversarial" && report.gradientNorm > 0)
          #expect(discriminator.gradientNorm > 0 && discriminator.loss.isFinite)
          for shares in [discriminator.rendered, discriminator.real] {
            #expect(shares.count == 10 && abs(shares.reduce(0, +) - 1) < 1e-9)
          }
        }
        let table = try String(contentsOf: folder.discriminatorFile, encoding: .utf8).split(separator: "\n")
        #expect(table.count == 7 && table[0].split(separator: ",").count == 21)
        let metadata = try Weights(contentsOf: folder.weightsFile).metadata
        #expect(metadata["adaptedTo"] == "gradients:")
        // What is shipped is the network alone.
        try Weights(contentsOf: folder.weightsFile).check(against: architecture.network)
      }
    }

    @Test func adaptationRefusesWhatItCannotDo() throws {
      try withTemporaryFolder { url in
        var settings = settings(iterations: 4)
        settings.adversarial = AdversarialSettings(real: ["gradients:"])
        settings.accumulation = 2
        #expect(throws: TrainingError.self) { try settings.check() }
        settings.accumulation = 1
        try settings.check()
        let folder = try folder(url.appending(path: "run"), settings)
        #expect(throws: TrainingError.self) {
          _ = try Trainer(
            settings: settings, architecture: architecture, data: Gradients(count: nil),
            validation: Gradients(count: 2), folder: folder, device: .cpu)
        }
        for change in [
          { $0.weight = 0 }, { $0.discriminatorWeight = -1 }, { $0.labelSmoothing = 0.5 }, { $0.noise = -0.1 },
          { $0.real = [] },
        ] as [(inout AdversarialSettings) -> Void] {
          var wrong = AdversarialSettings(real: ["gradients:"])
          change(&wrong)
          #expect(throws: TrainingError.self) { try wrong.check() }
        }
      }
    }

    @Test func thePapersSecondStageIsThatOfThePaper() {
      let second = TrainingSettings.paper.adaptation(from: "weights", to: ["sun360:/data"])
      #expect(second.iterations == 21_000 && second.batch == 5 && second.samplesPerStep == 10)
      #expect(second.optimiser.rate == 1e-4 && second.adversarial?.weight == 1e-3)
      #expect(second.adversarial?.discriminatorWeight == 1e-4 && second.initialWeights == "weights")
    }

    @Test func aDiscriminatorThatWinsOrSaysTheSameOfEverythingIsReportedOnce() {
      func report(_ onRendered: Double, _ onReal: Double) -> DiscriminatorReport {
        DiscriminatorReport(
          loss: 1, gradientNorm: 1, accuracyOnRendered: onRendered, accuracyOnReal: onReal, rendered: [], real: [])
      }
      for (accuracies, word) in [((0.99, 0.97), "wins"), ((1.0, 0.0), "the same")] {
        var watch = DiscriminatorWatch()
        let warnings = (0..<12).map { _ in watch.warning(after: report(accuracies.0, accuracies.1)) }
        #expect(warnings.compactMap { $0 }.count == 1 && warnings[4]?.contains(word) == true)
        #expect(watch.warning(after: report(0.7, 0.6)) == nil)
      }
      var watch = DiscriminatorWatch()
      #expect((0..<12).allSatisfy { _ in watch.warning(after: report(0.75, 0.6)) == nil })
    }

    private func adapting(_ change: @escaping (inout AdversarialSettings) -> Void) -> (inout TrainingSettings) -> Void {
      return { settings in
        var adversarial = AdversarialSettings(real: ["gradients:"])
        change(&adversarial)
        settings.adversarial = adversarial
        (settings.channelsLast, settings.precision) = (
          adversarial.spectralNorm, adversarial.headStart > 0 ? .bfloat16 : .float32
        )
      }
    }

    /// Every option that holds state, or changes how a step is computed.
    private var variants: [(inout TrainingSettings) -> Void] {
      [
        { _ in },
        { $0.optimiser.maximumGradientNorm = 0.5 },
        { ($0.accumulation, $0.replay, $0.optimiser.averageDecay) = (2, nil, 0) },
        { ($0.channelsLast, $0.optimiser.schedule.shape, $0.optimiser.schedule.halving) = (true, .step, 7) },
        { ($0.precision, $0.loss.normalWeight) = (.bfloat16, 0.4) },
        adapting { _ in },
        adapting { ($0.head, $0.noise, $0.gradientPenalty) = (.flattened, 0.05, 1) },
        adapting { ($0.spectralNorm, $0.labelSmoothing) = (true, 0.1) },
        adapting { ($0.level, $0.headStart) = (.features, 5) },
      ]
    }

    @Test func aRunThatWasStoppedGoesOnBitByBit() throws {
      for (number, change) in variants.enumerated() {
        try withTemporaryFolder { url in
          var settings = settings(iterations: 24)
          change(&settings)
          let whole = try folder(url.appending(path: "whole"), settings)
          let parts = try folder(url.appending(path: "parts"), settings)
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
          #expect(try files(whole, step: 24) == files(parts, step: 24), "variant \(number)")
          // Those before the last two are gone.
          let kept = try FileManager.default.contentsOfDirectory(atPath: whole.checkpointsFolder.path)
          #expect(Set(kept) == ["step-20.safetensors", "step-24.safetensors"])
        }
      }
    }

    @Test func twoPassesOfHalfABatchEqualOneOfTheWhole() throws {
      // All pixels are valid and smooth here, so that the mean of the halves' means is that of the whole.
      try withTemporaryFolder { url in
        var whole = settings(iterations: 10)
        (whole.batch, whole.replay) = (4, nil)
        var halves = whole
        (halves.batch, halves.accumulation) = (2, 2)
        var weights: [Weights] = []
        for (name, settings) in [("whole", whole), ("halves", halves)] {
          let folder = try folder(url.appending(path: name), settings)
          var trainer = try trainer(settings, folder)
          try trainer.run { _ in }
          weights.append(try Weights(contentsOf: folder.weightsFile))
        }
        for (name, array) in weights[0].arrays {
          #expect(relativeToMaximum(weights[1].arrays[name]?.values ?? [], array.values) < 1e-4, "\(name)")
        }
      }
    }

    @Test func runsAreWrittenDownAndReadBackExactly() throws {
      try withTemporaryFolder { url in
        for preset in [TrainingSettings.paper, .small] {
          var settings = preset
          settings.optimiser.rate = 1.0 / 3e3
          settings.optimiser.maximumGradientNorm = 0.1
          settings.augmentation.tiltShare = 0.1
          let folder = try folder(url.appending(path: settings.architecture), settings)
          #expect(try folder.record().settings == settings)
        }
        try Data("settings: nothing".utf8).write(to: url.appending(path: "run.yaml"))
        #expect(throws: TrainingError.self) { try RunFolder(url).record() }
      }
    }

    @Test func thePaperIsAsThePaperSays() {
      let paper = TrainingSettings.paper
      #expect(paper.optimiser.rate == 1e-4 && paper.iterations == 65_000 && paper.batch == 10)
      #expect([paper.loss.depthWeight, paper.loss.smoothWeight, paper.loss.normalWeight] == [1, 0.2, 0.4])
      #expect([0, 30_000, 64_999].allSatisfy { paper.optimiser.schedule.share(at: $0, of: paper.iterations) == 1 })
      #expect((paper.optimiser.beta1, paper.optimiser.beta2, paper.optimiser.epsilon) == (0.9, 0.999, 1e-8))
    }

    @Test func ratesFollowTheirSchedule() {
      var schedule = RateSchedule()
      (schedule.shape, schedule.warmUp) = (.cosine, 10)
      #expect(schedule.share(at: 0, of: 110) == 0.1 && schedule.share(at: 9, of: 110) == 1)
      #expect(abs(schedule.share(at: 60, of: 110) - 0.505) < 1e-12)
      #expect(abs(schedule.share(at: 110, of: 110) - 0.01) < 1e-12)
      (schedule.shape, schedule.warmUp, schedule.halving) = (.step, 0, 5)
      #expect([0, 4, 5, 10].map { schedule.share(at: $0, of: 20) } == [1, 1, 0.5, 0.25])
    }
  }

  struct AdamTests {
    /// A parameter whose gradient is given.
    private func parameter(_ values: [Float], gradient: [Float]) throws -> Tensor {
      let parameter = try Tensor(values, shape: [values.count])
      try parameter.track()
      try parameter.multiplied(by: Tensor(gradient, shape: [gradient.count])).sum().backward()
      return parameter
    }

    @Test func longGradientsAreShortenedToTheirBoundAndShortOnesLeft() throws {
      for (bound, factor) in [(1.0, 1 / 13.0), (20, 1)] {
        // Joint norm 13.
        let parameters = ["a": try parameter([1, 2], gradient: [3, 4]), "b": try parameter([3], gradient: [12])]
        var settings = OptimiserSettings()
        settings.maximumGradientNorm = bound
        // With this the first step is the gradient times the rate.
        (settings.beta1, settings.beta2, settings.epsilon) = (0, 0, 1e6)
        var adam = try Adam(parameters, settings: settings)
        let norm = try adam.step(rate: 1e6)
        #expect(abs(try norm.doubles()[0] - 13) < 1e-5)
        let after = try #require(parameters["a"]).doubles()
        #expect(abs(after[0] - (1 - 3 * factor)) < 1e-4 && abs(after[1] - (2 - 4 * factor)) < 1e-4)
      }
    }

    @Test func theAverageFollowsAsSlowlyAsAsked() throws {
      let weight = try parameter([0], gradient: [1])
      var settings = OptimiserSettings()
      settings.averageDecay = 0.9
      var adam = try Adam(["w": weight], settings: settings)
      var (value, average) = (0.0, 0.0)
      for step in 0..<40 {
        if step > 0 { try weight.sum().backward() }
        try adam.step(rate: 0.1)
        value = try weight.doubles()[0]
        average += max(0.1, 9 / (10 + Double(step))) * (value - average)
      }
      // A constant gradient moves Adam by the rate a step.
      #expect(abs(value + 4) < 1e-3)
      #expect(abs(try #require(adam.averagedParameters["w"]).doubles()[0] - average) < 1e-4)
    }
  }
#endif
