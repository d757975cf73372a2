// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaNetworks
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  struct InputCentringTests {
    @Test func theNetworkThatIsShippedSeesPlainPicturesAsTheLearnerSawCentredOnes() throws {
      for family in [Architecture.Family.rectnet, .uresnet] {
        let network = Architecture(family, widthDivisor: 8, padding: .sphere).network
        let size = Extent(height: 64, width: 128)
        let learnt = Weights.initialised(for: network, seed: 9, scheme: .variancePreserving)
        var plain = FeatureMap(shape: Network.MapShape(channels: 3, height: size.height, width: size.width))
        var random = SeededGenerator(seed: 3)
        for index in plain.values.indices { plain.values[index] = Float.random(in: 0...1, using: &random) }
        var centred = plain
        centred.values = plain.values.map(InputCentring.centred)
        let expected = try TorchRuntime().prepare(network, weights: learnt, size: size).predict(centred)
        let shipped = InputCentring.undone(learnt, of: network)
        let got = try TorchRuntime().prepare(network, weights: shipped, size: size).predict(plain)
        for (map, reference) in zip(got, expected) {
          #expect(relativeToMaximum(map.values, reference.values) < 1e-5)
        }
      }
    }

    @Test func weightsThatWereShippedLearnOnFromWhereTheyWere() throws {
      let network = Architecture(.rectnet, widthDivisor: 8, padding: .sphere).network
      var learnt = Weights.initialised(for: network, seed: 9, scheme: .variancePreserving)
      for (name, array) in learnt.arrays where name.hasSuffix("bias") {
        learnt.arrays[name]?.values = array.values.indices.map { 0.1 * Float($0 + 1) }
      }
      let again = InputCentring.applied(InputCentring.undone(learnt, of: network), of: network)
      for (name, array) in learnt.arrays {
        #expect(relativeToMaximum(again.arrays[name]?.values ?? [], array.values) < 1e-6)
      }
    }
  }
#endif
