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

    /// Forgets what was collected.
    public func clearGradient() throws(TorchError) { try check("gradient", ct_clear_gradient(handle)) }
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
