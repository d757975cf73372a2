// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  internal import CRotundaTorch

  extension Tensor {
    /// `[N, C, H, W]` continued over the sphere by `rows` above and below and `columns` left and right.
    ///
    /// Rows beyond a pole are those of the opposite meridian in opposite order (half-turn and flip); columns wrap around.
    public func spherePadded(rows: Int, columns: Int) throws(TorchError) -> Tensor {
      guard rows > 0 || columns > 0 else { return self }
      let shape = shape
      guard rows <= shape[2], columns <= shape[3], shape[3] % 2 == 0 else {
        return try paddedOverPoles(rows).wrapped(columns)
      }
      return Tensor(
        owning: try receive("padding over the sphere") { ct_sphere_pad(handle, Int64(rows), Int64(columns), &$0) })
    }

    // Maps so small that padding reaches around more than once: joined from copies.

    private func paddedOverPoles(_ rows: Int) throws(TorchError) -> Tensor {
      guard rows > 0 else { return self }
      let height = shape[2]
      let near = min(rows, height)
      let opposite = try rolled(along: 3, by: shape[3] / 2)
      let above = try opposite.narrowed(along: 2, from: 0, count: near).flipped(along: 2)
      let below = try opposite.narrowed(along: 2, from: height - near, count: near).flipped(along: 2)
      let padded = try Tensor.concatenation([above, self, below], along: 2)
      // Once a whole map is added on both sides, the rows repeat with period 2 H, as along a great circle.
      return rows > height ? try padded.continued(along: 2, by: rows - height, period: 2 * height) : padded
    }

    private func wrapped(_ columns: Int) throws(TorchError) -> Tensor {
      columns > 0 ? try continued(along: 3, by: columns, period: shape[3]) : self
    }

    /// A periodic signal, given over at least one period, continued by `count` at both ends.
    private func continued(along dimension: Int, by count: Int, period: Int) throws(TorchError) -> Tensor {
      let length = shape[dimension]
      let near = min(count, period)
      let before = try narrowed(along: dimension, from: period - near, count: near)
      let after = try narrowed(along: dimension, from: length - period, count: near)
      let longer = try Tensor.concatenation([before, self, after], along: dimension)
      return count > near ? try longer.continued(along: dimension, by: count - near, period: period) : longer
    }
  }
#endif
