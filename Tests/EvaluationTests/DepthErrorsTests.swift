// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEvaluation
import RotundaImaging
import Testing

/// Errors whose values follow from the definitions.
struct DepthErrorsTests {
  private let truth = DepthMap(width: 4, height: 2, values: [1, 2, 4, 0, 8, 2, 1, 12])

  @Test func aTenthTooFarEverywhere() {
    let errors = DepthErrors(of: truth.values.map { 1.1 * $0 }, against: truth, weighting: .pixels)
    #expect(errors.weight == 6)
    #expect(abs(errors.absoluteRelative - 0.1) < 1e-6)
    #expect(abs(errors.rootMeanSquareLog - log(1.1)) < 1e-6)
    #expect(errors.delta == SIMD3(1, 1, 1))
    // (p - g)^2 / g = 0.01 g, whose mean is 0.01 * 18 / 6.
    #expect(abs(errors.squaredRelative - 0.03) < 1e-6)
    // Squares of 1 2 4 8 2 1 sum up to 90.
    #expect(abs(errors.rootMeanSquare - (0.01 * 90 / 6).squareRoot()) < 1e-6)
  }

  @Test func thresholdsAreStrict() {
    let two = DepthMap(width: 2, height: 1, values: [1, 1])
    #expect(DepthErrors(of: [1.25, 1.5], against: two, weighting: .pixels).delta == SIMD3(0, 1, 1))
  }

  @Test func latitudeWeightsAreSolidAngles() {
    let sphere = DepthMap(width: 2, height: 4, values: Array(repeating: 1, count: 8))
    // Wrong by 1 in the rows at the poles only: their share of the sphere between latitudes is cos 67.5 against cos 22.5.
    let prediction: [Float] = [2, 2, 1, 1, 1, 1, 2, 2]
    let errors = DepthErrors(of: prediction, against: sphere, weighting: .latitude)
    let (pole, equator) = (cos(67.5 * Double.pi / 180), cos(22.5 * Double.pi / 180))
    #expect(abs(errors.absoluteRelative - pole / (pole + equator)) < 1e-12)
  }

  @Test func predictionsThatAreNotPositiveCountAsACentimetre() {
    let one = DepthMap(width: 1, height: 1, values: [1])
    let errors = DepthErrors(of: [-3], against: one, weighting: .pixels)
    #expect(abs(errors.rootMeanSquareLog - log(100)) < 1e-6)
    #expect(errors.absoluteRelative == 4)
  }

  @Test func imagesWithoutValidPixelsAreLeftOutOfTheMean() {
    let empty = DepthErrors(of: [1], against: DepthMap(width: 1, height: 1, values: [0]), weighting: .pixels)
    let full = DepthErrors(of: [3], against: DepthMap(width: 1, height: 1, values: [2]), weighting: .pixels)
    #expect(empty.weight == 0)
    #expect(DepthErrors.mean([empty, full]).absoluteRelative == 0.5)
  }
}
