// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// ResNet360: CoordConv layers, five residual blocks at a quarter of the size, two transposed convolutions.
  ///
  /// 1,696,483 parameters at full width. Output `depth`: ray distance in metres, the magnitude of the last layer. Layer
  /// names are those of the public checkpoints.
  /// - Source: Zioulis, Karakottas, Zarpalas, Alvarez, Daras, "Spherical view synthesis for self-supervised 360° depth
  ///   estimation", 3DV 2019.
  static func svs(widthDivisor: Int) -> Network {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    var net = NetworkBuilder(padding: .zero)
    var x = net.image()
    x = net.elu(net.coordConvolution("model.0", x, to: wide(32), kernel: 7))
    x = net.elu(net.coordConvolution("model.3", x, to: wide(64), kernel: 3, stride: 2))
    x = net.elu(net.coordConvolution("model.6", x, to: wide(128), kernel: 3, stride: 2))
    for block in 9...13 {
      let inner = net.elu(net.coordConvolution("model.\(block).block.0", x, to: wide(128), kernel: 3))
      x = net.sum(x, net.coordConvolution("model.\(block).block.3", inner, to: wide(128), kernel: 3))
    }
    x = net.elu(net.plainTransposed("model.14", x, to: wide(64), kernel: 3))
    x = net.elu(net.plainTransposed("model.17", x, to: wide(32), kernel: 3))
    x = net.coordConvolution("model.20", x, to: 1, kernel: 7)
    let depth = net.append("", .activation(.absolute), x)
    return net.network(Architecture(.svs, widthDivisor: widthDivisor), outputs: [("depth", depth, 1)])
  }
}

extension NetworkBuilder {
  /// Convolution of a map and its rows' and columns' coordinates, stored as `name.conv.weight` and `name.conv.bias`.
  fileprivate mutating func coordConvolution(
    _ name: String, _ input: Network.Value, to outputs: Int, kernel: Int, stride: Int = 1
  ) -> Network.Value {
    let places = append("", .coordinates(.rowAndColumn), input)
    return plainConvolution(
      "\(name).conv", concatenation(input, places), to: outputs, kernel: .square(kernel), stride: stride)
  }
}
