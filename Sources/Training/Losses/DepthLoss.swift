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

  /// The mean of |predicted - true| / true where the truth is known.
  ///
  /// Not the paper's: every distance counts alike, and a few far walls do not outweigh a room. Arguments as of
  /// `depthLoss`; `target` is above zero where `mask` is 1.
  /// - Returns: a share; 0 where nothing is known.
  func relativeDepthLoss(predicted: Tensor, target: Tensor, mask: Tensor) throws -> Tensor {
    let error = try predicted.subtracting(target).magnitude().divided(by: target.clamped(atLeast: 1e-3))
    return try maskedMean(error, mask: mask)
  }

  /// Which distance of depths is minimised.
  public enum DepthLoss: String, Sendable, Hashable, Codable, CaseIterable {
    /// Squared error in metres, as in the paper (eq. 2).
    case squared
    /// Absolute error as a share of the true distance.
    case relative

    func callAsFunction(predicted: Tensor, target: Tensor, mask: Tensor) throws -> Tensor {
      switch self {
      case .squared: try depthLoss(predicted: predicted, target: target, mask: mask)
      case .relative: try relativeDepthLoss(predicted: predicted, target: target, mask: mask)
      }
    }
  }

  /// The mean of `values` where `mask` is 1, over the whole batch.
  func maskedMean(_ values: Tensor, mask: Tensor) throws -> Tensor {
    try values.multiplied(by: mask).sum().divided(by: mask.sum().clamped(atLeast: 1))
  }
#endif
