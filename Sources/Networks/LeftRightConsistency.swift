// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// Monodepth with the VGG encoder: disparities of a left and a right camera at four scales, from the left picture.
  ///
  /// 31,600,072 parameters at full width. Outputs `disparity`, `disparityHalf`, `disparityQuarter`, `disparityEighth`: two
  /// channels each, left and right, fractions of the picture's width.
  /// - Source: Godard, Mac Aodha, Brostow, "Unsupervised monocular depth estimation with left-right consistency", CVPR
  ///   2017.
  static func monodepthVGG(widthDivisor: Int) -> Network {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    var net = NetworkBuilder(padding: .zero)
    var x = net.image()
    var skips: [Network.Value] = []
    for (index, (channels, kernel)) in [(32, 7), (64, 5), (128, 3), (256, 3), (512, 3), (512, 3), (512, 3)].enumerated()
    {
      let name = "encoder.conv\(index + 1)"
      x = net.activeConvolution("\(name)a", x, to: wide(channels), kernel: kernel)
      x = net.activeConvolution("\(name)b", x, to: wide(channels), kernel: kernel, stride: 2)
      skips.append(x)
    }
    return net.disparities(
      from: x, skips: skips.dropLast(), channels: [16, 32, 64, 128, 256, 512, 512].map(wide),
      Architecture(.monodepthvgg, widthDivisor: widthDivisor))
  }

  /// Monodepth with the ResNet-50 encoder; the stride is in the last block of each stage, and every shortcut is projected.
  ///
  /// 58,452,008 parameters at full width. Outputs and source as with the VGG encoder.
  static func monodepthResNet50(widthDivisor: Int) -> Network {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    var net = NetworkBuilder(padding: .zero)
    let first = net.activeConvolution("encoder.conv1", net.image(), to: wide(64), kernel: 7, stride: 2)
    var x = net.halvedByMaximum(first)
    var skips = [first, x]
    for (stage, blocks) in [3, 4, 6, 3].enumerated() {
      for block in 0..<blocks {
        x = net.projectedBlock(
          "encoder.layer\(stage + 1).\(block)", x, to: wide(64 << stage), stride: block == blocks - 1 ? 2 : 1)
      }
      skips.append(x)
    }
    return net.disparities(
      from: x, skips: skips.dropLast(), channels: [16, 32, 64, 128, 256, 512].map(wide),
      Architecture(.monodepthresnet50, widthDivisor: widthDivisor))
  }
}

extension NetworkBuilder {
  /// Convolution and ELU, stored as `name.weight` and `name.bias`.
  fileprivate mutating func activeConvolution(
    _ name: String, _ input: Network.Value, to outputs: Int, kernel: Int, stride: Int = 1
  ) -> Network.Value {
    elu(plainConvolution(name, input, to: outputs, kernel: .square(kernel), stride: stride))
  }

  /// Convolutions 1x1, 3x3 and 1x1 to four times the channels, plus a projection.
  fileprivate mutating func projectedBlock(
    _ name: String, _ input: Network.Value, to channels: Int, stride: Int
  ) -> Network.Value {
    var x = activeConvolution("\(name).conv1", input, to: channels, kernel: 1)
    x = activeConvolution("\(name).conv2", x, to: channels, kernel: 3, stride: stride)
    x = plainConvolution("\(name).conv3", x, to: 4 * channels, kernel: .square(1))
    let projection = plainConvolution(
      "\(name).downsample", input, to: 4 * channels, kernel: .square(1), stride: stride)
    return elu(sum(x, projection))
  }

  /// The decoder: doublings with skips, and from an eighth of the size on disparities that the next scale reads.
  ///
  /// - `skips`: from half the size to the one before the smallest. `channels`: from full size on.
  fileprivate mutating func disparities(
    from features: Network.Value, skips: ArraySlice<Network.Value>, channels: [Int], _ architecture: Architecture
  ) -> Network {
    var x = features
    var coarser: Network.Value?
    var outputs: [(name: String, value: Network.Value, scale: Int)] = []
    for level in channels.indices.reversed() {
      let number = level + 1
      x = activeConvolution("decoder.upconv\(number)", doubled(x), to: channels[level], kernel: 3)
      var parts = [x]
      if level > 0 { parts.append(skips[skips.startIndex + level - 1]) }
      if let coarser { parts.append(doubled(coarser)) }
      x = activeConvolution("decoder.iconv\(number)", concatenation(of: parts), to: channels[level], kernel: 3)
      guard level < 4 else { continue }
      let disparity = scaled(
        sigmoid(plainConvolution("decoder.disp\(number)", x, to: 2, kernel: .square(3))), by: 0.3)
      coarser = disparity
      let name = "disparity" + ["", "Half", "Quarter", "Eighth"][level]
      outputs.insert((name, disparity, 1 << level), at: 0)
    }
    return network(architecture, outputs: outputs)
  }
}
