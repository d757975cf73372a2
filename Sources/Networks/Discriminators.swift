// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// What a discriminator of depth maps sees in them before its fully connected layer: RectNet's encoder on one channel.
  ///
  /// 4,186,128 parameters at full width. Output `features`: `[N, 512, H/4, W/4]` at full width.
  /// - Source: Lee et al. 2020, section 3.
  package static func depthDiscriminator(widthDivisor: Int, padding: Padding) -> Network {
    var net = NetworkBuilder(padding: padding)
    let image = net.image(channels: 1)
    let features = net.rectNetEncoder(image, widthDivisor: widthDivisor)
    return net.network(
      Architecture(.rectnet, widthDivisor: widthDivisor, padding: padding), outputs: [("features", features, 4)])
  }

  /// What a discriminator of features sees in them before its fully connected layer: two convolutions of stride 2.
  ///
  /// Output `features`: a quarter of the channels at a quarter of the size.
  package static func featureDiscriminator(channels: Int, padding: Padding) -> Network {
    var net = NetworkBuilder(padding: padding)
    let input = net.image(channels: channels)
    var x = net.convolution("domain0", input, to: channels / 4, kernel: .square(3), stride: 2)
    x = net.convolution("domain1", x, to: channels / 4, kernel: .square(3), stride: 2)
    return net.network(Architecture(.rectnet, padding: padding), outputs: [("features", x, 4)])
  }

  /// Where the encoder ends: what the first layer that doubles the size by a transposed convolution reads.
  package var bottleneck: Value? {
    let first = layers.first { layer in
      if case .transposedConvolution = layer.operation { true } else { false }
    }
    return first?.inputs[0]
  }

  /// The same with one more output, behind the others.
  package func revealing(_ value: Value, as name: String) -> Network {
    let output = Output(name: name, value: value, scale: scaleDenominator(of: value))
    return Network(architecture: architecture, layers: layers, outputs: outputs + [output])
  }
}
