// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// L_data: what a prediction is worth against the truth, over all sizes that the network predicts.
  ///
  /// Half-resolution terms count half as much, which keeps the proportion of OmniDepth's weights (0.535 to 0.272).
  public struct DataLoss: Sendable {
    /// The distance of depths, L_depth.
    public let depthLoss: DepthLoss
    /// Weight of L_smooth.
    public let smoothnessWeight: Double
    /// Pixels whose true distance is larger, in metres, do not count.
    public let maximumDepth: Double

    /// The value of each term, and their weighted sum over sizes.
    public struct Terms {
      /// What is minimised.
      public let total: Tensor
      /// L_depth at full resolution.
      public let depth: Tensor
      /// L_smooth at full resolution.
      public let smoothness: Tensor
    }

    /// Weights as in the paper unless given; distances up to 10 m count, as in our evaluation protocol.
    public init(depthLoss: DepthLoss = .squared, smoothnessWeight: Double = 0.2, maximumDepth: Double = 10) {
      self.depthLoss = depthLoss
      self.smoothnessWeight = smoothnessWeight
      self.maximumDepth = maximumDepth
    }

    /// Compares predictions, full resolution first and each half the size of the one before, with the true depth.
    public func callAsFunction(predictions: [Tensor], depth: Tensor) throws -> Terms {
      var target = depth
      var (valid, smooth) = try withoutRecording {
        let valid = try EdgeMask.valid(depth, maximumDepth: maximumDepth)
        return (valid, try EdgeMask.smooth(depth, valid: valid))
      }
      var depthTerms: [Tensor] = []
      var smoothnessTerms: [Tensor] = []
      var total: Tensor?
      for (scale, prediction) in predictions.enumerated() {
        if scale > 0 {
          // The truth at half the size: every second pixel, as OmniDepth does, so that no two depths mix.
          (target, valid, smooth) = try withoutRecording {
            (try target.halvedByNearest(), try valid.halvedByNearest(), try EdgeMask.halved(smooth))
          }
        }
        depthTerms.append(try depthLoss(predicted: prediction, target: target, mask: valid))
        smoothnessTerms.append(try smoothnessLoss(predicted: prediction, mask: smooth))
        let weight = scale == 0 ? 1 : 0.5 / Double(1 << (scale - 1))
        let term = try depthTerms[scale].multiplied(by: weight)
          .adding(smoothnessTerms[scale].multiplied(by: weight * smoothnessWeight))
        total = try total?.adding(term) ?? term
      }
      guard let total else { throw TrainingError.nothingPredicted }
      return Terms(total: total, depth: depthTerms[0], smoothness: smoothnessTerms[0])
    }
  }
#endif
