// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEngine
import RotundaEngineTestSupport
import RotundaNetworks
import RotundaTestSupport
import Testing

@Suite("Whole networks on the engine")
struct NetworkTests {
  @Test("Narrow networks agree with PyTorch on every instruction set", arguments: GoldenCase.small + GoldenCase.table1)
  func smallAgree(golden: GoldenCase) throws {
    let weights = golden.weights
    for instructionSet in InstructionSet.available {
      for accuracy in Accuracy.allCases {
        let runtime = CPURuntime(instructionSet: instructionSet, accuracy: accuracy)
        let prepared = try runtime.prepare(golden.network, weights: weights, size: golden.size)
        for distance in try golden.distances(of: prepared.predict(golden.image)) {
          #expect(distance <= accuracy.bound, "\(accuracy) on \(instructionSet.name)")
        }
      }
    }
  }

  @Test(
    "RectNet and UResNet as published agree with PyTorch",
    .enabled(if: isOptimised, "takes minutes without optimisation"), arguments: GoldenCase.published)
  func publishedAgree(golden: GoldenCase) throws {
    for accuracy in Accuracy.allCases {
      let runtime = CPURuntime(accuracy: accuracy)
      let prepared = try runtime.prepare(golden.network, weights: golden.weights, size: golden.size)
      for distance in try golden.distances(of: prepared.predict(golden.image)) {
        #expect(distance <= accuracy.bound, "\(accuracy)")
      }
    }
  }

  @Test("The reference agrees with PyTorch")
  func referenceAgrees() throws {
    for golden in GoldenCase.small.filter({ $0.size.height == 32 }) + GoldenCase.table1 {
      let prepared = try ReferenceRuntime().prepare(golden.network, weights: golden.weights, size: golden.size)
      for distance in try golden.distances(of: prepared.predict(golden.image)) { #expect(distance <= 1e-6) }
    }
  }

  @Test("Every operation agrees with the reference", arguments: [(32, 64), (8, 8), (24, 40)])
  func everyOperation(height: Int, width: Int) throws {
    let agreement = try Agreement(of: Sketch.everyOperation(), size: Extent(height: height, width: width))
    for accuracy in Accuracy.allCases { #expect(try agreement.faults(accuracy: accuracy, threads: 3) == []) }
  }

  @Test("With sphere padding, turning the picture turns the output", arguments: [4, 12, 100])
  func turns(columns: Int) throws {
    let network = Architecture(.rectnet, widthDivisor: 4, padding: .sphere).network
    let size = Extent(height: 64, width: 128)
    let weights = randomWeights(of: network, seed: 5)
    let prepared = try CPURuntime(accuracy: .exact).prepare(network, weights: weights, size: size)
    let image = randomImage(for: network, size: size, seed: 6)
    let straight = try prepared.predict(image)
    let turned = try prepared.predict(rolled(image, by: columns))
    for ((output, other), declared) in zip(zip(straight, turned), network.outputs) {
      #expect(relativeToMaximum(other.values, rolled(output, by: columns / declared.scale).values) <= 1e-5)
    }
  }

  private func rolled(_ map: FeatureMap, by columns: Int) -> FeatureMap {
    var result = map
    for row in 0..<(map.shape.channels * map.shape.height) {
      for column in 0..<map.shape.width {
        result.values[row * map.shape.width + (column + columns) % map.shape.width] =
          map.values[row * map.shape.width + column]
      }
    }
    return result
  }

  @Test("The same picture gives the same bits, whatever the number of threads, alone or four at once")
  func repeatable() async throws {
    let network = Architecture(.rectnet, widthDivisor: 8, padding: .sphere).network
    let size = Extent(height: 64, width: 128)
    let weights = randomWeights(of: network, seed: 7)
    let images = (0..<4).map { randomImage(for: network, size: size, seed: $0) }
    let alone = try CPURuntime(threads: 1).prepare(network, weights: weights, size: size)
    let expected = try images.map(alone.predict)
    let shared = try CPURuntime(threads: 3).prepare(network, weights: weights, size: size)
    for _ in 0..<5 {
      try await withThrowingTaskGroup(of: (Int, [FeatureMap]).self) { group in
        for (index, image) in images.enumerated() { group.addTask { (index, try shared.predict(image)) } }
        for try await (index, outputs) in group { #expect(outputs == expected[index]) }
      }
    }
  }

  @Test("Layers that share, copy, skip and branch agree with their definitions")
  func graphsAgree() throws {
    let agreement = try Agreement(of: Sketch.branching(padding: .sphere), size: Extent(height: 6, width: 16))
    #expect(try agreement.faults() == [])
  }
}

@Suite("What the engine refuses")
struct RefusalTests {
  private let network = Architecture(.rectnet, widthDivisor: 8).network
  private let size = Extent(height: 32, width: 64)

  @Test("Weights of another network, unsuitable sizes and pictures of another shape are errors")
  func refuses() throws {
    let weights = randomWeights(of: network, seed: 1)
    let other = Architecture(.uresnet, widthDivisor: 8).network
    for runtime in [CPURuntime(threads: 1), ReferenceRuntime()] as [any Runtime] {
      #expect(throws: NetworkError.self) { try runtime.prepare(other, weights: weights, size: size) }
      #expect(throws: NetworkError.self) {
        try runtime.prepare(network, weights: weights, size: Extent(height: 33, width: 64))
      }
      let prepared = try runtime.prepare(network, weights: weights, size: size)
      let image = FeatureMap(shape: .init(channels: 3, height: 32, width: 32))
      let expected = Network.MapShape(channels: 3, height: 32, width: 64)
      #expect(throws: NetworkError.unsuitableImage(expected: expected, got: image.shape)) {
        try prepared.predict(image)
      }
    }
  }

  @Test("A picture whose maps do not fit the memory is an error that says how large they are, before they are made")
  func refusesBeyondMemory() throws {
    let weights = randomWeights(of: network, seed: 1)
    var runtime = CPURuntime(threads: 1)
    let plan = try Plan(network, weights: weights, size: size, kernels: runtime.instructionSet.kernels)
    let needed = plan.byteCount(threads: 1)
    #expect(needed >= MemoryLayout<Float>.stride * 3 * size.height * size.width)
    runtime.memory = needed
    _ = try runtime.prepare(network, weights: weights, size: size)
    runtime.memory = needed - 1
    let expected = EngineError.beyondMemory(
      network: network.architecture.description, size: size, needed: needed, memory: needed - 1)
    #expect(throws: expected) { try runtime.prepare(network, weights: weights, size: size) }
  }

  @Test("More threads than cores are not made")
  func threadCounts() {
    let cores = CPURuntime().threads
    #expect(cores == ProcessInfo.processInfo.activeProcessorCount)
    #expect(CPURuntime(threads: 1_000_000).threads == cores)
    #expect(CPURuntime(threads: 1).threads == 1)
    #expect(CPURuntime(threads: -3).threads == 1)
  }

  @Test("An instruction set can be asked for, and the name says which is in use")
  func names() {
    for instructionSet in InstructionSet.available {
      let runtime = CPURuntime(threads: 1, instructionSet: instructionSet)
      #expect(runtime.instructionSet == instructionSet)
      #expect(runtime.name == "CPU, \(instructionSet.name), 1 thread")
    }
    #expect(InstructionSet.available.contains(.base))
  }
}
