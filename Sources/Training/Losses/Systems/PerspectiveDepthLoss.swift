// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// One distance of depths, over the pixels of perspective pictures whose truth lies in a range.
  ///
  /// Nothing in it knows where a pixel looks, so depth may be along the axis or along the ray.
  public struct PerspectiveDepthLoss: Sendable, Hashable {
    /// Which distance.
    public var distance: DepthLoss
    /// Only depths above it count, metres.
    public var nearest: Double
    /// Only depths up to it count, metres.
    public var farthest: Double

    /// Reverse Huber, whose threshold is a fifth of the largest known error of the batch.
    ///
    /// - Source: Laina et al., "Deeper depth prediction with fully convolutional residual networks", 3DV 2016, eqs. 1, 2.
    public static let laina = PerspectiveDepthLoss(distance: .berHu, nearest: 0, farthest: 10)

    /// Ten times the root of mean(d^2) - 0.85 mean(d)^2, d the difference of logarithms, of depths above 0.1 m.
    ///
    /// - Source: Lee et al., "From big to small: multi-scale local planar guidance", 2019, eq. 4; its bound for NYU.
    public static let bts = PerspectiveDepthLoss(distance: .scaleInvariantLog, nearest: 0.1, farthest: 10)

    /// A loss; the properties say what each argument is.
    public init(distance: DepthLoss, nearest: Double, farthest: Double) {
      (self.distance, self.nearest, self.farthest) = (distance, nearest, farthest)
    }

    /// Compares a prediction with the truth, both `[N, 1, H, W]` in metres; a truth of 0 is invalid.
    ///
    /// - Returns: a scalar; 0 where nothing counts, and 1e-5 of the scale-invariant loss, whose root begins there.
    public func callAsFunction(
      predicted: Tensor, depth: Tensor, scope: any LossScope = .batch
    ) throws -> Tensor {
      let region = try withoutRecording {
        try Region(EdgeMask.valid(depth, maximumDepth: farthest).multiplied(by: depth.exceeds(nearest)), scope)
      }
      return try distance.value(predicted: predicted, target: depth, over: region, scope: scope)
    }
  }
#endif
