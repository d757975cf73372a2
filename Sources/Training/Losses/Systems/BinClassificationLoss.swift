// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

  import RotundaNetworks
  import RotundaTorch

  /// Cross-entropy of a distribution over bins of depth, in which the bins beside the true one are half right.
  ///
  /// The target of bin j is exp(-0.2 (i - j)^2) over bins i, divided by its sum. The mean is over pixels of known depth.
  /// - Source: Cao, Wu, Shen, "Estimating depth from monocular images as classification", 2017, eq. 2; the width is that of
  ///   the public code of Yin et al., ICCV 2019.
  struct BinClassificationLoss {
    private let bins: DepthBins
    private let scope: any LossScope

    init(_ bins: DepthBins, scope: any LossScope) { (self.bins, self.scope) = (bins, scope) }

    /// - `logits`: `[N, bins, H, W]`; `depth`: `[N, 1, H, W]`, metres; `valid`: 1 where it counts, else 0.
    func callAsFunction(logits: Tensor, depth: Tensor, valid: Tensor) throws -> Tensor {
      let (targets, region) = try withoutRecording { (try rightAnswers(depth), try Region(valid, scope)) }
      return try region.mean(logits.logarithmOfSoftmax(along: 1).multiplied(by: targets).sum(along: 1))
        .multiplied(by: -1)
    }

    /// What the distribution of every pixel should be, `[N, bins, H, W]`.
    private func rightAnswers(_ depth: Tensor) throws -> Tensor {
      let numbers = try Tensor(doubles: (0..<bins.count).map(Double.init), shape: [1, bins.count, 1, 1]).like(depth)
      let distance = try numbers.subtracting(indices(depth))
      let likeness = try distance.multiplied(by: distance).multiplied(by: -0.2).naturalExponential()
      return try likeness.divided(by: likeness.sum(along: 1))
    }

    /// The bin of every depth, the first or the last where it lies outside.
    private func indices(_ depth: Tensor) throws -> Tensor {
      let units = try depth.multiplied(by: 1 / bins.unit).clamped(from: bins.lowest, to: bins.highest)
      return try units.naturalLogarithm().adding(-log(bins.lowest)).multiplied(by: 1 / (log(10) * bins.step))
        .roundedDown().clamped(from: 0, to: Double(bins.count - 1))
    }
  }
#endif
