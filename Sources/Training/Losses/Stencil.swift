// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// The four neighbours of every pixel on the sphere: columns wrap, rows cross the poles.
  struct Neighbours {
    let left: Tensor
    let right: Tensor
    let above: Tensor
    let below: Tensor

    init(of map: Tensor) throws {
      let height = map.shape[2]
      left = try map.rolled(along: 3, by: 1)
      right = try map.rolled(along: 3, by: -1)
      let padded = try map.spherePadded(rows: 1, columns: 0)
      above = try padded.narrowed(along: 2, from: 0, count: height)
      below = try padded.narrowed(along: 2, from: 2, count: height)
    }
  }

  /// Sums and differences of opposite neighbours: all that central differences need of a map.
  struct Stencil {
    /// Right less left.
    let acrossColumns: Tensor
    /// Below less above.
    let acrossRows: Tensor
    private let neighbours: Neighbours

    init(of map: Tensor) throws {
      neighbours = try Neighbours(of: map)
      acrossColumns = try neighbours.right.subtracting(neighbours.left)
      acrossRows = try neighbours.below.subtracting(neighbours.above)
    }

    /// Left and right together.
    func inRow() throws -> Tensor { try neighbours.left.adding(neighbours.right) }
    /// Above and below together.
    func inColumn() throws -> Tensor { try neighbours.above.adding(neighbours.below) }
  }

  /// The latitudes of a map's rows, as columns `[1, 1, H, 1]` on the map's device and of its type.
  struct Latitudes {
    let cosine: Tensor
    let sine: Tensor

    init(of map: Tensor) throws {
      let height = map.shape[2]
      let pixel = try map.narrowed(along: 0, from: 0, count: 1).narrowed(along: 3, from: 0, count: 1)
      let fromNorth = try pixel.ones().cumulativeSum(along: 2).adding(-0.5)
      // From the nearer pole, so that the cosine of the last row is as exact as that of the first.
      let fromPole = try fromNorth.minimum(fromNorth.multiplied(by: -1).adding(Double(height)))
      cosine = try fromPole.multiplied(by: .pi / Double(height)).sine()
      sine = try fromNorth.multiplied(by: .pi / Double(height)).cosine()
    }
  }
#endif
