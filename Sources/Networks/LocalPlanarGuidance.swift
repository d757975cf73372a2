// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// BTS: DenseNet-161, a dense pyramid of dilated convolutions, and a decoder that is told at 1/8, 1/4 and 1/2 of the size
  /// which planes fit.
  ///
  /// 47,000,688 parameters at full width. Output `depth`: z-depth up to 10 m at the focal length of training. Takes sRGB in
  /// [0, 1]. Layer names are those of the public checkpoints in PyTorch.
  /// - Source: Lee, Han, Ko, Suh, "From big to small: multi-scale local planar guidance for monocular depth estimation",
  ///   2019.
  static func bts(widthDivisor: Int) -> Network {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    let farthest = 10.0
    var net = NetworkBuilder(padding: .zero)
    let features = net.denseNet161("encoder.base_model", widthDivisor: widthDivisor)

    var x = net.guided("decoder.bn5", net.upConvolution("decoder.upconv5", features.last, to: wide(512)))
    x = net.flatConvolution("decoder.conv5.0", net.concatenation(x, features.sixteenth), to: wide(512))
    x = net.guided("decoder.bn4", net.upConvolution("decoder.upconv4", x, to: wide(256)))
    let joined = net.concatenation(x, features.eighth)
    let base = net.guided("decoder.bn4_2", net.flatConvolution("decoder.conv4.0", joined, to: wide(256)))

    var pyramid = joined
    var parts = [base]
    for rate in [3, 6, 12, 18, 24] {
      let read = rate == 3 ? base : pyramid
      let part = net.atrous("decoder.daspp_\(rate)", read, to: wide(128), rate: rate, normalisesFirst: rate > 3)
      pyramid = net.concatenation(pyramid, part)
      parts.append(part)
    }
    x = net.flatConvolution("decoder.daspp_conv.0", net.concatenation(of: parts), to: wide(128))

    let eighth = net.planes("decoder.reduc8x8", x, from: 128, to: 128, widthDivisor, factor: 8, farthest: farthest)
    x = net.guided("decoder.bn3", net.upConvolution("decoder.upconv3", x, to: wide(128)))
    x = net.concatenation(x, features.quarter, net.append("", .subsampling(factor: 4), eighth))
    x = net.flatConvolution("decoder.conv3.0", x, to: wide(128))

    let quarter = net.planes("decoder.reduc4x4", x, from: 128, to: 64, widthDivisor, factor: 4, farthest: farthest)
    x = net.guided("decoder.bn2", net.upConvolution("decoder.upconv2", x, to: wide(64)))
    x = net.concatenation(x, features.half, net.append("", .subsampling(factor: 2), quarter))
    x = net.flatConvolution("decoder.conv2.0", x, to: wide(64))

    let half = net.planes("decoder.reduc2x2", x, from: 64, to: 32, widthDivisor, factor: 2, farthest: farthest)
    x = net.upConvolution("decoder.upconv1", x, to: wide(32))
    let reduced = net.reduction("decoder.reduc1x1", x, from: 32, to: 16, widthDivisor)
    let one = net.sigmoid(
      net.plainConvolution("decoder.reduc1x1.reduc.final.0", reduced, to: 1, kernel: .square(1), hasBias: false))
    x = net.flatConvolution("decoder.conv1.0", net.concatenation(x, one, half, quarter, eighth), to: wide(32))
    let last = net.plainConvolution("decoder.get_depth.0", x, to: 1, kernel: .square(3), hasBias: false)
    let depth = net.scaled(net.sigmoid(last), by: farthest)
    return net.network(Architecture(.bts, widthDivisor: widthDivisor), outputs: [("depth", depth, 1)])
  }
}

extension NetworkBuilder {
  /// What DenseNet-161 sees at each scale.
  fileprivate struct DenseFeatures {
    let half: Network.Value
    let quarter: Network.Value
    let eighth: Network.Value
    let sixteenth: Network.Value
    let last: Network.Value
  }

  /// Batch normalisation with the decoder's epsilon and momentum.
  fileprivate mutating func guided(_ name: String, _ input: Network.Value) -> Network.Value {
    normalised(name, input, epsilon: 1.1e-5, momentum: 0.01)
  }

  /// - Source: Huang, Liu, van der Maaten, Weinberger, "Densely connected convolutional networks", CVPR 2017.
  fileprivate mutating func denseNet161(_ name: String, widthDivisor: Int) -> DenseFeatures {
    let growth = 48 / widthDivisor
    var x = standardised(image(), mean: imageNetMean, deviation: imageNetDeviation)
    x = plainConvolution("\(name).conv0", x, to: 2 * growth, kernel: .square(7), stride: 2, hasBias: false)
    let half = relu(normalised("\(name).norm0", x))
    let quarter = halvedByMaximum(half)
    x = quarter
    var halved: [Network.Value] = []
    for (block, layers) in [6, 12, 36, 24].enumerated() {
      for layer in 1...layers {
        let dense = "\(name).denseblock\(block + 1).denselayer\(layer)"
        var y = relu(normalised("\(dense).norm1", x))
        y = plainConvolution("\(dense).conv1", y, to: 4 * growth, kernel: .square(1), hasBias: false)
        y = relu(normalised("\(dense).norm2", y))
        y = plainConvolution("\(dense).conv2", y, to: growth, kernel: .square(3), hasBias: false)
        x = concatenation(x, y)
      }
      guard block < 3 else { break }
      let transition = "\(name).transition\(block + 1)"
      let y = relu(normalised("\(transition).norm", x))
      x = plainConvolution(
        "\(transition).conv", y, to: channelCount(of: x) / 2, kernel: .square(1), hasBias: false)
      x = append("", .pooling(.init(.average, window: 2, stride: 2, leading: .pixels(0))), x)
      halved.append(x)
    }
    return DenseFeatures(
      half: half, quarter: quarter, eighth: halved[0], sixteenth: halved[1],
      last: relu(normalised("\(name).norm5", x)))
  }

  /// Nearest-neighbour doubling, convolution 3x3 and ELU.
  fileprivate mutating func upConvolution(_ name: String, _ input: Network.Value, to outputs: Int) -> Network.Value {
    flatConvolution("\(name).conv", doubled(input), to: outputs)
  }

  /// Convolution 3x3 without bias, and ELU.
  fileprivate mutating func flatConvolution(_ name: String, _ input: Network.Value, to outputs: Int) -> Network.Value {
    elu(plainConvolution(name, input, to: outputs, kernel: .square(3), hasBias: false))
  }

  fileprivate mutating func atrous(
    _ name: String, _ input: Network.Value, to outputs: Int, rate: Int, normalisesFirst: Bool
  ) -> Network.Value {
    let sequence = "\(name).atrous_conv.aconv_sequence"
    var x = normalisesFirst ? guided("\(name).atrous_conv.first_bn", input) : input
    x = plainConvolution("\(sequence).1", relu(x), to: 2 * outputs, kernel: .square(1), hasBias: false)
    x = relu(guided("\(sequence).2", x))
    return plainConvolution("\(sequence).4", x, to: outputs, kernel: .square(3), dilation: rate, hasBias: false)
  }

  /// Convolutions 1x1 with ELU that halve the channels down to 8, from published counts that `widthDivisor` divides.
  fileprivate mutating func reduction(
    _ name: String, _ input: Network.Value, from inputs: Int, to first: Int, _ widthDivisor: Int
  ) -> Network.Value {
    var x = input
    var (read, written) = (inputs, first)
    while written >= 8 {
      x = elu(
        plainConvolution(
          "\(name).reduc.inter_\(read)_\(written).0", x, to: written / widthDivisor, kernel: .square(1), hasBias: false)
      )
      (read, written) = (written, written / 2)
    }
    return x
  }

  /// Depths of local planes at full resolution, in units of the farthest.
  fileprivate mutating func planes(
    _ name: String, _ input: Network.Value, from inputs: Int, to first: Int, _ widthDivisor: Int, factor: Int,
    farthest: Double
  ) -> Network.Value {
    let reduced = reduction(name, input, from: inputs, to: first, widthDivisor)
    let plane = plainConvolution("\(name).reduc.plane_params", reduced, to: 3, kernel: .square(1), hasBias: false)
    return scaled(append("", .localPlanes(.init(factor: factor, farthest: farthest)), plane), by: 1 / farthest)
  }
}
