// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaSphere
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// Gradient matching and virtual normals, which the paper has not.
  struct OptionalLossTests {
    private let small = LossMap(width: 4, height: 2)
    private let map = LossMap(width: 32, height: 16)

    // MARK: Gradient matching

    @Test func gradientMatchingOfASmallMapIsThatWorkedOutByHand() throws {
      // R = ln predicted - ln true has rows 0 1 3 2 and 5 5 5 5, and the truth is unknown where R is 3.
      let ratio = [[0.0, 1, 3, 2], [5, 5, 5, 5]]
      let truth = try small { row, column in row == 0 && column == 2 ? 0 : 2 }
      let predicted = try small { row, column in 2 * exp(ratio[row][column]) }
      let valid = try EdgeMask.valid(truth, maximumDepth: 10)
      let loss = try gradientMatchingLoss(predicted: predicted, target: truth, weights: valid, sizes: 1).doubles()[0]
      // Along the first row |0 - 1| and |2 - 0|, along the second four times 0. Across the north pole |1 - 2| from both
      // sides, from row to row |0 - 5|, |1 - 5| and |2 - 5|, across the south pole four times 0.
      let across = (1.0 + 2 + 0) / 6
      let down = (2.0 + 5 + 4 + 3) / 9
      #expect(abs(loss - (across + down)) < 1e-12)
    }

    @Test func gradientMatchingSumsOverSizesUntilAMapCannotBeHalved() throws {
      let truth = try TrueDepth(map.damagedRoom(), maximumDepth: 10)
      let predicted = try map.tensor(map.prediction(seed: 3))
      func value(_ predicted: Tensor, _ truth: TrueDepth, sizes: Int) throws -> Double {
        try gradientMatchingLoss(predicted: predicted, target: truth.depth, weights: truth.valid, sizes: sizes)
          .doubles()[0]
      }
      var (byHand, truthHere, predictedHere) = (0.0, truth, predicted)
      for _ in 0..<4 {
        byHand += try value(predictedHere, truthHere, sizes: 1)
        (truthHere, predictedHere) = (try truthHere.halved(), try predictedHere.halvedByNearest())
      }
      #expect(abs(try value(predicted, truth, sizes: 4) - byHand) < 1e-12)
      // 32x16, 16x8, 8x4 and 4x2; 2x1 has no opposite meridians.
      let five = try value(predicted, truth, sizes: 5)
      #expect(try value(predicted, truth, sizes: 99) == five)
      #expect(try value(predicted.multiplied(by: 1.4), truth, sizes: 4) - byHand < 1e-9)
    }

    @Test func theGradientOfGradientMatchingIsExact() throws {
      let truth = try TrueDepth(map.damagedRoom(), maximumDepth: 10)
      let weights = try truth.valid.multiplied(by: Latitudes(of: truth.depth).cosine)
      try map.expectExactGradient(at: map.prediction(seed: 12)) {
        try gradientMatchingLoss(predicted: $0, target: truth.depth, weights: weights)
      }
    }

    // MARK: Virtual normals

    private func loss(_ predicted: [Double], step: Int = 1, bySolidAngle: Bool = false) throws -> Double {
      let truth = try TrueDepth(map.tensor(map.room()), maximumDepth: 10)
      let supervision = try VirtualNormalSupervision(truth, step: step, bySolidAngle: bySolidAngle)
      return try supervision.loss(of: PredictedDepth(map.tensor(predicted))).doubles()[0]
    }

    @Test func virtualNormalsDoNotMindTheScaleAndDependOnTheStepAlone() throws {
      #expect(try loss(map.room()) < 1e-9)
      #expect(try loss(map.room().map { 1.3 * $0 }) < 1e-9)
      let wrong = map.prediction(seed: 2)
      #expect(try loss(wrong, step: 4) == loss(wrong, step: 4))
      #expect(try loss(wrong, step: 4) != loss(wrong, step: 5))
      #expect(try loss(wrong, step: 4) > 0.01)
    }

    @Test func virtualNormalsAreThoseOfTripletsWorkedOutOneByOne() throws {
      let truth = try TrueDepth(map.damagedRoom(), maximumDepth: 10)
      let predicted = try map.tensor(map.prediction(seed: 7))
      let triplets = try VirtualTriplets(like: truth.depth, seed: 3, bySolidAngle: true)
      #expect(triplets.count == 76)
      let (trueEdges, edges) = (try triplets.edges(of: truth.depth), try triplets.edges(of: predicted))
      let inside = try triplets.inside(truth.valid).doubles()
      func vector(_ edge: Tensor, _ triplet: Int) throws -> SIMD3<Double> {
        let numbers = try edge.doubles()
        return SIMD3(numbers[triplet], numbers[triplets.count + triplet], numbers[2 * triplets.count + triplet])
      }
      func length(_ vector: SIMD3<Double>) -> Double { (vector * vector).sum().squareRoot() }
      func normal(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        let product = SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
        return product / length(product)
      }
      var distances: [Double] = []
      for triplet in 0..<triplets.count where inside[triplet] == 1 {
        let e = try trueEdges.map { try vector($0, triplet) }
        let isSmall = (0..<3).allSatisfy { axis in e.map { abs($0[axis]) }.min() ?? 0 <= 0.005 }
        let cosines = [(0, 1), (0, 2), (1, 2)].map { abs((e[$0] * e[$1]).sum()) / (length(e[$0]) * length(e[$1])) }
        guard !isSmall, cosines.allSatisfy({ $0 <= 0.867 }) else { continue }
        let p = try edges.map { try vector($0, triplet) }
        let difference = normal(e[0], e[1]) - normal(p[0], p[1])
        distances.append(abs(difference.x) + abs(difference.y) + abs(difference.z))
      }
      #expect(distances.count > 20 && distances.count < triplets.count)
      let kept = distances.sorted().dropFirst(distances.count / 4)
      let byHand = kept.reduce(0, +) / Double(kept.count)
      let supervision = try VirtualNormalSupervision(truth, step: 3, bySolidAngle: true)
      #expect(abs(try supervision.loss(of: PredictedDepth(predicted)).doubles()[0] - byHand) < 1e-9)
    }

    @Test func cornersLieAsFarOutAsTheMapSays() throws {
      // Points of a sphere of radius 2 are at most 4 apart, some nearly so, and twice as far apart at twice the radius.
      let sphere = try map { _, _ in 2 }
      let triplets = try VirtualTriplets(like: sphere, seed: 1, bySolidAngle: false)
      let edges = try triplets.edges(of: sphere)
      let doubled = try triplets.edges(of: sphere.multiplied(by: 2))
      for (edge, other) in zip(edges, doubled) {
        let lengths = try edge.norm(along: 1).doubles()
        #expect(lengths.allSatisfy { $0 <= 4 + 1e-12 } && lengths.contains { $0 > 3 })
        let ratio = try other.subtracting(edge.multiplied(by: 2)).magnitude().maximum().doubles()[0]
        #expect(ratio < 1e-12)
      }
    }

    @Test func cornersDrawnBySolidAngleAreFewAtThePoles() throws {
      let tall = LossMap(width: 128, height: 64)
      let cap = try tall { row, _ in row < 11 || row >= 53 ? 1 : 0 }
      // Rows beyond 60 degrees are 22 of 64, and 1 - sin(59 degrees) of the sphere.
      func share(_ bySolidAngle: Bool) throws -> Double {
        let triplets = try VirtualTriplets(like: cap, seed: 9, bySolidAngle: bySolidAngle)
        return try triplets.inside(cap).sum().doubles()[0] / Double(triplets.count)
      }
      let latitude = Double.pi / 2 - 11 * Double.pi / 64
      #expect(abs(try share(false) - pow(22.0 / 64, 3)) < 0.02)
      #expect(abs(try share(true) - pow(1 - sin(latitude), 3)) < 0.01)
    }

    @Test func theGradientOfVirtualNormalsIsExact() throws {
      let truth = try TrueDepth(map.damagedRoom(), maximumDepth: 10)
      let supervision = try VirtualNormalSupervision(truth, step: 2, bySolidAngle: false)
      try map.expectExactGradient(at: map.prediction(seed: 13)) { try supervision.loss(of: PredictedDepth($0)) }
    }

    @Test func bothAreTermsOfTheLoss() throws {
      var settings = LossSettings()
      (settings.gradientWeight, settings.virtualNormalWeight) = (0.5, 6)
      #expect(settings.names == ["depth", "smooth", "normal", "gradient", "virtualNormal"])
      let truth = try map.damagedRoom()
      let predicted = try map.tensor(map.prediction(seed: 1))
      let half = LossMap(width: 16, height: 8)
      let coarse = try half.tensor(half.prediction(seed: 2))
      let terms = try DataLoss(settings)(predictions: [predicted, coarse], depth: truth, step: 7)
      let values = try terms.terms.map { try $0.value.doubles()[0] }
      settings.scaleWeights = [1]
      let full = try DataLoss(settings)(predictions: [predicted], depth: truth, step: 7).total.doubles()[0]
      let sum = zip(values, [1, 0.2, 0.4, 0.5, 6]).map { $0 * $1 }.reduce(0, +)
      #expect(abs(full - sum) < 1e-12)
    }
  }
#endif
