// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaNetworks
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// L_adv and L_D: closed forms, signs, and gradients against central differences in double precision.
  struct AdversarialLossTests {
    private let size = Extent(height: 8, width: 16)

    private func logits(_ numbers: [Double]) throws -> Tensor { try Tensor(doubles: numbers, shape: [numbers.count]) }

    private func discriminator(_ head: Discriminator.Head = .pooled) throws -> Discriminator {
      try .ofDepth(
        predictedBy: Architecture(.rectnet, widthDivisor: 8, padding: .sphere).network, head: head, size: size)
    }

    private func parameters(_ discriminator: Discriminator) throws -> [String: Tensor] {
      try discriminator.initialised(seed: 3, scheme: .variancePreserving).arrays
        .mapValues { try Tensor(doubles: $0.values.map(Double.init), shape: $0.shape) }
    }

    private func value(_ tensor: Tensor) throws -> Double { try tensor.doubles()[0] }

    @Test func lossesAreThoseOfTheProbabilities() throws {
      let (rendered, real) = ([0.3, -2.0, 31], [-0.7, 4.0, -31])
      func mean(_ numbers: [Double], _ loss: (Double) -> Double) -> Double {
        numbers.map { loss(1 / (1 + exp(-$0))) }.reduce(0, +) / Double(numbers.count)
      }
      let onReal = mean(real) { -log(1 - $0) }
      let onRendered = mean(rendered) { -log($0) }
      let loss = try value(AdversarialLoss.discriminator(rendered: logits(rendered), real: logits(real)))
      #expect(abs(loss - onReal - onRendered) < 1e-8)
      #expect(abs(try value(AdversarialLoss.generator(real: logits(real))) - mean(real) { -log($0) }) < 1e-8)
      let smoothed = try value(
        AdversarialLoss.discriminator(rendered: logits([0.3, -2]), real: logits(real), smoothing: 0.1))
      let expected = onReal + mean([0.3, -2]) { -0.9 * log($0) - 0.1 * log(1 - $0) }
      #expect(abs(smoothed - expected) < 1e-8)
    }

    @Test func adversaryPullsMapsOfPhotographsTowardsRenderedOnesAndDiscriminatorPushesThemApart() throws {
      let (rendered, real) = (try logits([0.5, -1]), try logits([2, -3]))
      for tensor in [rendered, real] { try tensor.track() }
      try AdversarialLoss.generator(real: real).backward()
      let sigmoid = { 1 / (1 + exp(-$0)) } as (Double) -> Double
      let pulled = try #require(try real.gradient()).doubles()
      #expect(zip(pulled, [2, -3]).allSatisfy { abs($0 - (sigmoid($1) - 1) / 2) < 1e-12 })
      try real.clearGradient()
      try AdversarialLoss.discriminator(rendered: rendered, real: real).backward()
      let pushed = try #require(try real.gradient()).doubles()
      #expect(zip(pushed, [2, -3]).allSatisfy { abs($0 - sigmoid($1) / 2) < 1e-12 })
      let kept = try #require(try rendered.gradient()).doubles()
      #expect(zip(kept, [0.5, -1]).allSatisfy { abs($0 - (sigmoid($1) - 1) / 2) < 1e-12 })
    }

    @Test(arguments: Discriminator.Head.allCases) func gradientsOfMapsAreExact(_ head: Discriminator.Head) throws {
      let discriminator = try discriminator(head)
      let parameters = try parameters(discriminator)
      let map = LossMap(width: size.width, height: size.height)
      try map.expectExactGradient(at: map.room().map { $0 / 10 }, every: 3) { map in
        try AdversarialLoss.generator(real: discriminator.logits(of: map, parameters: parameters, device: .cpu))
      }
    }

    /// Every parameter's gradient at a few places against central differences.
    private func expectExactGradients(
      _ parameters: [String: Tensor], tolerance: Double, of loss: ([String: Tensor]) throws -> Tensor
    ) throws {
      for parameter in parameters.values { try parameter.track() }
      try loss(parameters).backward()
      let gradients = try parameters.mapValues { try ($0.gradient() ?? $0.zeros()).doubles() }
      let largest = gradients.values.joined().map(abs).max() ?? 0
      #expect(largest > 0)
      for (name, parameter) in parameters {
        let numbers = try parameter.doubles()
        for index in Set([0, numbers.count / 2, numbers.count - 1]) {
          func moved(_ change: Double) throws -> Double {
            var moved = numbers
            moved[index] += change
            var all = try parameters.mapValues { try $0.detached() }
            all[name] = try Tensor(doubles: moved, shape: parameter.shape)
            return try value(loss(all))
          }
          let difference = (try moved(1e-5) - moved(-1e-5)) / 2e-5
          let gradient = try #require(gradients[name])[index]
          #expect(abs(difference - gradient) <= tolerance * largest, "\(name) \(index)")
        }
      }
    }

    private func maps(seed: UInt64) throws -> Tensor {
      let map = LossMap(width: size.width, height: size.height)
      return try Tensor(
        doubles: (map.prediction(seed: seed) + map.prediction(seed: seed + 1)).map { $0 / 10 },
        shape: [2, 1, size.height, size.width])
    }

    @Test func gradientsOfTheDiscriminatorAreExact() throws {
      let discriminator = try discriminator()
      let (rendered, real) = (try maps(seed: 1), try maps(seed: 7))
      try expectExactGradients(parameters(discriminator), tolerance: 1e-5) { parameters in
        try AdversarialLoss.discriminator(
          rendered: discriminator.logits(of: rendered, parameters: parameters, device: .cpu),
          real: discriminator.logits(of: real, parameters: parameters, device: .cpu), smoothing: 0.1)
      }
    }

    @Test func theGradientPenaltyIsTheSquaredGradientAndCanBeDifferentiated() throws {
      let discriminator = try discriminator()
      let maps = try maps(seed: 1)
      func penalty(_ parameters: [String: Tensor]) throws -> Tensor {
        try discriminator.squaredGradient(at: maps, parameters: parameters, device: .cpu)
      }
      // |dl/dx|^2 by differences of the output itself.
      let parameters = try parameters(discriminator)
      let numbers = try maps.doubles()
      var squares = 0.0
      for index in numbers.indices {
        func output(_ change: Double) throws -> Double {
          var moved = numbers
          moved[index] += change
          let map = try Tensor(doubles: moved, shape: maps.shape)
          return try value(discriminator.logits(of: map, parameters: parameters, device: .cpu).sum())
        }
        squares += pow((try output(1e-5) - output(-1e-5)) / 2e-5, 2)
      }
      let exact = try value(penalty(parameters))
      #expect(abs(exact - squares / 2) <= 1e-5 * exact)
      try expectExactGradients(parameters, tolerance: 1e-5, of: penalty)
    }

    @Test func spectralNormDividesByTheLargestSingularValue() throws {
      // W = diag(3, 1) R with a rotation R has the singular values 3 and 1.
      let (c, s) = (cos(0.7), sin(0.7))
      let weight = try Tensor(doubles: [3 * c, -3 * s, s, c], shape: [2, 2, 1, 1])
      let bias = try Tensor(doubles: [5], shape: [1])
      let parameters = ["w": weight, "b": bias]
      var norm = try SpectralNorm(of: parameters)
      for _ in 0..<30 { try norm.iterate(parameters) }
      let divided = try norm.applied(to: parameters)
      let expected = [c, -s, s / 3, c / 3]
      #expect(zip(try #require(divided["w"]).doubles(), expected).allSatisfy { abs($0 - $1) < 1e-9 })
      #expect(try #require(divided["b"]).doubles() == [5])
      // Longer weights change nothing, so the gradient is at right angles to them.
      try weight.track()
      try #require(norm.applied(to: parameters)["w"]).multiplied(
        by: Tensor(doubles: [1, 2, 3, 4], shape: [2, 2, 1, 1])
      )
      .sum().backward()
      let gradient = try #require(try weight.gradient()).doubles()
      #expect(gradient.contains { abs($0) > 1e-3 })
      #expect(abs(zip(gradient, try weight.doubles()).map(*).reduce(0, +)) < 1e-9)
    }

    @Test func sizesAreThoseOfThePaper() throws {
      let full = Architecture(.rectnet).network
      let pictures = Extent(height: 256, width: 512)
      let pooled = try Discriminator.ofDepth(predictedBy: full, head: .pooled, size: pictures)
      #expect(pooled.encoder.parameterCount == 4_186_128)
      #expect(try pooled.parameterCount == 4_186_641)
      #expect(
        try Discriminator.ofDepth(predictedBy: full, head: .flattened, size: pictures).parameterCount == 8_380_433)
    }

    @Test func thePooledHeadDoesNotMindATurnAndTheFlattenedOneDoes() throws {
      let map = LossMap(width: size.width, height: size.height)
      let room = try map.tensor(map.room())
      for (head, minds) in [(Discriminator.Head.pooled, false), (.flattened, true)] {
        let discriminator = try discriminator(head)
        let parameters = try parameters(discriminator)
        func output(_ map: Tensor) throws -> Double {
          try value(discriminator.logits(of: map, parameters: parameters, device: .cpu))
        }
        let difference = abs(try output(room) - output(room.rolled(along: 3, by: 4)))
        #expect(minds ? difference > 1e-3 : difference < 1e-9)
      }
    }
  }
#endif
