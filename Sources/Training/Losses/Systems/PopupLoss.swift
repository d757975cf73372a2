// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// What predicted distances, normals and boundaries of planes are worth.
  ///
  /// - Source: Eder, Moulon, Guan, "Pano Popups: indoor 3D reconstruction with a plane-aware network", 3DV 2019; its formulas
  ///   and weights are our reconstruction, none having been published with code.
  public struct PopupLoss: Sendable, Hashable {
    /// Weight of the reverse Huber loss of distances.
    public var depthWeight = 1.0
    /// Weight of one less the cosine between normals.
    public var normalWeight = 1.0
    /// Weight of the cross-entropy of boundaries.
    public var boundaryWeight = 0.1
    /// Weight of how far neighbours lie off each other's true planes.
    public var planeWeight = 1.0
    /// How much a boundary counts against the rest, at most.
    public var largestBoundaryWeight = 10.0
    /// Pixels whose true distance is larger, in metres, do not count.
    public var maximumDepth = 8.0

    /// The weights above.
    public init() {}

    /// Compares predictions with true distances.
    ///
    /// - `depth`: `[N, 1, H, W]`, metres; `normals`: `[N, 3, H, W]`, unit vectors in camera axes; `boundary`: `[N, 1, H, W]`,
    ///   probabilities; `truth`: `[N, 1, H, W]`, metres, 0 is invalid.
    public func callAsFunction(
      depth: Tensor, normals: Tensor, boundary: Tensor, truth: Tensor, scope: any LossScope = .batch
    ) throws -> DataLoss.Terms {
      let frame = try SphereFrame(like: truth)
      let (known, targets) = try withoutRecording {
        let known = try TrueDepth(truth, maximumDepth: maximumDepth)
        return (known, try PopupTargets(known, frame: frame))
      }
      let everywhere = try Region(known.valid, scope)
      let cosine = try normals.multiplied(by: targets.normals).sum(along: 1)
      let apart = try Region(known.smooth(), scope).mean(cosine.multiplied(by: -1).adding(1))
      let planes = try Region(known.valid.multiplied(by: targets.boundary.multiplied(by: -1).adding(1)), scope)
        .mean(offPlanes(depth.multiplied(by: frame.outward), normals: targets.normals))
      return try DataLoss.Terms([
        (
          "depth", DepthLoss.berHu.value(predicted: depth, target: truth, over: everywhere, scope: scope), depthWeight
        ),
        ("normal", apart, normalWeight),
        ("boundary", crossEntropy(boundary, targets.boundary, known.valid, scope), boundaryWeight),
        ("plane", planes, planeWeight),
      ])
    }

    /// The mean over four neighbours q of |n (P - P_q)|: 0 where all lie in the plane of P.
    private func offPlanes(_ points: Tensor, normals: Tensor) throws -> Tensor {
      func offPlane(_ other: Tensor) throws -> Tensor {
        try points.subtracting(other).multiplied(by: normals).sum(along: 1).magnitude()
      }
      let neighbours = try Neighbours(of: points)
      return try offPlane(neighbours.left).adding(offPlane(neighbours.right))
        .adding(offPlane(neighbours.above)).adding(offPlane(neighbours.below)).multiplied(by: 0.25)
    }

    /// The mean of -w b ln p - (1 - b) ln(1 - p), w how many more pixels are none than are boundaries.
    private func crossEntropy(
      _ probability: Tensor, _ label: Tensor, _ valid: Tensor, _ scope: any LossScope
    ) throws -> Tensor {
      let (positive, negative) = try withoutRecording {
        let count = try scope.mean(label.multiplied(by: valid).sum())
        let rest = try scope.mean(valid.sum()).subtracting(count)
        let weight = try rest.divided(by: count.clamped(atLeast: 1e-6)).clamped(from: 0, to: largestBoundaryWeight)
        return (try label.multiplied(by: weight), try label.multiplied(by: -1).adding(1))
      }
      func logarithm(_ probability: Tensor) throws -> Tensor {
        // Beyond the seventh decimal single precision knows no difference from 1.
        try probability.clamped(atLeast: 1e-7).naturalLogarithm()
      }
      let entropy = try positive.multiplied(by: logarithm(probability))
        .adding(negative.multiplied(by: logarithm(probability.multiplied(by: -1).adding(1))))
      return try Region(valid, scope).mean(entropy).multiplied(by: -1)
    }
  }
#endif
