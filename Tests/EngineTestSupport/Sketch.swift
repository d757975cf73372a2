// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks
import RotundaTestSupport

/// Random weights that keep the signal's size, and biases.
package func randomWeights(of network: Network, seed: UInt64) -> Weights {
  var generator = SeededGenerator(seed: seed)
  var arrays: [String: Weights.Array] = [:]
  for parameter in network.parameters {
    let normals = generator.normals(parameter.count)
    let values: [Float]
    switch parameter.role {
    case .weight: values = normals.map { $0 / Float(parameter.fan.in).squareRoot() }
    case .bias, .shift, .runningMean: values = normals.map { $0 / 2 }
    case .scale: values = normals.map { 1 + $0 / 4 }
    case .runningVariance: values = normals.map { 0.5 + $0 * $0 }
    }
    arrays[parameter.name] = Weights.Array(shape: parameter.shape, values: values)
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
        Network.Output(name: "output\($0)", value: Network.Value(index: $0), scale: 1, isAligned: false)
      })
  }

  /// Every operation that is no plain convolution, with what may be computed together and what must not.
  package static func everyOperation() -> Network {
    var sketch = Sketch(channels: 4)
    let picture = sketch.add(.affine(scales: [1, 2, -1, 0.5], shifts: [0, 0.5, 1, 0]), 0)
    let mapped = sketch.add(
      .convolution(
        .init(
          inputChannels: 4, outputChannels: 20, kernel: Extent(height: 5, width: 3), stride: 1, dilation: 2,
          padding: .zero, sampling: .inverseEquirectangular)), picture)
    let active = sketch.add(.activation(.elu), mapped)
    let grouped = sketch.add(
      .convolution(
        .init(
          inputChannels: 20, outputChannels: 40, kernel: .init(height: 3, width: 3), stride: 2, dilation: 1,
          padding: .zero, groups: 5, hasBias: false)), active)
    let folded = sketch.add(.activation(.relu), sketch.add(.normalisation(.init(channels: 40)), grouped))
    let wide = sketch.add(
      .convolution(
        .init(
          inputChannels: 40, outputChannels: 32, kernel: .init(height: 1, width: 1), stride: 1, dilation: 1,
          padding: .zero)), folded)
    let bundled = sketch.add(
      .convolution(
        .init(
          inputChannels: 32, outputChannels: 32, kernel: .init(height: 3, width: 3), stride: 1, dilation: 2,
          padding: .zero, groups: 8)), wide)
    // A normalisation that something else reads too is not computed with its convolution.
    let alone = sketch.add(.normalisation(.init(channels: 32, epsilon: 0.5)), bundled)
    let sum = sketch.add(.activation(.relu), sketch.add(.addition, alone, bundled))
    let before = sketch.add(.activation(.relu), sketch.add(.normalisation(.init(channels: 32)), sum))
    let largest = sketch.add(.pooling(.init(.maximum, window: 3, stride: 2, leading: .pixels(1))), before)
    let same = sketch.add(.pooling(.init(.maximum, window: 3, stride: 2, leading: .same)), before)
    let near = sketch.add(.pooling(.init(.maximum, window: 2, stride: 1, leading: .pixels(0))), largest)
    let mean = sketch.add(.pooling(.init(.average, window: 2, stride: 2, leading: .pixels(0))), before)
    let both = sketch.add(.concatenation, largest, same, near, mean)
    let factors = sketch.add(.activation(.sigmoid), sketch.add(.globalAverage, both))
    let scaled = sketch.add(.channelScaling, both, factors)
    let interleaved = sketch.add(
      .normalisation(.init(channels: 24)),
      sketch.add(
        .interleavedConvolution(.init(inputChannels: 128, outputChannels: 24, phaseNames: ["A", "B", "C", "D"])), scaled
      ))
    let transposed = sketch.add(
      .activation(.absolute),
      sketch.add(
        .transposedConvolution(.init(inputChannels: 24, outputChannels: 9, kernel: 3, padding: .zero)), interleaved))
    let resized = sketch.add(.bilinearResizing(denominator: 1), interleaved)
    let spread = sketch.add(.bilinearResizing(denominator: 2), factors)
    let placed = sketch.add(
      .concatenation, transposed, sketch.add(.coordinates(.rowAndColumn), transposed),
      sketch.add(.coordinates(.longitudeAndLatitude), transposed), resized)
    let less = sketch.add(.subsampling(factor: 4), placed)
    let planes = sketch.convolution(less, from: 37, to: 3, kernel: Extent(height: 1, width: 1))
    let depths = sketch.add(.localPlanes(.init(factor: 4, farthest: 10)), planes)
    let probabilities = sketch.add(.softmax, placed)
    let expected = sketch.add(
      .logarithmicBins(.init(lowest: 0.01, highest: 1.7, count: 37, unit: 10)), probabilities)
    let unit = sketch.add(.unitLength, sketch.add(.channels(5..<23), placed))
    let superpixels = sketch.add(.superpixelPooling(.init(labelChannel: 3, regionSize: 4)), less, 0)
    return sketch.network(
      outputs: [depths, expected, unit, superpixels, spread, before, alone, interleaved, probabilities, mapped])
  }

  /// A network whose layers share, copy, skip and branch.
  package static func branching(padding: Padding) -> Network {
    var sketch = Sketch(channels: 3, padding: padding)
    let three = Extent(height: 3, width: 3)
    let first = sketch.convolution(0, from: 3, to: 5, kernel: three)
    let both = sketch.add(.activation(.elu), first)
    let raw = sketch.convolution(both, from: 5, to: 18, kernel: three, dilation: 2)
    let positive = sketch.add(.activation(.elu), raw)
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
