// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks

/// Which map holds the result of each layer.
///
/// An ELU that alone reads a convolution is computed with it; `detached` is its input; the inputs of a concatenation
/// are written straight into its map where blocks of channels allow it; what only a 1x1 convolution reads has no map.
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

  /// For each layer, the layer under whose name its result is kept: an ELU for the convolution that it finishes.
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

  /// Whether an ELU finishes a convolution.
  func activates(_ convolution: Int) -> Bool { keeper[convolution] != convolution }

  /// Whether `part`, an input of `concatenation`, is already in its place.
  func isInPlace(_ part: Int, at channel: Int, of concatenation: Int) -> Bool {
    let home = homes[concatenation]
    return homes[keeper[part]] == Home(root: home.root, channel: home.channel + channel)
  }

  private static func keepers(_ network: Network) -> [Int] {
    var keeper = Array(network.layers.indices)
    let outputs = Set(network.outputs.map(\.value.index))
    for (index, layer) in network.layers.enumerated() {
      switch layer.operation {
      case .elu:
        let input = layer.inputs[0].index
        let isSoleReader = network.layers.flatMap(\.inputs).filter { $0.index == input }.count == 1
        if network.layers[input].operation.isConvolution, isSoleReader, !outputs.contains(input) {
          keeper[input] = index
        }
      case .detached:
        keeper[index] = keeper[layer.inputs[0].index]
      case .image, .convolution, .transposedConvolution, .concatenation, .addition, .nearestUpsampling:
        break
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
        max(convolution.kernel.height, convolution.kernel.width) > 1, let reader = soleReader(of: keeper[layer])
      else { return nil }
      if network.layers[reader].operation.isPointwise {
        return Fusion(convolution: layer, pointwise: reader, concatenation: nil)
      }
      // The others' channels begin a block, as convolutions read whole blocks.
      guard network.layers[reader].operation == .concatenation, network.layers[reader].inputs.count > 1,
        keeper[network.layers[reader].inputs[0].index] == keeper[layer],
        convolution.outputChannels % MapLayout.blockChannels == 0, let pointwise = soleReader(of: reader),
        network.layers[pointwise].operation.isPointwise
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
  /// Whether this is a convolution of either kind.
  var isConvolution: Bool {
    switch self {
    case .convolution, .transposedConvolution: true
    case .image, .elu, .concatenation, .addition, .nearestUpsampling, .detached: false
    }
  }

  /// Whether this is a convolution of single pixels, each with its own.
  fileprivate var isPointwise: Bool {
    guard case .convolution(let convolution) = self else { return false }
    return max(convolution.kernel.height, convolution.kernel.width) == 1 && convolution.stride == 1
  }

  /// Whether a step computes this, and so may choose where to write.
  fileprivate var isComputed: Bool {
    switch self {
    case .image, .detached: false
    case .convolution, .transposedConvolution, .elu, .concatenation, .addition, .nearestUpsampling: true
    }
  }
}
