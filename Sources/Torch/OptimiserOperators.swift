// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  internal import CRotundaTorch

  extension Tensor {
    /// The same numbers with channels innermost, `[N, H, W, C]` in memory, as the fast convolutions of GPUs read them.
    public func channelsLast() throws(TorchError) -> Tensor {
      // 2 is at::MemoryFormat::ChannelsLast.
      try callOne("contiguous", [.tensor(self), .int(2)])
    }

    /// The numbers in one row.
    package func flattened() throws(TorchError) -> Tensor { try shaped([-1]) }

    /// The numbers in another shape of as many, of which one extent may be -1: what is left.
    package func shaped(_ shape: [Int]) throws(TorchError) -> Tensor {
      try callOne("reshape", [.tensor(self), .ints(shape)])
    }

    /// Overwrites the numbers with those of another tensor, on whatever device, in place.
    package func overwrite(with other: Tensor) throws(TorchError) {
      _ = try callOne("copy_", [.tensor(self), .tensor(other)])
    }
  }

  // MARK: In place, for optimisers

  /// One step of Adam over many tensors at once (PyTorch's fused kernel), in place.
  ///
  /// - `steps`: one scalar a parameter, counted up by this call.
  /// - Source: Kingma and Ba, "Adam", ICLR 2015.
  package func fusedAdamStep(
    parameters: [Tensor], gradients: [Tensor], firstMoments: [Tensor], secondMoments: [Tensor], steps: [Tensor],
    rate: Double, beta1: Double, beta2: Double, epsilon: Double
  ) throws(TorchError) {
    // Counting is the caller's in PyTorch too: `_fused_adam_` only reads the steps.
    _ = try call("_foreach_add_", overload: "Scalar", [.tensors(steps), .int(1)], results: steps.count)
    _ = try call(
      "_fused_adam_",
      [
        .tensors(parameters), .tensors(gradients), .tensors(firstMoments), .tensors(secondMoments), .tensors([]),
        .tensors(steps), .double(rate), .double(beta1), .double(beta2), .double(0), .double(epsilon), .bool(false),
        .bool(false),
      ], results: 0)
  }

  /// Moves every tensor of `averages` towards its fellow in `targets` by `share` of the way, in place.
  package func moveTowards(_ averages: [Tensor], targets: [Tensor], share: Double) throws(TorchError) {
    _ = try call(
      "_foreach_lerp_", overload: "Scalar", [.tensors(averages), .tensors(targets), .double(share)], results: 0)
  }

  /// The Euclidean norm of all numbers of all tensors together: a scalar on their device.
  package func jointNorm(_ tensors: [Tensor]) throws(TorchError) -> Tensor {
    let norms = try call("_foreach_norm", overload: "Scalar", [.tensors(tensors)], results: tensors.count)
    return try callOne("linalg_vector_norm", [.tensor(try callOne("stack", [.tensors(norms)]))])
  }

  /// Shortens tensors in place so that their joint norm, `norm`, is `bound` at most; nothing waits for the device.
  package func shorten(_ tensors: [Tensor], norm: Tensor, bound: Double) throws(TorchError) {
    // A norm of zero divides the bound to infinity, and the factor is one.
    let factor = try callOne(
      "clamp_max", [.tensor(norm.reciprocal().multiplied(by: bound)), .double(1)])
    _ = try call("_foreach_mul_", overload: "Tensor", [.tensors(tensors), .tensor(factor)], results: 0)
  }
#endif
