// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaImaging
  public import RotundaTorch

  /// The negative logarithm of the likelihood of superpixels' depths under a conditional random field, for one picture.
  ///
  /// Value and gradients are known in closed form and worked out by `DepthField`, in double precision on the processor; the
  /// tensor that stands for them has that value and those gradients.
  /// - Source: Liu, Shen, Lin, Reid, "Learning depth from single monocular images using deep convolutional neural fields",
  ///   TPAMI 2016, eqs. 10 and 16 to 18.
  public struct DepthFieldLoss: Sendable {
    private let known: [Int]
    private let truth: [Double]
    private let relations: SuperpixelRelations

    /// Superpixels whose depth is known.
    public var count: Int { known.count }

    /// A loss against the depths of a picture's superpixels, in the unit that the network learns.
    ///
    /// - `truth`: one number a superpixel; those that are unknown are nil, and leave the field with all their pairs.
    public init(_ relations: SuperpixelRelations, truth: [Double?]) {
      precondition(truth.count == relations.count, "one depth a superpixel")
      let known = truth.indices.filter { truth[$0] != nil }
      self.known = known
      self.truth = truth.compactMap(\.self)
      self.relations = relations.restricted(to: known)
    }

    /// Compares what a network says with the truth.
    ///
    /// - `unary`: z, one number a superpixel and perhaps more, of any shape.
    /// - `weights`: beta, one number a channel of likeness. Keep them at 0 or above between steps: the loss takes those
    ///   below as 0, but gives their slope there.
    /// - Returns: a scalar; 0 where no depth is known.
    public func callAsFunction(unary: Tensor, weights: Tensor) throws -> Tensor {
      guard !known.isEmpty else { return try unary.sum().multiplied(by: 0) }
      let z = try unary.flattened().selected(Tensor.positions(known, in: unary), along: 0)
      let cost = try DepthField(relations, weights: weights.doubles()).cost(of: truth, unary: z.doubles())
      return try z.standIn(value: cost.value, gradient: cost.byUnary)
        .adding(weights.flattened().standIn(value: 0, gradient: cost.byWeights).like(unary))
    }
  }

  extension Tensor {
    /// A scalar of a given value, whose gradient with respect to this vector is given too.
    fileprivate func standIn(value: Double, gradient: [Double]) throws -> Tensor {
      let slope = try Tensor(doubles: gradient, shape: [gradient.count]).like(self)
      // The difference is 0, exactly, and has the slope of this vector.
      return try subtracting(detached()).multiplied(by: slope).sum().adding(value)
    }
  }
#endif
