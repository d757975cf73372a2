// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
package import RotundaNetworks

/// Which map holds the result of each layer.
///
/// A normalisation or activation that alone reads a convolution is computed with it, as is an activation after a sum or
/// a normalisation; `detached` is its input; the inputs of a concatenation are written straight into its map where blocks
/// of channels allow it; what only a 1x1 convolution reads has no map.
package struct Placement {
  /// A convolution whose result only a 1x1 convolution reads: tiles of it are used up where they are made.
  struct Fusion: Hashable {
    /// The convolution.
    let convolution: Int
    /// The 1x1 convolution.
    let pointwise: Int
    /// The concatenation between them, of which the convolution's result comes first; its map holds the rest.
    let concatenation: Int?
  }

  /// Channels of a layer's own map or of a concatenation's.
  struct Home: Hashable {
    /// The layer whose map it is.
    let root: Int
    /// The first channel in that map.
    let channel: Int
  }

  /// For each layer, the layer under whose name its result is kept: an activation for the convolution that it finishes.
  let keeper: [Int]
  /// The convolutions that 1x1 convolutions take in.
  let fusions: [Fusion]
  /// For each kept layer, where its result is.
  let homes: [Home]
  /// For each kept layer, the layers that read it.
  let readers: [[Int]]

  private let layers: [Network.Layer]

  package init(_ network: Network, shapes: [Network.MapShape]) {
    layers = network.layers
    keeper = Self.keepers(network)
    readers = Self.readers(network, keeper: keeper)
    fusions = Self.fusions(network, keeper: keeper, readers: readers)
    homes = Self.homes(network, shapes: shapes, keeper: keeper, readers: readers, fusions: fusions)
  }

  /// Whether the result of a kept layer is used up where it is made.
  func isUsedUp(_ layer: Int) -> Bool { fusions.contains { keeper[$0.convolution] == layer } }

  /// The inputs of a concatenation that its map holds; none of any other layer.
  func heldInputs(of concatenation: Int) -> [Int] {
    guard layers[concatenation].operation == .concatenation else { return [] }
    let inputs = layers[concatenation].inputs.map(\.index)
    return Array(fusions.contains { $0.concatenation == concatenation } ? inputs.dropFirst() : inputs[...])
  }

  /// Whether the result of a layer is kept under its own name.
  func isKept(_ layer: Int) -> Bool { keeper[layer] == layer }

  /// What is computed with a layer before its result is kept.
  func activation(of layer: Int) -> Activation {
    guard case .activation(let activation) = layers[keeper[layer]].operation, keeper[layer] != layer else {
      return .none
    }
    return activation.kernels ?? .none
  }

  /// The normalisation that is computed with a convolution, by its weights.
  func normalisation(of convolution: Int) -> (name: String, normalisation: Network.Normalisation)? {
    let reader = layers.indices.first { index in
      keeper[index] == keeper[convolution] && layers[index].inputs.first?.index == convolution
    }
    guard let reader, case .normalisation(let normalisation) = layers[reader].operation else { return nil }
    return (layers[reader].name, normalisation)
  }

  /// Whether a layer is computed with the one that it reads.
  func isTakenIn(_ layer: Int) -> Bool {
    switch layers[layer].operation {
    case .activation, .normalisation: keeper[layers[layer].inputs[0].index] == keeper[layer]
    case .image, .convolution, .transposedConvolution, .interleavedConvolution, .affine, .channels, .concatenation,
      .addition,
      .channelScaling, .nearestUpsampling, .subsampling, .bilinearResizing, .pooling, .globalAverage, .coordinates,
      .unitLength, .softmax, .logarithmicBins, .localPlanes, .superpixelPooling, .detached:
      false
    }
  }

  /// Whether `part`, an input of `concatenation`, is already in its place.
  func isInPlace(_ part: Int, at channel: Int, of concatenation: Int) -> Bool {
    let home = homes[concatenation]
    return homes[keeper[part]] == Home(root: home.root, channel: home.channel + channel)
  }

  private static func keepers(_ network: Network) -> [Int] {
    var keeper = Array(network.layers.indices)
    let outputs = Set(network.outputs.map(\.value.index))
    var readerCounts = [Int](repeating: 0, count: network.layers.count)
    for input in network.layers.flatMap(\.inputs) { readerCounts[input.index] += 1 }
    for (index, layer) in network.layers.enumerated() {
      guard let input = layer.inputs.first?.index else { continue }
      if case .detached = layer.operation {
        keeper[index] = keeper[input]
      } else if readerCounts[input] == 1, !outputs.contains(input),
        layer.operation.canBeComputed(with: network.layers[input].operation)
      {
        for earlier in network.layers.indices where keeper[earlier] == input { keeper[earlier] = index }
      }
    }
    return keeper
  }

  private static func readers(_ network: Network, keeper: [Int]) -> [[Int]] {
    var readers = [[Int]](repeating: [], count: network.layers.count)
    for (index, layer) in network.layers.enumerated() where layer.operation != .detached {
      for input in layer.inputs where keeper[input.index] != index { readers[keeper[input.index]].append(index) }
    }
    return readers
  }

  private static func fusions(_ network: Network, keeper: [Int], readers: [[Int]]) -> [Fusion] {
    let outputs = Set(network.outputs.map { keeper[$0.value.index] })
    func soleReader(of layer: Int) -> Int? {
      readers[layer].count == 1 && !outputs.contains(layer) ? readers[layer][0] : nil
    }
    return network.layers.indices.compactMap { layer -> Fusion? in
      guard case .convolution(let convolution) = network.layers[layer].operation, convolution.stride == 1,
        max(convolution.kernel.height, convolution.kernel.width) > 1, convolution.groups == 1,
        convolution.sampling == .grid, let reader = soleReader(of: keeper[layer])
      else { return nil }
      if network.layers[reader].operation.isPointwise(ofAtMost: convolution.outputChannels) {
        return Fusion(convolution: layer, pointwise: reader, concatenation: nil)
      }
      // The others' channels begin a block, as convolutions read whole blocks.
      guard network.layers[reader].operation == .concatenation, network.layers[reader].inputs.count > 1,
        keeper[network.layers[reader].inputs[0].index] == keeper[layer],
        convolution.outputChannels % MapLayout.blockChannels == 0, let pointwise = soleReader(of: reader),
        network.layers[pointwise].operation.isPointwise(ofAtMost: convolution.outputChannels)
      else { return nil }
      return Fusion(convolution: layer, pointwise: pointwise, concatenation: reader)
    }
  }

  private static func homes(
    _ network: Network, shapes: [Network.MapShape], keeper: [Int], readers: [[Int]], fusions: [Fusion]
  ) -> [Home] {
    let openings = Set(fusions.compactMap(\.concatenation))
    var homes = network.layers.indices.map { Home(root: $0, channel: 0) }
    // Last first, so that a concatenation's own home is settled before those of its inputs.
    for (index, layer) in network.layers.enumerated().reversed() where layer.operation == .concatenation {
      var channel = homes[index].channel
      for input in layer.inputs.dropFirst(openings.contains(index) ? 1 : 0) {
        let part = keeper[input.index]
        // Convolutions read whole blocks of channels.
        let isReadable = channel % MapLayout.blockChannels == 0 || readers[part] == [index]
        if homes[part].root == part, part != homes[index].root, isReadable, network.layers[part].operation.isComputed {
          homes[part] = Home(root: homes[index].root, channel: channel)
        }
        channel += shapes[input.index].channels
      }
    }
    return homes
  }
}

extension Network.Operation {
  /// Whether a convolution's step can apply this to its sums, or a sum's or a normalisation's to its results.
  fileprivate func canBeComputed(with input: Network.Operation) -> Bool {
    switch (self, input) {
    case (.normalisation, .convolution(let convolution)):
      convolution.sampling == .grid
    case (.normalisation, .transposedConvolution), (.normalisation, .interleavedConvolution):
      true
    case (.activation(let activation), .convolution), (.activation(let activation), .transposedConvolution),
      (.activation(let activation), .interleavedConvolution), (.activation(let activation), .normalisation),
      (.activation(let activation), .addition):
      activation.kernels != nil
    default:
      // Pairs, not cases: of each operation only what the lines above name.
      false
    }
  }

  /// Whether this is a convolution of single pixels, each with its own, to no more channels than `channels`: more would
  /// take more memory than what the fusion spares.
  fileprivate func isPointwise(ofAtMost channels: Int) -> Bool {
    guard case .convolution(let convolution) = self else { return false }
    return max(convolution.kernel.height, convolution.kernel.width) == 1 && convolution.stride == 1
      && convolution.groups == 1 && convolution.outputChannels <= channels
  }

  /// Whether a step computes this, and so may choose where to write.
  fileprivate var isComputed: Bool {
    switch self {
    case .image, .detached: false
    case .convolution, .transposedConvolution, .interleavedConvolution, .normalisation, .activation, .affine, .channels,
      .concatenation, .addition, .channelScaling, .nearestUpsampling, .subsampling, .bilinearResizing, .pooling,
      .globalAverage, .coordinates, .unitLength, .softmax, .logarithmicBins, .localPlanes, .superpixelPooling:
      true
    }
  }
}

extension Network.Activation {
  /// What kernels call it; nil where they have none.
  var kernels: Activation? {
    switch self {
    case .elu: .elu
    case .relu: .relu
    case .sigmoid, .absolute: nil
    }
  }
}
