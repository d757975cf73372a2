// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// RectNet: wide row filters at the input, dilated convolutions at a quarter of the size, two predictions.
  ///
  /// 8,870,194 parameters at full width. Outputs `depth` at full and `depthHalf` at half resolution, metres, linear.
  /// Layer names and order are those of the public checkpoints.
  /// - Source: Zioulis, Karakottas, Zarpalas, Daras, "OmniDepth", ECCV 2018.
  static func rectNet(widthDivisor: Int, padding: Padding) -> Network {
    var net = NetworkBuilder(padding: padding)
    let image = net.image()
    let features = net.rectNetEncoder(image, widthDivisor: widthDivisor)
    let (full, half) = net.rectNetDecoder(features, widthDivisor: widthDivisor)
    return net.network(
      Architecture(.rectnet, widthDivisor: widthDivisor, padding: padding),
      outputs: [("depth", full, 1), ("depthHalf", half, 2)])
  }

  /// RectNet whose convolutions of stride 1 sample the sphere: windows are as wide near the poles as on the equator.
  ///
  /// 8,870,194 parameters at full width; outputs as RectNet's. Our reconstruction: the depth network of the source was
  /// never published.
  /// - Source: Eder, Price, Vu, Bapat, Frahm, "Mapped convolutions", 2019.
  static func mappedRectNet(widthDivisor: Int) -> Network {
    var net = NetworkBuilder(padding: .zero)
    let image = net.image()
    let features = net.rectNetEncoder(image, widthDivisor: widthDivisor, sampling: .inverseEquirectangular)
    let (full, half) = net.rectNetDecoder(features, widthDivisor: widthDivisor, sampling: .inverseEquirectangular)
    return net.network(
      Architecture(.mappedrectnet, widthDivisor: widthDivisor),
      outputs: [("depth", full, 1), ("depthHalf", half, 2)])
  }
}

extension NetworkBuilder {
  /// RectNet's encoder: 512 channels at a quarter of the size, at full width.
  ///
  /// - `sampling`: of the convolutions of stride 1 whose windows are larger than a pixel.
  mutating func rectNetEncoder(
    _ image: Network.Value, widthDivisor: Int, sampling: Network.Convolution.Sampling = .grid
  ) -> Network.Value {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    let three = Extent.square(3)
    let five = Extent.square(5)
    let one = Extent.square(1)

    let rows0 = concatenation(
      convolution("input0_0", image, to: wide(8), kernel: Extent(height: 3, width: 9), sampling: sampling),
      convolution("input0_1", image, to: wide(8), kernel: Extent(height: 5, width: 11), sampling: sampling),
      convolution("input0_2", image, to: wide(8), kernel: Extent(height: 5, width: 7), sampling: sampling),
      convolution("input0_3", image, to: wide(8), kernel: Extent(height: 7, width: 7), sampling: sampling))
    let rows1 = concatenation(
      convolution("input1_0", rows0, to: wide(16), kernel: Extent(height: 3, width: 9), sampling: sampling),
      convolution("input1_1", rows0, to: wide(16), kernel: Extent(height: 3, width: 7), sampling: sampling),
      convolution("input1_2", rows0, to: wide(16), kernel: Extent(height: 3, width: 5), sampling: sampling),
      convolution("input1_3", rows0, to: wide(16), kernel: five, sampling: sampling))

    var x = convolution("encoder0_0", rows1, to: wide(128), kernel: three, stride: 2)
    x = convolution("encoder0_1", x, to: wide(128), kernel: three, sampling: sampling)
    x = convolution("encoder0_2", x, to: wide(128), kernel: three, sampling: sampling)

    x = convolution("encoder1_0", x, to: wide(256), kernel: three, stride: 2)
    let near1 = convolution("encoder1_1", x, to: wide(256), kernel: three, dilation: 2, sampling: sampling)
    let far1 = convolution("encoder1_2", near1, to: wide(256), kernel: three, dilation: 4, sampling: sampling)
    x = convolution("encoder1_3", concatenation(near1, far1), to: wide(256), kernel: one)

    let near2 = convolution("encoder2_0", x, to: wide(256), kernel: three, dilation: 8, sampling: sampling)
    let far2 = convolution("encoder2_1", near2, to: wide(512), kernel: three, dilation: 16, sampling: sampling)
    return convolution("encoder2_2", concatenation(near2, far2), to: wide(512), kernel: one)
  }
  /// RectNet's decoder: predictions at full and at half resolution.
  ///
  /// - `prefix`: what the names of its layers begin with; `channels`: of each prediction.
  /// - `sampling`: as for the encoder.
  mutating func rectNetDecoder(
    _ features: Network.Value, prefix: String = "", channels: Int = 1, widthDivisor: Int,
    sampling: Network.Convolution.Sampling = .grid
  ) -> (full: Network.Value, half: Network.Value) {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    let five = Extent.square(5)
    var x = transposed("\(prefix)decoder0_0", features, to: wide(256))
    x = convolution("\(prefix)decoder0_1", x, to: wide(256), kernel: five, sampling: sampling)
    let half = prediction("\(prefix)prediction0", x, to: channels, sampling: sampling)

    x = transposed("\(prefix)decoder1_0", x, to: wide(128))
    x = convolution("\(prefix)decoder1_1", x, to: wide(128), kernel: five, sampling: sampling)
    x = convolution("\(prefix)decoder1_2", concatenation(x, doubled(half)), to: wide(64), kernel: .square(1))
    return (prediction("\(prefix)prediction1", x, to: channels, sampling: sampling), half)
  }
}
