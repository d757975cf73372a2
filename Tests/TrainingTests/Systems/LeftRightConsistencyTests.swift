// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// The loss of left-right consistency against closed forms, central differences and PyTorch.
  struct LeftRightConsistencyTests {
    private let sizes = (0..<4).map { [1, 2, 32 >> $0, 64 >> $0] }

    private func picture(_ name: String) throws -> Tensor {
      try Tensor(doubles: LossFixture.numbers("left-right.\(name)", 3 * 32 * 64), shape: [1, 3, 32, 64])
    }

    private func disparities() -> [[Double]] {
      sizes.indices.map { LossFixture.numbers("left-right.d\($0)", sizes[$0].reduce(1, *), from: 0, to: 0.3) }
    }

    @Test(arguments: [true, false]) func valueAndGradientsAreThoseOfPyTorch(faithful: Bool) throws {
      let (left, right) = (try picture("left"), try picture("right"))
      let loss = LeftRightConsistencyLoss(faithful: faithful)
      let leaves = disparities().enumerated().map { (name: "d\($0)", numbers: $1, shape: sizes[$0]) }
      try LossFixture().expect("left-right.\(faithful ? "published" : "both")", of: leaves) {
        try loss(left: left, right: right, disparities: $0).total
      }
    }

    @Test func itsGradientIsExact() throws {
      let (left, right) = (try picture("left"), try picture("right"))
      let others = try zip(disparities(), sizes).map { try Tensor(doubles: $0, shape: $1) }
      for (scale, step) in [(0, 97), (2, 13)] {
        try expectExactGradient(at: disparities()[scale], shape: sizes[scale], every: step, delta: 1e-7) { moved in
          var pyramid = others
          pyramid[scale] = moved
          return try LeftRightConsistencyLoss()(left: left, right: right, disparities: pyramid).total
        }
      }
    }

    @Test func aPictureMovedByTheDisparityIsRemadeExactlyWhereItIsSeen() throws {
      // The right picture is the left one moved by four columns; a sixteenth of the width.
      let wave = { (column: Double) in 0.5 + 0.4 * sin(0.37 * column) }
      func rows(_ shift: Double) throws -> Tensor {
        try Tensor(doubles: (0..<8 * 64).map { wave(Double($0 % 64) + shift) }, shape: [1, 1, 8, 64])
      }
      let (left, right) = (try rows(0), try rows(4))
      let places = try left.ones().cumulativeSum(along: 3).adding(-1 - 4)
      let difference = try right.sampledInRows(at: places).subtracting(left).magnitude()
      #expect(try difference.narrowed(along: 3, from: 4, count: 60).maximum().doubles()[0] < 1e-12)
      // Half a column beyond the border there is half the first column, one beyond it nothing.
      let fading = try right.sampledInRows(at: places.zeros().adding(-0.5)).doubles()[0]
      #expect(abs(fading - wave(4) / 2) < 1e-12)
      #expect(try right.sampledInRows(at: places.zeros().adding(-1.5)).maximum().doubles()[0] == 0)
    }

    @Test func identicalPicturesWithoutDisparityCostNothing() throws {
      let left = try picture("left")
      let pyramid = try sizes.map { try Tensor(doubles: Array(repeating: 0, count: $0.reduce(1, *)), shape: $0) }
      let terms = try LeftRightConsistencyLoss()(left: left, right: left, disparities: pyramid)
      #expect(terms.terms.map(\.name) == ["appearance", "smooth", "consistency"])
      #expect(try terms.total.doubles()[0] < 1e-9)
    }

    @Test func equalDisparitiesAgreeAndUnequalOnesDifferByTheirDifference() throws {
      let left = try picture("left")
      func consistency(_ l: Double, _ r: Double) throws -> Double {
        let numbers = Array(repeating: l, count: 32 * 64) + Array(repeating: r, count: 32 * 64)
        let terms = try LeftRightConsistencyLoss()(
          left: left, right: left, disparities: [Tensor(doubles: numbers, shape: sizes[0])])
        return try terms.terms[2].value.doubles()[0]
      }
      // Three of 64 columns look beyond the border, where disparity is 0, from either side.
      #expect(abs(try consistency(3.0 / 64, 3.0 / 64) - 2 * 3.0 / 64 * 3 / 64) < 1e-12)
      let difference = try consistency(2.0 / 64, 3.0 / 64)
      #expect(abs(difference - (62.0 / 64 + 61.0 / 64) / 64 - (2 * 2.0 + 3 * 3) / 64 / 64) < 1e-12)
    }
  }
#endif
