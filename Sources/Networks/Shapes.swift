// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// Channels, rows and columns of one feature map.
  public struct MapShape: Sendable, Hashable {
    /// Channels.
    public let channels: Int
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int

    /// Numbers in one map.
    public var count: Int { channels * height * width }

    /// A shape `[channels, height, width]`.
    public init(channels: Int, height: Int, width: Int) {
      self.channels = channels
      self.height = height
      self.width = width
    }
  }

  /// Channels of the picture that the network reads.
  public var imageChannels: Int {
    guard case .image(let channels)? = layers.first?.operation else { return 0 }
    return channels
  }

  /// The picture's rows must be a multiple of `height` and its columns of `width`, so that every doubling undoes a
  /// halving and, with `sphere` padding, the opposite meridian is a whole number of columns away at every scale.
  public var sizeMultiple: Extent {
    let shrinkage = layers.indices.map { scaleDenominator(of: Value(index: $0)) }.max() ?? 1
    return Extent(height: shrinkage, width: architecture.padding == .sphere ? 2 * shrinkage : shrinkage)
  }

  /// The most rows or columns of a picture: numbers and operations of its maps are then far from overflowing.
  public static let largestSide = 1 << 16

  /// The picture's size divided by that of a map.
  func scaleDenominator(of value: Value) -> Int {
    let layer = layers[value.index]
    guard let input = layer.inputs.first else { return 1 }
    let before = scaleDenominator(of: input)
    switch layer.operation {
    case .image, .elu, .concatenation, .addition, .detached: return before
    case .convolution(let convolution): return before * convolution.stride
    case .transposedConvolution: return before / 2
    case .nearestUpsampling(let factor): return before / factor
    }
  }

  /// The shape of every layer's result for a picture of `size`.
  ///
  /// - Throws: `NetworkError.unsuitableSize` where the network cannot take this size.
  public func shapes(for size: Extent) throws(NetworkError) -> [MapShape] {
    let multiple = sizeMultiple
    let sides = 1...Self.largestSide
    guard sides ~= size.height, sides ~= size.width, size.height % multiple.height == 0,
      size.width % multiple.width == 0
    else {
      throw .unsuitableSize(network: architecture.description, size: size, multiple: multiple)
    }
    var shapes: [MapShape] = []
    for layer in layers {
      let inputs = layer.inputs.map { shapes[$0.index] }
      shapes.append(Self.shape(of: layer.operation, inputs: inputs, picture: size))
    }
    return shapes
  }

  private static func shape(of operation: Operation, inputs: [MapShape], picture: Extent) -> MapShape {
    switch operation {
    case .image(let channels):
      return MapShape(channels: channels, height: picture.height, width: picture.width)
    case .convolution(let convolution):
      let stride = convolution.stride
      return MapShape(
        channels: convolution.outputChannels, height: (inputs[0].height + stride - 1) / stride,
        width: (inputs[0].width + stride - 1) / stride)
    case .transposedConvolution(let convolution):
      return MapShape(
        channels: convolution.outputChannels, height: 2 * inputs[0].height, width: 2 * inputs[0].width)
    case .elu, .addition, .detached:
      return inputs[0]
    case .concatenation:
      return MapShape(
        channels: inputs.map(\.channels).reduce(0, +), height: inputs[0].height, width: inputs[0].width)
    case .nearestUpsampling(let factor):
      return MapShape(
        channels: inputs[0].channels, height: factor * inputs[0].height, width: factor * inputs[0].width)
    }
  }
}
