// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaNetworks
import Testing

/// Bins of log depth against their formula.
struct DepthBinsTests {
  private let bins = DepthBins.virtualNormal

  @Test func theFirstMiddleLiesHalfAStepAboveOneHundredth() {
    #expect(abs(bins.step - 0.014_870) < 5e-7)
    #expect(bins.centres.count == 150)
    #expect(abs(bins.centres[0] - (-2 + 0.014_869_66 / 2)) < 1e-8)
    #expect(abs(bins.centres[149] - (log10(1.7) - 0.014_869_66 / 2)) < 1e-8)
  }

  @Test func everyMiddleLiesInItsBinAndDepthsOutsideInTheOutermost() {
    for (index, centre) in bins.centres.enumerated() { #expect(bins.index(of: 10 * pow(10, centre)) == index) }
    #expect(bins.index(of: 0.05) == 0 && bins.index(of: 17) == 149 && bins.index(of: 40) == 149)
    #expect(bins.index(of: 0) == nil && bins.index(of: -1) == nil && bins.index(of: .nan) == nil)
    // One metre: (log10(0.1) + 2) / step = 67.25.
    #expect(bins.index(of: 1) == 67)
  }
}
