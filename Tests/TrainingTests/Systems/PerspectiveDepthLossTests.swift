// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// The depth losses of the perspective networks, by hand.
  struct PerspectiveDepthLossTests {
    private let truth = [0.0, 0.08, 1, 2, 4, 9, 12, 3]
    private let predicted = [5.0, 5, 1.5, 2, 3.8, 4, 1, 3.3]

    private func value(_ loss: PerspectiveDepthLoss) throws -> Double {
      try loss(
        predicted: Tensor(doubles: predicted, shape: [2, 1, 1, 4]), depth: Tensor(doubles: truth, shape: [2, 1, 1, 4])
      ).doubles()[0]
    }

    @Test func scaleInvariantLossLooksAtDepthsAboveTenCentimetres() throws {
      let d = (0..<8).filter { truth[$0] > 0.1 && truth[$0] <= 10 }.map { log(predicted[$0]) - log(truth[$0]) }
      #expect(d.count == 5)
      let (mean, square) = (d.reduce(0, +) / 5, d.map { $0 * $0 }.reduce(0, +) / 5)
      #expect(abs(try value(.bts) - 10 * (square - 0.85 * mean * mean).squareRoot()) < 1e-9)
    }

    @Test func reverseHuberTakesItsThresholdFromTheWholeBatchWithoutInvalidPixels() throws {
      let errors = (0..<8).filter { truth[$0] > 0 && truth[$0] <= 10 }.map { abs(predicted[$0] - truth[$0]) }
      let c = 0.2 * 5
      let huber = errors.map { $0 <= c ? $0 : ($0 * $0 + c * c) / (2 * c) }
      #expect(errors.max() == 5 && huber.count == 6)
      #expect(abs(try value(.laina) - huber.reduce(0, +) / 6) < 1e-12)
    }

    @Test func theirGradientsAreExact() throws {
      let depth = try Tensor(doubles: truth, shape: [2, 1, 1, 4])
      // Errors about the middle one, so that the largest, of which the threshold is made, is none of those that move.
      try expectExactGradient(at: predicted, shape: [2, 1, 1, 4]) {
        try PerspectiveDepthLoss.bts(predicted: $0, depth: depth)
      }
      let moving = [1.5, 2.1, 3.8, 3.3]
      let others = try Tensor(doubles: [4.0], shape: [1, 1, 1, 1])
      let target = try Tensor(doubles: [1, 2, 4, 3, 9], shape: [1, 1, 1, 5])
      try expectExactGradient(at: moving, shape: [1, 1, 1, 4]) {
        try PerspectiveDepthLoss.laina(predicted: .concatenation([$0, others], along: 3), depth: target)
      }
    }
  }
#endif
