// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// Where values count and how much, with the divisor of means over it, which is worked out once.
  struct Region {
    /// 1 where values count, else 0; or that times the cosine of the latitude: `[N, 1, H, W]`.
    let weights: Tensor
    /// The sum of the weights over the batch; never 0.
    let total: Tensor

    /// The pixels of a mask, all alike or by the solid angle that they see.
    init(_ mask: Tensor, latitudes: Latitudes? = nil, _ scope: any LossScope = .batch) throws {
      weights = try latitudes.map { try mask.multiplied(by: $0.cosine) } ?? mask
      total = try scope.mean(weights.sum()).clamped(atLeast: 1e-6)
    }

    /// The mean over the region; 0 where that is empty.
    func mean(_ values: Tensor) throws -> Tensor { try values.multiplied(by: weights).sum().divided(by: total) }
  }

  /// Over which batch means are taken: the one at hand, or one of which other processes hold parts.
  ///
  /// Means over processes of their losses are losses of the whole batch where every process divides by the same count.
  public protocol LossScope: Sendable {
    /// The mean over all parts of a scalar.
    func mean(_ count: Tensor) throws -> Tensor
    /// The largest over all parts of a scalar.
    func maximum(_ value: Tensor) throws -> Tensor
  }

  /// The batch at hand is all there is.
  public struct WholeBatch: LossScope {
    /// The scalar itself.
    public func mean(_ count: Tensor) -> Tensor { count }
    /// The scalar itself.
    public func maximum(_ value: Tensor) -> Tensor { value }
  }

  extension LossScope where Self == WholeBatch {
    /// The batch at hand is all there is.
    public static var batch: WholeBatch { WholeBatch() }
  }
#endif
