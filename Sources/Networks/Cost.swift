// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// Floating-point operations of each layer for a picture of `size`: twice the multiply-accumulates of (transposed)
  /// convolutions computed directly; activations, sums, interpolations and copies count as nothing, as is usual.
  ///
  /// - Throws: `NetworkError.unsuitableSize` where the network cannot take this size.
  public func floatingPointOperations(for size: Extent) throws(NetworkError) -> [Int] {
    let shapes = try shapes(for: size)
    return layers.indices.map { index in
      let shape = shapes[index]
      switch layers[index].operation {
      case .convolution(let convolution):
        let window = convolution.kernel.height * convolution.kernel.width
        return 2 * shape.count * convolution.inputChannels / convolution.groups * window
      case .transposedConvolution(let convolution):
        return 2 * shape.count * convolution.inputChannels * convolution.tapsOfAllPhases / 4
      case .interleavedConvolution(let convolution):
        return 2 * shape.count / 4 * convolution.inputChannels * 25
      case .image, .normalisation, .activation, .affine, .channels, .concatenation, .addition, .channelScaling,
        .nearestUpsampling,
        .subsampling, .bilinearResizing, .pooling, .globalAverage, .coordinates, .unitLength, .softmax,
        .logarithmicBins, .localPlanes, .superpixelPooling, .detached:
        return 0
      }
    }
  }
}
