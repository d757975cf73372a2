// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// A picture as seen from where its points lie elsewhere: each pixel is spread over the four that its new place lies
  /// between, and where several meet, near ones count more.
  ///
  /// The weight of a pixel is exp(-2 r / `farthest`) times that of bilinear interpolation, of which parts below a thousandth
  /// are left out. Columns of new places wrap around; what falls beyond the last column or row is lost. Gradients flow through
  /// the distances and through the new places.
  /// - `picture`: `[N, C, H, W]`; `distances`: `[N, 1, H, W]`, metres.
  /// - Returns: `[N, C, H, W]`, 0 where nothing falls.
  /// - Source: Tulsiani, Tucker, Snavely, "Layer-structured 3D scene inference via view synthesis", ECCV 2018, section 3.2,
  ///   as Zioulis et al., 3DV 2019, have it.
  func splatted(
    _ picture: Tensor, distances: Tensor, by disparity: SphericalDisparity, farthest: Double = 20
  ) throws -> Tensor {
    let shape = picture.shape
    let (channels, height, width) = (shape[1], Double(shape[2]), Double(shape[3]))
    let ones = try distances.ones()
    let column = try ones.cumulativeSum(along: 3).adding(-1).adding(disparity.columns).wrapped(width)
    let row = try ones.cumulativeSum(along: 2).adding(-1).adding(disparity.rows)
    let (left, above) = try withoutRecording { (try column.roundedDown(), try row.roundedDown()) }
    let (right, below) = (try column.subtracting(left), try row.subtracting(above))
    let nearness = try distances.multiplied(by: -2 / farthest).naturalExponential()
    let colours = try Tensor.concatenation([picture, ones], along: 1).multiplied(by: nearness)
    let flat = [shape[0], channels + 1, shape[2] * shape[3]]
    var sums = try colours.zeros().shaped(flat)
    for (dx, dy) in [(0.0, 0.0), (1, 0), (0, 1), (1, 1)] {
      let share = try (dx > 0 ? right : right.complement()).multiplied(by: dy > 0 ? below : below.complement())
      let (place, kept) = try withoutRecording {
        let (x, y) = (try left.adding(dx), try above.adding(dy))
        let inside = try x.isWithin(width - 1).multiplied(by: y.isWithin(height - 1))
        let place = try y.clamped(from: 0, to: height - 1).multiplied(by: width)
          .adding(x.clamped(from: 0, to: width - 1))
        return (
          try place.shaped([shape[0], 1, -1]).expanded(to: flat), try inside.multiplied(by: share.exceeds(1e-3))
        )
      }
      let parts = try colours.multiplied(by: share.multiplied(by: kept)).shaped(flat)
      sums = try sums.adding(parts, at: place, along: 2)
    }
    let weight = try sums.narrowed(along: 1, from: channels, count: 1)
    let divisor = try weight.adding(withoutRecording { try weight.isAtMost(1e-8).multiplied(by: 1e-8) })
    return try sums.narrowed(along: 1, from: 0, count: channels).divided(by: divisor).shaped(shape)
  }

  extension Tensor {
    /// x modulo `period`, in [0, period), up to rounding.
    fileprivate func wrapped(_ period: Double) throws -> Tensor {
      let turns = try withoutRecording { try multiplied(by: 1 / period).roundedDown().multiplied(by: period) }
      return try subtracting(turns)
    }

    /// 1 - x.
    fileprivate func complement() throws -> Tensor { try multiplied(by: -1).adding(1) }

    /// 1 where 0 <= x <= `last`, else 0.
    fileprivate func isWithin(_ last: Double) throws -> Tensor {
      try isAtMost(last).multiplied(by: exceeds(-0.5))
    }
  }
#endif
