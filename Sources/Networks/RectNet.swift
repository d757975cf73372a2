// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// RectNet: wide row filters at the input, dilated convolutions at a quarter of the size, two predictions.
  ///
  /// 8,870,194 parameters at full width. Outputs `depth` at full and `depthHalf` at half resolution, metres, linear.
  /// Layer names and order are those of the public checkpoints.
  /// - Source: Zioulis, Karakottas, Zarpalas, Daras, "OmniDepth", ECCV 2018.
  static func rectNet(widthDivisor: Int, padding: Padding) -> Network {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    var net = NetworkBuilder(padding: padding)
    let five = Extent.square(5)
    let one = Extent.square(1)

    let image = net.image()
    var x = net.rectNetEncoder(image, widthDivisor: widthDivisor)

    x = net.transposed("decoder0_0", x, to: wide(256))
    x = net.convolution("decoder0_1", x, to: wide(256), kernel: five)
    let half = net.prediction("prediction0", x)

    x = net.transposed("decoder1_0", x, to: wide(128))
    x = net.convolution("decoder1_1", x, to: wide(128), kernel: five)
    x = net.convolution("decoder1_2", net.concatenation(x, net.doubled(half)), to: wide(64), kernel: one)
    let full = net.prediction("prediction1", x)

    return net.network(
      Architecture(.rectnet, widthDivisor: widthDivisor, padding: padding),
      outputs: [("depth", full, 1), ("depthHalf", half, 2)])
  }
}

extension NetworkBuilder {
  /// RectNet's encoder: 512 channels at a quarter of the size, at full width.
  mutating func rectNetEncoder(_ image: Network.Value, widthDivisor: Int) -> Network.Value {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    let three = Extent.square(3)
    let five = Extent.square(5)
    let one = Extent.square(1)

    let rows0 = concatenation(
      convolution("input0_0", image, to: wide(8), kernel: Extent(height: 3, width: 9)),
      convolution("input0_1", image, to: wide(8), kernel: Extent(height: 5, width: 11)),
      convolution("input0_2", image, to: wide(8), kernel: Extent(height: 5, width: 7)),
      convolution("input0_3", image, to: wide(8), kernel: Extent(height: 7, width: 7)))
    let rows1 = concatenation(
      convolution("input1_0", rows0, to: wide(16), kernel: Extent(height: 3, width: 9)),
      convolution("input1_1", rows0, to: wide(16), kernel: Extent(height: 3, width: 7)),
      convolution("input1_2", rows0, to: wide(16), kernel: Extent(height: 3, width: 5)),
      convolution("input1_3", rows0, to: wide(16), kernel: five))

    var x = convolution("encoder0_0", rows1, to: wide(128), kernel: three, stride: 2)
    x = convolution("encoder0_1", x, to: wide(128), kernel: three)
    x = convolution("encoder0_2", x, to: wide(128), kernel: three)

    x = convolution("encoder1_0", x, to: wide(256), kernel: three, stride: 2)
    let near1 = convolution("encoder1_1", x, to: wide(256), kernel: three, dilation: 2)
    let far1 = convolution("encoder1_2", near1, to: wide(256), kernel: three, dilation: 4)
    x = convolution("encoder1_3", concatenation(near1, far1), to: wide(256), kernel: one)

    let near2 = convolution("encoder2_0", x, to: wide(256), kernel: three, dilation: 8)
    let far2 = convolution("encoder2_1", near2, to: wide(512), kernel: three, dilation: 16)
    return convolution("encoder2_2", concatenation(near2, far2), to: wide(512), kernel: one)
  }
}
