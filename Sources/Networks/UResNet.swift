// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// UResNet: an encoder of blocks with inner shortcuts, a decoder that predicts at three sizes.
  ///
  /// 51,252,035 parameters at full width. Outputs `depth`, `depthHalf` and `depthQuarter`, metres, linear. A coarser
  /// prediction is an input of the next finer stage, without gradient.
  /// - Source: Zioulis, Karakottas, Zarpalas, Daras, "OmniDepth", ECCV 2018.
  static func uResNet(widthDivisor: Int, padding: Padding) -> Network {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    var net = NetworkBuilder(padding: padding)
    let three = Extent.square(3)
    let five = Extent.square(5)

    // Three convolutions, the first halving the size; its result is added to that of the third.
    func skipBlock(_ name: String, _ input: Value, to channels: Int) -> Value {
      let first = net.convolution("\(name).conv1", input, to: channels, kernel: three, stride: 2)
      let second = net.convolution("\(name).conv2", first, to: channels, kernel: three)
      let third = net.convolution("\(name).conv3", second, to: channels, kernel: three)
      return net.sum(first, third)
    }

    let image = net.image()
    var x = net.convolution("input0", image, to: wide(32), kernel: .square(7))
    x = net.convolution("input1", x, to: wide(64), kernel: five)
    x = skipBlock("encoder0", x, to: wide(128))
    x = skipBlock("encoder1", x, to: wide(256))
    x = skipBlock("encoder2", x, to: wide(512))
    x = skipBlock("encoder3", x, to: wide(1024))

    x = net.transposed("decoder0_0", x, to: wide(512))
    x = net.convolution("decoder0_1", x, to: wide(512), kernel: five)
    x = net.transposed("decoder1_0", x, to: wide(256))
    x = net.convolution("decoder1_1", x, to: wide(256), kernel: five)
    let quarter = net.prediction("prediction0", x)

    x = net.transposed("decoder2_0", x, to: wide(128))
    let quarterDoubled = net.doubled(net.detached(quarter))
    x = net.convolution("decoder2_1", net.concatenation(x, quarterDoubled), to: wide(128), kernel: five)
    let half = net.prediction("prediction1", x)

    x = net.transposed("decoder3_0", x, to: wide(64))
    let halfDoubled = net.doubled(net.detached(half))
    x = net.convolution("decoder3_1", net.concatenation(x, halfDoubled), to: wide(64), kernel: five)
    let full = net.prediction("prediction2", x)

    return net.network(
      Architecture(.uresnet, widthDivisor: widthDivisor, padding: padding),
      outputs: [("depth", full, 1), ("depthHalf", half, 2), ("depthQuarter", quarter, 4)])
  }
}
