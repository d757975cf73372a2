// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// FCRN: ResNet-50 in its first form and four up-projections.
  ///
  /// 63,572,737 parameters at full width. Output `depth`: z-depth in metres at the focal length of training, at about half
  /// the picture's size. Takes sRGB in [0, 1].
  /// - Source: Laina, Rupprecht, Belagiannis, Tombari, Navab, "Deeper depth prediction with fully convolutional residual
  ///   networks", 3DV 2016; the encoder: He, Zhang, Ren, Sun, CVPR 2016.
  static func fcrn(widthDivisor: Int) -> Network {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    var net = NetworkBuilder(padding: .zero)
    var x = net.scaled(net.image(), by: 255)
    x = net.plainConvolution("encoder.conv1", x, to: wide(64), kernel: .square(7), stride: 2)
    x = net.relu(net.residualNormalised("encoder.bn1", x))
    x = net.append("", .pooling(.init(.maximum, window: 3, stride: 2, leading: .same)), x)
    for (stage, blocks) in [3, 4, 6, 3].enumerated() {
      for block in 0..<blocks {
        x = net.bottleneck(
          "encoder.layer\(stage + 1).\(block)", x, to: wide(256 << stage), stride: block == 0 && stage > 0 ? 2 : 1)
      }
    }
    x = net.residualNormalised(
      "decoder.bn1", net.plainConvolution("decoder.conv1", x, to: wide(1024), kernel: .square(1)))
    for (index, channels) in [512, 256, 128, 64].enumerated() {
      x = net.upProjection("decoder.up\(index + 1)", x, to: wide(channels))
    }
    let depth = net.prediction("decoder.prediction", x)
    return net.network(Architecture(.fcrn, widthDivisor: widthDivisor), unaligned: depth, name: "depth", scale: 2)
  }
}

extension NetworkBuilder {
  /// Batch normalisation with the published epsilon and moving average.
  fileprivate mutating func residualNormalised(_ name: String, _ input: Network.Value) -> Network.Value {
    normalised(name, input, epsilon: 1e-4, momentum: 1e-3)
  }

  /// Convolutions 1x1, 3x3, 1x1 around a residual; the first has the stride, as does the projection of a first block.
  fileprivate mutating func bottleneck(
    _ name: String, _ input: Network.Value, to outputs: Int, stride: Int
  ) -> Network.Value {
    var x = input
    for (index, (kernel, channels)) in [(1, outputs / 4), (3, outputs / 4), (1, outputs)].enumerated() {
      x = plainConvolution(
        "\(name).conv\(index + 1)", x, to: channels, kernel: .square(kernel), stride: index == 0 ? stride : 1,
        hasBias: false)
      x = residualNormalised("\(name).bn\(index + 1)", x)
      if index < 2 { x = relu(x) }
    }
    guard channelCount(of: input) != outputs else { return relu(sum(x, input)) }
    let projection = plainConvolution(
      "\(name).downsample.0", input, to: outputs, kernel: .square(1), stride: stride, hasBias: false)
    return relu(sum(x, residualNormalised("\(name).downsample.1", projection)))
  }

  /// Twice the rows and columns by interleaved convolutions, in two branches.
  fileprivate mutating func upProjection(_ name: String, _ input: Network.Value, to outputs: Int) -> Network.Value {
    func convolution() -> Network.Operation {
      .interleavedConvolution(
        .init(
          inputChannels: channelCount(of: input), outputChannels: outputs,
          phaseNames: ["convA", "convB", "convC", "convD"]))
    }
    var x = relu(residualNormalised("\(name).branch1.bn1", append("\(name).branch1.up", convolution(), input)))
    x = plainConvolution("\(name).branch1.conv", x, to: outputs, kernel: .square(3))
    x = residualNormalised("\(name).branch1.bn2", x)
    let y = residualNormalised("\(name).branch2.bn", append("\(name).branch2.up", convolution(), input))
    return relu(sum(x, y))
  }
}
