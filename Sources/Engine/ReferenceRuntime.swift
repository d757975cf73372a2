// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaNetworks

/// The plainest correct executor: every operation as its definition says, sums in double precision.
///
/// The oracle of the fast engine; slow on purpose.
public struct ReferenceRuntime: Runtime {
  /// The reference.
  public init() {}

  /// What it is, for people.
  public var name: String { "reference, double precision, 1 thread" }

  /// Checks weights and size; there is nothing to plan.
  ///
  /// - Throws: `NetworkError` where weights or size do not fit the network.
  public func prepare(_ network: Network, weights: Weights, size: Extent) throws -> any PreparedNetwork {
    try weights.check(against: network)
    _ = try network.shapes(for: size)
    return ReferenceNetwork(network: network, weights: weights, size: size)
  }
}

private struct ReferenceNetwork: PreparedNetwork {
  let network: Network
  let weights: Weights
  let size: Extent

  func predict(_ image: FeatureMap) throws -> [FeatureMap] {
    try check(image)
    let shapes = try network.shapes(for: size)
    var maps: [DoubleMap] = []
    for (layer, shape) in zip(network.layers, shapes) {
      maps.append(result(of: layer, shape: shape, inputs: layer.inputs.map { maps[$0.index] }, image: image))
    }
    return network.outputs.map { output in
      let map = maps[output.value.index]
      return FeatureMap(shape: map.shape, values: map.values.map { Float($0) })
    }
  }

  private func result(
    of layer: Network.Layer, shape: Network.MapShape, inputs: [DoubleMap], image: FeatureMap
  ) -> DoubleMap {
    switch layer.operation {
    case .image:
      return DoubleMap(shape: shape, values: image.values.map { Double($0) })
    case .convolution(let convolution):
      return sums(convolution, inputs[0], shape: shape, layer: layer.name)
    case .transposedConvolution(let convolution):
      return sums(convolution, inputs[0], shape: shape, layer: layer.name)
    case .elu:
      return DoubleMap(shape: shape, values: inputs[0].values.map { $0 > 0 ? $0 : expm1($0) })
    case .concatenation:
      return DoubleMap(shape: shape, values: inputs.flatMap(\.values))
    case .addition:
      return DoubleMap(shape: shape, values: zip(inputs[0].values, inputs[1].values).map { $0 + $1 })
    case .nearestUpsampling(let factor):
      return repeated(inputs[0], factor: factor, shape: shape)
    case .detached:
      return inputs[0]
    }
  }

  private func array(_ layer: String, _ kind: String) -> [Double] {
    (weights.arrays["\(layer).\(kind)"]?.values ?? []).map { Double($0) }
  }

  private func sums(
    _ convolution: Network.Convolution, _ input: DoubleMap, shape: Network.MapShape, layer: String
  ) -> DoubleMap {
    let weight = array(layer, "weight")
    let bias = array(layer, "bias")
    let kernel = convolution.kernel
    let bordered = input.bordered(
      by: Extent(height: convolution.reachY, width: convolution.reachX), convolution.padding)
    var result = DoubleMap(shape: shape)
    for output in 0..<shape.channels {
      result.fill(channel: output, with: bias[output])
      for channel in 0..<convolution.inputChannels {
        for i in 0..<kernel.height {
          for j in 0..<kernel.width {
            let window = (output * convolution.inputChannels + channel) * kernel.height * kernel.width
            let factor = weight[window + i * kernel.width + j]
            for y in 0..<shape.height {
              let row = y * convolution.stride + i * convolution.dilation
              let from = bordered.index(channel, row, j * convolution.dilation)
              let to = result.index(output, y, 0)
              for x in 0..<shape.width {
                result.values[to + x] += factor * bordered.values[from + x * convolution.stride]
              }
            }
          }
        }
      }
    }
    return result
  }

  private func sums(
    _ convolution: Network.TransposedConvolution, _ input: DoubleMap, shape: Network.MapShape, layer: String
  ) -> DoubleMap {
    let weight = array(layer, "weight")
    let bias = array(layer, "bias")
    let side = Network.TransposedConvolution.kernel
    let bordered = input.bordered(by: Extent(height: 1, width: 1), convolution.padding)
    var result = DoubleMap(shape: shape)
    for output in 0..<shape.channels {
      result.fill(channel: output, with: bias[output])
      for channel in 0..<convolution.inputChannels {
        let window = (channel * convolution.outputChannels + output) * side * side
        for y in 0..<shape.height {
          for x in 0..<shape.width {
            // y = 2 i + k - 1, so k has the parity of y + 1.
            for k in stride(from: (y + 1) % 2, to: side, by: 2) {
              for l in stride(from: (x + 1) % 2, to: side, by: 2) {
                let value = bordered.values[bordered.index(channel, (y + 1 - k) / 2 + 1, (x + 1 - l) / 2 + 1)]
                result.values[result.index(output, y, x)] += weight[window + k * side + l] * value
              }
            }
          }
        }
      }
    }
    return result
  }

  private func repeated(_ input: DoubleMap, factor: Int, shape: Network.MapShape) -> DoubleMap {
    var result = DoubleMap(shape: shape)
    for channel in 0..<shape.channels {
      for y in 0..<shape.height {
        for x in 0..<shape.width {
          result.values[result.index(channel, y, x)] = input.values[input.index(channel, y / factor, x / factor)]
        }
      }
    }
    return result
  }
}

/// One map `[C, H, W]` in double precision.
private struct DoubleMap {
  let shape: Network.MapShape
  var values: [Double]

  init(shape: Network.MapShape, values: [Double]) {
    self.shape = shape
    self.values = values
  }

  init(shape: Network.MapShape) {
    self.init(shape: shape, values: Array(repeating: 0, count: shape.count))
  }

  func index(_ channel: Int, _ row: Int, _ column: Int) -> Int {
    (channel * shape.height + row) * shape.width + column
  }

  mutating func fill(channel: Int, with value: Double) {
    for index in index(channel, 0, 0)..<index(channel + 1, 0, 0) { values[index] = value }
  }

  /// This map with a border of `reach` rows and columns on each side.
  func bordered(by reach: Extent, _ padding: Padding) -> DoubleMap {
    let size = Extent(height: shape.height, width: shape.width)
    var result = DoubleMap(
      shape: .init(
        channels: shape.channels, height: shape.height + 2 * reach.height, width: shape.width + 2 * reach.width))
    for row in 0..<result.shape.height {
      for column in 0..<result.shape.width {
        guard let origin = padding.pixel(row: row - reach.height, column: column - reach.width, of: size)
        else { continue }
        for channel in 0..<shape.channels {
          result.values[result.index(channel, row, column)] = values[index(channel, origin.row, origin.column)]
        }
      }
    }
    return result
  }
}
