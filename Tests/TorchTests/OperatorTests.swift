// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTestSupport
  import Testing

  @testable import RotundaTorch

  /// Each typed operator against numbers worked out by hand, so that a LibTorch that renames one fails by name.
  struct OperatorTests {
    private func tensor(_ numbers: [Float], _ shape: [Int]? = nil) throws -> Tensor {
      try Tensor(numbers, shape: shape ?? [numbers.count])
    }

    @Test func arithmetic() throws {
      let a = try tensor([1, -2, 4])
      let b = try tensor([2, 2, -8])
      #expect(try a.adding(b).floats() == [3, 0, -4])
      #expect(try a.subtracting(b).floats() == [-1, -4, 12])
      #expect(try a.multiplied(by: b).floats() == [2, -4, -32])
      #expect(try a.divided(by: b).floats() == [0.5, -1, -0.5])
      #expect(try a.multiplied(by: 3).floats() == [3, -6, 12])
      #expect(try a.adding(1).floats() == [2, -1, 5])
      #expect(try a.reciprocal().floats() == [1, -0.5, 0.25])
      #expect(try a.magnitude().floats() == [1, 2, 4])
      #expect(try a.clamped(atLeast: 0).floats() == [1, 0, 4])
      #expect(try a.maximum(b).floats() == [2, 2, 4])
      #expect(try a.minimum(b).floats() == [1, -2, -8])
      #expect(try a.sum().floats() == [3])
      #expect(try a.isAtMost(1).floats() == [1, 1, 0])
      #expect(try a.exceeds(1).floats() == [0, 0, 1])
      #expect(try a.zeros().floats() == [0, 0, 0])
      #expect(try a.ones().floats() == [1, 1, 1])
      #expect(try a.sign().floats() == [1, -1, 1])
      #expect(try a.maximum().floats() == [4])
      #expect(try a.copy().floats() == [1, -2, 4])
      #expect(try a.detached().floats() == [1, -2, 4])
    }

    @Test func functions() throws {
      let a = try tensor([1, 4, 0.25])
      #expect(try a.squareRoot().floats() == [1, 2, 0.5])
      #expect(try a.reciprocalSquareRoot().floats() == [1, 0.5, 2])
      let logarithms = try a.naturalLogarithm().floats()
      #expect(zip(logarithms, [0, 1.386_294, -1.386_294]).allSatisfy { abs($0 - $1) < 1e-6 })
      let angles = try tensor([0, .pi / 6, .pi / 2])
      #expect(zip(try angles.sine().floats(), [0, 0.5, 1]).allSatisfy { abs($0 - $1) < 1e-6 })
      #expect(zip(try angles.cosine().floats(), [1, 0.866_025, 0]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func selectingSortingAndCrossProducts() throws {
      let a = try tensor([3, 1, 2, 6, 5, 4], [2, 3])
      #expect(try a.selected(.positions([2, 0, 2], in: a), along: 1).floats() == [2, 3, 2, 4, 6, 4])
      #expect(try a.sortedDescending().floats() == [3, 2, 1, 6, 5, 4])
      #expect(try a.shaped([3, 2]).shape == [3, 2])
      #expect(try tensor([1.5, -0.5]).roundedDown().floats() == [1, -1])
      let (east, north) = (try tensor([1, 0, 0], [1, 3, 1]), try tensor([0, 1, 0], [1, 3, 1]))
      #expect(try east.crossProduct(north, along: 1).floats() == [0, 0, 1])
      let double = try Tensor(doubles: [0.1], shape: [1])
      #expect(try double.like(a).doubles()[0] == Double(Float(0.1)))
    }

    @Test func sumsAlongADimensionKeepIt() throws {
      let a = try tensor([1, 2, 3, 4, 5, 6], [2, 3])
      let rows = try a.sum(along: 1)
      #expect(rows.shape == [2, 1])
      #expect(try rows.floats() == [6, 15])
      #expect(try a.cumulativeSum(along: 1).floats() == [1, 3, 6, 4, 9, 15])
      #expect(try a.maximum(along: 1).floats() == [3, 6])
      #expect(try tensor([3, 4, 0, 0], [2, 2]).norm(along: 1).floats() == [5, 0])
    }

    @Test func movingNumbersAbout() throws {
      let a = try tensor([1, 2, 3, 4], [1, 1, 2, 2])
      #expect(try a.flipped(along: 3).floats() == [2, 1, 4, 3])
      #expect(try a.rolled(along: 2, by: 1).floats() == [3, 4, 1, 2])
      #expect(try a.narrowed(along: 2, from: 1, count: 1).floats() == [3, 4])
      #expect(try a.nearestUpsampled(by: 2).floats() == [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4])
      #expect(try a.nearestUpsampled(by: 2).halvedByNearest().floats() == [1, 2, 3, 4])
      #expect(try Tensor.concatenation([a, a], along: 1).shape == [1, 2, 2, 2])
      let parts = try tensor([1, 2, 3, 4, 5], [1, 5]).split(into: [2, 3], along: 1)
      #expect(try parts.map { try $0.floats() } == [[1, 2], [3, 4, 5]])
    }

    @Test func layers() throws {
      let image = try tensor([1, 2, 3, 4], [1, 1, 2, 2])
      let kernel = try tensor([0, 0, 0, 0, 1, 1, 0, 0, 0], [1, 1, 3, 3])
      let bias = try tensor([10])
      let convolved = try image.convolved(with: kernel, bias: bias, stride: 1, padding: [1, 1], dilation: 1)
      #expect(try convolved.floats() == [13, 12, 17, 14])
      let ones = try tensor(Array(repeating: 1, count: 16), [1, 1, 4, 4])
      let transposed = try image.transposeConvolved(with: ones, bias: bias, stride: 2, padding: 1)
      #expect(transposed.shape == [1, 1, 4, 4])
      #expect(try transposed.floats()[5] == 20)
      let elu = try tensor([1, -1]).elu().floats()
      #expect(abs(elu[1] - (-0.632_120_56)) < 1e-6 && elu[0] == 1)
    }

    @Test func spherePaddingReadsWrappedColumnsAndOppositeMeridians() throws {
      // Row y, column x holds 10 y + x: what lies beyond the border can be read off.
      let (height, width) = (3, 4)
      let numbers = (0..<height).flatMap { y in (0..<width).map { x in Float(10 * y + x) } }
      let map = try tensor(numbers, [1, 1, height, width])
      for reach in [(1, 1), (2, 3), (3, 4), (5, 6), (11, 9)] {
        let padded = try map.spherePadded(rows: reach.0, columns: reach.1).floats()
        var expected: [Float] = []
        for row in -reach.0..<height + reach.0 {
          for column in -reach.1..<width + reach.1 {
            var (y, x) = (((row % 6) + 6) % 6, column)
            if y >= height { (y, x) = (2 * height - 1 - y, x + width / 2) }
            expected.append(Float(10 * y + ((x % width) + width) % width))
          }
        }
        #expect(padded == expected, "reach \(reach)")
      }
    }

    @Test(arguments: [(1, 1), (2, 3), (0, 2), (2, 0), (3, 4), (5, 6)])
    func aPixelsGradientIsTheSumOverItsCopies(reach: (rows: Int, columns: Int)) throws {
      let (height, width) = (3, 4)
      let (tall, wide) = (height + 2 * reach.rows, width + 2 * reach.columns)
      let factors = (0..<2 * tall * wide).map { Float(($0 * 7) % 13) - 6 }
      let map = try tensor(Array(repeating: 1, count: 2 * height * width), [1, 2, height, width])
      try map.track()
      try map.spherePadded(rows: reach.rows, columns: reach.columns)
        .multiplied(by: tensor(factors, [1, 2, tall, wide])).sum().backward()
      var expected = [Float](repeating: 0, count: 2 * height * width)
      for index in factors.indices {
        let (channel, row) = (index / (tall * wide), index / wide % tall - reach.rows)
        var (y, x) = (((row % 6) + 6) % 6, index % wide - reach.columns)
        if y >= height { (y, x) = (2 * height - 1 - y, x + width / 2) }
        expected[(channel * height + y) * width + ((x % width) + width) % width] += factors[index]
      }
      #expect(try #require(try map.gradient()).floats() == expected)
    }

    @Test func paddingKeepsChannelsInnermost() throws {
      let numbers = (0..<2 * 3 * 4 * 8).map { Float($0) }
      let map = try tensor(numbers, [2, 3, 4, 8])
      let padded = try map.channelsLast().spherePadded(rows: 2, columns: 3)
      #expect(try padded.floats() == map.spherePadded(rows: 2, columns: 3).floats())
    }

    @Test func gradientsAgreeWithCentralDifferences() throws {
      var random = SeededGenerator(seed: 11)
      let start = random.normals(2 * 4 * 6).map(Double.init)
      let kernel = try Tensor(doubles: random.normals(2 * 2 * 9).map(Double.init), shape: [2, 2, 3, 3])
      let bias = try Tensor(doubles: [0.1, -0.2], shape: [2])
      func value(_ numbers: [Double]) throws -> (Tensor, Tensor) {
        let map = try Tensor(doubles: numbers, shape: [1, 2, 4, 6])
        try map.track()
        let result = try map.spherePadded(rows: 1, columns: 1)
          .convolved(with: kernel, bias: bias, stride: 1, padding: [0, 0], dilation: 1).elu()
        return (map, try result.multiplied(by: result).sum())
      }
      let (map, total) = try value(start)
      try total.backward()
      let gradient = try #require(try map.gradient()).doubles()
      for index in stride(from: 0, to: start.count, by: 5) {
        var (above, below) = (start, start)
        above[index] += 1e-5
        below[index] -= 1e-5
        let difference = (try value(above).1.doubles()[0] - (try value(below).1.doubles()[0])) / 2e-5
        #expect(abs(difference - gradient[index]) <= 1e-5 * max(1, abs(gradient[index])))
      }
    }
  }
#endif
