// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaImaging
  import RotundaTorch
  import Synchronization
  import Testing

  @testable import RotundaTraining

  /// Samples that carry their index as depth, and count how often they are made.
  private final class Counted: SampleSource {
    let uri = "counted:"
    let count: Int?
    let made = Mutex<[Int: Int]>([:])

    init(count: Int?) { self.count = count }

    func sample(at index: Int) throws -> Sample {
      made.withLock { $0[index, default: 0] += 1 }
      return Sample(
        name: "\(index)",
        panorama: Panorama(width: 4, height: 2, pixels: (0..<24).map { UInt8(10 * $0) }),
        depth: DepthMap(width: 4, height: 2, values: (0..<8).map { Float(index + 1) + Float($0) / 10 }))
    }
  }

  struct ReplayPoolTests {
    @Test func everySampleIsDrawnAsOftenAsAskedAndMadeOnce() throws {
      let source = Counted(count: nil)
      let pool = try ReplayPool(source, size: 5, reuse: 3, seed: 4)
      var drawn: [String: Int] = [:]
      for draw in 0..<30 { drawn[try pool.sample(draw: draw).name, default: 0] += 1 }
      #expect(drawn.count == 10)
      #expect(drawn.values.allSatisfy { $0 == 3 })
      #expect(source.made.withLock { $0.values.allSatisfy { $0 == 1 } })
    }

    @Test func drawsAreAFunctionOfSeedAndIndex() throws {
      func names(seed: UInt64, from first: Int) throws -> [String] {
        let pool = try ReplayPool(Counted(count: nil), size: 7, reuse: 2, seed: seed)
        return try (first..<first + 20).map { try pool.sample(draw: $0).name }
      }
      #expect(try names(seed: 1, from: 0) == names(seed: 1, from: 0))
      #expect(try Array(names(seed: 1, from: 0)[5...]) == Array(names(seed: 1, from: 5)[..<15]))
      #expect(try names(seed: 1, from: 0) != names(seed: 2, from: 0))
    }

    @Test func aFiniteSourceStartsAgain() throws {
      let pool = try ReplayPool(Counted(count: 3), size: 100, reuse: 1, seed: 1)
      #expect(try Set((0..<6).map { try pool.sample(draw: $0).name }) == ["0", "1", "2"])
      #expect(throws: TrainingError.self) { try ReplayPool(Counted(count: 0), size: 1, reuse: 1, seed: 1) }
    }

    @Test func pictureAndDepthTurnAndMirrorTogether() throws {
      let sample = try Counted(count: 1).sample(at: 0)
      let augmentation = Augmentation(shift: 1, mirrored: true, gain: SIMD3(repeating: 1), gamma: 1)
      let batch = try Batch([(sample, augmentation)], centred: false, device: .cpu)
      // Mirrored, the row reads 3 2 1 0; turned right by one column, 0 3 2 1.
      #expect(try batch.depth.floats().prefix(4).map { Int((($0 - 1) * 10).rounded()) } == [0, 3, 2, 1])
      let red = try batch.images.floats().prefix(4).map { Int(($0 * 255).rounded()) }
      #expect(red == [0, 90, 60, 30])
    }

    @Test func theRateRisesAndFalls() {
      var settings = TrainingSettings(
        architecture: "rectnet", data: "", validation: "", width: 512, height: 256)
      settings.rate = 1
      settings.warmUp = 10
      settings.iterations = 110
      #expect(abs(settings.rate(at: 4) - 0.5) < 1e-12)
      #expect(abs(settings.rate(at: 10) - 1) < 1e-12)
      #expect(abs(settings.rate(at: 60) - 0.505) < 1e-12)
      #expect(abs(settings.rate(at: 110) - 0.01) < 1e-12)
    }
  }
#endif
