// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// Columns and rows of a superpixel of `dcnf`, pixels of its picture.
  public static let superpixelSize = 20

  /// DCNF-FCSP's unary part: VGG-16 on the whole picture, means over superpixels, three layers for each.
  ///
  /// 19,502,049 parameters at full width. Reads red, green and blue in [0, 1] and, as fourth channel, the number of each
  /// pixel's superpixel. Output `unary`: `[1, n, 1]`, what the conditional random field begins with. The two convolutions
  /// behind VGG-16 are our reconstruction.
  /// - Source: Liu, Shen, Lin, Reid, "Learning depth from single monocular images using deep convolutional neural fields",
  ///   TPAMI 2016; the trunk: Simonyan, Zisserman, ICLR 2015.
  static func dcnf(widthDivisor: Int) -> Network {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    var net = NetworkBuilder(padding: .zero)
    let image = net.image(channels: 4)
    var x = net.append("", .channels(0..<3), image)
    // Means of the trunk's training pictures, of 255.
    x = net.append("", .affine(scales: [255, 255, 255], shifts: [-123.68, -116.779, -103.939]), x)
    for (stage, (channels, layers)) in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)].enumerated() {
      for layer in 1...layers {
        x = net.relu(
          net.plainConvolution("trunk.conv\(stage + 1)_\(layer)", x, to: wide(channels), kernel: .square(3)))
      }
      x = net.append(
        "", .pooling(.init(.maximum, window: 2, stride: stage < 3 ? 2 : 1, leading: .pixels(0))), x)
    }
    for layer in 1...2 {
      x = net.relu(net.plainConvolution("trunk.conv6_\(layer)", x, to: wide(512), kernel: .square(3)))
    }
    x = net.append("", .superpixelPooling(.init(labelChannel: 3, regionSize: superpixelSize)), x, image)
    x = net.relu(net.plainConvolution("head.fc1", x, to: wide(128), kernel: .square(1)))
    x = net.sigmoid(net.plainConvolution("head.fc2", x, to: wide(16), kernel: .square(1)))
    let unary = net.plainConvolution("head.fc3", x, to: 1, kernel: .square(1))
    return net.network(Architecture(.dcnf, widthDivisor: widthDivisor), unaligned: unary, name: "unary", scale: 1)
  }
}
