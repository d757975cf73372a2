// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaNetworks
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// Ten steps of forward pass, losses, backward pass and Adam against the same steps in PyTorch, which
  /// Tests/Golden/make_training.py took in double precision with its own network, losses and optimiser.
  struct TenStepsTests {
    private static let rate = 1e-4
    private let network = Architecture(.rectnet, widthDivisor: 8, padding: .sphere).network

    private func expected() throws -> Weights {
      try Weights(contentsOf: goldenFile("rectnet-w8-sphere_64x32_training.safetensors"))
    }

    private func settings() -> LossSettings {
      var settings = LossSettings()
      // So that walls of the rooms of the fixture lie beyond it.
      settings.maximumDepth = 4.5
      return settings
    }

    /// Parameters by name afterwards, and total, depth, smooth and normal of each step.
    private func train(
      _ expected: Weights, _ tensor: (Weights.Array) throws -> Tensor
    ) throws -> (parameters: [String: [Double]], losses: [[Double]]) {
      let start = goldenWeights(for: network, kind: .stress)
      let parameters = try start.arrays.mapValues { try tensor($0) }
      let learner = TorchNetwork(network, parameters: parameters, device: .cpu)
      let images = try tensor(#require(expected.arrays["images"]))
      let depths = try tensor(#require(expected.arrays["depths"]))
      let loss = DataLoss(settings())
      var optimiser = try Adam(parameters)
      var losses: [[Double]] = []
      for step in 0..<10 {
        let terms = try loss(predictions: learner.predict(images), depth: depths, step: step)
        try terms.total.backward()
        try optimiser.step(rate: Self.rate)
        losses.append(try ([terms.total] + terms.terms.map(\.value)).map { try $0.doubles()[0] })
      }
      return (try parameters.mapValues { try $0.doubles() }, losses)
    }

    /// The largest difference of a parameter, and the largest relative one of total, depth, smooth and normal.
    private func differences(
      _ trained: (parameters: [String: [Double]], losses: [[Double]]), _ expected: Weights
    ) throws -> (parameter: Double, losses: [Double]) {
      var worst = (parameter: 0.0, losses: [0.0, 0, 0, 0])
      for parameter in network.parameters {
        let reference = try #require(expected.arrays["after/\(parameter.name)"]).values
        let values = try #require(trained.parameters[parameter.name])
        #expect(values.count == reference.count)
        for (value, other) in zip(values, reference) {
          worst.parameter = max(worst.parameter, abs(value - Double(other)))
        }
      }
      let reference = try #require(expected.arrays["losses"]).values
      for (index, (value, other)) in zip(trained.losses.joined(), reference).enumerated() {
        worst.losses[index % 4] = max(worst.losses[index % 4], abs(value / Double(other) - 1))
      }
      return worst
    }

    @Test func tenStepsInDoublePrecisionAreThoseOfPyTorch() throws {
      let expected = try expected()
      let trained = try train(expected) { try Tensor(doubles: $0.values.map(Double.init), shape: $0.shape) }
      let differences = try differences(trained, expected)
      // What the fixture is rounded to.
      #expect(differences.parameter <= 1e-7)
      #expect(differences.losses.allSatisfy { $0 <= 1e-6 })
    }

    @Test func tenStepsInSinglePrecisionAgreeToOneInAHundredThousand() throws {
      let expected = try expected()
      let trained = try train(expected) { try Tensor($0.values, shape: $0.shape) }
      let differences = try differences(trained, expected)
      #expect(differences.parameter <= 1e-5)
      // Untrained predictions have both signs, and a normal turns around where neighbours' distances cancel but for
      // rounding: one pixel more or less changes L_normal, and with it the total, by a thousandth.
      #expect(differences.losses[1] <= 1e-4 && differences.losses[2] <= 1e-4)
      #expect(differences.losses[0] <= 1e-3 && differences.losses[3] <= 5e-3)
    }
  }
#endif
