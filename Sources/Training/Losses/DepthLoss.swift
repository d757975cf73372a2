// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// L_depth: the mean squared difference of predicted and true distance where the truth is known.
  ///
  /// - `predicted`, `target`: `[N, 1, H, W]`, metres; `mask`: 1 where the truth is known.
  /// - Returns: square metres; 0 where nothing is known.
  /// - Source: Lee et al. 2020, eq. 2.
  func depthLoss(predicted: Tensor, target: Tensor, mask: Tensor) throws -> Tensor {
    let error = try predicted.subtracting(target)
    return try maskedMean(error.multiplied(by: error), mask: mask)
  }

  /// The mean of `values` where `mask` is 1, over the whole batch.
  func maskedMean(_ values: Tensor, mask: Tensor) throws -> Tensor {
    try values.multiplied(by: mask).sum().divided(by: mask.sum().clamped(atLeast: 1))
  }
#endif
