// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import Foundation
  internal import CRotundaTorch

  /// A program that PyTorch's `torch.jit.save` wrote, with its weights: another system's network, run as it is.
  ///
  /// Such a file is code and runs as such: load only what you trust. Sendable because a program in evaluation is not changed
  /// by its calls.
  public final class TorchScript: @unchecked Sendable {
    private let handle: ct_script
    /// Where it computes.
    public let device: TorchDevice

    /// Tensors of its result that are kept.
    private static let capacity = 64

    /// Loads a program.
    ///
    /// - Throws: `TorchError.operatorFailed` where the file is no such program, with LibTorch's reason.
    public init(contentsOf file: URL, device: TorchDevice = .cpu) throws(TorchError) {
      var handle: ct_script?
      try check(
        "torch.jit.load", ct_script_load(file.path(percentEncoded: false), device.name, &handle))
      guard let handle else { throw .operatorFailed(name: "torch.jit.load", message: "it returned nothing") }
      self.handle = handle
      self.device = device
    }

    deinit { ct_script_release(handle) }

    /// Calls `forward` with one tensor; the tensors that it returns, also those inside tuples, lists and dictionaries.
    ///
    /// - Throws: `TorchError.operatorFailed` with what the program complains about.
    public func run(_ input: Tensor) throws(TorchError) -> [Tensor] {
      var results: [ct_tensor?] = Array(repeating: nil, count: Self.capacity)
      var found: Int64 = 0
      // Bound: `results` has room for `capacity` handles.
      try check(
        "forward",
        withExtendedLifetime(input) {
          ct_script_run(handle, input.handle, &results, Int64(Self.capacity), &found)
        })
      return results.prefix(Int(found)).compactMap { $0.map(Tensor.init(owning:)) }
    }
  }
#endif
