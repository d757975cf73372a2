// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// L_smooth: the mean squared gradient of the predicted distance where the true depth is smooth.
  ///
  /// Central differences on the sphere, in metres a pixel. `mask` is M_e M: 1 away from edges of the truth.
  /// - `predicted`: `[N, 1, H, W]`, metres.
  /// - Source: Lee et al. 2020, eq. 3.
  func smoothnessLoss(predicted: Tensor, mask: Tensor) throws -> Tensor {
    let neighbours = try Neighbours(of: predicted)
    let acrossColumns = try neighbours.right.subtracting(neighbours.left).multiplied(by: 0.5)
    let acrossRows = try neighbours.below.subtracting(neighbours.above).multiplied(by: 0.5)
    let squared = try acrossColumns.multiplied(by: acrossColumns).adding(acrossRows.multiplied(by: acrossRows))
    return try maskedMean(squared, mask: mask)
  }
#endif
