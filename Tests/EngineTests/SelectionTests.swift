// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks
import RotundaTestSupport
import Testing

@testable import RotundaEngine

@Suite("The choice of algorithms")
struct SelectionTests {
  private func candidate(_ name: String, cycles: Double, bytes: Int, amplification: Double) -> Candidate {
    Candidate(
      Estimate(name: name, cycles: cycles, products: 0, weightBytes: bytes, amplification: amplification),
      make: { fatalError("never made") })
  }

  private let unbounded = Selection.Bounds(amplification: .infinity, weightBytes: .max)

  @Test("Without bounds the fastest wins, alone or together")
  func fastest() {
    let slow = candidate("slow", cycles: 9, bytes: 1, amplification: 1)
    let fast = candidate("fast", cycles: 4, bytes: 9, amplification: 9)
    let together = candidate("together", cycles: 7, bytes: 1, amplification: 1)
    let alone = Selection([[[[slow, fast]]], [[[together]], [[fast], [fast]]]], bounds: unbounded)
    #expect(alone.answers.map { $0.candidates.map(\.estimate.name) } == [["fast"], ["together"]])
  }

  @Test("Bounds of error and memory hold wherever a choice can hold them, and nothing is slower than needed")
  func bounds() {
    // Every combination of twelve convolutions is too many; three are few enough to try them all.
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<50 {
      let questions: [Selection.Question] = (0..<3).map { question in
        [
          [
            (0..<4).map { place in
              candidate(
                "\(question)-\(place)", cycles: .random(in: 1...100, using: &generator),
                bytes: .random(in: 1...100, using: &generator), amplification: .random(in: 1...10, using: &generator))
            }
          ]
        ]
      }
      let bounds = Selection.Bounds(amplification: 9, weightBytes: 170)
      let chosen = Selection(questions, bounds: bounds)
      let best = bestOfAll(questions, within: bounds)
      guard let best else { continue }
      #expect(chosen.amplification <= bounds.amplification && chosen.weightBytes <= bounds.weightBytes)
      let cycles = chosen.answers.flatMap(\.candidates).map(\.estimate.cycles).reduce(0, +)
      // Prices cannot reach every combination; single changes that help are all made.
      #expect(cycles <= 2.5 * best)
    }
  }

  private func bestOfAll(_ questions: [Selection.Question], within bounds: Selection.Bounds) -> Double? {
    let lists = questions.map { $0[0][0] }
    var best: Double?
    for a in lists[0] {
      for b in lists[1] {
        for c in lists[2] {
          let all = [a, b, c]
          let error = all.map { $0.estimate.amplification * $0.estimate.amplification }.reduce(0, +).squareRoot()
          guard error <= bounds.amplification, all.map(\.estimate.weightBytes).reduce(0, +) <= bounds.weightBytes else {
            continue
          }
          best = min(best ?? .infinity, all.map(\.estimate.cycles).reduce(0, +))
        }
      }
    }
    return best
  }

  @Test(
    "Published networks keep the bounds of every accuracy, faster ones in less time",
    arguments: ["rectnet", "uresnet"], InstructionSet.available)
  func published(name: String, instructionSet: InstructionSet) throws {
    let network = try #require(Architecture(name)).network
    let weights = Weights(
      arrays: Dictionary(
        uniqueKeysWithValues: network.parameters.map {
          ($0.name, Weights.Array(shape: $0.shape, values: Array(repeating: 0, count: $0.count)))
        }))
    let kernels = instructionSet.kernels
    let plans = try Accuracy.allCases.map { accuracy in
      let plan = try Plan(
        network, weights: weights, size: Extent(height: 64, width: 128), kernels: kernels, accuracy: accuracy,
        weightBudget: 512 << 20)
      let candidates = plan.entries.compactMap(\.estimate)
      let error = candidates.map { $0.amplification * $0.amplification }.reduce(0, +).squareRoot()
      #expect(error <= accuracy.amplificationLimit)
      #expect(candidates.map(\.weightBytes).reduce(0, +) <= 512 << 20)
      return candidates
    }
    let cycles = plans.map { $0.map(\.cycles).reduce(0, +) }
    #expect(cycles[0] > cycles[1])
    #expect(cycles[1] >= cycles[2])
    // A matrix unit multiplies more and faster.
    guard !kernels.hasMatrixUnit else { return }
    let products = plans[1].map(\.products).reduce(0, +)
    let direct = try network.floatingPointOperations(for: Extent(height: 64, width: 128)).reduce(0, +) / 2
    #expect(products < Double(direct) / 2)
  }
}
