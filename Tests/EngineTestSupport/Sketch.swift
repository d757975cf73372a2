// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks
import RotundaTestSupport

/// Random weights that keep the signal's size, and biases.
package func randomWeights(of network: Network, seed: UInt64) -> Weights {
  var generator = SeededGenerator(seed: seed)
  var arrays: [String: Weights.Array] = [:]
  for parameter in network.parameters {
    let scale = parameter.isBias ? 0.5 : 1 / Float(parameter.fan.in).squareRoot()
    arrays[parameter.name] = Weights.Array(
      shape: parameter.shape, values: generator.normals(parameter.count).map { $0 * scale })
  }
  return Weights(arrays: arrays)
}

/// A picture of standard normal numbers.
package func randomImage(for network: Network, size: Extent, seed: UInt64) -> FeatureMap {
  var generator = SeededGenerator(seed: seed)
  let shape = Network.MapShape(channels: network.imageChannels, height: size.height, width: size.width)
  return FeatureMap(shape: shape, values: generator.normals(shape.count))
}

/// A network written down layer by layer; the last layer is its output.
package struct Sketch {
  package private(set) var layers: [Network.Layer]
  private let padding: Padding

  package init(channels: Int, padding: Padding = .zero) {
    self.padding = padding
    layers = [Network.Layer(name: "", operation: .image(channels: channels), inputs: [])]
  }

  /// Adds a layer; returns its position.
  @discardableResult
  package mutating func add(_ operation: Network.Operation, _ inputs: Int...) -> Int { add(operation, inputs: inputs) }

  /// Adds a layer of any number of inputs; returns its position.
  @discardableResult
  package mutating func add(_ operation: Network.Operation, inputs: [Int]) -> Int {
    let values = inputs.map { Network.Value(index: $0) }
    layers.append(Network.Layer(name: "layer\(layers.count)", operation: operation, inputs: values))
    return layers.count - 1
  }

  /// Adds a convolution of this sketch's padding.
  package mutating func convolution(
    _ input: Int, from inputs: Int, to outputs: Int, kernel: Extent, stride: Int = 1, dilation: Int = 1
  ) -> Int {
    add(
      .convolution(
        .init(
          inputChannels: inputs, outputChannels: outputs, kernel: kernel, stride: stride, dilation: dilation,
          padding: padding)), input)
  }

  /// The network with the given layers as outputs, else the last.
  package func network(outputs: [Int]? = nil) -> Network {
    Network(
      architecture: Architecture(.rectnet, padding: padding), layers: layers,
      outputs: (outputs ?? [layers.count - 1]).map {
        Network.Output(name: "output\($0)", value: Network.Value(index: $0), scale: 1)
      })
  }

  /// A network whose layers share, copy, skip and branch.
  package static func branching(padding: Padding) -> Network {
    var sketch = Sketch(channels: 3, padding: padding)
    let three = Extent(height: 3, width: 3)
    let first = sketch.convolution(0, from: 3, to: 5, kernel: three)
    let both = sketch.add(.elu, first)
    let raw = sketch.convolution(both, from: 5, to: 18, kernel: three, dilation: 2)
    let positive = sketch.add(.elu, raw)
    let sum = sketch.add(.addition, raw, positive)
    let cut = sketch.add(.detached, sum)
    // The picture is copied, one part is off the blocks' grid and read by others too, one appears twice.
    let wide = sketch.add(.concatenation, 0, cut, both, cut)
    let nested = sketch.add(.concatenation, wide, both)
    let end = sketch.convolution(nested, from: 3 + 18 + 5 + 18 + 5, to: 2, kernel: Extent(height: 1, width: 5))
    let doubled = sketch.add(.nearestUpsampling(factor: 2), end)
    return sketch.network(outputs: [doubled, cut, end, wide])
  }
}
