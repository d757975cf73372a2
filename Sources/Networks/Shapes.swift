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
    /// Rows and columns.
    public var extent: Extent { Extent(height: height, width: width) }

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

  /// The picture's rows must be a multiple of `height` and its columns of `width`, so that maps that meet have one size,
  /// outputs divide the picture evenly and, with `sphere` padding, the opposite meridian is a whole number of columns away
  /// at every scale.
  public var sizeMultiple: Extent {
    let multiples = sequence(first: 1) { $0 < Self.largestMultiple ? 2 * $0 : nil }
    let multiple = multiples.first(where: fits) ?? Self.largestMultiple
    guard architecture.padding == .sphere else { return Extent(height: multiple, width: multiple) }
    let smallest = sides(ofPicture: Self.largestSide).min() ?? Self.largestSide
    let shrinkage = max(multiple, Self.largestSide / max(1, smallest))
    return Extent(height: shrinkage, width: 2 * shrinkage)
  }

  /// No network halves its picture more often than this doubles.
  private static let largestMultiple = 128

  /// The most rows or columns of a picture: numbers and operations of its maps are then far from overflowing.
  public static let largestSide = 1 << 16

  /// Whether all pictures whose sides are multiples of `multiple` fit; sizes repeat with `largestMultiple`.
  private func fits(_ multiple: Int) -> Bool {
    stride(from: multiple, through: Self.largestMultiple, by: multiple).allSatisfy { picture in
      let sides = sides(ofPicture: picture)
      let maps = layers.allSatisfy { layer in
        guard layer.operation == .concatenation || layer.operation == .addition else { return true }
        return Set(layer.inputs.map { sides[$0.index] }).count == 1
      }
      return maps && outputs.allSatisfy { !$0.isAligned || sides[$0.value.index] * $0.scale == picture }
    }
  }

  /// Rows of every layer's result for a picture of so many rows and columns.
  private func sides(ofPicture picture: Int) -> [Int] {
    var sides: [Extent] = []
    for layer in layers {
      let extent = layer.operation.extent(
        of: layer.inputs.map { sides[$0.index] }, picture: Extent(height: picture, width: picture))
      sides.append(extent)
    }
    return sides.map(\.height)
  }

  /// The picture's size divided by that of a map.
  func scaleDenominator(of value: Value) -> Int {
    Self.largestSide / sides(ofPicture: Self.largestSide)[value.index]
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
      let extent = layer.operation.extent(of: inputs.map(\.extent), picture: size)
      shapes.append(
        MapShape(
          channels: layer.operation.channels(of: inputs.map(\.channels)), height: extent.height, width: extent.width))
    }
    return shapes
  }
}

extension Network.Operation {
  /// Channels of the result, from those of the inputs.
  func channels(of inputs: [Int]) -> Int {
    switch self {
    case .image(let channels): channels
    case .convolution(let convolution): convolution.outputChannels
    case .transposedConvolution(let convolution): convolution.outputChannels
    case .interleavedConvolution(let convolution): convolution.outputChannels
    case .concatenation: inputs.reduce(0, +)
    case .channels(let range): range.count
    case .coordinates: 2
    case .logarithmicBins, .localPlanes: 1
    case .normalisation, .activation, .affine, .addition, .channelScaling, .nearestUpsampling, .subsampling,
      .bilinearResizing, .pooling, .globalAverage, .unitLength, .softmax, .superpixelPooling, .detached:
      inputs[0]
    }
  }

  /// Rows and columns of the result, from those of the inputs and of the picture.
  func extent(of inputs: [Extent], picture: Extent) -> Extent {
    switch self {
    case .image: picture
    case .convolution(let convolution): inputs[0].divided(by: convolution.stride)
    case .transposedConvolution, .interleavedConvolution: inputs[0].multiplied(by: 2)
    case .nearestUpsampling(let factor): inputs[0].multiplied(by: factor)
    case .localPlanes(let planes): inputs[0].multiplied(by: planes.factor)
    case .subsampling(let factor): inputs[0].divided(by: factor)
    case .pooling(let pooling): inputs[0].divided(by: pooling.stride)
    case .bilinearResizing(let denominator): picture.divided(by: denominator)
    case .globalAverage: Extent(height: 1, width: 1)
    case .superpixelPooling(let pooling): Extent(height: pooling.capacity(of: picture), width: 1)
    case .normalisation, .activation, .affine, .channels, .concatenation, .addition, .channelScaling, .coordinates,
      .unitLength, .softmax, .logarithmicBins, .detached:
      inputs[0]
    }
  }
}

extension Extent {
  /// So many times the rows and columns.
  fileprivate func multiplied(by factor: Int) -> Extent { Extent(height: factor * height, width: factor * width) }

  /// Rows and columns divided and rounded up.
  fileprivate func divided(by divisor: Int) -> Extent {
    Extent(height: (height + divisor - 1) / divisor, width: (width + divisor - 1) / divisor)
  }
}
