// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// What predicted distances of a panorama are worth, judged by panoramas from beside and above that they let us foresee.
  ///
  /// Means are over the pixels of each image, then over images.
  /// - Source: Zioulis, Karakottas, Zarpalas, Alvarez, Daras, "Spherical view synthesis for self-supervised 360° depth
  ///   estimation", 3DV 2019.
  public struct ViewSynthesisLoss: Sendable, Hashable {
    /// How far the partners are from the panorama, metres.
    public var baseline = 0.26
    /// Weight of the smoothness of predicted surfaces.
    public var smoothnessWeight = 0.1
    /// Pixels of a view whose true distance is as large or larger, in metres, do not count.
    public var farthest = 20.0
    /// Whether the mistakes of the published code are made too: rows of the right partner only move down, and the threshold
    /// of the reverse Huber loss is taken over holes of the truth as well.
    public var faithful: Bool

    /// The published weights.
    public init(faithful: Bool = false) { self.faithful = faithful }

    /// A panorama from another place, or the truth of the one at hand.
    public struct View {
      /// `[N, 3, H, W]` in [0, 1].
      public var picture: Tensor
      /// `[N, 1, H, W]`, metres; 0 is invalid.
      public var depth: Tensor

      /// A view; the properties say what each argument is.
      public init(picture: Tensor, depth: Tensor) { (self.picture, self.depth) = (picture, depth) }
    }

    /// What a prediction is judged by.
    public enum Evidence {
      /// A view from above.
      case vertical(up: View)
      /// A view from the right.
      case horizontal(right: View)
      /// Both; the first counts one less `upShare`, the second `upShare`: the paper's lambda, 0.6, 0.8 or 1.
      case trinocular(right: View, up: View, upShare: Double)
      /// True distances, `[N, 1, H, W]`, metres.
      case supervised(depth: Tensor)
    }

    /// Judges predicted distances, `[N, 1, H, W]` in metres, of pictures, `[N, 3, H, W]` in [0, 1].
    public func callAsFunction(
      predicted: Tensor, picture: Tensor, by evidence: Evidence, scope: any LossScope = .batch
    ) throws -> DataLoss.Terms {
      let sphere = try PublishedSphere(like: predicted)
      let scene = Scene(predicted: predicted, picture: picture, sphere: sphere)
      let (beside, above) = (try sphere.sinPhi.magnitude(), try sphere.cosTheta.magnitude())
      func fromAbove(_ view: View) throws -> Tensor {
        let disparity = try SphericalDisparity.up(predicted, on: sphere, baseline: baseline)
        return try scene.photometric(view, by: disparity, mask: mask(view.depth), attention: above)
      }
      func fromBeside(_ view: View) throws -> Tensor {
        let disparity = try SphericalDisparity.right(predicted, on: sphere, baseline: baseline, faithful: faithful)
        return try scene.photometric(view, by: disparity, mask: mask(view.depth), attention: beside)
      }
      switch evidence {
      case .vertical(let up):
        let smooth = try scene.smoothness(mask: mask(up.depth), attention: above)
        return try DataLoss.Terms([("up", fromAbove(up), 1), ("smooth", smooth, smoothnessWeight)])
      case .horizontal(let right):
        let smooth = try scene.smoothness(mask: mask(right.depth), attention: beside)
        return try DataLoss.Terms([("right", fromBeside(right), 1), ("smooth", smooth, smoothnessWeight)])
      case .trinocular(let right, let up, let upShare):
        let both = try mask(right.depth).multiplied(by: mask(up.depth))
        return try DataLoss.Terms([
          ("right", fromBeside(right), 1 - upShare), ("up", fromAbove(up), upShare),
          ("smooth", scene.smoothness(mask: both, attention: above), smoothnessWeight),
        ])
      case .supervised(let depth):
        let known = try mask(depth)
        let error = try reverseHuber(predicted, depth, known: known, attention: above, scope)
        let smooth = try scene.smoothness(mask: known, attention: above)
        return try DataLoss.Terms([("depth", error, 1), ("smooth", smooth, smoothnessWeight)])
      }
    }

    /// 1 where a distance is known and not too large, else 0.
    private func mask(_ depth: Tensor) throws -> Tensor {
      try withoutRecording {
        try depth.exceeds(0).multiplied(by: depth.multiplied(by: -1).exceeds(-farthest))
      }
    }

    private func reverseHuber(
      _ predicted: Tensor, _ depth: Tensor, known: Tensor, attention: Tensor, _ scope: any LossScope
    ) throws -> Tensor {
      let threshold = try withoutRecording {
        let everywhere = try Region(faithful ? known.ones() : known)
        return try scope.maximum(reverseHuberThreshold(predicted: predicted, target: depth, over: everywhere))
      }
      let error = try reverseHuberErrors(predicted: predicted, target: depth, threshold: threshold)
      return try error.multiplied(by: attention).meanOfImages(known)
    }
  }

  /// A panorama with its predicted distances.
  private struct Scene {
    let predicted: Tensor
    let picture: Tensor
    let sphere: PublishedSphere

    /// How a partner differs from what is foreseen of it: 0.85 of structure, 0.15 of colour, summed over the colours.
    func photometric(
      _ view: ViewSynthesisLoss.View, by disparity: SphericalDisparity, mask: Tensor, attention: Tensor
    ) throws -> Tensor {
      let foreseen = try splatted(picture, distances: predicted, by: disparity).multiplied(by: mask)
      return try photometricDifference(foreseen, view.picture.multiplied(by: mask))
        .multiplied(by: attention).meanOfImages(mask)
    }

    /// How far the predicted surface goes from pixel to pixel, less so at edges of the picture and where attention is high.
    func smoothness(mask: Tensor, attention: Tensor) throws -> Tensor {
      let points = try sphere.points(predicted)
      let slope = try Tensor.concatenation(
        [
          points.forwardSteps(along: 3).magnitude().sum(along: 1),
          points.forwardSteps(along: 2).magnitude().sum(along: 1),
        ], along: 1
      ).norm(along: 1)
      let guidance = try withoutRecording {
        try Tensor.concatenation([picture.forwardSteps(along: 3), picture.forwardSteps(along: 2)], along: 1)
          .norm(along: 1).multiplied(by: -1).naturalExponential()
          .multiplied(by: attention.multiplied(by: -1).adding(1))
      }
      return try slope.multiplied(by: guidance).meanOfImages(mask)
    }
  }

  /// 0.85 of the structural dissimilarity and 0.15 of the absolute difference, summed over channels: `[N, 1, H, W]`.
  func photometricDifference(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    try structuralDissimilarity(a, b, window: .gaussian).multiplied(by: 0.85)
      .adding(a.subtracting(b).magnitude().multiplied(by: 0.15)).sum(along: 1)
  }

  extension Tensor {
    /// The next entry along a dimension less each; 0 for the last.
    fileprivate func forwardSteps(along dimension: Int) throws -> Tensor {
      let count = shape[dimension]
      let last = try narrowed(along: dimension, from: count - 1, count: 1)
      let next = try Tensor.concatenation(
        [narrowed(along: dimension, from: 1, count: count - 1), last], along: dimension)
      return try next.subtracting(self)
    }

    /// The mean over images of the mean over each one's pixels in a mask; an image without any counts as 0.
    fileprivate func meanOfImages(_ mask: Tensor) throws -> Tensor {
      let sums = try multiplied(by: mask).sum(along: 2).sum(along: 3)
      return try sums.divided(by: mask.sum(along: 2).sum(along: 3).clamped(atLeast: 1)).mean()
    }
  }
#endif
