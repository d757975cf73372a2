// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  internal import CRotundaTorch

  /// Kinds of numbers in a tensor.
  public enum NumberType: String, Sendable, Hashable, CaseIterable {
    /// IEEE single precision.
    case float32
    /// IEEE double precision.
    case float64
    /// Eight bits of exponent and seven of fraction.
    case bfloat16
    /// Signed whole numbers.
    case int64

    var code: ct_dtype {
      switch self {
      case .float32: CT_FLOAT32
      case .float64: CT_FLOAT64
      case .bfloat16: CT_BFLOAT16
      case .int64: CT_INT64
      }
    }
  }

  /// An array of numbers on a device, owned by LibTorch, with the history that gradients need.
  ///
  /// Sendable because LibTorch's reference counts are atomic and tensors are not changed after they were made; the
  /// in-place operators are for optimisers, which own what they change.
  public final class Tensor: @unchecked Sendable {
    let handle: ct_tensor

    init(owning handle: ct_tensor) { self.handle = handle }

    deinit { ct_release(handle) }

    /// Copies numbers, slowest extent first, to a device.
    public convenience init(
      _ numbers: [Float], shape: [Int], device: TorchDevice = .cpu
    ) throws(TorchError) {
      self.init(owning: try Self.make(numbers, type: CT_FLOAT32, shape: shape, device: device))
    }

    /// Copies numbers in double precision, for checks of gradients.
    public convenience init(doubles numbers: [Double], shape: [Int]) throws(TorchError) {
      self.init(owning: try Self.make(numbers, type: CT_FLOAT64, shape: shape, device: .cpu))
    }

    /// Copies positions to the device of another tensor, to select its entries by.
    public static func positions(_ positions: [Int], in other: Tensor) throws(TorchError) -> Tensor {
      let numbers = positions.map(Int64.init)
      let host = Tensor(owning: try make(numbers, type: CT_INT64, shape: [numbers.count], device: .cpu))
      // Where the largest entry lies is a whole number on the device of that tensor.
      return try host.like(callOne("argmax", [.tensor(other)]))
    }

    private static func make<Number>(
      _ numbers: [Number], type: ct_dtype, shape: [Int], device: TorchDevice
    ) throws(TorchError) -> ct_tensor {
      precondition(numbers.count == shape.reduce(1, *), "as many numbers as the shape says")
      let extents = shape.map(Int64.init)
      return try receive("a new tensor") { result in
        // Bound: `numbers` holds product(shape) of them.
        numbers.withUnsafeBytes {
          ct_make($0.baseAddress, type, extents, Int64(extents.count), device.name, &result)
        }
      }
    }

    /// Extents, slowest first.
    public var shape: [Int] { (0..<ct_rank(handle)).map { Int(ct_extent(handle, $0)) } }

    /// A copy of the numbers in host memory.
    public func floats() throws(TorchError) -> [Float] { try read(CT_FLOAT32, zero: 0) }

    /// A copy of the numbers in host memory, in double precision.
    public func doubles() throws(TorchError) -> [Double] { try read(CT_FLOAT64, zero: 0) }

    private func read<Number>(_ type: ct_dtype, zero: Number) throws(TorchError) -> [Number] {
      var numbers = Array(repeating: zero, count: shape.reduce(1, *))
      // Bound: `numbers` has as many elements as the tensor.
      try check(
        "read", numbers.withUnsafeMutableBytes { ct_read(handle, type, $0.baseAddress, Int64(shape.reduce(1, *))) })
      return numbers
    }

    /// The same numbers on another device or of another type; differentiable.
    public func moved(to device: TorchDevice, as type: NumberType) throws(TorchError) -> Tensor {
      Tensor(owning: try receive("to") { ct_move(handle, device.name, type.code, &$0) })
    }

    /// Tensors made less those released on this thread: for tests of ownership.
    package static var liveCount: Int { Int(ct_live_tensors()) }
  }

  /// Throws what a C function complains about.
  func check(_ name: String, _ message: UnsafeMutablePointer<CChar>?) throws(TorchError) {
    guard let message else { return }
    defer { ct_free_message(message) }
    throw .operatorFailed(name: name, message: String(cString: message))
  }

  /// The tensor that a C function gives, or what it complains about.
  func receive(
    _ name: String, _ body: (inout ct_tensor?) -> UnsafeMutablePointer<CChar>?
  ) throws(TorchError) -> ct_tensor {
    var result: ct_tensor?
    try check(name, body(&result))
    guard let result else { throw .operatorFailed(name: name, message: "it returned nothing") }
    return result
  }
#endif
