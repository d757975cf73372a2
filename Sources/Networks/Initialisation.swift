// SPDX-License-Identifier: Apache-2.0

extension Weights {
  /// How large the weights are with which training begins.
  ///
  /// All are normally distributed, and biases are zero.
  public enum Initialisation: String, Sendable, Hashable, Codable, CaseIterable {
    /// std = sqrt(2 / (fan_in + fan_out)); the signal shrinks from layer to layer.
    ///
    /// - Source: Glorot and Bengio, AISTATS 2010.
    case xavierNormal
    /// Every convolution turns a picture of N(0, 1) into maps of variance 1, so that errors of every layer reach the
    /// output: for tests of accuracy.
    case variancePreserving
  }

  /// Random weights for `network`; the same bits for the same seed on every machine.
  public static func initialised(for network: Network, seed: UInt64, scheme: Initialisation) -> Weights {
    let moments = network.secondMoments
    var normal = NormalNumbers(seed: seed)
    var arrays: [String: Array] = [:]
    for parameter in network.parameters {
      let values: [Float]
      switch parameter.role {
      case .weight:
        let deviation = network.deviation(of: parameter, scheme: scheme, moments: moments)
        values = (0..<parameter.count).map { _ in Float(deviation * normal.next()) }
      case .bias, .shift, .runningMean:
        values = [Float](repeating: network.initialBias(of: parameter), count: parameter.count)
      case .scale, .runningVariance:
        values = [Float](repeating: 1, count: parameter.count)
      }
      arrays[parameter.name] = Array(shape: parameter.shape, values: values)
    }
    return Weights(arrays: arrays).labelled(as: network.architecture)
  }
}

extension Network {
  fileprivate func deviation(of parameter: Parameter, scheme: Weights.Initialisation, moments: [Double]) -> Double {
    switch scheme {
    case .xavierNormal:
      return (2 / Double(parameter.fan.in + parameter.fan.out)).squareRoot()
    case .variancePreserving:
      let layer = layers[parameter.layer]
      let terms: Int
      if case .transposedConvolution(let convolution) = layer.operation {
        // A quarter of the taps, on average, fall on input pixels for each output pixel.
        terms = convolution.inputChannels * convolution.tapsOfAllPhases / 4
      } else {
        terms = parameter.fan.in
      }
      return (1 / (Double(terms) * moments[layer.inputs[0].index])).squareRoot()
    }
  }

  /// What the family starts a bias with: 5 metres for the last of SVS, else 0.
  fileprivate func initialBias(of parameter: Parameter) -> Float {
    architecture.family == .svs && parameter.role == .bias && parameter.shape == [1] ? 5 : 0
  }

  /// E[x^2] of every layer's result where the picture is N(0, 1) and weights are `variancePreserving`: exact for chains of
  /// convolutions and ELUs, of the right order for the rest.
  fileprivate var secondMoments: [Double] {
    var channels: [Int] = []
    var moments: [Double] = []
    for layer in layers {
      let inputs = layer.inputs.map(\.index)
      let before = inputs.first.map { moments[$0] } ?? 1
      switch layer.operation {
      case .image, .convolution, .transposedConvolution, .interleavedConvolution, .normalisation, .superpixelPooling,
        .globalAverage:
        moments.append(1)
      case .activation(let activation):
        moments.append(activation.moment(of: before))
      case .affine(let scales, _):
        moments.append(before * scales.map { $0 * $0 }.reduce(0, +) / Double(scales.count))
      case .concatenation:
        let count = inputs.map { channels[$0] }.reduce(0, +)
        moments.append(inputs.map { Double(channels[$0]) * moments[$0] }.reduce(0, +) / Double(count))
      case .addition:
        moments.append(inputs.map { moments[$0] }.reduce(0, +))
      case .channelScaling:
        // Factors are sigmoids, 1/2 on average.
        moments.append(before / 4)
      case .coordinates, .unitLength:
        moments.append(1 / 3)
      case .softmax:
        moments.append(1 / Double(channels[inputs[0]] * channels[inputs[0]]))
      case .logarithmicBins(let bins):
        moments.append(bins.unit * bins.unit * bins.lowest * bins.highest)
      case .localPlanes(let planes):
        moments.append(planes.farthest * planes.farthest / 4)
      case .channels, .nearestUpsampling, .subsampling, .bilinearResizing, .pooling, .detached:
        moments.append(before)
      }
      channels.append(layer.operation.channels(of: inputs.map { channels[$0] }))
    }
    return moments
  }
}

extension Network.Activation {
  /// E[f(x)^2] where E[x^2] is `moment`; that of the ELU where x is N(0, 1).
  fileprivate func moment(of moment: Double) -> Double {
    switch self {
    // 1/2 + e^2 Phi(-2) - 2 e^(1/2) Phi(-1) + 1/2.
    case .elu: 0.644_945_4 * moment
    case .relu: moment / 2
    case .sigmoid: 0.293
    case .absolute: moment
    }
  }
}
