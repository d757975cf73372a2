// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// Floating-point operations of each layer for a picture of `size`: twice the multiply-accumulates of (transposed)
  /// convolutions computed directly; activations, sums and copies count as nothing, as is usual.
  ///
  /// - Throws: `NetworkError.unsuitableSize` where the network cannot take this size.
  public func floatingPointOperations(for size: Extent) throws(NetworkError) -> [Int] {
    let shapes = try shapes(for: size)
    return layers.indices.map { index in
      let shape = shapes[index]
      switch layers[index].operation {
      case .image, .elu, .concatenation, .addition, .nearestUpsampling, .detached:
        return 0
      case .convolution(let convolution):
        let window = convolution.kernel.height * convolution.kernel.width
        return 2 * shape.count * convolution.inputChannels * window
      case .transposedConvolution(let convolution):
        // Four of the sixteen taps fall on input pixels for each output pixel.
        return 2 * shape.count * convolution.inputChannels * 4
      }
    }
  }
}
