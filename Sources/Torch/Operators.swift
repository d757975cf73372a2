// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  /// The operators of LibTorch that networks, losses and optimisers use, each with its types. One line each; PyTorch's
  /// documentation defines them.
  extension Tensor {
    // MARK: Arithmetic

    /// The sum, broadcast.
    public func adding(_ other: Tensor) throws(TorchError) -> Tensor {
      try callOne("add", overload: "Tensor", [.tensor(self), .tensor(other)])
    }
    /// The difference, broadcast.
    public func subtracting(_ other: Tensor) throws(TorchError) -> Tensor {
      try callOne("sub", overload: "Tensor", [.tensor(self), .tensor(other)])
    }
    /// The product, broadcast.
    public func multiplied(by other: Tensor) throws(TorchError) -> Tensor {
      try callOne("mul", overload: "Tensor", [.tensor(self), .tensor(other)])
    }
    /// The quotient, broadcast.
    public func divided(by other: Tensor) throws(TorchError) -> Tensor {
      try callOne("div", overload: "Tensor", [.tensor(self), .tensor(other)])
    }
    /// Every number times `factor`.
    public func multiplied(by factor: Double) throws(TorchError) -> Tensor {
      try callOne("mul", overload: "Scalar", [.tensor(self), .double(factor)])
    }
    /// Every number plus `term`.
    public func adding(_ term: Double) throws(TorchError) -> Tensor {
      try callOne("add", overload: "Scalar", [.tensor(self), .double(term)])
    }
    /// 1 / x.
    public func reciprocal() throws(TorchError) -> Tensor { try callOne("reciprocal", [.tensor(self)]) }
    /// |x|.
    public func magnitude() throws(TorchError) -> Tensor { try callOne("abs", [.tensor(self)]) }
    /// The square root.
    public func squareRoot() throws(TorchError) -> Tensor { try callOne("sqrt", [.tensor(self)]) }
    /// 1 / sqrt(x).
    public func reciprocalSquareRoot() throws(TorchError) -> Tensor { try callOne("rsqrt", [.tensor(self)]) }
    /// The natural logarithm.
    public func naturalLogarithm() throws(TorchError) -> Tensor { try callOne("log", [.tensor(self)]) }
    /// The sine of an angle in radians.
    public func sine() throws(TorchError) -> Tensor { try callOne("sin", [.tensor(self)]) }
    /// The cosine of an angle in radians.
    public func cosine() throws(TorchError) -> Tensor { try callOne("cos", [.tensor(self)]) }
    /// -1, 0 or 1.
    public func sign() throws(TorchError) -> Tensor { try callOne("sign", [.tensor(self)]) }
    /// Numbers below `bound` become `bound`.
    public func clamped(atLeast bound: Double) throws(TorchError) -> Tensor {
      try callOne("clamp_min", [.tensor(self), .double(bound)])
    }
    /// The larger of two, number by number.
    public func maximum(_ other: Tensor) throws(TorchError) -> Tensor {
      try callOne("maximum", [.tensor(self), .tensor(other)])
    }
    /// The smaller of two, number by number.
    public func minimum(_ other: Tensor) throws(TorchError) -> Tensor {
      try callOne("minimum", [.tensor(self), .tensor(other)])
    }
    /// The sum of all numbers: a scalar.
    public func sum() throws(TorchError) -> Tensor { try callOne("sum", [.tensor(self)]) }
    /// The sum along a dimension, whose extent becomes 1.
    public func sum(along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("sum", overload: "dim_IntList", [.tensor(self), .ints([dimension]), .bool(true)])
    }
    /// The mean over rows and columns of `[N, C, H, W]`: `[N, C]`, or `[N, C, 1, 1]`.
    public func meanOverPixels(keepingExtents: Bool = false) throws(TorchError) -> Tensor {
      try callOne("mean", overload: "dim", [.tensor(self), .ints([2, 3]), .bool(keepingExtents)])
    }
    /// The largest number: a scalar.
    public func maximum() throws(TorchError) -> Tensor { try callOne("max", [.tensor(self)]) }
    /// The largest along a dimension, whose extent becomes 1.
    public func maximum(along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("amax", [.tensor(self), .ints([dimension]), .bool(true)])
    }
    /// The Euclidean length along a dimension, whose extent becomes 1; its gradient at 0 is 0.
    public func norm(along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("linalg_vector_norm", [.tensor(self), .double(2), .ints([dimension]), .bool(true)])
    }
    /// The cross product of vectors along a dimension of extent 3.
    public func crossProduct(_ other: Tensor, along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("linalg_cross", [.tensor(self), .tensor(other), .int(dimension)])
    }
    /// The largest whole number that is not larger.
    public func roundedDown() throws(TorchError) -> Tensor { try callOne("floor", [.tensor(self)]) }
    /// The sum of each number and all before it along a dimension.
    public func cumulativeSum(along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("cumsum", [.tensor(self), .int(dimension)])
    }
    /// 1 where x <= bound, else 0, as numbers of the same type.
    public func isAtMost(_ bound: Double) throws(TorchError) -> Tensor {
      try callOne("le", overload: "Scalar", [.tensor(self), .double(bound)]).like(self)
    }
    /// 1 where x > bound, else 0, as numbers of the same type.
    public func exceeds(_ bound: Double) throws(TorchError) -> Tensor {
      try callOne("gt", overload: "Scalar", [.tensor(self), .double(bound)]).like(self)
    }
    /// The same numbers in another's type, on its device.
    public func like(_ other: Tensor) throws(TorchError) -> Tensor {
      try callOne("type_as", [.tensor(self), .tensor(other)])
    }

    /// ln(1 + exp x), without overflow.
    public func softplus() throws(TorchError) -> Tensor { try callOne("softplus", [.tensor(self)]) }

    // MARK: Layers

    /// `[N, K]` times the transpose of `weight`, `[O, K]`, plus `bias`, `[O]`: `[N, O]`.
    public func fullyConnected(with weight: Tensor, bias: Tensor) throws(TorchError) -> Tensor {
      try callOne("linear", [.tensor(self), .tensor(weight), .tensor(bias)])
    }
    /// A matrix `[R, C]` times a vector `[C]`.
    public func multiplied(byVector vector: Tensor) throws(TorchError) -> Tensor {
      try callOne("mv", [.tensor(self), .tensor(vector)])
    }
    /// A matrix `[R, C]` with rows and columns exchanged.
    public func transposed() throws(TorchError) -> Tensor { try callOne("t", [.tensor(self)]) }
    /// The inner product of vectors: a scalar.
    public func dot(_ other: Tensor) throws(TorchError) -> Tensor {
      try callOne("dot", [.tensor(self), .tensor(other)])
    }

    /// x where x > 0, else exp(x) - 1.
    public func elu() throws(TorchError) -> Tensor { try callOne("elu", [.tensor(self)]) }

    /// Cross-correlation of `[N, C, H, W]` with `[O, C, kh, kw]`, plus bias, with zeros beyond the border.
    public func convolved(
      with weight: Tensor, bias: Tensor?, stride: Int, padding: [Int], dilation: Int, groups: Int = 1
    ) throws(TorchError) -> Tensor {
      try callOne(
        "conv2d",
        [
          .tensor(self), .tensor(weight), bias.map { .tensor($0) } ?? .none, .ints([stride, stride]), .ints(padding),
          .ints([dilation, dilation]), .int(groups),
        ])
    }

    /// The adjoint of a strided cross-correlation; `weight` is `[C, O, kh, kw]`.
    public func transposeConvolved(
      with weight: Tensor, bias: Tensor, stride: Int, padding: Int, outputPadding: Int = 0
    ) throws(TorchError) -> Tensor {
      try callOne(
        "conv_transpose2d", overload: "input",
        [
          .tensor(self), .tensor(weight), .tensor(bias), .ints([stride, stride]), .ints([padding, padding]),
          .ints([outputPadding, outputPadding]),
        ])
    }

    /// Every pixel repeated `factor` times in both directions.
    public func nearestUpsampled(by factor: Int) throws(TorchError) -> Tensor {
      let shape = shape
      return try callOne("upsample_nearest2d", [.tensor(self), .ints([shape[2] * factor, shape[3] * factor])])
    }

    // MARK: Moving numbers about

    /// Tensors side by side along a dimension.
    public static func concatenation(_ tensors: [Tensor], along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("cat", [.tensors(tensors), .int(dimension)])
    }
    /// `count` entries from `start` along a dimension: a view.
    public func narrowed(along dimension: Int, from start: Int, count: Int) throws(TorchError) -> Tensor {
      try callOne("narrow", [.tensor(self), .int(dimension), .int(start), .int(count)])
    }
    /// Parts of these extents along a dimension, in order: views.
    public func split(into extents: [Int], along dimension: Int) throws(TorchError) -> [Tensor] {
      try call("split_with_sizes", [.tensor(self), .ints(extents), .int(dimension)], results: extents.count)
    }
    /// Entries moved by `shift` places along a dimension; what leaves at one end enters at the other.
    public func rolled(along dimension: Int, by shift: Int) throws(TorchError) -> Tensor {
      try callOne("roll", [.tensor(self), .ints([shift]), .ints([dimension])])
    }
    /// Entries in opposite order along a dimension.
    public func flipped(along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("flip", [.tensor(self), .ints([dimension])])
    }
    /// Entries at positions along a dimension, in their order; `positions` are whole numbers.
    public func selected(_ positions: Tensor, along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("index_select", [.tensor(self), .int(dimension), .tensor(positions)])
    }
    /// Numbers along the last dimension from the largest to the smallest.
    public func sortedDescending() throws(TorchError) -> Tensor {
      try call("sort", [.tensor(self), .int(-1), .bool(true)], results: 2)[0]
    }
    /// Every second entry, from the first, of rows and columns of `[N, C, H, W]`.
    public func halvedByNearest() throws(TorchError) -> Tensor { try subsampled(by: 2) }
    /// One entry in `factor`, from the first, of rows and columns of `[N, C, H, W]`.
    public func subsampled(by factor: Int) throws(TorchError) -> Tensor {
      let rows = try callOne("slice", overload: "Tensor", [.tensor(self), .int(2), .none, .none, .int(factor)])
      return try callOne("slice", overload: "Tensor", [.tensor(rows), .int(3), .none, .none, .int(factor)])
    }
    /// The same numbers without their history.
    public func detached() throws(TorchError) -> Tensor { try callOne("detach", [.tensor(self)]) }
    /// A copy in memory of its own.
    public func copy() throws(TorchError) -> Tensor { try callOne("clone", [.tensor(self)]) }
    /// Zeros of the same shape, type and device.
    public func zeros() throws(TorchError) -> Tensor { try callOne("zeros_like", [.tensor(self)]) }
    /// Ones of the same shape, type and device.
    public func ones() throws(TorchError) -> Tensor { try callOne("ones_like", [.tensor(self)]) }
  }
#endif
