// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

  public import RotundaNetworks
  public import RotundaTorch

  /// What a network that classifies depths of a perspective picture is worth: cross-entropy over bins, and virtual normals
  /// of the depth that it expects.
  ///
  /// - Source: Yin, Liu, Shen, Yan, "Enforcing geometric constraints of virtual normal for depth prediction", ICCV 2019.
  public struct ClassifiedDepthLoss: Sendable, Hashable {
    /// The bins of the network.
    public var bins: DepthBins
    /// The focal length of the pictures, pixels; published for sides of 385 pixels.
    public var focalLength: Double
    /// Weight of the virtual normals.
    public var normalWeight = 6.0

    /// A loss with the published weights.
    public init(bins: DepthBins = .virtualNormal, focalLength: Double = 519) {
      (self.bins, self.focalLength) = (bins, focalLength)
    }

    /// Compares a distribution with the truth.
    ///
    /// - `logits`: `[N, bins, H, W]`, before the softmax.
    /// - `depth`: `[N, 1, H, W]`, along the axis, metres; 0 is invalid.
    /// - `step`: which triplets are drawn.
    public func callAsFunction(
      logits: Tensor, depth: Tensor, step: Int, scope: any LossScope = .batch
    ) throws -> DataLoss.Terms {
      // The published thresholds of virtual normals are in the unit of the bins.
      let truth = try withoutRecording {
        try TrueDepth(depth.multiplied(by: 1 / bins.unit), maximumDepth: Self.unbounded)
      }
      let view = PinholeView(width: depth.shape[3], height: depth.shape[2], focalLength: focalLength)
      let normals = try withoutRecording {
        try VirtualNormalSupervision(truth, step: step, view: view, scope: scope)
      }
      let entropy = try BinClassificationLoss(bins, scope: scope)(
        logits: logits, depth: depth, valid: truth.valid)
      return try DataLoss.Terms([
        ("classes", entropy, 1), ("virtualNormal", normals.loss(of: PredictedDepth(expected(logits))), normalWeight),
      ])
    }

    /// Farther than anything: the last bin takes what lies beyond it.
    private static let unbounded = 1e9

    /// The depth of the mean of log10 depth, in units of the bins.
    private func expected(_ logits: Tensor) throws -> Tensor {
      let centres = try Tensor(doubles: bins.centres, shape: [1, bins.count, 1, 1]).like(logits)
      let logarithm = try logits.logarithmOfSoftmax(along: 1).naturalExponential().multiplied(by: centres)
        .sum(along: 1)
      return try logarithm.multiplied(by: log(10)).naturalExponential()
    }
  }
#endif
