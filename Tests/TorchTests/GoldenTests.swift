// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaNetworks
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  /// The networks through our graph and LibTorch, against an independent PyTorch implementation in double precision.
  @Suite(.serialized) struct TorchGoldenTests {
    @Test(arguments: GoldenCase.all) func agreesWithPyTorch(golden: GoldenCase) throws {
      let prepared = try TorchRuntime().prepare(golden.network, weights: golden.weights, size: golden.size)
      for distance in try golden.distances(of: prepared.predict(golden.image)) {
        #expect(distance <= 1e-4, "\(golden)")
      }
    }

    @Test func picturesAndWeightsThatDoNotFitAreRefused() throws {
      let golden = GoldenCase.small[0]
      #expect(throws: NetworkError.self) {
        try TorchRuntime().prepare(
          golden.network, weights: golden.weights, size: Extent(height: 30, width: 60))
      }
      var weights = golden.weights
      weights.arrays["prediction1.bias"] = nil
      #expect(throws: NetworkError.self) {
        try TorchRuntime().prepare(golden.network, weights: weights, size: golden.size)
      }
      let prepared = try TorchRuntime().prepare(golden.network, weights: golden.weights, size: golden.size)
      #expect(throws: NetworkError.self) {
        try prepared.predict(FeatureMap(shape: Network.MapShape(channels: 3, height: 64, width: 128)))
      }
    }
  }
#endif
