// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// The mean absolute difference of neighbouring pixels of R = ln predicted - ln true, summed over the steps to the right
  /// and down and over sizes, each half of the one before.
  ///
  /// It asks for the edges of the truth, whatever the scale. Columns wrap, rows meet the opposite meridian across both
  /// poles. A pair counts where both of its pixels do, as much as the one that counts less. Predictions below a millimetre
  /// count as one, and get no gradient.
  /// - `predicted`, `target`: `[N, 1, H, W]`, metres; `weights`: as of `Region`; `sizes`: at most how many.
  /// - Source: Li and Snavely, "MegaDepth", CVPR 2018, eq. 3; four sizes, as there and in Ranftl et al., "MiDaS", 2020.
  func gradientMatchingLoss(
    predicted: Tensor, target: Tensor, weights: Tensor, sizes: Int = 4, scope: any LossScope = .batch
  ) throws -> Tensor {
    var ratio = try predicted.logarithmOfDistance().subtracting(target.logarithmOfDistance())
    var weights = weights
    var total = try stepLoss(ratio, weights, scope)
    for _ in 1..<sizes where ratio.shape[2] % 2 == 0 && ratio.shape[3] % 4 == 0 {
      ratio = try ratio.halvedByNearest()
      weights = try withoutRecording { try weights.halvedByNearest() }
      total = try total.adding(stepLoss(ratio, weights, scope))
    }
    return total
  }

  private func stepLoss(_ ratio: Tensor, _ weights: Tensor, _ scope: any LossScope) throws -> Tensor {
    let (across, down) = try withoutRecording {
      let padded = try weights.spherePadded(rows: 1, columns: 0)
      return (
        try Region(weights.minimum(weights.rolled(along: 3, by: -1)), scope),
        try Region(padded.rows(from: 0).minimum(padded.rows(from: 1)), scope)
      )
    }
    let padded = try ratio.spherePadded(rows: 1, columns: 0)
    return try across.mean(ratio.rolled(along: 3, by: -1).subtracting(ratio).magnitude())
      .adding(down.mean(padded.rows(from: 1).subtracting(padded.rows(from: 0)).magnitude()))
  }

  extension Tensor {
    /// All rows but one, from `start`.
    fileprivate func rows(from start: Int) throws -> Tensor {
      try narrowed(along: 2, from: start, count: shape[2] - 1)
    }
  }

  /// Gradient matching where a true map is known.
  struct GradientMatchingSupervision: Supervision {
    let target: Tensor
    let weights: Tensor
    let scope: any LossScope

    func loss(of prediction: PredictedDepth) throws -> Tensor {
      try gradientMatchingLoss(predicted: prediction.map, target: target, weights: weights, scope: scope)
    }
  }
#endif
