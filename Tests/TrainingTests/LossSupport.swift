// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaSphere
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// Maps `[1, 1, H, W]` in double precision, and gradients checked on them.
  struct LossMap {
    let width: Int
    let height: Int

    func callAsFunction(_ value: (Int, Int) -> Double) throws -> Tensor {
      try tensor((0..<height).flatMap { row in (0..<width).map { value(row, $0) } })
    }

    func tensor(_ numbers: [Double]) throws -> Tensor { try Tensor(doubles: numbers, shape: [1, 1, height, width]) }

    /// Ray distances of a box room.
    func room(_ room: BoxRoom = .example) -> [Double] {
      let grid = EquirectangularGrid(width: width, height: height)
      return (0..<height * width).map { index in
        room.hit(grid.direction(column: Double(index % width), row: Double(index / width))).distance
      }
    }

    /// A room with holes at the seam, at both poles and inside, and a wall too far away to count.
    func damagedRoom() throws -> Tensor {
      var distances = room()
      for (row, column) in [(0, 3), (height - 1, width - 2), (height / 2, 0), (height / 2, width - 1), (height / 3, 5)]
      {
        distances[row * width + column] = 0
      }
      distances[(height / 3) * width + width / 2] = 50
      return try tensor(distances)
    }

    /// Distances about those of the room, each wrong by itself: positive, and a few so far off that berHu squares them.
    func prediction(seed: UInt64) -> [Double] {
      var random = SeededGenerator(seed: seed)
      return zip(room(), random.normals(width * height)).map { $0 * exp(0.08 * Double($1)) }
    }

    /// Compares the gradient that LibTorch gives with central differences, relative to the largest.
    ///
    /// Rows at both poles, columns at the seam and every `step`-th other pixel are moved.
    func expectExactGradient(
      at numbers: [Double], every step: Int = 17, tolerance: Double = 1e-5, delta: Double = 1e-6,
      sourceLocation: SourceLocation = #_sourceLocation, of loss: (Tensor) throws -> Tensor
    ) throws {
      let map = try tensor(numbers)
      try map.track()
      try loss(map).backward()
      let gradient = try #require(try map.gradient(), sourceLocation: sourceLocation).doubles()
      let largest = gradient.map(abs).max() ?? 0
      #expect(largest > 0, sourceLocation: sourceLocation)
      for index in numbers.indices where isLookedAt(index, every: step) {
        func value(_ change: Double) throws -> Double {
          var moved = numbers
          moved[index] += change
          return try withoutRecording { try loss(tensor(moved)).doubles()[0] }
        }
        let difference = (try value(delta) - value(-delta)) / (2 * delta)
        #expect(
          abs(difference - gradient[index]) <= tolerance * largest, "pixel \(index)", sourceLocation: sourceLocation)
      }
    }

    private func isLookedAt(_ index: Int, every step: Int) -> Bool {
      let (row, column) = (index / width, index % width)
      return index % step == 0 || row == 0 || row == height - 1 || column == 0 || column == width - 1
    }
  }
#endif
