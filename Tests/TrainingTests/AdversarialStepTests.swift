// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaDatasets
  import RotundaImaging
  import RotundaNetworks
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// Steps of the second stage against the same steps in PyTorch, which Tests/Golden/make_adversarial.py took in double
  /// precision with its own networks, losses and optimisers.
  struct AdversarialStepTests {
    private static let rate = 1e-4
    private let network = Architecture(.rectnet, widthDivisor: 8, padding: .sphere).network

    private struct Nothing: SampleSource {
      let uri = "nothing:"
      let count: Int? = 1
      func sample(at index: Int) throws -> Sample { throw DatasetsError.emptySource(uri: uri) }
    }

    private func settings() -> TrainingSettings {
      var settings = TrainingSettings()
      (settings.width, settings.height) = (64, 32)
      // So that walls of the rooms of the fixture lie beyond it.
      settings.loss = LossSettings()
      settings.loss.maximumDepth = 4.5
      settings.optimiser.rate = Self.rate
      settings.adversarial = AdversarialSettings(real: ["nothing:"])
      settings.adversarial?.weight = 0.5
      return settings
    }

    private func tensor(_ array: Weights.Array) throws -> Tensor {
      try Tensor(doubles: array.values.map(Double.init), shape: array.shape)
    }

    private func pictures(_ name: String) throws -> Tensor {
      let values = goldenUniform(name, count: 2 * 3 * 32 * 64).map { ($0 + 1) / 2 }
      return try tensor(Weights.Array(shape: [2, 3, 32, 64], values: values))
    }

    private func initialDiscriminator(_ discriminator: Discriminator) throws -> [String: Tensor] {
      var weights = goldenWeights(for: discriminator.encoder, kind: .stress)
      for (name, shape) in try discriminator.shapes.suffix(2) {
        let scale: Float = shape.count > 1 ? 0.25 : 0.0625
        weights.arrays[name] = Weights.Array(
          shape: shape, values: goldenUniform(name, count: shape.reduce(1, *)).map { $0 * scale })
      }
      return try weights.arrays.mapValues { try tensor($0) }
    }

    @Test func threeStepsAreThoseOfPyTorch() throws {
      let settings = settings()
      let expected = try Weights(contentsOf: goldenFile("rectnet-w8-sphere_64x32_adversarial.safetensors"))
      let training = try Weights(contentsOf: goldenFile("rectnet-w8-sphere_64x32_training.safetensors"))
      let depths = try tensor(#require(training.arrays["depths"]))
      let (rendered, real) = (try pictures("training.pictures"), try pictures("training.photographs"))
      let parameters = try goldenWeights(for: network, kind: .stress).arrays.mapValues { try tensor($0) }
      let learner = TorchNetwork(network, parameters: parameters, device: .cpu)
      let discriminator = try #require(try settings.discriminator(for: network))
      let ofDiscriminator = try initialDiscriminator(discriminator)
      var adversary = try Adversary(
        #require(settings.adversarial), discriminator: discriminator, photographs: Nothing(),
        stored: DiscriminatorState(parameters: ofDiscriminator, optimiser: Adam(ofDiscriminator), spectralNorm: nil),
        in: Adversary.Scene(settings: settings, device: .cpu, processes: .alone, centred: false), onSkip: { _ in })
      let loss = DataLoss(settings.loss)
      var optimiser = try Adam(parameters)
      var losses: [Double] = []
      for step in 0..<3 {
        let outputs = try learner.predict(rendered)
        var terms = try loss(predictions: outputs, depth: depths, step: step)
        losses.append(try terms.total.doubles()[0])
        let verdict = try adversary.judge(rendered: outputs, real: learner.predict(real), step: step)
        try terms.add("adversarial", verdict.loss, weight: verdict.weight)
        losses += [try verdict.loss.doubles()[0], try verdict.discriminatorLoss.doubles()[0]]
        try terms.total.backward()
        try optimiser.step(rate: Self.rate)
      }
      let reference = try #require(expected.arrays["losses"]).values
      for (value, other) in zip(losses, reference) { #expect(abs(value / Double(other) - 1) <= 1e-6) }
      // What the fixture is rounded to.
      for (prefix, tensors) in [("network", parameters), ("discriminator", ofDiscriminator)] {
        for (name, tensor) in tensors {
          let values = try #require(expected.arrays["\(prefix)/\(name)"]).values
          let worst = zip(try tensor.doubles(), values).map { abs($0 - Double($1)) }.max() ?? 1
          #expect(worst <= 1e-7, "\(prefix) \(name)")
        }
      }
    }
  }
#endif
