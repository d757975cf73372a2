// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// One array of a network's weights.
  public struct Parameter: Sendable, Hashable {
    /// What an array is for.
    public enum Role: String, Sendable, Hashable {
      /// Weights of a (transposed) convolution.
      case weight
      /// Numbers added by a convolution, one a channel.
      case bias
      /// Factors of a normalisation, one a channel.
      case scale
      /// Numbers added by a normalisation, one a channel.
      case shift
      /// A normalisation's running means; not learnt but counted.
      case runningMean
      /// A normalisation's running variances; not learnt but counted.
      case runningVariance

      /// Whether an optimiser changes it.
      public var isLearnt: Bool {
        switch self {
        case .weight, .bias, .scale, .shift: true
        case .runningMean, .runningVariance: false
        }
      }
    }

    /// The name in weight files, as `input0_0.conv.weight`.
    public let name: String
    /// PyTorch's shape: `[out, in / groups, kh, kw]`, `[in, out, kh, kw]` where transposed, or `[channels]`.
    public let shape: [Int]
    /// What it is for.
    public let role: Role
    /// Position in `Network.layers` of the layer that it belongs to.
    public let layer: Int
    /// Inputs times window, and outputs times window: what initialisation scales by.
    ///
    /// For a bias, those of its weight.
    public let fan: (in: Int, out: Int)

    /// Numbers in the array.
    public var count: Int { shape.reduce(1, *) }

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

  /// Every array, weight before bias, in the order of the layers; running numbers of normalisations included.
  public var parameters: [Parameter] { layers.indices.flatMap(arrays) }

  /// Numbers learnt in all.
  public var parameterCount: Int { parameters.filter(\.role.isLearnt).map(\.count).reduce(0, +) }

  private func arrays(of index: Int) -> [Parameter] {
    let name = layers[index].name
    switch layers[index].operation {
    case .convolution(let convolution):
      let kernel = convolution.kernel
      return arrays(
        name, layer: index, outputs: convolution.outputChannels, hasBias: convolution.hasBias,
        weight: [
          convolution.outputChannels, convolution.inputChannels / convolution.groups, kernel.height, kernel.width,
        ],
        inputs: convolution.inputChannels / convolution.groups)
    case .transposedConvolution(let convolution):
      return arrays(
        name, layer: index, outputs: convolution.outputChannels, hasBias: true,
        weight: [convolution.inputChannels, convolution.outputChannels, convolution.kernel, convolution.kernel],
        inputs: convolution.inputChannels)
    case .interleavedConvolution(let convolution):
      return convolution.phases.flatMap { phase in
        arrays(
          "\(name).\(phase.name)", layer: index, outputs: convolution.outputChannels, hasBias: true,
          weight: [convolution.outputChannels, convolution.inputChannels, phase.kernel.height, phase.kernel.width],
          inputs: convolution.inputChannels)
      }
    case .normalisation(let normalisation):
      let roles: [(String, Parameter.Role)] = [
        ("weight", .scale), ("bias", .shift), ("running_mean", .runningMean), ("running_var", .runningVariance),
      ]
      return roles.map { suffix, role in
        Parameter(
          name: "\(name).\(suffix)", shape: [normalisation.channels], role: role, layer: index,
          fan: (normalisation.channels, normalisation.channels))
      }
    case .image, .activation, .affine, .channels, .concatenation, .addition, .channelScaling, .nearestUpsampling,
      .subsampling,
      .bilinearResizing, .pooling, .globalAverage, .coordinates, .unitLength, .softmax, .logarithmicBins, .localPlanes,
      .superpixelPooling, .detached:
      return []
    }
  }

  private func arrays(
    _ name: String, layer: Int, outputs: Int, hasBias: Bool, weight: [Int], inputs: Int
  ) -> [Parameter] {
    let window = weight[2] * weight[3]
    let fan = (in: inputs * window, out: outputs * window)
    let bias = Parameter(name: "\(name).bias", shape: [outputs], role: .bias, layer: layer, fan: fan)
    return [Parameter(name: "\(name).weight", shape: weight, role: .weight, layer: layer, fan: fan)]
      + (hasBias ? [bias] : [])
  }
}
