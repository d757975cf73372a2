// SPDX-License-Identifier: Apache-2.0

import RotundaEngine
import RotundaNetworks
import RotundaTestSupport
import Testing

/// Random weights that keep the signal's size, and biases.
func randomWeights(of network: Network, seed: UInt64) -> Weights {
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
func randomImage(for network: Network, size: Extent, seed: UInt64) -> FeatureMap {
  var generator = SeededGenerator(seed: seed)
  let shape = Network.MapShape(channels: network.imageChannels, height: size.height, width: size.width)
  return FeatureMap(shape: shape, values: generator.normals(shape.count))
}

/// A network written down layer by layer; the last layer is its output.
struct Sketch {
  private(set) var layers: [Network.Layer]
  private let padding: Padding

  init(channels: Int, padding: Padding = .zero) {
    self.padding = padding
    layers = [Network.Layer(name: "", operation: .image(channels: channels), inputs: [])]
  }

  /// Adds a layer; returns its position.
  @discardableResult
  mutating func add(_ operation: Network.Operation, _ inputs: Int...) -> Int { add(operation, inputs: inputs) }

  /// Adds a layer of any number of inputs; returns its position.
  @discardableResult
  mutating func add(_ operation: Network.Operation, inputs: [Int]) -> Int {
    let values = inputs.map { Network.Value(index: $0) }
    layers.append(Network.Layer(name: "layer\(layers.count)", operation: operation, inputs: values))
    return layers.count - 1
  }

  /// Adds a convolution of this sketch's padding.
  mutating func convolution(
    _ input: Int, from inputs: Int, to outputs: Int, kernel: Extent, stride: Int = 1, dilation: Int = 1
  ) -> Int {
    add(
      .convolution(
        .init(
          inputChannels: inputs, outputChannels: outputs, kernel: kernel, stride: stride, dilation: dilation,
          padding: padding)), input)
  }

  /// The network with the given layers as outputs, else the last.
  func network(outputs: [Int]? = nil) -> Network {
    Network(
      architecture: Architecture(.rectnet, padding: padding), layers: layers,
      outputs: (outputs ?? [layers.count - 1]).map {
        Network.Output(name: "output\($0)", value: Network.Value(index: $0), scale: 1)
      })
  }
}

/// Every instruction set of this processor against the reference, on random weights and a random picture.
func expectAgreement(
  _ network: Network, size: Extent, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let weights = randomWeights(of: network, seed: 1)
  let image = randomImage(for: network, size: size, seed: 2)
  let expected = try ReferenceRuntime().prepare(network, weights: weights, size: size).predict(image)
  for instructionSet in InstructionSet.available {
    let runtime = CPURuntime(threads: 2, instructionSet: instructionSet, accuracy: .exact)
    let outputs = try runtime.prepare(network, weights: weights, size: size).predict(image)
    for (output, reference) in zip(outputs, expected) {
      #expect(output.shape == reference.shape, sourceLocation: sourceLocation)
      #expect(
        relativeToMaximum(output.values, reference.values) <= 1e-5, "\(instructionSet.name)",
        sourceLocation: sourceLocation)
    }
  }
}
