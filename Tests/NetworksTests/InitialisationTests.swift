// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks
import Testing

@Suite("Initial weights")
struct InitialisationTests {
  private static let network = Architecture(.rectnet, widthDivisor: 2).network
  private static let xavier = Weights.initialised(for: network, seed: 1, scheme: .xavierNormal)
  private static let preserving = Weights.initialised(for: network, seed: 1, scheme: .variancePreserving)

  @Test("They fit their network and say so")
  func fit() throws {
    for weights in [Self.xavier, Self.preserving] {
      try weights.check(against: Self.network)
      #expect(try weights.architecture == Self.network.architecture)
    }
  }

  @Test("Biases are zero")
  func biases() {
    for (name, array) in Self.xavier.arrays where name.hasSuffix(".bias") {
      #expect(array.values.allSatisfy { $0 == 0 })
    }
  }

  @Test("Xavier's deviation is sqrt(2 / (fan in + fan out)), and the numbers are normal")
  func xavierDeviation() throws {
    // 128 -> 128 channels of 5x5.
    try expectNormal(Self.xavier, "decoder0_1.conv.weight", deviation: (2.0 / (2 * 128 * 25)).squareRoot())
    // 256 -> 128 channels of 4x4.
    try expectNormal(Self.xavier, "decoder0_0.conv.weight", deviation: (2.0 / ((256 + 128) * 16)).squareRoot())
  }

  @Test("Variance-preserving deviations undo the fan and what ELU takes")
  func preservingDeviation() throws {
    // E[elu(x)^2] for x from N(0, 1) by the midpoint rule, independent of the closed form.
    let step = 0.001
    let moment = stride(from: -12 + step / 2, to: 12, by: step).reduce(0.0) { sum, x in
      let value = x > 0 ? x : exponential(x) - 1
      return sum + value * value * exponential(-x * x / 2) * step / (2 * Double.pi).squareRoot()
    }
    try expectNormal(Self.preserving, "decoder0_1.conv.weight", deviation: (1 / (128 * 25 * moment)).squareRoot())
    // Four of sixteen taps contribute.
    try expectNormal(Self.preserving, "decoder0_0.conv.weight", deviation: (1 / (256 * 4 * moment)).squareRoot())
    // Beside 64 maps behind an ELU, one prediction without.
    let mixed = (64 * moment + 1) / 65
    try expectNormal(
      Self.preserving, "decoder1_2.conv.weight", deviation: (1 / (65 * mixed)).squareRoot(), tolerance: 0.08)
  }

  @Test("A seed gives the same numbers again, another seed others")
  func seeds() {
    let network = Architecture(.rectnet, widthDivisor: 8).network
    let first = Weights.initialised(for: network, seed: 7, scheme: .xavierNormal)
    #expect(first == Weights.initialised(for: network, seed: 7, scheme: .xavierNormal))
    #expect(first != Weights.initialised(for: network, seed: 8, scheme: .xavierNormal))
    #expect(first != Weights.initialised(for: network, seed: 7, scheme: .variancePreserving))
  }

  /// e^x by its series, so that no C library is needed here.
  private func exponential(_ x: Double) -> Double {
    let small = x / 256
    var sum = 1.0
    var term = 1.0
    for k in 1...12 {
      term *= small / Double(k)
      sum += term
    }
    return (0..<8).reduce(sum) { power, _ in power * power }
  }

  /// Mean, deviation, share within one deviation and fourth moment of the normal distribution.
  private func expectNormal(
    _ weights: Weights, _ name: String, deviation: Double, tolerance: Double = 0.01
  ) throws {
    let values = try #require(weights.arrays[name]).values.map { Double($0) / deviation }
    let count = Double(values.count)
    #expect(abs(values.reduce(0, +) / count) < tolerance)
    #expect(abs(values.map { $0 * $0 }.reduce(0, +) / count - 1) < 2 * tolerance)
    #expect(abs(Double(values.filter { abs($0) < 1 }.count) / count - 0.6827) < tolerance)
    #expect(abs(values.map { $0 * $0 * $0 * $0 }.reduce(0, +) / count - 3) < 10 * tolerance)
  }
}
