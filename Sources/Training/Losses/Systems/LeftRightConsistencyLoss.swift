// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// What the disparities of a rectified pair are worth without a truth: each picture remade from the other, disparities
  /// smooth away from the edges of the picture, and the two disparities alike where they meet.
  ///
  /// - Source: Godard, Mac Aodha, Brostow, "Unsupervised monocular depth estimation with left-right consistency", CVPR
  ///   2017, eqs. 1 to 4.
  public struct LeftRightConsistencyLoss: Sendable, Hashable {
    /// Weight of the difference between a picture and the one remade.
    public var appearanceWeight = 1.0
    /// Share of the structural dissimilarity in that difference; the rest is the absolute one.
    public var dissimilarityShare = 0.85
    /// Weight of the slopes of disparity, at full size; half of it at each smaller size.
    public var smoothnessWeight = 0.1
    /// Weight of the difference between the two disparities.
    public var consistencyWeight = 1.0
    /// Whether only slopes along rows count, as in the published code, instead of slopes both ways.
    public var faithful: Bool

    /// The published weights.
    public init(faithful: Bool = false) { self.faithful = faithful }

    /// Compares the pictures with each other at every size.
    ///
    /// - `left`, `right`: `[N, 3, H, W]` in [0, 1].
    /// - `disparities`: `[N, 2, H / 2^i, W / 2^i]` for i = 0, 1, ..., the left picture's first, as fractions of the width;
    ///   a point of column x of the left picture lies at x - d of the right.
    /// - Throws: `TrainingError.nothingPredicted` where there are no disparities; `TorchError`.
    public func callAsFunction(left: Tensor, right: Tensor, disparities: [Tensor]) throws -> DataLoss.Terms {
      var (appearance, smoothness, consistency): (Tensor?, Tensor?, Tensor?)
      var sizes = (left: left, right: right)
      for (scale, pair) in disparities.enumerated() {
        if scale > 0 {
          sizes = (try sizes.left.averaged(window: 2, stride: 2), try sizes.right.averaged(window: 2, stride: 2))
        }
        let views = [
          try View(picture: sizes.left, other: sizes.right, pair: pair, channel: 0),
          try View(picture: sizes.right, other: sizes.left, pair: pair, channel: 1),
        ]
        for view in views {
          appearance = try sum(appearance, view.appearance(dissimilarityShare: dissimilarityShare))
          consistency = try sum(consistency, view.consistency())
          let slopes = try view.smoothness(alsoDown: !faithful)
          smoothness = try sum(smoothness, slopes.multiplied(by: 1 / Double(1 << scale)))
        }
      }
      guard let appearance, let smoothness, let consistency else { throw TrainingError.nothingPredicted }
      return try DataLoss.Terms([
        ("appearance", appearance, appearanceWeight), ("smooth", smoothness, smoothnessWeight),
        ("consistency", consistency, consistencyWeight),
      ])
    }

    private func sum(_ total: Tensor?, _ value: Tensor) throws -> Tensor { try total?.adding(value) ?? value }
  }

  /// One picture of a pair at one size, with both disparities.
  private struct View {
    let picture: Tensor
    let other: Tensor
    private let disparity: Tensor
    private let otherDisparity: Tensor
    /// Where in the other picture each pixel's point lies.
    private let columns: Tensor

    /// - `channel`: 0 for the left picture, 1 for the right.
    init(picture: Tensor, other: Tensor, pair: Tensor, channel: Int) throws {
      (self.picture, self.other) = (picture, other)
      disparity = try pair.narrowed(along: 1, from: channel, count: 1)
      otherDisparity = try pair.narrowed(along: 1, from: 1 - channel, count: 1)
      let width = Double(pair.shape[3])
      columns = try disparity.ones().cumulativeSum(along: 3).adding(-1)
        .adding(disparity.multiplied(by: channel == 0 ? -width : width))
    }

    func appearance(dissimilarityShare: Double) throws -> Tensor {
      let remade = try other.sampledInRows(at: columns)
      let structure = try structuralDissimilarity(remade, picture, window: .box).mean()
      return try structure.multiplied(by: dissimilarityShare)
        .adding(remade.subtracting(picture).magnitude().mean().multiplied(by: 1 - dissimilarityShare))
    }

    func consistency() throws -> Tensor {
      try otherDisparity.sampledInRows(at: columns).subtracting(disparity).magnitude().mean()
    }

    func smoothness(alsoDown: Bool) throws -> Tensor {
      let across = try slopes(along: 3)
      return alsoDown ? try across.adding(slopes(along: 2)) : across
    }

    /// The mean slope of the disparity, each counted by exp(-|slope of the picture|), whose channels are averaged.
    private func slopes(along dimension: Int) throws -> Tensor {
      let edges = try picture.steps(along: dimension).magnitude().sum(along: 1)
        .multiplied(by: -1 / Double(picture.shape[1])).naturalExponential()
      return try disparity.steps(along: dimension).multiplied(by: edges).magnitude().mean()
    }
  }

  extension Tensor {
    /// Each entry less the one after it along a dimension, which becomes one shorter.
    fileprivate func steps(along dimension: Int) throws -> Tensor {
      let count = shape[dimension] - 1
      return try narrowed(along: dimension, from: 0, count: count)
        .subtracting(narrowed(along: dimension, from: 1, count: count))
    }
  }
#endif
