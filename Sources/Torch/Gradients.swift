// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  internal import CRotundaTorch

  extension Tensor {
    /// Whether gradients with respect to this leaf are collected by `backward()`.
    public func track(_ tracked: Bool = true) throws(TorchError) {
      try check("requires_grad_", ct_track(handle, tracked))
    }

    /// Adds the gradients of this scalar to all tracked leaves that it depends on.
    public func backward() throws(TorchError) { try check("backward", ct_backward(handle)) }

    /// What `backward()` collected in this leaf; nil where nothing depends on it.
    public func gradient() throws(TorchError) -> Tensor? {
      var result: ct_tensor?
      try check("gradient", ct_gradient(handle, &result))
      return result.map(Tensor.init(owning:))
    }

    /// The gradients of this scalar with respect to tracked tensors that it depends on; nothing is collected in leaves.
    ///
    /// - `recorded`: whether the gradients can be differentiated themselves.
    public func gradients(of tensors: [Tensor], recorded: Bool = false) throws(TorchError) -> [Tensor] {
      let handles: [ct_tensor?] = tensors.map(\.handle)
      var results: [ct_tensor?] = Array(repeating: nil, count: tensors.count)
      // Bounds: both arrays have tensors.count entries.
      try check(
        "gradients",
        withExtendedLifetime(tensors) { ct_gradients(handle, handles, Int64(handles.count), recorded, &results) })
      return results.compactMap { $0.map(Tensor.init(owning:)) }
    }

    /// Forgets what was collected.
    public func clearGradient() throws(TorchError) { try check("gradient", ct_clear_gradient(handle)) }
  }

  /// Calls `body` with the index of each leaf whose collected gradient has grown, while `backward()` runs.
  ///
  /// Calls come on the thread that computes gradients: the caller of `backward()` on a processor, LibTorch's own on a GPU.
  package final class GradientListener: Sendable {
    private let leaves: [Tensor]
    private let body: @Sendable (Int) -> Void

    /// Listens to leaves until it is released.
    package init(_ leaves: [Tensor], body: @escaping @Sendable (Int) -> Void) throws(TorchError) {
      self.leaves = leaves
      self.body = body
      for (index, leaf) in leaves.enumerated() {
        // Bound: the context lives as long as this object, whose end takes the listeners away.
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(
          "a gradient's listener",
          ct_on_gradient(
            leaf.handle,
            { context, index in
              guard let context else { return }
              Unmanaged<GradientListener>.fromOpaque(context).takeUnretainedValue().body(Int(index))
            }, context, Int64(index)))
      }
    }

    deinit {
      for leaf in leaves { ct_free_message(ct_on_gradient(leaf.handle, nil, nil, 0)) }
    }
  }

  /// Runs `body` without recording operations for gradients.
  ///
  /// The switch belongs to the thread, so `body` is synchronous: it must not be held across an `await`.
  public func withoutRecording<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = ct_set_recording(false)
    defer { _ = ct_set_recording(before) }
    return try body()
  }
#endif
