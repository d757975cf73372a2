// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaNetworks
  import Synchronization

  extension Tensor {
    /// A convolution whose taps lie on the sphere: `Network.Convolution.Sampling.inverseEquirectangular`.
    ///
    /// All taps' pixels are interpolated at once, `[N, C, taps H, W]`, and multiplied by weights as a 1x1 convolution.
    /// - `grids`: where the taps lie.
    func mapConvolved(
      _ convolution: Network.Convolution, weight: Tensor, bias: Tensor?, grids: MappedGrids
    ) throws(TorchError) -> Tensor {
      let (count, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
      let taps = convolution.kernel.height * convolution.kernel.width
      let grid = try grids.grid(of: convolution, for: self).expanded(to: [count, taps * height, width, 2])
      // The first column once more behind the last, so that places between both are inside.
      let around = try Tensor.concatenation([self, narrowed(along: 3, from: 0, count: 1)], along: 3)
      let gathered = try callOne(
        "grid_sampler", [.tensor(around), .tensor(grid), .int(0), .int(0), .bool(true)])
      let matrix = try callOne(
        "reshape", [.tensor(weight), .ints([convolution.outputChannels, channels * taps, 1, 1])])
      return try callOne("reshape", [.tensor(gathered), .ints([count, channels * taps, height, width])])
        .convolved(with: matrix, bias: bias, stride: 1, padding: [0, 0], dilation: 1)
    }
  }

  /// Where the taps of mapped convolutions lie, kept for those of the same shape.
  final class MappedGrids: Sendable {
    private struct Key: Hashable {
      let kernel: Extent
      let dilation: Int
      let size: Extent
    }

    private let known = Mutex<[Key: Tensor]>([:])

    /// Places in a map with one column more, `[1, taps H, W, 2]`, across and down.
    ///
    /// They go from -1 to 1 between the outer pixels' centres; rows beyond the map are beyond these.
    func grid(of convolution: Network.Convolution, for map: Tensor) throws(TorchError) -> Tensor {
      let size = Extent(height: map.shape[2], width: map.shape[3])
      let kernel = Extent(height: convolution.kernel.height, width: convolution.kernel.width)
      let key = Key(kernel: kernel, dilation: convolution.dilation, size: size)
      if let grid = known.withLock({ $0[key] }) { return try grid.like(map) }
      let places = Self.places(of: convolution, on: size)
      let grid = try Tensor(
        doubles: places, shape: [1, kernel.height * kernel.width * size.height, size.width, 2]
      ).like(map)
      known.withLock { $0[key] = grid }
      return grid
    }

    private static func places(of convolution: Network.Convolution, on size: Extent) -> [Double] {
      var places: [Double] = []
      places.reserveCapacity(2 * convolution.kernel.height * convolution.kernel.width * size.height * size.width)
      for i in 0..<convolution.kernel.height {
        for j in 0..<convolution.kernel.width {
          let steps = j * convolution.dilation - convolution.reachX
          for row in 0..<size.height {
            let source = row + i * convolution.dilation - convolution.reachY
            let isInside = 0..<size.height ~= source
            let down = isInside ? 2 * Double(source) / Double(max(1, size.height - 1)) - 1 : -3
            let tap = SphereTap(steps: steps, row: isInside ? source : 0, of: size)
            for column in 0..<size.width {
              let across = Double(tap.columns(around: column, width: size.width).left) + tap.fraction
              places += [2 * across / Double(size.width) - 1, down]
            }
          }
        }
      }
      return places
    }
  }
#endif
