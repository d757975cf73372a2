// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// One term at one size: what it needs of the truth, worked out once a batch and never differentiated.
  protocol Supervision {
    /// What a prediction is worth: a scalar.
    func loss(of prediction: PredictedDepth) throws -> Tensor
  }

  /// A predicted map `[N, 1, H, W]`, with what several terms need of it.
  final class PredictedDepth {
    /// Distances, metres.
    let map: Tensor
    private var known: Stencil?

    init(_ map: Tensor) { self.map = map }

    /// How opposite neighbours differ.
    func stencil() throws -> Stencil {
      if let known { return known }
      let stencil = try Stencil(of: map)
      known = stencil
      return stencil
    }
  }

  /// A true map `[N, 1, H, W]`, with the masks that several terms need.
  final class TrueDepth {
    /// Distances, metres; 0 is invalid.
    let depth: Tensor
    /// M: 1 where the distance is known and not too large, else 0.
    let valid: Tensor
    private let larger: TrueDepth?
    private var known: Tensor?

    init(_ depth: Tensor, maximumDepth: Double) throws {
      self.depth = depth
      valid = try EdgeMask.valid(depth, maximumDepth: maximumDepth)
      larger = nil
    }

    private init(half larger: TrueDepth) throws {
      // Every second pixel, as OmniDepth does, so that no two depths mix.
      depth = try larger.depth.halvedByNearest()
      valid = try larger.valid.halvedByNearest()
      self.larger = larger
    }

    /// The map of half the size.
    func halved() throws -> TrueDepth { try TrueDepth(half: self) }

    /// M_e M: 1 where the distance is known and smooth, else 0.
    func smooth() throws -> Tensor {
      if let known { return known }
      let mask = try larger.map { try EdgeMask.halved($0.smooth()) } ?? EdgeMask.smooth(depth, valid: valid)
      known = mask
      return mask
    }
  }
#endif
