// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaNetworks
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// Classification of depths against PyTorch, and virtual normals of perspective pictures against planes.
  struct ClassifiedDepthLossTests {
    private let width = 24
    private let height = 18
    private var view: PinholeView { PinholeView(width: width, height: height, focalLength: 20) }

    /// The depth along the axis of the plane n x = `offset`, of every pixel.
    private func plane(_ normal: SIMD3<Double>, offset: Double) -> [Double] {
      (0..<width * height).map { offset / (normal * view.ray(column: $0 % width, row: $0 / width)).sum() }
    }

    private func map(_ numbers: [Double]) throws -> Tensor {
      try Tensor(doubles: numbers, shape: [1, 1, height, width])
    }

    @Test func crossEntropyIsThatOfPyTorch() throws {
      let depth = try Tensor(
        doubles: LossFixture.numbers("bins.depth", 30, from: -3, to: 20).map { max(0, $0) }, shape: [2, 1, 3, 5])
      let valid = try depth.exceeds(0)
      #expect(try valid.sum().doubles()[0] < 30)
      let loss = BinClassificationLoss(.virtualNormal, scope: .batch)
      let logits = LossFixture.numbers("bins.logits", 2 * 150 * 15, from: -2, to: 2)
      try LossFixture().expect("bins", of: [("logits", logits, [2, 150, 3, 5])]) {
        try loss(logits: $0[0], depth: depth, valid: valid)
      }
    }

    @Test func aDistributionThatIsTheTargetCannotBeBettered() throws {
      // Cross-entropy is least, and its gradient 0, where the distribution is the target's.
      let bins = DepthBins.virtualNormal
      let depth = try Tensor(doubles: [2.2], shape: [1, 1, 1, 1])
      let index = try #require(bins.index(of: 2.2))
      let logits = (0..<150).map { -0.2 * Double(($0 - index) * ($0 - index)) }
      let tensor = try Tensor(doubles: logits, shape: [1, 150, 1, 1])
      try tensor.track()
      try BinClassificationLoss(bins, scope: .batch)(logits: tensor, depth: depth, valid: depth.ones()).backward()
      #expect(try #require(try tensor.gradient()).doubles().allSatisfy { abs($0) < 1e-12 })
    }

    @Test func allTripletsOfAPlaneHaveItsNormal() throws {
      let normal = SIMD3(0.36, 0.48, -0.8)
      let triplets = try VirtualTriplets(like: map(plane(normal, offset: 2)), seed: 5, view: view)
      let edges = try triplets.edges(of: map(plane(normal, offset: 2)))
      for edge in edges {
        let numbers = try edge.doubles()
        for triplet in 0..<triplets.count {
          let along = (0..<3).reduce(0) { $0 + numbers[$1 * triplets.count + triplet] * normal[$1] }
          #expect(abs(along) < 1e-12)
        }
        #expect(numbers.contains { abs($0) > 0.3 })
      }
      // Another plane: every normal differs by the same, wherever the points are.
      let truth = try TrueDepth(map(plane(normal, offset: 2)), maximumDepth: 1e9)
      let other = SIMD3(0.0, 0.6, -0.8)
      let loss = try VirtualNormalSupervision(truth, step: 5, view: view)
        .loss(of: PredictedDepth(map(plane(other, offset: 3)))).doubles()[0]
      let (same, opposite) = (normal - other, normal + other)
      let expected = [same, opposite].map { abs($0.x) + abs($0.y) + abs($0.z) }
      // Both normals turn with the order of the corners, mostly together.
      #expect(abs(loss - expected[0]) < 1e-9)
    }

    @Test func aPlaneParallelToThePictureIsFlat() throws {
      // Without the division by the focal length it would not be: depth along the axis is constant.
      let triplets = try VirtualTriplets(like: map(plane(SIMD3(0, 0, -1), offset: 1)), seed: 2, view: view)
      let edges = try triplets.edges(of: map(Array(repeating: 1, count: width * height)))
      let across = try edges[0].narrowed(along: 1, from: 2, count: 1).magnitude().maximum().doubles()[0]
      #expect(across < 1e-12)
      let widest = try edges[0].narrowed(along: 1, from: 0, count: 1).magnitude().maximum().doubles()[0]
      #expect(widest <= 23.0 / 20 && widest > 0.8)
    }

    @Test func theTermsAreWeightedAndTheExpectedDepthIsCompared() throws {
      let metres = plane(SIMD3(0.3, 0.2, -0.9), offset: 2)
      let depth = try map(metres)
      // All the probability in the bins next to the truth, so that the expectation is nearly it.
      let bins = DepthBins.virtualNormal
      var logits = Array(repeating: -60.0, count: 150 * width * height)
      for (pixel, metres) in metres.enumerated() {
        let place = (log10(metres / 10) - bins.centres[0]) / bins.step
        let (below, share) = (Int(place), place - place.rounded(.down))
        logits[below * width * height + pixel] = log(1 - share)
        logits[(below + 1) * width * height + pixel] = log(share)
      }
      var loss = ClassifiedDepthLoss(focalLength: 20)
      let tensor = try Tensor(doubles: logits, shape: [1, 150, height, width])
      let terms = try loss(logits: tensor, depth: depth, step: 3)
      #expect(terms.terms.map(\.name) == ["classes", "virtualNormal"])
      let values = try terms.terms.map { try $0.value.doubles()[0] }
      #expect(values[1] < 1e-6 && values[0] > 0)
      #expect(abs(try terms.total.doubles()[0] - values[0] - 6 * values[1]) < 1e-12)
      loss.focalLength = 5
      #expect(try loss(logits: tensor, depth: depth, step: 3).terms[1].value.doubles()[0] < 1e-6)
      // The same picture off by noise: gradients through expectation and normals.
      var random = SeededGenerator(seed: 3)
      let noisy = zip(logits, random.normals(logits.count)).map { max($0, -8) + 0.3 * Double($1) }
      try expectExactGradient(at: noisy, shape: [1, 150, height, width], every: 4001) {
        try loss(logits: $0, depth: depth, step: 3).total
      }
    }
  }
#endif
