// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// One learnt array.
  public struct Parameter: Sendable, Hashable {
    /// The name in weight files, as `input0_0.conv.weight`.
    public let name: String
    /// PyTorch's shape: `[out, in, kh, kw]`, `[in, out, 4, 4]` where transposed, or `[out]` for a bias.
    public let shape: [Int]
    /// Position in `Network.layers` of the layer that it belongs to.
    public let layer: Int
    /// Inputs times window, and outputs times window: what initialisation scales by.
    ///
    /// For a bias, those of its weight.
    public let fan: (in: Int, out: Int)

    /// Numbers in the array.
    public var count: Int { shape.reduce(1, *) }
    /// Whether this is a bias.
    public var isBias: Bool { shape.count == 1 }

    /// Whether both are the same array; the fan follows from the shape.
    public static func == (first: Self, second: Self) -> Bool {
      first.name == second.name && first.shape == second.shape && first.layer == second.layer
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(shape)
    }
  }

  /// Every learnt array, weight before bias, in the order of the layers.
  public var parameters: [Parameter] {
    layers.indices.flatMap { index -> [Parameter] in
      let name = layers[index].name
      let weight: [Int]
      let outputs: Int
      let inputs: Int
      switch layers[index].operation {
      case .image, .elu, .concatenation, .addition, .nearestUpsampling, .detached:
        return []
      case .convolution(let convolution):
        inputs = convolution.inputChannels
        outputs = convolution.outputChannels
        weight = [outputs, inputs, convolution.kernel.height, convolution.kernel.width]
      case .transposedConvolution(let convolution):
        inputs = convolution.inputChannels
        outputs = convolution.outputChannels
        weight = [inputs, outputs, TransposedConvolution.kernel, TransposedConvolution.kernel]
      }
      let window = weight[2] * weight[3]
      let fan = (in: inputs * window, out: outputs * window)
      return [
        Parameter(name: "\(name).weight", shape: weight, layer: index, fan: fan),
        Parameter(name: "\(name).bias", shape: [outputs], layer: index, fan: fan),
      ]
    }
  }

  /// Numbers learnt in all.
  public var parameterCount: Int { parameters.map(\.count).reduce(0, +) }
}
