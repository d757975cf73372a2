// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// The mean of |e| where the error is at most `threshold`, and of (e^2 + c^2) / 2c where it is larger, c the threshold.
  ///
  /// The two meet with the same value and slope. Written as |e| + max(|e| - c, 0)^2 / 2c, which is the same.
  /// - `predicted`, `target`: `[N, 1, H, W]`, metres; `region`: where the truth is known; `threshold`: a scalar, metres.
  /// - Returns: metres.
  /// - Source: Laina et al., "Deeper depth prediction", 3DV 2016.
  func reverseHuberLoss(
    predicted: Tensor, target: Tensor, over region: Region, threshold: Tensor
  ) throws -> Tensor {
    try region.mean(reverseHuberErrors(predicted: predicted, target: target, threshold: threshold))
  }

  /// The same of every pixel.
  func reverseHuberErrors(predicted: Tensor, target: Tensor, threshold: Tensor) throws -> Tensor {
    let error = try predicted.subtracting(target).magnitude()
    let excess = try error.subtracting(threshold).clamped(atLeast: 0)
    return try error.adding(excess.multiplied(by: excess).divided(by: threshold.multiplied(by: 2)))
  }

  /// c of the reverse Huber loss: a fifth of the largest error of the batch; above 0, and a constant of the batch.
  func reverseHuberThreshold(predicted: Tensor, target: Tensor, over region: Region) throws -> Tensor {
    let known = try region.weights.exceeds(0)
    return try predicted.subtracting(target).magnitude().multiplied(by: known).maximum()
      .multiplied(by: 0.2).clamped(atLeast: 1e-6)
  }
#endif
