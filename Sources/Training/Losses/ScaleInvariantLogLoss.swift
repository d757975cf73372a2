// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// 10 sqrt(mean(d^2) - 0.85 mean(d)^2), d = ln predicted - ln true, where the truth is known.
  ///
  /// With `balance` 1 it would not mind a wrong scale at all. Predictions below a millimetre count as one, and get no
  /// gradient. Several processes each take the root of their own part.
  /// - `predicted`, `target`: `[N, 1, H, W]`, metres; `region`: where the truth is known.
  /// - Source: Eigen et al., NIPS 2014, eq. 4; root, balance and factor of Lee et al., "From big to small", 2019, eq. 4.
  func scaleInvariantLogLoss(
    predicted: Tensor, target: Tensor, over region: Region, balance: Double = 0.85, factor: Double = 10
  ) throws -> Tensor {
    let difference = try predicted.logarithmOfDistance().subtracting(target.logarithmOfDistance())
    let mean = try region.mean(difference)
    let spread = try region.mean(difference.multiplied(by: difference))
      .subtracting(mean.multiplied(by: mean).multiplied(by: balance))
    // The root has no slope at 0, which a perfect prediction would reach.
    return try spread.clamped(atLeast: 0).adding(1e-12).squareRoot().multiplied(by: factor)
  }

  extension Tensor {
    /// The natural logarithm of distances in metres, where those below a millimetre count as one.
    func logarithmOfDistance() throws -> Tensor { try clamped(atLeast: 1e-3).naturalLogarithm() }
  }
#endif
