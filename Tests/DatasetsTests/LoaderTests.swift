// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import Synchronization
import Testing

@Suite struct LoaderTests {
  /// What a draw gave: enough to tell any two apart.
  private struct Drawn: Hashable {
    let name: String
    let pixels: [UInt8]
    let depth: [Float]

    init(_ sample: Sample) {
      name = sample.name
      pixels = sample.panorama.pixels
      depth = sample.depth?.values ?? []
    }
  }

  private var everything: AugmentationRanges {
    var ranges = AugmentationRanges.standard
    ranges.tiltShare = 0.5
    ranges.maximumTilt = 20
    ranges.saturation = 0.3
    ranges.hue = 20
    ranges.noise = 5
    return ranges
  }

  @Test func `what comes out does not depend on the number of workers, nor on what was drawn before`() throws {
    let damaged: Set = [3, 4, 11, 30]
    func run(workers: Int, draws: Range<Int>, seed: UInt64 = 5, replay: SampleLoader.Replay? = nil) throws
      -> (drawn: [Drawn], report: LoadingReport, told: [SkippedSample])
    {
      let told = Mutex<[SkippedSample]>([])
      let loader = try SampleLoader(
        PlantedSource(count: 37, damaged: damaged), seed: seed, augmentation: everything, replay: replay,
        workers: workers, prefetch: 9, onSkip: { skipped in told.withLock { $0.append(skipped) } })
      let drawn = try draws.map { Drawn(try loader.sample(draw: $0)) }
      return (drawn, loader.report, told.withLock { $0 })
    }
    for replay in [nil, SampleLoader.Replay(pool: 8, reuse: 4)] {
      let one = try run(workers: 1, draws: 0..<80, replay: replay)
      for workers in [2, 5] {
        let several = try run(workers: workers, draws: 0..<80, replay: replay)
        #expect(several.drawn == one.drawn)
        #expect(several.report == one.report && several.told == one.told)
      }
      #expect(try run(workers: 5, draws: 33..<80, replay: replay).drawn == Array(one.drawn[33...]))
      #expect(try run(workers: 1, draws: 0..<80, seed: 6, replay: replay).drawn != one.drawn)
    }
  }

  @Test func `an epoch has every sample once, in another order each`() throws {
    let loader = try SampleLoader(PlantedSource(count: 37), seed: 1)
    let names = try (0..<3 * 37).map { try loader.sample(draw: $0).name }
    let epochs = (0..<3).map { Array(names[$0 * 37..<($0 + 1) * 37]) }
    for epoch in epochs { #expect(epoch.sorted() == (0..<37).map { "\($0)" }.sorted()) }
    #expect(Set(epochs).count == 3 && !epochs.contains((0..<37).map { "\($0)" }))
    #expect(loader.report.draws == 111 && loader.report.skipped.isEmpty)
  }

  @Test func `a damaged sample is skipped, counted and named, and the others stay where they were`() throws {
    let whole = try SampleLoader(PlantedSource(count: 20), seed: 3, augmentation: .standard)
    let told = Mutex<[SkippedSample]>([])
    let loader = try SampleLoader(
      PlantedSource(count: 20, damaged: [6, 13]), seed: 3, augmentation: .standard,
      onSkip: { skipped in told.withLock { $0.append(skipped) } })
    for draw in 0..<40 {
      let (expected, got) = (try whole.sample(draw: draw), try loader.sample(draw: draw))
      if ["6", "13"].contains(expected.name) {
        #expect(got.name != expected.name && !["6", "13"].contains(got.name))
      } else {
        #expect(Drawn(got) == Drawn(expected))
      }
    }
    let report = loader.report
    #expect(report.draws == 40 && report.substitutedDraws == 4)
    #expect(Set(report.skipped.map(\.index)) == [6, 13])
    #expect(report.skipped.allSatisfy { $0.description.contains("\($0.index).exr: ends too early") })
    #expect(told.withLock { $0 } == report.skipped)
  }

  @Test func `where nothing can be read there is an error, not an endless search`() throws {
    let loader = try SampleLoader(PlantedSource(count: 12, damaged: Set(0..<12)), seed: 1)
    let error = #expect(throws: DatasetsError.self) { try loader.sample(draw: 0) }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.contains("none of 12 samples") && text.contains(".exr: ends too early"))
    let endless = try SampleLoader(PlantedSource(count: nil, damaged: Set(0..<1000)), seed: 1, prefetch: 2)
    #expect(throws: DatasetsError.self) { try endless.sample(draw: 7) }
    #expect(throws: DatasetsError.emptySource(uri: "planted:")) {
      try SampleLoader(PlantedSource(count: 0), seed: 1)
    }
  }

  @Test func `replay draws every sample as often as asked, makes it once, and moves on evenly`() throws {
    let source = PlantedSource(count: nil)
    let loader = try SampleLoader(
      source, seed: 4, replay: SampleLoader.Replay(pool: 10, reuse: 3), workers: 3, prefetch: 4)
    // The pool is rounded up to 12: four samples enter with every block of 12 draws.
    var drawn: [Int: Int] = [:]
    for draw in 0..<120 {
      let index = try #require(Int(try loader.sample(draw: draw).name))
      drawn[index, default: 0] += 1
      #expect((draw / 12 * 4..<draw / 12 * 4 + 12).contains(index))
    }
    // The first eight have left before they were drawn three times, the last eight have not been yet.
    #expect((8..<40).allSatisfy { drawn[$0] == 3 })
    #expect(source.asked.withLock { asked in asked.values.allSatisfy { $0 == 1 } })
    let endless = try SampleLoader(PlantedSource(count: nil), seed: 4)
    #expect(try (0..<5).map { try endless.sample(draw: $0).name } == ["0", "1", "2", "3", "4"])
  }

  @Test func `samples that are cheaper together are made together, once, and draws are what they were`() throws {
    let replay = SampleLoader.Replay(pool: 24, reuse: 3)
    let (apart, together) = (PlantedSource(count: nil), PlantedSource(count: nil, groupSize: 4))
    let loaders = try [apart, together].map { try SampleLoader($0, seed: 4, replay: replay, workers: 1, prefetch: 1) }
    for draw in 0..<200 {
      let names = try loaders.map { try $0.sample(draw: draw).name }
      #expect(names[0] == names[1])
    }
    let order = together.order.withLock { $0 }
    #expect(Set(order).count == order.count)
    // Every group in a row, from its first sample.
    for start in stride(from: 0, to: order.count, by: 4) {
      #expect(order[start] % 4 == 0 && Array(order[start..<start + 4]) == Array(order[start]..<order[start] + 4))
    }
    #expect(apart.order.withLock { $0 } != apart.order.withLock { $0.sorted() })
  }

  @Test func `loaders that share draws give all of them once`() throws {
    let whole = try SampleLoader(PlantedSource(count: 37), seed: 3, augmentation: everything)
    let parts = try (0..<2).map { part in
      try SampleLoader(
        PlantedSource(count: 37), seed: 3, augmentation: everything,
        share: SampleLoader.Share(batch: 6, part: part, of: 2), prefetch: 4)
    }
    for step in 0..<9 {
      let drawn = try parts.flatMap { part in try (3 * step..<3 * step + 3).map { Drawn(try part.sample(draw: $0)) } }
      #expect(try drawn == (6 * step..<6 * step + 6).map { Drawn(try whole.sample(draw: $0)) })
    }
  }

  @Test func `no more than asked is made ahead`() throws {
    let source = PlantedSource(count: nil)
    let loader = try SampleLoader(source, seed: 1, workers: 4, prefetch: 6)
    for draw in 0..<10 { _ = try loader.sample(draw: draw) }
    usleep(100_000)
    #expect(source.asked.withLock { $0.keys.max() } == 9 + 6 - 1)
    _ = loader.report
  }

  @Test func `several are read at the same time, and tasks wait as threads do`() async throws {
    let source = MeetingSource(meeting: 3)
    let loader = try SampleLoader(source, seed: 1, workers: 3)
    let names = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for draw in 0..<12 { group.addTask { (draw, try await loader.sample(draw: draw).name) } }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(names == Dictionary(uniqueKeysWithValues: (0..<12).map { ($0, "\($0)") }))
    #expect(source.met.withLock { $0 })
  }
}

/// A source whose first readers wait for one another, at most two seconds.
private final class MeetingSource: SampleSource {
  let uri = "meeting:"
  let count: Int? = nil
  let met = Mutex(false)
  private let wanted: Int
  private let inside = Mutex(0)

  init(meeting: Int) { wanted = meeting }

  func sample(at index: Int) throws -> Sample {
    inside.withLock { $0 += 1 }
    for _ in 0..<2000 where inside.withLock({ $0 < wanted }) { usleep(1000) }
    if inside.withLock({ $0 >= wanted }) { met.withLock { $0 = true } }
    return Sample(
      name: "\(index)", panorama: Panorama(width: 2, height: 1, pixels: [UInt8](repeating: 0, count: 6)), depth: nil)
  }
}
