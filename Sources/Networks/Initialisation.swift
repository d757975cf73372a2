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
      let deviation = parameter.isBias ? 0 : network.deviation(of: parameter, scheme: scheme, moments: moments)
      let values =
        parameter.isBias
        ? [Float](repeating: 0, count: parameter.count)
        : (0..<parameter.count).map { _ in Float(deviation * normal.next()) }
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
        // Four of the sixteen taps fall on input pixels for each output pixel.
        terms = 4 * convolution.inputChannels
      } else {
        terms = parameter.fan.in
      }
      return (1 / (Double(terms) * moments[layer.inputs[0].index])).squareRoot()
    }
  }

  /// E[x^2] of every layer's result where the picture is N(0, 1) and weights are `variancePreserving`.
  fileprivate var secondMoments: [Double] {
    // Where x is N(0, 1): 1/2 + e^2 Phi(-2) - 2 e^(1/2) Phi(-1) + 1/2.
    let elu = 0.644_945_4
    var channels: [Int] = []
    var moments: [Double] = []
    for layer in layers {
      let inputs = layer.inputs.map(\.index)
      switch layer.operation {
      case .image(let count):
        channels.append(count)
        moments.append(1)
      case .convolution(let convolution):
        channels.append(convolution.outputChannels)
        moments.append(1)
      case .transposedConvolution(let convolution):
        channels.append(convolution.outputChannels)
        moments.append(1)
      case .elu:
        channels.append(channels[inputs[0]])
        moments.append(elu)
      case .concatenation:
        let count = inputs.map { channels[$0] }.reduce(0, +)
        channels.append(count)
        moments.append(inputs.map { Double(channels[$0]) * moments[$0] }.reduce(0, +) / Double(count))
      case .addition:
        channels.append(channels[inputs[0]])
        moments.append(inputs.map { moments[$0] }.reduce(0, +))
      case .nearestUpsampling, .detached:
        channels.append(channels[inputs[0]])
        moments.append(moments[inputs[0]])
      }
    }
    return moments
  }
}
