// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  /// Reading and writing at places that follow from numbers, and what losses between pictures need besides.
  extension Tensor {
    /// The numbers at `places`, whole numbers of any type, along a dimension; elsewhere the shape of `places`.
    package func gathered(_ places: Tensor, along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("gather", [.tensor(self), .int(dimension), .tensor(places.asPositions())])
    }

    /// These numbers with `values` added at `places`, whole numbers of any type, along a dimension.
    ///
    /// Values that meet in one place add up there, on a GPU in an order that is not always the same.
    package func adding(_ values: Tensor, at places: Tensor, along dimension: Int) throws(TorchError) -> Tensor {
      try callOne(
        "scatter_add", [.tensor(self), .int(dimension), .tensor(places.asPositions()), .tensor(values)])
    }

    /// `[N, C, H, W]` read at fractional columns of each row, which are `[N, 1, H, W]` and 0 for the first.
    ///
    /// Bilinear; beyond the picture lie zeros, so that it fades out within one pixel of either side.
    /// - Source: Jaderberg et al., "Spatial transformer networks", NIPS 2015, eq. 5, along one axis.
    package func sampledInRows(at columns: Tensor) throws(TorchError) -> Tensor {
      let last = Double(shape[3] + 1)
      let place = try columns.adding(1).clamped(from: 0, to: last)
      let below = try place.roundedDown().detached()
      let fraction = try place.subtracting(below)
      let padded = try callOne("constant_pad_nd", [.tensor(self), .ints([1, 1]), .double(0)])
      let everyChannel = shape
      func read(_ column: Tensor) throws(TorchError) -> Tensor {
        try padded.gathered(column.expanded(to: everyChannel), along: 3)
      }
      let left = try read(below)
      let right = try read(below.adding(1).clamped(from: 0, to: last))
      return try left.adding(right.subtracting(left).multiplied(by: fraction))
    }

    /// The mean of every whole `window` by `window` square of `[N, C, H, W]`, of which one begins every `stride` pixels.
    package func averaged(window: Int, stride: Int) throws(TorchError) -> Tensor {
      try callOne("avg_pool2d", [.tensor(self), .ints([window, window]), .ints([stride, stride])])
    }

    /// Repeated along the dimensions of extent 1, without a copy.
    package func expanded(to shape: [Int]) throws(TorchError) -> Tensor {
      try callOne("expand", [.tensor(self), .ints(shape)])
    }

    /// exp(x).
    package func naturalExponential() throws(TorchError) -> Tensor { try callOne("exp", [.tensor(self)]) }

    /// Numbers below `lowest` become `lowest`, those above `highest` become `highest`.
    package func clamped(from lowest: Double, to highest: Double) throws(TorchError) -> Tensor {
      try callOne("clamp", [.tensor(self), .double(lowest), .double(highest)])
    }

    /// ln of the softmax along a dimension.
    package func logarithmOfSoftmax(along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("log_softmax", overload: "int", [.tensor(self), .int(dimension)])
    }

    /// The mean of all numbers: a scalar.
    package func mean() throws(TorchError) -> Tensor { try callOne("mean", [.tensor(self)]) }

    /// The same whole numbers in the type of positions.
    private func asPositions() throws(TorchError) -> Tensor {
      // Where the largest entry lies is a position, on the device of this tensor.
      try like(callOne("argmax", [.tensor(detached())]))
    }
  }
#endif
