// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEngineTestSupport
import RotundaNetworks
import RotundaTestSupport
import Testing

@testable import RotundaEngine

@Suite("Measured times of algorithms")
struct TuningTests {
  private let size = Extent(height: 16, width: 32)
  private let folder = FileManager.default.temporaryDirectory.appending(path: "tuning-\(UUID().uuidString)")
  private var cache: TuningCache { TuningCache(directory: folder.appending(path: "engine")) }

  private var network: Network {
    var sketch = Sketch(channels: 16, padding: .sphere)
    let three = Extent(height: 3, width: 3)
    let first = sketch.convolution(0, from: 16, to: 16, kernel: three)
    let second = sketch.add(.activation(.elu), first)
    _ = sketch.convolution(second, from: 16, to: 16, kernel: three)
    return sketch.network()
  }

  private func algorithms(_ runtime: CPURuntime) throws -> [String] {
    let plan = try runtime.plan(network, weights: randomWeights(of: network, seed: 1), size: size)
    return plan.entries.compactMap { $0.estimate?.name }
  }

  /// The only file of the cache.
  private func file() throws -> URL {
    let files = try FileManager.default.contentsOfDirectory(at: cache.directory, includingPropertiesForKeys: nil)
    return try #require(files.count == 1 ? files.first : nil)
  }

  private func times() throws -> [String: Double] {
    try JSONDecoder().decode([String: Double].self, from: Data(contentsOf: file()))
  }

  @Test("Times are measured once, kept, and decide")
  func timesDecide() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // Not the widest set: on a matrix unit two of the filters that err most are beyond every bound.
    let runtime = CPURuntime(threads: 2, instructionSet: .base, accuracy: .fast, tuning: cache)
    _ = try algorithms(runtime)
    let measured = try times()
    #expect(measured.keys.contains("layer1: implicit GEMM") && measured.keys.contains("layer3: implicit GEMM"))
    #expect(measured.values.allSatisfy { $0 > 0 && $0 < 10 })
    // Every algorithm in turn is said to be the fastest by far.
    let names = Set(measured.keys.map { String($0.split(separator: ": ")[1]) })
    #expect(names.count > 3)
    for name in names {
      let claimed = Dictionary(uniqueKeysWithValues: measured.keys.map { ($0, $0.hasSuffix(": " + name) ? 1e-9 : 1) })
      try JSONEncoder().encode(claimed).write(to: file())
      #expect(try algorithms(runtime) == [name, name])
      #expect(try times() == claimed)
    }
  }

  @Test("Threads and instruction sets have times of their own")
  func situationsAreApart() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for threads in [1, 2] { _ = try algorithms(CPURuntime(threads: threads, instructionSet: .base, tuning: cache)) }
    _ = try algorithms(CPURuntime(threads: 1, tuning: cache))
    let files = try FileManager.default.contentsOfDirectory(atPath: cache.directory.path)
    #expect(Set(files).count == (InstructionSet.preferred == .base ? 2 : 3))
  }

  @Test(
    "A damaged file, and one that lacks an algorithm, are measured anew", arguments: ["{", "[]", "{\"a\": -1}", ""])
  func damagedFilesAreReplaced(text: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let runtime = CPURuntime(threads: 1, tuning: cache)
    let algorithms = try algorithms(runtime)
    let whole = try times()
    try Data(text.utf8).write(to: file())
    #expect(try self.algorithms(runtime).count == algorithms.count)
    #expect(try times().keys == whole.keys)
  }

  @Test("A folder that cannot be made is an error that names it")
  func unwritableFoldersAreErrors() throws {
    try Data().write(to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let error = #expect(throws: EngineError.self) { try algorithms(CPURuntime(threads: 1, tuning: cache)) }
    #expect("\(try #require(error))".contains(cache.directory.path))
  }

  @Test("Results stay within the bound", arguments: Accuracy.allCases)
  func tunedResultsAgree(accuracy: Accuracy) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let weights = randomWeights(of: network, seed: 1)
    let images = (2..<5).map { randomImage(for: network, size: size, seed: $0) }
    let expected = try ReferenceRuntime().prepare(network, weights: weights, size: size).predict(batch: images)
    let runtime = CPURuntime(threads: 2, accuracy: accuracy, tuning: cache)
    let outputs = try runtime.prepare(network, weights: weights, size: size).predict(batch: images)
    #expect(outputs.count == 3)
    for (output, reference) in zip(outputs, expected) {
      #expect(relativeToMaximum(output[0].values, reference[0].values) <= accuracy.bound)
    }
  }

  @Test("A benchmark names the peaks and every convolution")
  func benchmarksTell() throws {
    let lines = try CPURuntime(threads: 1).benchmark(network, size: size, rounds: 1)
    #expect(lines.contains { $0.hasPrefix("peak: ") } && lines.contains { $0.hasPrefix("reached: ") })
    #expect(lines.filter { $0.hasPrefix("layer1 ") || $0.hasPrefix("layer3 ") }.count == 2)
  }
}
