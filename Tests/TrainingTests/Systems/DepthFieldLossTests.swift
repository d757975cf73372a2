// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaImaging
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// The field's loss against PyTorch's Gaussian distribution, and with unknown depths.
  struct DepthFieldLossTests {
    private let relations: SuperpixelRelations
    private let y = LossFixture.numbers("field.y", 20)
    private let z = LossFixture.numbers("field.z", 20)
    private let beta = LossFixture.numbers("field.beta", 3, from: 0, to: 2)

    init() {
      let pairs =
        (0..<20).filter { $0 % 5 < 4 }.map { Superpixels.Pair($0, $0 + 1) }
        + (0..<15).map { Superpixels.Pair($0, $0 + 5) }
      let numbers = LossFixture.numbers("field.similarities", 3 * pairs.count)
      relations = SuperpixelRelations(
        count: 20, pairs: pairs,
        similarities: (0..<3).map { Array(numbers[$0 * pairs.count..<($0 + 1) * pairs.count]) })
    }

    @Test func valueAndGradientsAreThoseOfPyTorch() throws {
      let loss = DepthFieldLoss(relations, truth: y)
      try LossFixture().expect("field", of: [("z", z, [1, 1, 20, 1]), ("beta", beta, [3])]) {
        try loss(unary: $0[0], weights: $0[1])
      }
    }

    @Test func itsGradientsAreExact() throws {
      let loss = DepthFieldLoss(relations, truth: y)
      try expectExactGradient(at: z, shape: [20]) {
        try loss(unary: $0, weights: Tensor(doubles: beta, shape: [3]))
      }
      try expectExactGradient(at: beta, shape: [3]) {
        try loss(unary: Tensor(doubles: z, shape: [20]), weights: $0)
      }
    }

    @Test func whatIsUnknownOrNoSuperpixelHasNoPart() throws {
      let known = (0..<20).filter { $0 != 7 && $0 != 12 }
      let truth = y.indices.map { known.contains($0) ? y[$0] : nil }
      // Pooling leaves zeros beyond the last superpixel.
      let unary = try Tensor(doubles: z + [0, 0, 0], shape: [1, 1, 23, 1])
      let weights = try Tensor(doubles: beta, shape: [3])
      try unary.track()
      let loss = try DepthFieldLoss(relations, truth: truth)(unary: unary, weights: weights)
      try loss.backward()
      let few = DepthField(relations.restricted(to: known), weights: beta)
      let expected = few.cost(of: known.map { y[$0] }, unary: known.map { z[$0] })
      #expect(abs(try loss.doubles()[0] - expected.value) < 1e-12)
      let gradient = try #require(try unary.gradient()).doubles()
      #expect([7, 12, 20, 21, 22].allSatisfy { gradient[$0] == 0 })
      #expect(zip(known, expected.byUnary).allSatisfy { abs(gradient[$0] - $1) < 1e-12 })
      let nothing = DepthFieldLoss(relations, truth: y.map { _ in nil })
      #expect(try nothing(unary: unary, weights: weights).doubles()[0] == 0)
    }
  }
#endif
