// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import Rotunda
  import RotundaDatasets
  import RotundaEvaluation
  import RotundaImaging
  import RotundaNetworks
  import RotundaSphere
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaCommands
  @testable import RotundaTraining

  @Suite(.serialized) struct Table1Tests {
    private func arguments(_ folder: URL, _ data: String, _ further: String...) -> [String] {
      [
        "reproduce", "table1", "--data", data, "--validate", data, "--test", data, "--iterations", "1", "--output",
        folder.appending(path: "table").path(percentEncoded: false),
      ] + further
    }

    private func weights(_ folder: URL) -> [String: Data] {
      let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
      return Dictionary(
        uniqueKeysWithValues: names.filter { $0.hasSuffix("safetensors") }.compactMap { name in
          FileManager.default.contents(atPath: folder.appending(path: name).path).map { (name, $0) }
        })
    }

    @Test func `a system that fails is named, leaves the others alone, and nothing is trained twice`() async throws {
      try await withTemporaryFolder { folder in
        // Its pictures have no partners, which view synthesis learns from.
        let data = try makeData(in: folder)
        let first = await rotunda(arguments: arguments(folder, data, "--systems", "lee,bts,svs-1"))
        #expect(first.status == .done, "\(first.complaints)")
        #expect(first.complaints.contains("svs-1") && first.complaints.contains("partners=yes"))
        let table = folder.appending(path: "table")
        let csv = try String(contentsOf: table.appending(path: "table.csv"), encoding: .utf8).split(separator: "\n")
        // Three rules, six rows of BTS and one of Lee et al., below the heading.
        #expect(csv.count == 11)
        let markdown = try String(contentsOf: table.appending(path: "table.md"), encoding: .utf8)
        #expect(markdown.contains("## Rows that are missing") && markdown.contains("Zioulis et al. 2019, lambda 1: "))
        #expect(markdown.contains("mean depth map") && markdown.contains("0.0708"))
        #expect(FileManager.default.fileExists(atPath: table.appending(path: "table.tex").path))
        let before = weights(table)
        #expect(before.keys.contains("bts/best.safetensors") && before.keys.contains("lee/best.safetensors"))
        let second = await rotunda(arguments: arguments(folder, data, "--systems", "lee,bts"))
        #expect(second.status == .done, "\(second.complaints)")
        #expect(weights(table).filter { !$0.key.hasPrefix("svs") } == before.filter { !$0.key.hasPrefix("svs") })

        // Weights that are given are judged instead; what is no system is refused.
        let file = table.appending(path: "lee/best.safetensors").path(percentEncoded: false)
        let given = await rotunda(
          arguments: arguments(folder, data, "--systems", "rectnet", "--weights", "rectnet=\(file)"))
        #expect(given.status == .done && !weights(table).keys.contains { $0.hasPrefix("rectnet") })
        for (option, value) in [
          ("--systems", "lee,best"), ("--weights", "best=x"), ("--weights", "x"), ("--budget", "big"),
        ] {
          let refused = await rotunda(arguments: arguments(folder, data, option, value))
          #expect(refused.status == .usage, "\(option) \(value)")
        }
      }
    }

    @Test func `data give their parts, rooms by other seeds and files by their splits`() throws {
      let rooms = try Table1Data("rooms:seed=7,look=synthetic", validation: nil, test: nil, budget: .small)
      #expect(rooms.learning == "rooms:seed=7,count=400,look=synthetic,partners=yes")
      #expect(rooms.validation == "rooms:seed=1000007,count=16,look=synthetic")
      #expect(rooms.test == "rooms:seed=2000007,count=100,look=synthetic")
      let files = try Table1Data("360d:/data/360D", validation: "rooms:seed=3,count=2", test: nil, budget: .paper)
      #expect(files.learning == "360d:/data/360D?split=train" && files.test == "360d:/data/360D?split=test")
      #expect(files.validation == "rooms:seed=3,count=2")
      let pairs = try Table1Data("3d60:/data/3D60", validation: nil, test: nil, budget: .small)
      #expect(pairs.learning == "3d60:/data/3D60?partners=yes&split=train" && pairs.validation.hasSuffix("?split=val"))
      let whole = try Table1Data("rotunda:/data", validation: "rooms:count=1", test: "rooms:count=2", budget: .small)
      #expect(whole.learning == "rotunda:/data")
    }

    @Test func `every system has settings that a run can have, in either budget`() throws {
      for budget in Table1Budget.allCases {
        for system in Table1System.all {
          let settings = budget.settings(for: system)
          try settings.check()
          let network = try #require(Architecture(settings.architecture)).network
          _ = try network.shapes(for: Extent(height: settings.height, width: settings.width))
          _ = try settings.lesson(for: network, device: .cpu, scope: .batch)
        }
      }
      #expect(Set(Table1System.all.map(\.name)).count == Table1System.all.count)
    }

    /// What a run's own judge sees while it trains is what the shipped engine sees in its weights afterwards: the same focal
    /// length, disparities, superpixels and views.
    @Test(arguments: ["bts-w8", "fcrn-w8", "vnl-w8", "monodepthvgg-w8", "dcnf-w8"])
    func `weights of a perspective network mean the same to the engine as to the trainer`(_ name: String) async throws {
      var settings = TrainingSettings.small
      settings.architecture = name
      (settings.width, settings.height) = (128, 128)
      var system = SystemSettings()
      system.focalLength = 0.7
      settings.system = system
      let network = try #require(Architecture(name)).network
      let lesson = try settings.lesson(for: network, device: .cpu, scope: .batch)
      let weights = Weights.initialised(for: network, seed: 3, scheme: .variancePreserving)
        .labelled(as: network.architecture, inputSize: Extent(height: 128, width: 128))
      var companions: [String: Tensor] = [:]
      for (name, values) in lesson.companions { companions[name] = try Tensor(values, shape: [values.count]) }
      var pixels: [UInt8] = []
      for pixel in 0..<128 * 64 { pixels += [UInt8(pixel % 128), UInt8(pixel / 64), UInt8(pixel / 1000 * 30)] }
      let panorama = Panorama(width: 128, height: 64, pixels: pixels)
      let expected = try withoutRecording {
        try lesson.distances(
          in: panorama, by: TorchNetwork(network, weights: weights), companions: companions)
      }
      let finished = try lesson.finished(weights, companions: companions)
      try await withTemporaryFolder { folder in
        let file = folder.appending(path: "weights.safetensors")
        try finished.write(to: file)
        let asked = AskedNetwork(try PerspectiveNetwork(weights: .file(file)))
        #expect(abs((asked.trainingFocalLength ?? 0) - 89.6) < 1e-6)
        let predictor = CubeMapPredictor(depth: asked, views: .cube(size: 128))
        let found = try await predictor.predictions(of: panorama).merged(width: 128, height: 64)
        let errors = zip(found.values, expected).map { abs($0 - $1) / max(abs($1), 1e-3) }.sorted()
        #expect(
          errors[errors.count / 2] < 1e-4 && errors[errors.count * 99 / 100] < 5e-3, "\(errors[errors.count / 2])")
      }
    }
  }
#endif
