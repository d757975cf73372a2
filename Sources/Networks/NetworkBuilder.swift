// SPDX-License-Identifier: Apache-2.0

/// Writes layers down in the words of a paper's table: name, kernel, stride, dilation, channels.
///
/// `padding` applies to all convolutions of a network.
struct NetworkBuilder {
  private let padding: Padding
  private var layers: [Network.Layer] = []
  private var channels: [Int] = []

  init(padding: Padding) { self.padding = padding }

  /// Adds a layer; its name is empty where it has no parameters.
  mutating func append(
    _ name: String = "", _ operation: Network.Operation, _ inputs: Network.Value...
  ) -> Network.Value {
    append(name, operation, inputs)
  }

  private mutating func append(
    _ name: String, _ operation: Network.Operation, _ inputs: [Network.Value]
  ) -> Network.Value {
    layers.append(Network.Layer(name: name, operation: operation, inputs: inputs))
    channels.append(operation.channels(of: inputs.map { channels[$0.index] }))
    return Network.Value(index: layers.count - 1)
  }

  /// Channels of a result.
  func channelCount(of value: Network.Value) -> Int { channels[value.index] }

  /// The picture; the first layer of every network.
  mutating func image(channels: Int = 3) -> Network.Value { append("", .image(channels: channels)) }

  // MARK: Convolutions

  /// Convolution and ELU, stored as `name.conv.weight` and `name.conv.bias`.
  mutating func convolution(
    _ name: String, _ input: Network.Value, to outputs: Int, kernel: Extent, stride: Int = 1, dilation: Int = 1,
    sampling: Network.Convolution.Sampling = .grid
  ) -> Network.Value {
    elu(
      plainConvolution(
        "\(name).conv", input, to: outputs, kernel: kernel, stride: stride, dilation: dilation, sampling: sampling))
  }

  /// Convolution 3x3 without activation, stored as `name.weight` and `name.bias`.
  mutating func prediction(
    _ name: String, _ input: Network.Value, to outputs: Int = 1, sampling: Network.Convolution.Sampling = .grid
  ) -> Network.Value {
    plainConvolution(name, input, to: outputs, kernel: .square(3), sampling: sampling)
  }

  /// Convolution without activation, stored as `name.weight` and, where it has one, `name.bias`.
  mutating func plainConvolution(
    _ name: String, _ input: Network.Value, to outputs: Int, kernel: Extent, stride: Int = 1, dilation: Int = 1,
    groups: Int = 1, hasBias: Bool = true, sampling: Network.Convolution.Sampling = .grid
  ) -> Network.Value {
    let convolution = Network.Convolution(
      inputChannels: channels[input.index], outputChannels: outputs, kernel: kernel, stride: stride,
      dilation: dilation, padding: padding, groups: groups, hasBias: hasBias, sampling: sampling)
    return append(name, .convolution(convolution), input)
  }

  /// Transposed convolution 4, 2, 1 and ELU: twice the rows and columns.
  mutating func transposed(_ name: String, _ input: Network.Value, to outputs: Int) -> Network.Value {
    elu(plainTransposed("\(name).conv", input, to: outputs))
  }

  /// Transposed convolution without activation: twice the rows and columns.
  mutating func plainTransposed(
    _ name: String, _ input: Network.Value, to outputs: Int, kernel: Int = 4
  ) -> Network.Value {
    let convolution = Network.TransposedConvolution(
      inputChannels: channels[input.index], outputChannels: outputs, kernel: kernel, padding: padding)
    return append(name, .transposedConvolution(convolution), input)
  }

  /// Batch normalisation, stored as `name.weight`, `name.bias`, `name.running_mean` and `name.running_var`.
  mutating func normalised(
    _ name: String, _ input: Network.Value, epsilon: Double = 1e-5, momentum: Double = 0.1
  ) -> Network.Value {
    let normalisation = Network.Normalisation(
      channels: channels[input.index], epsilon: epsilon, momentum: momentum)
    return append(name, .normalisation(normalisation), input)
  }

  // MARK: Everything else

  mutating func elu(_ input: Network.Value) -> Network.Value { append("", .activation(.elu), input) }

  mutating func relu(_ input: Network.Value) -> Network.Value { append("", .activation(.relu), input) }

  mutating func sigmoid(_ input: Network.Value) -> Network.Value { append("", .activation(.sigmoid), input) }

  /// x times a factor.
  mutating func scaled(_ input: Network.Value, by factor: Double) -> Network.Value {
    append("", .affine(scales: [factor], shifts: [0]), input)
  }

  /// (x - mean) / deviation for each channel.
  mutating func standardised(
    _ input: Network.Value, mean: [Double], deviation: [Double]
  ) -> Network.Value {
    append(
      "", .affine(scales: deviation.map { 1 / $0 }, shifts: zip(mean, deviation).map { -$0 / $1 }), input)
  }

  /// Channels side by side.
  mutating func concatenation(_ inputs: Network.Value...) -> Network.Value { append("", .concatenation, inputs) }

  /// Channels side by side.
  mutating func concatenation(of inputs: [Network.Value]) -> Network.Value { append("", .concatenation, inputs) }

  /// The sum of two maps.
  mutating func sum(_ first: Network.Value, _ second: Network.Value) -> Network.Value {
    append("", .addition, first, second)
  }

  /// Nearest-neighbour doubling.
  mutating func doubled(_ input: Network.Value) -> Network.Value { append("", .nearestUpsampling(factor: 2), input) }

  /// The largest of windows of 3x3 with stride 2, one pixel beyond the border on each side.
  mutating func halvedByMaximum(_ input: Network.Value) -> Network.Value {
    append("", .pooling(.init(.maximum, window: 3, stride: 2, leading: .pixels(1))), input)
  }

  /// A copy through which no gradient flows.
  mutating func detached(_ input: Network.Value) -> Network.Value { append("", .detached, input) }

  /// The finished network; `outputs` are named by scale, full resolution first.
  func network(_ architecture: Architecture, outputs: [(name: String, value: Network.Value, scale: Int)]) -> Network {
    Network(
      architecture: architecture, layers: layers,
      outputs: outputs.map { Network.Output(name: $0.name, value: $0.value, scale: $0.scale) })
  }

  /// The finished network with one output that does not divide the picture evenly.
  func network(
    _ architecture: Architecture, unaligned output: Network.Value, name: String, scale: Int
  ) -> Network {
    Network(
      architecture: architecture, layers: layers,
      outputs: [Network.Output(name: name, value: output, scale: scale, isAligned: false)])
  }
}

extension Extent {
  /// As many rows as columns.
  static func square(_ size: Int) -> Extent { Extent(height: size, width: size) }
}
