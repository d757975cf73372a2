// SPDX-License-Identifier: Apache-2.0

/// Writes layers down in the words of a paper's table: name, kernel, stride, dilation, channels.
///
/// Every convolution of these networks is followed by an ELU except predictions; `padding` applies to all of them.
struct NetworkBuilder {
  private let padding: Padding
  private var layers: [Network.Layer] = []
  private var channels: [Int] = []

  init(padding: Padding) { self.padding = padding }

  private mutating func append(
    _ name: String, _ operation: Network.Operation, _ inputs: [Network.Value], channels count: Int
  ) -> Network.Value {
    layers.append(Network.Layer(name: name, operation: operation, inputs: inputs))
    channels.append(count)
    return Network.Value(index: layers.count - 1)
  }

  /// The picture; the first layer of every network.
  mutating func image(channels: Int = 3) -> Network.Value {
    append("", .image(channels: channels), [], channels: channels)
  }

  /// Convolution and ELU, stored as `name.conv.weight` and `name.conv.bias`.
  mutating func convolution(
    _ name: String, _ input: Network.Value, to outputs: Int, kernel: Extent, stride: Int = 1, dilation: Int = 1
  ) -> Network.Value {
    elu(plainConvolution("\(name).conv", input, to: outputs, kernel: kernel, stride: stride, dilation: dilation))
  }

  /// Convolution 3x3 to one channel without activation, stored as `name.weight` and `name.bias`.
  mutating func prediction(_ name: String, _ input: Network.Value) -> Network.Value {
    plainConvolution(name, input, to: 1, kernel: .square(3), stride: 1, dilation: 1)
  }

  private mutating func plainConvolution(
    _ name: String, _ input: Network.Value, to outputs: Int, kernel: Extent, stride: Int, dilation: Int
  ) -> Network.Value {
    let convolution = Network.Convolution(
      inputChannels: channels[input.index], outputChannels: outputs, kernel: kernel, stride: stride,
      dilation: dilation, padding: padding)
    return append(name, .convolution(convolution), [input], channels: outputs)
  }

  /// Transposed convolution 4, 2, 1 and ELU: twice the rows and columns.
  mutating func transposed(_ name: String, _ input: Network.Value, to outputs: Int) -> Network.Value {
    let convolution = Network.TransposedConvolution(
      inputChannels: channels[input.index], outputChannels: outputs, padding: padding)
    return elu(append("\(name).conv", .transposedConvolution(convolution), [input], channels: outputs))
  }

  private mutating func elu(_ input: Network.Value) -> Network.Value {
    append("", .elu, [input], channels: channels[input.index])
  }

  /// Channels side by side.
  mutating func concatenation(_ inputs: Network.Value...) -> Network.Value {
    append("", .concatenation, inputs, channels: inputs.map { channels[$0.index] }.reduce(0, +))
  }

  /// The sum of two maps.
  mutating func sum(_ first: Network.Value, _ second: Network.Value) -> Network.Value {
    append("", .addition, [first, second], channels: channels[first.index])
  }

  /// Nearest-neighbour doubling.
  mutating func doubled(_ input: Network.Value) -> Network.Value {
    append("", .nearestUpsampling(factor: 2), [input], channels: channels[input.index])
  }

  /// A copy through which no gradient flows.
  mutating func detached(_ input: Network.Value) -> Network.Value {
    append("", .detached, [input], channels: channels[input.index])
  }

  /// The finished network; `outputs` are named by scale, full resolution first.
  func network(_ architecture: Architecture, outputs: [(name: String, value: Network.Value, scale: Int)]) -> Network {
    Network(
      architecture: architecture, layers: layers,
      outputs: outputs.map { Network.Output(name: $0.name, value: $0.value, scale: $0.scale) })
  }
}

extension Extent {
  /// As many rows as columns.
  static func square(_ size: Int) -> Extent { Extent(height: size, width: size) }
}
