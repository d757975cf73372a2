// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// Where the truth is known and smooth: the masks M and M_e of the paper, from the true depth alone.
  ///
  /// Inverse distance is linear in the direction on a plane, so its second difference is small there and large at depth
  /// discontinuities and sharp creases: an edge is where |q(-1) + q(+1) - 2 q| > 0.02 q along either axis, q = 1 / r.
  struct EdgeMask {
    /// Above this relative second difference of inverse distance there is an edge.
    ///
    /// On ray-cast rooms at 512x256 it finds every occlusion and no flat surface.
    static let threshold = 0.02

    /// 1 where the depth is known and between 0 and `maximumDepth`, else 0: `[N, 1, H, W]`.
    static func valid(_ depth: Tensor, maximumDepth: Double) throws -> Tensor {
      try depth.exceeds(0).multiplied(by: try depth.isAtMost(maximumDepth))
    }

    /// 1 where the pixel and its four neighbours are valid and none of them is an edge, else 0: `[N, 1, H, W]`.
    static func smooth(_ depth: Tensor, valid: Tensor) throws -> Tensor {
      let inverse = try depth.clamped(atLeast: 1e-3).reciprocal()
      let neighbours = try Neighbours(of: inverse)
      let bendX = try neighbours.left.adding(neighbours.right).subtracting(inverse.multiplied(by: 2)).magnitude()
      let bendY = try neighbours.above.adding(neighbours.below).subtracting(inverse.multiplied(by: 2)).magnitude()
      let flat = try bendX.maximum(bendY).divided(by: inverse).isAtMost(threshold)
      return try erode(erode(valid).multiplied(by: flat))
    }

    /// A pixel of half the size is kept where its whole 2x2 block is.
    static func halved(_ mask: Tensor) throws -> Tensor {
      let columns = try mask.minimum(mask.rolled(along: 3, by: -1))
      return try columns.minimum(columns.rolled(along: 2, by: -1)).halvedByNearest()
    }

    /// The smallest of a pixel and its four neighbours.
    static func erode(_ mask: Tensor) throws -> Tensor {
      let neighbours = try Neighbours(of: mask)
      return try mask.minimum(neighbours.left.minimum(neighbours.right))
        .minimum(neighbours.above.minimum(neighbours.below))
    }
  }
#endif
