// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaTestSupport
import Testing

@testable import RotundaImaging

/// The conditional random field against dense matrices, central differences and its two limits.
struct DepthFieldTests {
  private let relations: SuperpixelRelations
  private let z: [Double]
  private let y: [Double]
  private let weights = [0.7, 0.2, 1.9]

  init() {
    // A lattice of five by four, and two pairs across it.
    var pairs: [Superpixels.Pair] = []
    for index in 0..<20 {
      if index % 5 < 4 { pairs.append(Superpixels.Pair(index, index + 1)) }
      if index < 15 { pairs.append(Superpixels.Pair(index + 5, index)) }
    }
    pairs += [Superpixels.Pair(0, 19), Superpixels.Pair(3, 12)]
    var random = SeededGenerator(seed: 11)
    func drawn(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
      (0..<count).map { _ in .random(in: 0...1, using: &generator) }
    }
    relations = SuperpixelRelations(
      count: 20, pairs: pairs, similarities: (0..<3).map { _ in drawn(pairs.count, &random) })
    z = drawn(20, &random)
    y = drawn(20, &random)
  }

  private func matrix(_ weights: [Double]) -> [[Double]] {
    var a = (0..<20).map { row in (0..<20).map { row == $0 ? 1.0 : 0 } }
    for (index, pair) in relations.pairs.enumerated() {
      let strength = (0..<3).reduce(0) { $0 + weights[$1] * relations.similarities[$1][index] }
      a[pair.first][pair.first] += strength
      a[pair.second][pair.second] += strength
      a[pair.first][pair.second] -= strength
      a[pair.second][pair.first] -= strength
    }
    return a
  }

  @Test func theLikeliestDepthsSolveTheDenseSystem() {
    let expected = DenseSolver.solve(matrix(weights), z).x
    let found = DepthField(relations, weights: weights).likeliest(unary: z)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func withoutWeightsTheLikeliestDepthsAreTheNetworks() {
    #expect(DepthField(relations, weights: [0, 0, 0]).likeliest(unary: z) == z)
    #expect(DepthField(relations, weights: [-1, 0, -3]).likeliest(unary: z) == z)
  }

  @Test func withLargeWeightsAllDepthsAreTheMean() {
    let mean = z.reduce(0, +) / 20
    let found = DepthField(relations, weights: [1e7, 1e7, 1e7]).likeliest(unary: z)
    #expect(found.allSatisfy { abs($0 - mean) < 1e-5 })
  }

  @Test func theCostIsTheNegativeLogarithmOfTheGaussian() {
    let a = matrix(weights)
    let solution = DenseSolver.solve(a, z)
    let quadratic = (0..<20).reduce(0) { sum, row in
      sum + (0..<20).reduce(0) { $0 + y[row] * a[row][$1] * y[$1] }
    }
    let products = (0..<20).reduce(0) { $0 - 2 * z[$1] * y[$1] + z[$1] * solution.x[$1] }
    let expected = quadratic + products - log(solution.determinant) / 2 + 10 * log(.pi)
    #expect(abs(DepthField(relations, weights: weights).cost(of: y, unary: z).value - expected) < 1e-11)
  }

  @Test func itsProbabilitiesAddUpToOne() {
    // Two superpixels: a sum over a fine grid of depths.
    let two = SuperpixelRelations(count: 2, pairs: [Superpixels.Pair(0, 1)], similarities: [[0.8]])
    let field = DepthField(two, weights: [1.5])
    var total = 0.0
    for i in -200...200 {
      for j in -200...200 {
        total += exp(-field.cost(of: [Double(i) * 0.03, Double(j) * 0.03], unary: [0.4, 1.1]).value) * 0.03 * 0.03
      }
    }
    #expect(abs(total - 1) < 1e-9)
  }

  @Test func derivativesAreExact() {
    let cost = DepthField(relations, weights: weights).cost(of: y, unary: z)
    let delta = 1e-6
    for index in 0..<20 {
      func value(_ change: Double) -> Double {
        var moved = z
        moved[index] += change
        return DepthField(relations, weights: weights).cost(of: y, unary: moved).value
      }
      #expect(abs((value(delta) - value(-delta)) / (2 * delta) - cost.byUnary[index]) < 1e-8)
    }
    for channel in 0..<3 {
      func value(_ change: Double) -> Double {
        var moved = weights
        moved[channel] += change
        return DepthField(relations, weights: moved).cost(of: y, unary: z).value
      }
      #expect(abs((value(delta) - value(-delta)) / (2 * delta) - cost.byWeights[channel]) < 1e-7)
    }
  }

  @Test func scalesOfLabelsTurnBackAndAreClipped() {
    for quantity in DepthLabelScale.Quantity.allCases {
      let scale = DepthLabelScale(quantity, nearest: 0.5, farthest: 8)
      #expect(abs(scale.number(ofDepth: 0.5)) < 1e-12 && abs(scale.number(ofDepth: 8) - 1) < 1e-12)
      #expect(abs(scale.depth(ofNumber: scale.number(ofDepth: 3.3)) - 3.3) < 1e-12)
      #expect(abs(scale.depth(ofNumber: 1.4) - 8) < 1e-12 && abs(scale.depth(ofNumber: -1) - 0.5) < 1e-12)
    }
    #expect(abs(DepthLabelScale(.log2, nearest: 0.5, farthest: 8).number(ofDepth: 2) - 0.5) < 1e-12)
    #expect(abs(DepthLabelScale(.depth, nearest: 1, farthest: 9).number(ofDepth: 2) - 0.125) < 1e-12)
  }
}
