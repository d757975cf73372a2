// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  internal import Foundation
  import RotundaNetworks

  extension Tensor {
    /// A convolution whose taps lie on the sphere: `Network.Convolution.Sampling.inverseEquirectangular`.
    ///
    /// Each tap's pixels are gathered and interpolated, `[N, C, 1, H W]`, and the taps' channels multiplied by weights as a
    /// 1x1 convolution.
    func mapConvolved(
      _ convolution: Network.Convolution, weight: Tensor, bias: Tensor?
    ) throws(TorchError) -> Tensor {
      let kernel = convolution.kernel
      let (count, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
      let pixels = try shaped([count, channels, height * width])
      var taps: [Tensor] = []
      for i in 0..<kernel.height {
        for j in 0..<kernel.width {
          let map = MappedTap(
            down: i * convolution.dilation - convolution.reachY, across: j * convolution.dilation - convolution.reachX,
            height: height, width: width)
          let left = try pixels.selected(Tensor.positions(map.left, in: self), along: 2)
          let right = try pixels.selected(Tensor.positions(map.right, in: self), along: 2)
          let leftShare = try Tensor(doubles: map.leftShare, shape: [1, 1, height * width]).like(self)
          let rightShare = try Tensor(doubles: map.rightShare, shape: [1, 1, height * width]).like(self)
          taps.append(try left.multiplied(by: leftShare).adding(right.multiplied(by: rightShare)))
        }
      }
      // [N, taps C, H, W] and weights [O, taps C, 1, 1]: `weight` is [O, C, taps].
      let gathered = try Tensor.concatenation(taps, along: 1).shaped([count, taps.count * channels, height, width])
      let matrix = try callOne(
        "permute", [.tensor(weight.shaped([convolution.outputChannels, channels, taps.count])), .ints([0, 2, 1])])
      let weights = try callOne(
        "reshape", [.tensor(matrix), .ints([convolution.outputChannels, taps.count * channels, 1, 1])])
      return try gathered.convolved(with: weights, bias: bias, stride: 1, padding: [0, 0], dilation: 1)
    }
  }

  /// Where one tap reads for every pixel of a map, and in which shares.
  private struct MappedTap {
    private(set) var left: [Int] = []
    private(set) var right: [Int] = []
    private(set) var leftShare: [Double] = []
    private(set) var rightShare: [Double] = []

    init(down: Int, across: Int, height: Int, width: Int) {
      for row in 0..<height {
        let source = row + down
        let isInside = 0..<height ~= source
        let latitude = Double.pi * (0.5 - (Double(source) + 0.5) / Double(height))
        let columns = isInside ? Double(across) / cos(latitude) : 0
        let whole = Int(columns.rounded(.down))
        let fraction = columns - columns.rounded(.down)
        let first = min(max(source, 0), height - 1) * width
        for column in 0..<width {
          let place = ((column + whole) % width + width) % width
          left.append(first + place)
          right.append(first + (place + 1) % width)
          leftShare.append(isInside ? 1 - fraction : 0)
          rightShare.append(isInside ? fraction : 0)
        }
      }
    }
  }
#endif
