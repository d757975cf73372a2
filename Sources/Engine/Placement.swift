// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks

/// Which map holds the result of each layer.
///
/// An ELU that alone reads a convolution is computed with it; `detached` is its input; the inputs of a concatenation
/// are written straight into its map where blocks of channels allow it.
package struct Placement {
  /// Channels of a layer's own map or of a concatenation's.
  struct Home: Hashable {
    /// The layer whose map it is.
    let root: Int
    /// The first channel in that map.
    let channel: Int
  }

  /// For each layer, the layer under whose name its result is kept: an ELU for the convolution that it finishes.
  let keeper: [Int]
  /// For each kept layer, where its result is.
  let homes: [Home]
  /// For each kept layer, the layers that read it.
  let readers: [[Int]]

  private let layers: [Network.Layer]

  package init(_ network: Network, shapes: [Network.MapShape]) {
    layers = network.layers
    keeper = Self.keepers(network)
    readers = Self.readers(network, keeper: keeper)
    homes = Self.homes(network, shapes: shapes, keeper: keeper, readers: readers)
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

  private static func homes(
    _ network: Network, shapes: [Network.MapShape], keeper: [Int], readers: [[Int]]
  ) -> [Home] {
    var homes = network.layers.indices.map { Home(root: $0, channel: 0) }
    // Last first, so that a concatenation's own home is settled before those of its inputs.
    for (index, layer) in network.layers.enumerated().reversed() where layer.operation == .concatenation {
      var channel = homes[index].channel
      for input in layer.inputs {
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

  /// Whether a step computes this, and so may choose where to write.
  fileprivate var isComputed: Bool {
    switch self {
    case .image, .detached: false
    case .convolution, .transposedConvolution, .elu, .concatenation, .addition, .nearestUpsampling: true
    }
  }
}
