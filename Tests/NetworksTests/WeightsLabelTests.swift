// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks
import Testing

@Suite struct WeightsLabelTests {
  private func weights(_ family: Architecture.Family) -> Weights {
    let architecture = Architecture(family, widthDivisor: 8)
    return Weights.initialised(for: architecture.network, seed: 1, scheme: .xavierNormal)
  }

  @Test func weightsThatSayNothingAreOfTheFamilysCamera() throws {
    #expect(try weights(.bts).perspectiveConvention?.focalLength == .pixels(518.8579))
    #expect(try weights(.rectnet).perspectiveConvention == nil)
  }

  @Test func whatWeightsSayStandsAboveTheFamily() throws {
    let labelled = weights(.monodepthvgg).labelled(
      as: Architecture(.monodepthvgg, widthDivisor: 8), inputSize: Extent(height: 128, width: 128)
    ).labelled(focalLength: 64, baseline: 0.26)
    let convention = try #require(try labelled.perspectiveConvention)
    #expect(convention.quantity == .disparity(baseline: 0.26) && convention.focalLength == .pixels(64))
    #expect(convention.size == 128 && convention.focalWidths == 0.5)
  }

  @Test(arguments: ["-3", "0", "nan", "inf", "wide"])
  func focalLengthsThatNoCameraHasAreNotTaken(_ text: String) throws {
    var weights = weights(.bts)
    weights.metadata["focalLength"] = text
    #expect(try weights.perspectiveConvention?.focalLength == .pixels(518.8579))
  }

  @Test func relationsOfAFieldComeBack() {
    var weights = weights(.dcnf)
    #expect(weights.relationWeights == [1, 1, 1])
    weights.relationWeights = [0.1, 0.25, 3e-7]
    #expect(weights.relationWeights == [0.1, 0.25, 3e-7])
  }
}
