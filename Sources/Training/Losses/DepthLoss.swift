// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// Which distance of depths is minimised.
  public enum DepthLoss: String, Sendable, Hashable, Codable, CaseIterable {
    /// Squared error in metres, as in the paper (eq. 2).
    case squared
    /// Absolute error as a share of the true distance.
    case relative
    /// The reverse Huber loss: absolute errors where they are small, squared where they are large.
    case berHu
    /// The spread of the logarithms' errors, which hardly minds a wrong scale.
    case scaleInvariantLog

    /// The loss of a prediction: a scalar; arguments as of `depthLoss`.
    func value(predicted: Tensor, target: Tensor, over region: Region, scope: any LossScope) throws -> Tensor {
      switch self {
      case .squared:
        return try depthLoss(predicted: predicted, target: target, over: region)
      case .relative:
        return try relativeDepthLoss(predicted: predicted, target: target, over: region)
      case .berHu:
        let threshold = try withoutRecording {
          try scope.maximum(reverseHuberThreshold(predicted: predicted, target: target, over: region))
        }
        return try reverseHuberLoss(predicted: predicted, target: target, over: region, threshold: threshold)
      case .scaleInvariantLog:
        return try scaleInvariantLogLoss(predicted: predicted, target: target, over: region)
      }
    }

    /// Whether a true distance of 0 means anything to it.
    var isDefinedInHoles: Bool {
      switch self {
      case .squared, .berHu: true
      case .relative, .scaleInvariantLog: false
      }
    }
  }

  /// L_depth: the mean squared difference of predicted and true distance where the truth is known.
  ///
  /// - `predicted`, `target`: `[N, 1, H, W]`, metres; `region`: M.
  /// - Returns: square metres; 0 where nothing is known.
  /// - Source: Lee et al. 2020, eq. 2.
  func depthLoss(predicted: Tensor, target: Tensor, over region: Region) throws -> Tensor {
    let error = try predicted.subtracting(target)
    return try region.mean(error.multiplied(by: error))
  }

  /// The mean of |predicted - true| / true where the truth is known.
  ///
  /// Not the paper's: every distance counts alike, and a few far walls do not outweigh a room. Arguments as of
  /// `depthLoss`; `target` is above zero in `region`.
  /// - Returns: a share; 0 where nothing is known.
  func relativeDepthLoss(predicted: Tensor, target: Tensor, over region: Region) throws -> Tensor {
    let error = try predicted.subtracting(target).magnitude().divided(by: target.clamped(atLeast: 1e-3))
    return try region.mean(error)
  }

  /// L_depth against a true map.
  struct DepthSupervision: Supervision {
    private let loss: DepthLoss
    private let target: Tensor
    private let region: Region
    private let scope: any LossScope

    /// With `settings.omniDepthMask` the truth is 0 in holes, and these count like all other pixels.
    init(_ truth: TrueDepth, _ settings: LossSettings, _ scope: any LossScope) throws {
      loss = settings.depth
      let latitudes = settings.latitudeWeights == .all ? try Latitudes(of: truth.depth) : nil
      let everywhere = settings.omniDepthMask
      target = everywhere ? try truth.depth.multiplied(by: truth.valid) : truth.depth
      region = try Region(everywhere ? truth.valid.ones() : truth.valid, latitudes: latitudes, scope)
      self.scope = scope
    }

    func loss(of prediction: PredictedDepth) throws -> Tensor {
      try loss.value(predicted: prediction.map, target: target, over: region, scope: scope)
    }
  }
#endif
