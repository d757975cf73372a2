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

struct ReferenceNetwork: PreparedNetwork {
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
    case .interleavedConvolution(let convolution):
      return sums(convolution, inputs[0], shape: shape, layer: layer.name)
    case .normalisation(let normalisation):
      return normalised(inputs[0], normalisation, layer: layer.name)
    case .activation(let activation):
      return DoubleMap(shape: shape, values: inputs[0].values.map(activation.value))
    case .affine(let scales, let shifts):
      return inputs[0].mapped { value, channel in
        value * scales[scales.count == 1 ? 0 : channel] + shifts[shifts.count == 1 ? 0 : channel]
      }
    case .channels(let range):
      return DoubleMap(shape: shape, values: range.flatMap { inputs[0].channel($0) })
    case .concatenation:
      return DoubleMap(shape: shape, values: inputs.flatMap(\.values))
    case .addition:
      return DoubleMap(shape: shape, values: zip(inputs[0].values, inputs[1].values).map { $0 + $1 })
    case .channelScaling:
      return inputs[0].mapped { value, channel in value * inputs[1].values[channel] }
    case .nearestUpsampling(let factor):
      return DoubleMap(shape: shape) { channel, row, column in inputs[0][channel, row / factor, column / factor] }
    case .subsampling(let factor):
      return DoubleMap(shape: shape) { channel, row, column in inputs[0][channel, row * factor, column * factor] }
    case .bilinearResizing:
      return inputs[0].resized(to: shape)
    case .pooling(let pooling):
      return inputs[0].pooled(pooling, shape: shape)
    case .globalAverage:
      return DoubleMap(shape: shape) { channel, _, _ in
        inputs[0].channel(channel).reduce(0, +) / Double(inputs[0].shape.height * inputs[0].shape.width)
      }
    case .coordinates(let coordinates):
      return DoubleMap(shape: shape) { channel, row, column in
        coordinates.value(channel: channel, row: row, column: column, of: shape.extent)
      }
    case .unitLength, .softmax, .logarithmicBins:
      return inputs[0].mappedPixels(shape: shape, layer.operation.pixelFunction ?? { $0 })
    case .localPlanes(let planes):
      return DoubleMap(shape: shape) { _, row, column in
        let cell = (row / planes.factor, column / planes.factor)
        return planes.depth(
          of: (0..<3).map { inputs[0][$0, cell.0, cell.1] }, row: row % planes.factor, column: column % planes.factor)
      }
    case .superpixelPooling(let pooling):
      return inputs[0].pooled(pooling, picture: inputs[1], shape: shape)
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
    let inputs = convolution.inputChannels / convolution.groups
    let outputs = convolution.outputChannels / convolution.groups
    var result = DoubleMap(shape: shape)
    for output in 0..<shape.channels where convolution.hasBias { result.fill(channel: output, with: bias[output]) }
    for i in 0..<kernel.height {
      for j in 0..<kernel.width {
        let tap = input.tap(i, j, of: convolution, shape: shape)
        for output in 0..<shape.channels {
          for channel in 0..<inputs {
            let factor = weight[((output * inputs + channel) * kernel.height + i) * kernel.width + j]
            result.add(tap, channel: output / outputs * inputs + channel, times: factor, to: output)
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
    let side = convolution.kernel
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

  private func sums(
    _ convolution: Network.InterleavedConvolution, _ input: DoubleMap, shape: Network.MapShape, layer: String
  ) -> DoubleMap {
    let bordered = input.bordered(by: Extent(height: 1, width: 1), .zero)
    var result = DoubleMap(shape: shape)
    for phase in convolution.phases {
      let weight = array("\(layer).\(phase.name)", "weight")
      let bias = array("\(layer).\(phase.name)", "bias")
      let window = phase.kernel.height * phase.kernel.width
      for output in 0..<shape.channels {
        for row in 0..<input.shape.height {
          for column in 0..<input.shape.width {
            var sum = bias[output]
            for channel in 0..<convolution.inputChannels {
              for tap in 0..<window {
                let (i, j) = (tap / phase.kernel.width, tap % phase.kernel.width)
                sum +=
                  weight[(output * convolution.inputChannels + channel) * window + tap]
                  * bordered[channel, row + i, column + j]
              }
            }
            result[output, 2 * row + phase.row, 2 * column + phase.column] = sum
          }
        }
      }
    }
    return result
  }

  private func normalised(_ input: DoubleMap, _ normalisation: Network.Normalisation, layer: String) -> DoubleMap {
    let weight = array(layer, "weight")
    let bias = array(layer, "bias")
    let mean = array(layer, "running_mean")
    let variance = array(layer, "running_var")
    return input.mapped { value, channel in
      (value - mean[channel]) / (variance[channel] + normalisation.epsilon).squareRoot() * weight[channel]
        + bias[channel]
    }
  }
}
