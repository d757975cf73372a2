// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  internal import CRotundaTorch

  /// An argument of an operator, as its schema names it.
  enum Argument {
    case none
    case tensor(Tensor)
    case int(Int)
    case double(Double)
    case bool(Bool)
    case ints([Int])
    case tensors([Tensor])
    case string(String)
  }

  /// Calls the operator `aten::name` of an overload by its schema; arguments that are left out take their defaults.
  func call(
    _ name: String, overload: String = "", _ arguments: [Argument], results capacity: Int = 1
  ) throws(TorchError) -> [Tensor] {
    var results: [ct_tensor?] = Array(repeating: nil, count: capacity)
    var found: Int64 = 0
    try check(
      name,
      withBoxed(arguments[...], []) { boxed in
        // Bounds: `boxed` holds boxed.count arguments, `results` has room for `capacity` handles.
        ct_call("aten::\(name)", overload, boxed, Int64(boxed.count), &results, Int64(capacity), &found)
      })
    return results.prefix(Int(found)).compactMap { $0.map(Tensor.init(owning:)) }
  }

  /// Calls an operator that returns one tensor.
  func callOne(
    _ name: String, overload: String = "", _ arguments: [Argument]
  ) throws(TorchError) -> Tensor {
    guard let tensor = try call(name, overload: overload, arguments).first else {
      throw .operatorFailed(name: name, message: "it returned no tensor")
    }
    return tensor
  }

  /// Turns arguments into C's form, keeping what they point to alive until `body` returns.
  private func withBoxed<Result>(
    _ rest: ArraySlice<Argument>, _ boxed: [ct_argument], _ body: ([ct_argument]) -> Result
  ) -> Result {
    guard let argument = rest.first else { return body(boxed) }
    var box = ct_argument()
    func next() -> Result { withBoxed(rest.dropFirst(), boxed + [box], body) }
    switch argument {
    case .none:
      box.kind = CT_ARG_NONE
      return next()
    case .int(let value):
      box.kind = CT_ARG_INT
      box.integer = Int64(value)
      return next()
    case .bool(let value):
      box.kind = CT_ARG_BOOL
      box.integer = value ? 1 : 0
      return next()
    case .double(let value):
      box.kind = CT_ARG_DOUBLE
      box.number = value
      return next()
    case .tensor(let tensor):
      box.kind = CT_ARG_TENSOR
      box.tensor = tensor.handle
      return withExtendedLifetime(tensor) { next() }
    case .ints(let values):
      box.kind = CT_ARG_INTS
      box.count = Int64(values.count)
      return values.map(Int64.init).withUnsafeBufferPointer {
        box.ints = $0.baseAddress
        return next()
      }
    case .tensors(let tensors):
      box.kind = CT_ARG_TENSORS
      box.count = Int64(tensors.count)
      let handles: [ct_tensor?] = tensors.map(\.handle)
      return withExtendedLifetime(tensors) {
        handles.withUnsafeBufferPointer {
          box.tensors = $0.baseAddress
          return next()
        }
      }
    case .string(let text):
      box.kind = CT_ARG_STRING
      return text.withCString {
        box.string = $0
        return next()
      }
    }
  }
#endif
