// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaNetworks

  /// Convolutions of one map that differ in kernel size only, computed as one.
  ///
  /// RectNet reads its picture with four kernels of different shapes and few channels each, which LibTorch runs far below
  /// the processor's speed. Kernels laid into the largest extent with zeros around them give the same sums in one call:
  /// a training step of the quarter-width network on a CPU takes about a quarter less.
  struct SiblingConvolutions: Sendable {
    /// Layers by position, in order.
    let layers: [Int]
    private let extent: Extent
    private let convolution: Network.Convolution

    /// The groups of two or more siblings of a network.
    static func groups(of network: Network) -> [SiblingConvolutions] {
      var groups: [Kinship: [Int]] = [:]
      for (index, layer) in network.layers.enumerated() {
        guard case .convolution(let convolution) = layer.operation, convolution.groups == 1, convolution.hasBias,
          convolution.sampling == .grid
        else { continue }
        groups[Kinship(input: layer.inputs[0], convolution), default: []].append(index)
      }
      return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }.map { SiblingConvolutions($0, of: network) }
    }

    /// What siblings have in common.
    private struct Kinship: Hashable {
      let input: Network.Value
      let stride: Int
      let dilation: Int

      init(input: Network.Value, _ convolution: Network.Convolution) {
        self.input = input
        stride = convolution.stride
        dilation = convolution.dilation
      }
    }

    private init(_ layers: [Int], of network: Network) {
      let convolutions = layers.compactMap { index -> Network.Convolution? in
        guard case .convolution(let convolution) = network.layers[index].operation else { return nil }
        return convolution
      }
      self.layers = layers
      extent = Extent(
        height: convolutions.map(\.kernel.height).max() ?? 1, width: convolutions.map(\.kernel.width).max() ?? 1)
      convolution = Network.Convolution(
        inputChannels: convolutions[0].inputChannels,
        outputChannels: convolutions.map(\.outputChannels).reduce(0, +), kernel: extent,
        stride: convolutions[0].stride, dilation: convolutions[0].dilation, padding: convolutions[0].padding)
    }

    /// The results of all siblings, in the order of `layers`.
    ///
    /// - `weights`, `biases`: those of the layers, in order.
    /// - `run`: runs one convolution with a weight and a bias.
    func results(
      weights: [Tensor], biases: [Tensor],
      run: (Network.Convolution, Tensor, Tensor) throws(TorchError) -> Tensor
    ) throws(TorchError) -> [Tensor] {
      var padded: [Tensor] = []
      for weight in weights { padded.append(try weight.kernelsPadded(to: extent)) }
      let merged = try run(
        convolution, Tensor.concatenation(padded, along: 0), Tensor.concatenation(biases, along: 0))
      return try merged.split(into: weights.map { $0.shape[0] }, along: 1)
    }
  }

  extension Tensor {
    /// Kernels `[O, C, kh, kw]` in the middle of larger ones that are zero elsewhere; all extents are odd.
    fileprivate func kernelsPadded(to extent: Extent) throws(TorchError) -> Tensor {
      let rows = (extent.height - shape[2]) / 2
      let columns = (extent.width - shape[3]) / 2
      return try callOne("constant_pad_nd", [.tensor(self), .ints([columns, columns, rows, rows]), .int(0)])
    }
  }
#endif
