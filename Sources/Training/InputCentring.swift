// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaNetworks

  /// Pictures shifted and stretched to about zero mean and unit deviation while a network learns, and the network that
  /// does the same on pictures as they are.
  ///
  /// Networks here read sRGB in [0, 1], whose large mean slows their first layers down. With `sphere` padding there is
  /// no border of zeros, so a convolution of scale (x - mean) is exactly one of x with other weights:
  ///
  ///     w' = scale w        b' = b - scale mean sum(w)
  enum InputCentring {
    /// Mean of sRGB values over rendered rooms, rounded.
    static let mean: Float = 0.45
    /// One over their deviation, rounded.
    static let scale: Float = 4

    /// Whether the shift can be taken back exactly.
    static func isExact(for network: Network) -> Bool { network.architecture.padding == .sphere }

    /// A picture's value as the network sees it while it learns.
    static func centred(_ value: Float) -> Float { scale * (value - mean) }

    /// Weights for pictures as they are, from weights for centred ones.
    static func undone(_ weights: Weights, of network: Network) -> Weights {
      changed(weights, of: network) { weight, bias in
        let sum = weight.reduce(0.0) { $0 + Double($1) }
        return (weight.map { scale * $0 }, Float(Double(bias) - Double(scale) * Double(mean) * sum))
      }
    }

    /// Weights for centred pictures, from weights for pictures as they are: the inverse of `undone`.
    static func applied(_ weights: Weights, of network: Network) -> Weights {
      changed(weights, of: network) { weight, bias in
        let sum = weight.reduce(0.0) { $0 + Double($1) }
        return (weight.map { $0 / scale }, Float(Double(bias) + Double(mean) * sum))
      }
    }

    /// The weights with each output's window and bias changed in the layers that read the picture.
    private static func changed(
      _ weights: Weights, of network: Network, _ change: (ArraySlice<Float>, Float) -> ([Float], Float)
    ) -> Weights {
      var result = weights
      for layer in network.layers where layer.inputs == [Network.imageValue] {
        guard case .convolution = layer.operation, let weight = weights.arrays["\(layer.name).weight"],
          let bias = weights.arrays["\(layer.name).bias"]
        else { continue }
        let window = weight.values.count / bias.values.count
        let outputs = bias.values.indices.map { output in
          change(weight.values[output * window..<(output + 1) * window], bias.values[output])
        }
        result.arrays["\(layer.name).weight"]?.values = outputs.flatMap(\.0)
        result.arrays["\(layer.name).bias"]?.values = outputs.map(\.1)
      }
      return result
    }
  }

  extension Network {
    /// The result of the first layer, the picture.
    fileprivate static var imageValue: Value { Value(index: 0) }
  }
#endif
