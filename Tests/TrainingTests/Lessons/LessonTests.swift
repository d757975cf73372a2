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

  @Suite(.serialized) struct LessonTests {
    /// A system, and how it is told to learn.
    private func settings(_ architecture: String, iterations: Int) throws -> TrainingSettings {
      var settings = TrainingSettings.small
      settings.architecture = architecture
      let family = try #require(Architecture(architecture)).family
      (settings.width, settings.height) = family.convention == .panorama ? (128, 64) : (128, 128)
      var system = SystemSettings()
      (system.focalLength, system.panoramaWidth) = (0.5, 128)
      if family == .svs { system.evidence = .trinocular }
      settings.system = system
      (settings.data, settings.validation) = (["pairs:"], "pairs:")
      settings.batch = 2
      settings.iterations = iterations
      settings.optimiser.maximumGradientNorm = 10
      settings.optimiser.schedule.warmUp = 2
      settings.replay = nil
      settings.intervals.log = 1
      settings.intervals.checkpoint = 3
      settings.intervals.validation = iterations
      settings.intervals.preview = 1000
      return settings
    }

    private func trainer(_ settings: TrainingSettings, _ folder: RunFolder, hasPartners: Bool = true) throws -> Trainer
    {
      let source = RoomPairs(count: 4, hasPartners: hasPartners)
      if !folder.holdsRun {
        try folder.create(
          RunRecord(
            settings: settings, version: "0", libTorch: "0", data: Fingerprint(of: source),
            validation: Fingerprint(of: source)))
      }
      return try Trainer(
        settings: settings, architecture: #require(Architecture(settings.architecture)), data: source,
        validation: RoomPairs(count: 1), folder: folder, device: .cpu)
    }

    private static let systems = [
      "svs-w8", "popups-w8-sphere", "fcrn-w8", "bts-w8", "vnl-w8", "monodepthvgg-w8", "monodepthresnet50-w8", "dcnf-w8",
    ]

    @Test(arguments: systems)
    func everySystemLearnsAndGoesOnBitByBit(_ architecture: String) throws {
      try withTemporaryFolder { url in
        let settings = try settings(architecture, iterations: 6)
        var files: [Data] = []
        for name in ["whole", "parts"] {
          let folder = RunFolder(url.appending(path: name))
          var steps: [Trainer.StepReport] = []
          var trainer = try trainer(settings, folder)
          if name == "parts" {
            try trainer.run(isStopped: { steps.count == 3 }) { if case .step(let step) = $0 { steps.append(step) } }
            #expect(!trainer.isFinished)
            trainer = try self.trainer(settings, folder)
          }
          try trainer.run { if case .step(let step) = $0 { steps.append(step) } }
          #expect(trainer.isFinished && steps.count == 6)
          #expect(steps.allSatisfy { $0.loss.isFinite && $0.gradientNorm > 0 && !$0.terms.isEmpty })
          files.append(try Data(contentsOf: folder.weightsFile))
          files.append(try Data(contentsOf: folder.checkpointsFolder.appending(path: "step-6.safetensors")))
          let weights = try Weights(contentsOf: folder.weightsFile)
          try weights.check(against: #require(Architecture(architecture)).network)
        }
        #expect(files[0] == files[2] && files[1] == files[3])
      }
    }

    @Test func runningNumbersFollowThePicturesAndComeWithTheWeights() throws {
      try withTemporaryFolder { url in
        let settings = try settings("bts-w8", iterations: 3)
        let folder = RunFolder(url.appending(path: "run"))
        var trainer = try trainer(settings, folder)
        try trainer.run { _ in }
        let network = Architecture(.bts, widthDivisor: 8).network
        let start = Weights.initialised(for: network, seed: settings.seed, scheme: settings.initialisation)
        let end = try Weights(contentsOf: folder.weightsFile)
        #expect(!network.runningParameters.isEmpty)
        for (name, _) in network.runningParameters where name.hasSuffix("running_var") {
          #expect(end.arrays[name] != start.arrays[name], "\(name)")
          #expect(try #require(end.arrays[name]).values.allSatisfy { $0 > 0 })
        }
      }
    }

    /// Published momenta are for runs of many thousand steps, and of averaged weights they say nothing.
    @Test func aShortRunsNetworkSaysAboutTheSameOfABatchWithTheNumbersThatItKeeps() throws {
      try withTemporaryFolder { url in
        let settings = try settings("fcrn-w8", iterations: 20)
        var trainer = try trainer(settings, RunFolder(url.appending(path: "run")))
        try trainer.run { _ in }
        let averaged = try trainer.averaged()
        let images = try trainer.lesson.exercise(
          (0..<4).map { try RoomPairs(count: 4).sample(at: $0) }, draw: 500
        ).images
        let (judging, learning) = try withoutRecording {
          (try averaged.predict(images)[0].floats(), try averaged.predict(images, training: true)[0].floats())
        }
        let differences = zip(learning, judging).map { abs($0 - $1) }.sorted()
        let magnitude = learning.map { abs($0) }.sorted()[learning.count / 2]
        #expect(differences[differences.count / 2] < magnitude, "\(differences[differences.count / 2]) of \(magnitude)")
      }
    }

    @Test func theWeightsOfAFieldSayWhatItsRelationsCount() throws {
      try withTemporaryFolder { url in
        let folder = RunFolder(url.appending(path: "run"))
        var trainer = try trainer(settings("dcnf-w8", iterations: 4), folder)
        try trainer.run { _ in }
        let relations = try Weights(contentsOf: folder.weightsFile).relationWeights
        // They begin at ln(1 + e^-2), and moved.
        #expect(relations.count == 3 && relations.allSatisfy { $0 > 0 && abs($0 - 0.126928) < 0.05 })
        #expect(relations.contains { abs($0 - 0.126928) > 1e-6 })
      }
    }

    @Test func weightsSayWhichCameraTheyLearntWith() throws {
      try withTemporaryFolder { url in
        for (architecture, quantity) in [
          ("fcrn-w8", PerspectiveConvention.Quantity.depth),
          ("monodepthvgg-w8", .disparity(baseline: Double(StereoPartners.baseline))),
        ] {
          let folder = RunFolder(url.appending(path: architecture))
          var trainer = try trainer(settings(architecture, iterations: 1), folder)
          try trainer.run { _ in }
          let convention = try #require(try Weights(contentsOf: folder.weightsFile).perspectiveConvention)
          #expect(convention == PerspectiveConvention(quantity: quantity, focalLength: .pixels(64), size: 128))
        }
      }
    }

    @Test(arguments: ["svs-w8", "monodepthvgg-w8"])
    func pairsAreAskedForWhereThereAreNone(_ architecture: String) throws {
      try withTemporaryFolder { url in
        var trainer = try trainer(
          settings(architecture, iterations: 1), RunFolder(url.appending(path: "run")), hasPartners: false)
        let error = #expect(throws: DatasetsError.self) { try trainer.run { _ in } }
        #expect("\(error as Any)".contains("partners=yes"))
      }
    }

    @Test func picturesOfAPinholeCameraAreSquare() throws {
      var settings = try settings("bts-w8", iterations: 1)
      settings.width = 256
      try withTemporaryFolder { url in
        _ = #expect(throws: TrainingError.self) { _ = try trainer(settings, RunFolder(url.appending(path: "run"))) }
      }
    }

    @Test func settingsThatNoSystemCanHaveAreRefused() throws {
      for change in [{ $0.upShare = 1.1 }, { $0.focalLength = 0 }, { $0.panoramaWidth = 7 }]
        as [(inout SystemSettings) -> Void]
      {
        var settings = try settings("svs-w8", iterations: 1)
        var system = try #require(settings.system)
        change(&system)
        settings.system = system
        #expect(throws: TrainingError.self) { try settings.check() }
      }
    }

    /// A constant distance of the truth's mean foresees the partners worse than the truth does.
    @Test func theTruthForeseesPartnersBest() throws {
      let settings = try settings("svs-w8", iterations: 1)
      let network = Architecture(.svs, widthDivisor: 8).network
      let source = RoomPairs(count: 1, width: 256)
      let sample = try source.sample(at: 0)
      var vertical = settings
      vertical.system?.evidence = .vertical
      let lesson = try vertical.lesson(for: network, device: .cpu, scope: .batch)
      let exercise = try lesson.exercise([sample], draw: 0)
      let truth = try Tensor(sample.label().values, shape: [1, 1, 128, 256], device: .cpu)
      func loss(_ predicted: Tensor) throws -> Double {
        Double(try exercise.loss([predicted], [:], 0).terms[0].value.floats()[0])
      }
      let right = try loss(truth)
      for factor in [0.6, 0.8, 1.25, 1.6] { #expect(try loss(truth.multiplied(by: factor)) > right) }
    }
  }
#endif
