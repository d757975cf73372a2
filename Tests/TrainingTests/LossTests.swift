// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// The losses of the first stage: closed forms, and gradients against central differences in double precision.
  struct LossTests {
    private static let shape = [1, 1, 4, 8]

    private func map(_ value: (Int, Int) -> Double) throws -> Tensor {
      try Tensor(doubles: (0..<4).flatMap { row in (0..<8).map { value(row, $0) } }, shape: Self.shape)
    }

    @Test func depthLossIsTheMeanSquareOverValidPixelsOnly() throws {
      let target = try map { row, _ in row == 0 ? 0 : 2 }
      let mask = try EdgeMask.valid(target, maximumDepth: 10)
      let predicted = try map { row, _ in row == 0 ? 100 : 2.5 }
      #expect(abs(try depthLoss(predicted: predicted, target: target, mask: mask).doubles()[0] - 0.25) < 1e-12)
      let nothing = try map { _, _ in 0 }
      let empty = try EdgeMask.valid(nothing, maximumDepth: 10)
      #expect(try depthLoss(predicted: predicted, target: nothing, mask: empty).doubles()[0] == 0)
    }

    @Test func distancesBeyondTheMaximumDoNotCount() throws {
      let target = try map { _, column in column < 4 ? 3 : 11 }
      #expect(try EdgeMask.valid(target, maximumDepth: 10).sum().doubles()[0] == 16)
    }

    @Test func smoothnessLossOfAWaveIsItsSlope() throws {
      // Columns wrap around, so a step of 1 a column can only go up and down again: slope 1 but at the two turns.
      let predicted = try map { _, column in Double(column < 4 ? column : 8 - column) }
      let everywhere = try map { _, _ in 1 }
      // Rows across a pole look at the opposite meridian: rows 0 and 3 differ from their neighbours there.
      let inner = try map { row, _ in row == 1 || row == 2 ? 1 : 0 }
      #expect(abs(try smoothnessLoss(predicted: predicted, mask: inner).doubles()[0] - 6.0 / 8) < 1e-12)
      #expect(try smoothnessLoss(predicted: map { _, _ in 5 }, mask: everywhere).doubles()[0] == 0)
    }

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

    @Test func theGradientOfTheWholeLossAgreesWithCentralDifferences() throws {
      var random = SeededGenerator(seed: 5)
      let target = try map { row, column in row == 0 && column < 3 ? 0 : 2 + 0.01 * Double(row + column) }
      let full = random.normals(32).map { Double($0) + 2 }
      let half = random.normals(8).map { Double($0) + 2 }
      let loss = DataLoss()
      func value(_ numbers: [Double]) throws -> (Tensor, Tensor) {
        let predicted = try Tensor(doubles: numbers, shape: Self.shape)
        try predicted.track()
        let coarse = try Tensor(doubles: half, shape: [1, 1, 2, 4])
        return (predicted, try loss(predictions: [predicted, coarse], depth: target).total)
      }
      let (predicted, total) = try value(full)
      try total.backward()
      let gradient = try #require(try predicted.gradient()).doubles()
      for index in full.indices {
        var (above, below) = (full, full)
        above[index] += 1e-5
        below[index] -= 1e-5
        let difference = (try value(above).1.doubles()[0] - (try value(below).1.doubles()[0])) / 2e-5
        #expect(abs(difference - gradient[index]) <= 1e-5, "pixel \(index)")
      }
    }
  }
#endif
