// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// The losses of the first stage: closed forms, and gradients against central differences in double precision.
  struct LossTests {
    private let map = LossMap(width: 8, height: 4)
    /// Large enough that flat walls are no edges.
    private let large = LossMap(width: 64, height: 32)

    private func everywhere(_ map: LossMap) throws -> Region { try Region(map { _, _ in 1 }) }

    // MARK: L_depth

    @Test func depthLossIsTheMeanSquareOverValidPixelsOnly() throws {
      let target = try map { row, _ in row == 0 ? 0 : 2 }
      let region = try Region(EdgeMask.valid(target, maximumDepth: 10))
      let predicted = try map { row, _ in row == 0 ? 100 : 2.5 }
      #expect(abs(try depthLoss(predicted: predicted, target: target, over: region).doubles()[0] - 0.25) < 1e-12)
      let nothing = try map { _, _ in 0 }
      let empty = try Region(EdgeMask.valid(nothing, maximumDepth: 10))
      #expect(try depthLoss(predicted: predicted, target: nothing, over: empty).doubles()[0] == 0)
    }

    @Test func relativeDepthLossIsTheMeanShare() throws {
      let target = try map { row, _ in row < 2 ? 2 : 4 }
      let predicted = try map { _, _ in 3 }
      let loss = try relativeDepthLoss(predicted: predicted, target: target, over: everywhere(map))
      #expect(abs(try loss.doubles()[0] - (0.5 + 0.25) / 2) < 1e-12)
    }

    @Test func distancesBeyondTheMaximumDoNotCount() throws {
      let target = try map { _, column in column < 4 ? 3 : 11 }
      #expect(try EdgeMask.valid(target, maximumDepth: 10).sum().doubles()[0] == 16)
    }

    @Test func theMaskOfOmniDepthAveragesOverHolesAsIfTheyWereTrulyZero() throws {
      // Four of 32 pixels are known: the public code's mean over all pixels of (p - g)^2 with g = 0 elsewhere.
      let truth = try map { row, column in row == 2 && column < 4 ? 2 : (column == 7 ? 50 : 0) }
      let predicted = try map { row, column in Double(row + column) / 4 }
      var byHand = 0.0
      for row in 0..<4 {
        for column in 0..<8 {
          let error = Double(row + column) / 4 - (row == 2 && column < 4 ? 2 : 0)
          byHand += error * error / 32
        }
      }
      var settings = LossSettings()
      (settings.smoothWeight, settings.normalWeight, settings.omniDepthMask) = (0, 0, true)
      let terms = try DataLoss(settings)(predictions: [predicted], depth: truth, step: 0)
      #expect(terms.terms.map(\.name) == ["depth"])
      #expect(abs(try terms.total.doubles()[0] - byHand) < 1e-12)
      settings.omniDepthMask = false
      let masked = try DataLoss(settings)(predictions: [predicted], depth: truth, step: 0).total.doubles()[0]
      #expect(abs(masked - (2.25 + 1.5625 + 1 + 0.5625) / 4) < 1e-12)
    }

    // MARK: berHu

    @Test func reverseHuberIsLinearBelowItsThresholdAndQuadraticAboveIt() throws {
      let target = try map { _, _ in 0 }
      func value(_ error: Double) throws -> Double {
        let threshold = try Tensor(doubles: [0.8], shape: [])
        return try reverseHuberLoss(
          predicted: map { _, _ in error }, target: target, over: everywhere(map), threshold: threshold
        ).doubles()[0]
      }
      #expect(abs(try value(0.5) - 0.5) < 1e-12)
      #expect(abs(try value(-0.5) - 0.5) < 1e-12)
      #expect(abs(try value(2) - (4 + 0.64) / 1.6) < 1e-12)
      // Value and slope go on unbroken where the two meet.
      #expect(abs(try value(0.8 + 1e-9) - value(0.8 - 1e-9) - 2e-9) < 1e-14)
      #expect(abs((try value(0.8 + 1e-5) - value(0.8)) / (try value(0.8) - value(0.8 - 1e-5)) - 1) < 1e-4)
    }

    @Test func theThresholdOfReverseHuberIsAFifthOfTheLargestKnownError() throws {
      let target = try map { row, _ in row == 0 ? 0 : 2 }
      let predicted = try map { row, column in row == 0 ? 100 : 2 + Double(column) / 2 }
      let region = try Region(EdgeMask.valid(target, maximumDepth: 10))
      let threshold = try reverseHuberThreshold(predicted: predicted, target: target, over: region)
      #expect(abs(try threshold.doubles()[0] - 0.7) < 1e-12)
    }

    // MARK: Scale-invariant logarithm

    @Test func theScaleInvariantLossSeesOfAWrongScaleOnlyWhatItsBalanceLeaves() throws {
      let target = try large.tensor(large.room())
      let region = try everywhere(large)
      let scaled = try target.multiplied(by: 1.3)
      func value(_ predicted: Tensor, balance: Double) throws -> Double {
        try scaleInvariantLogLoss(predicted: predicted, target: target, over: region, balance: balance).doubles()[0]
      }
      #expect(try value(scaled, balance: 1) < 1e-4)
      #expect(abs(try value(scaled, balance: 0.85) - 10 * 0.15.squareRoot() * log(1.3)) < 1e-9)
      let wrong = try large.tensor(large.prediction(seed: 3))
      #expect(abs(try value(wrong.multiplied(by: 1.3), balance: 1) - value(wrong, balance: 1)) < 1e-9)
      #expect(try value(wrong, balance: 1) > 0.5)
    }

    // MARK: L_smooth

    @Test func smoothnessLossOfAWaveIsItsSlope() throws {
      // Columns wrap around, so a step of 1 a column can only go up and down again: slope 1 but at the two turns.
      let predicted = try Stencil(of: map { _, column in Double(column < 4 ? column : 8 - column) })
      // Rows across a pole look at the opposite meridian: rows 0 and 3 differ from their neighbours there.
      let inner = try Region(map { row, _ in row == 1 || row == 2 ? 1 : 0 })
      #expect(abs(try smoothnessLoss(predicted: predicted, over: inner).doubles()[0] - 6.0 / 8) < 1e-12)
      let flat = try Stencil(of: map { _, _ in 5 })
      #expect(try smoothnessLoss(predicted: flat, over: everywhere(map)).doubles()[0] == 0)
    }

    // MARK: M_e

    @Test func edgesOfTheTruthAreMaskedAndAWallIsNot() throws {
      // A wall one metre ahead fills the sphere's front: inverse distance is the cosine, whose bend is the angle's square.
      let (height, width) = (32, 64)
      let wall = try Tensor(
        doubles: (0..<height).flatMap { _ in (0..<width).map { _ in 2.0 } }, shape: [1, 1, height, width])
      let valid = try EdgeMask.valid(wall, maximumDepth: 10)
      #expect(try EdgeMask.smooth(wall, valid: valid).sum().doubles()[0] == Double(height * width))
      let step = try Tensor(
        doubles: (0..<height).flatMap { _ in (0..<width).map { $0 < 32 ? 2.0 : 4.0 } }, shape: [1, 1, height, width])
      let mask = try EdgeMask.smooth(step, valid: valid).doubles()
      #expect(mask[16 * width + 31] == 0 && mask[16 * width + 32] == 0 && mask[16 * width + 0] == 0)
      #expect(mask[16 * width + 16] == 1)
    }

    @Test func aPixelOfHalfTheSizeIsKeptWhereItsWholeBlockIs() throws {
      let mask = try map { row, column in row == 1 && column == 2 ? 0 : 1 }
      #expect(try EdgeMask.halved(mask).doubles() == [1, 0, 1, 1, 1, 1, 1, 1])
    }

    @Test func masksOfHalfTheSizeAreThoseOfTheLargerMap() throws {
      let truth = try TrueDepth(large.damagedRoom(), maximumDepth: 10)
      let smooth = try truth.smooth().doubles()
      let half = try truth.halved()
      let (depth, valid, halfSmooth) = (try half.depth.doubles(), try half.valid.doubles(), try half.smooth().doubles())
      let original = try truth.depth.doubles()
      #expect(smooth.contains(1) && halfSmooth.contains(1))
      for row in 0..<16 {
        for column in 0..<32 {
          let corner = 2 * row * 64 + 2 * column
          let index = row * 32 + column
          #expect(depth[index] == original[corner])
          #expect(valid[index] == (original[corner] > 0 && original[corner] <= 10 ? 1 : 0))
          #expect(halfSmooth[index] == [0, 1, 64, 65].map { smooth[corner + $0] }.min())
        }
      }
    }

    // MARK: Gradients

    @Test(arguments: DepthLoss.allCases) func gradientsOfDistancesOfDepthsAreExact(loss: DepthLoss) throws {
      let truth = try TrueDepth(large.damagedRoom(), maximumDepth: 10)
      let region = try Region(truth.valid, latitudes: Latitudes(of: truth.depth))
      let start = large.prediction(seed: 8)
      // The threshold is a constant of the batch, so it must not move with the pixel that is moved.
      let threshold = try reverseHuberThreshold(predicted: large.tensor(start), target: truth.depth, over: region)
      try large.expectExactGradient(at: start) { predicted in
        switch loss {
        case .squared: try depthLoss(predicted: predicted, target: truth.depth, over: region)
        case .relative: try relativeDepthLoss(predicted: predicted, target: truth.depth, over: region)
        case .berHu:
          try reverseHuberLoss(predicted: predicted, target: truth.depth, over: region, threshold: threshold)
        case .scaleInvariantLog: try scaleInvariantLogLoss(predicted: predicted, target: truth.depth, over: region)
        }
      }
    }

    @Test func theGradientOfSmoothnessIsExact() throws {
      let truth = try TrueDepth(large.damagedRoom(), maximumDepth: 10)
      let region = try Region(truth.smooth())
      try large.expectExactGradient(at: large.prediction(seed: 9)) {
        try smoothnessLoss(predicted: Stencil(of: $0), over: region)
      }
    }

    @Test(arguments: LatitudeWeights.allCases)
    func theGradientOfTheWholeLossIsExactAtBothSizes(latitudeWeights: LatitudeWeights) throws {
      var settings = LossSettings()
      settings.latitudeWeights = latitudeWeights
      let loss = DataLoss(settings)
      let truth = try large.damagedRoom()
      let small = LossMap(width: 32, height: 16)
      let (full, half) = (large.prediction(seed: 5), small.prediction(seed: 6))
      try large.expectExactGradient(at: full, every: 37) {
        try loss(predictions: [$0, small.tensor(half)], depth: truth, step: 0).total
      }
      try small.expectExactGradient(at: half) {
        try loss(predictions: [large.tensor(full), $0], depth: truth, step: 0).total
      }
    }

    // MARK: All terms together

    @Test func theTotalIsTheWeightedSumOfItsTermsAtAllSizes() throws {
      var settings = LossSettings()
      settings.scaleWeights = [1, 0.5]
      let truth = try large.damagedRoom()
      let full = try large.tensor(large.prediction(seed: 1))
      let small = LossMap(width: 32, height: 16)
      let half = try small.tensor(small.prediction(seed: 2))
      // A third prediction has no weight and does not count.
      let quarter = try LossMap(width: 16, height: 8).tensor(Array(repeating: 77, count: 128))
      let terms = try DataLoss(settings)(predictions: [full, half, quarter], depth: truth, step: 0)
      #expect(terms.terms.map(\.name) == ["depth", "smooth", "normal"])
      let values = try terms.terms.map { try $0.value.doubles()[0] }
      settings.scaleWeights = [1]
      let atFull = try DataLoss(settings)(predictions: [full], depth: truth, step: 0).total.doubles()[0]
      let atHalf = try DataLoss(settings)(predictions: [half], depth: truth.halvedByNearest(), step: 0)
      #expect(abs(atFull - (values[0] + 0.2 * values[1] + 0.4 * values[2])) < 1e-12)
      // The half map's own mask of edges is not that of the larger map, but its depth term is the same.
      var depthOnly = LossSettings()
      (depthOnly.smoothWeight, depthOnly.normalWeight) = (0, 0)
      let both = try DataLoss(depthOnly)(predictions: [full, half], depth: truth, step: 0).total.doubles()[0]
      let halfDepth = try atHalf.terms[0].value.doubles()[0]
      #expect(abs(both - (values[0] + 0.5 * halfDepth)) < 1e-12)
    }

    @Test func aTermOfWeightZeroIsNotThere() throws {
      let truth = try large.damagedRoom()
      let predicted = try large.tensor(large.prediction(seed: 1))
      var settings = LossSettings()
      settings.depthWeight = 0
      #expect(settings.names == ["smooth", "normal"])
      let terms = try DataLoss(settings)(predictions: [predicted], depth: truth, step: 0)
      #expect(terms.terms.map(\.name) == settings.names)
    }

    @Test func theGradientOfAPerfectPredictionIsANumber() throws {
      // Roots and quotients meet their zeros there.
      for loss in DepthLoss.allCases {
        var settings = LossSettings()
        settings.depth = loss
        let truth = try large.damagedRoom()
        let predicted = try large.damagedRoom()
        try predicted.track()
        try DataLoss(settings)(predictions: [predicted], depth: truth, step: 0).total.backward()
        #expect(try #require(try predicted.gradient()).doubles().allSatisfy { $0.isFinite }, "\(loss)")
      }
    }

    @Test func impossibleSettingsAreRefusedByName() throws {
      func refuses(_ change: (inout LossSettings) -> Void) -> Bool {
        var settings = LossSettings()
        change(&settings)
        do {
          try settings.check()
          return false
        } catch {
          return true
        }
      }
      #expect(!refuses { _ in })
      #expect(refuses { $0.smoothWeight = -1 })
      #expect(refuses { $0.normalWeight = .nan })
      #expect(refuses { ($0.depthWeight, $0.smoothWeight, $0.normalWeight) = (0, 0, 0) })
      #expect(refuses { $0.scaleWeights = [] })
      #expect(refuses { $0.scaleWeights = [0, 1] })
      #expect(refuses { $0.maximumDepth = 0 })
      #expect(refuses { ($0.depth, $0.omniDepthMask) = (.relative, true) })
      #expect(LossSettings.paper.maximumDepth == 8)
    }
  }
#endif
