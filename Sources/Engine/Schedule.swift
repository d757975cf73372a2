// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks

/// What has to be done in which order, before memory is given out.
package struct Schedule {
  /// One future step.
  struct Task: Hashable {
    /// What it does.
    enum Work: Hashable {
      /// Brings the picture in.
      case image
      /// Convolutions of one input whose outputs are neighbours; the layers in the order of their channels.
      case convolution(layers: [Int])
      /// A convolution and the 1x1 convolution that uses its result up.
      case fusion(Placement.Fusion)
      /// Fills the border of the layer's map.
      case border(reach: Extent)
      /// Copies an input of a concatenation to its channels.
      case copy(input: Int, firstChannel: Int)
      /// Any other layer, as it is declared, with what is computed with it.
      case other
    }

    /// The layer that it belongs to.
    let layer: Int
    /// What it does.
    let work: Work

    /// Whether there are several ways to do it.
    var isQuestion: Bool {
      switch work {
      case .convolution, .fusion: true
      case .image, .border, .copy, .other: false
      }
    }
  }

  /// In the order in which they run.
  private(set) var tasks: [Task] = []

  private let network: Network
  private let placement: Placement
  private let layouts: [MapLayout]
  private let channels: [Int]
  /// Layers that own a map, in the order of `requests`.
  private let roots: [Int]
  /// First and last task that uses each layer's map; by the map's owner.
  private var lifetimes: [Int: ClosedRange<Int>] = [:]
  private var merged: Set<Int> = []

  package init(_ network: Network, placement: Placement, shapes: [Network.MapShape]) {
    self.network = network
    self.placement = placement
    channels = shapes.map(\.channels)
    let borders = Self.borders(network, placement: placement)
    layouts = network.layers.indices.map { layer in
      let root = placement.homes[layer].root
      let held = placement.heldInputs(of: root)
      let channels = held.isEmpty ? shapes[root].channels : held.map { shapes[$0].channels }.reduce(0, +)
      return MapLayout(
        shape: .init(channels: channels, height: shapes[root].height, width: shapes[root].width), border: borders[root])
    }
    roots = network.layers.indices.filter {
      placement.isKept($0) && !placement.isUsedUp($0) && placement.homes[$0].root == $0
    }
    for layer in network.layers.indices { schedule(layer) }
    for output in network.outputs { use(placement.keeper[output.value.index], by: tasks.count) }
  }

  /// What each map needs.
  package var requests: [Arena.Request] {
    roots.map { .init(count: layouts[$0].count, lifetime: lifetimes[$0] ?? 0...0) }
  }

  /// Where each layer's result is, with the maps of `requests` in their places.
  func views(at arena: Arena) -> [MapView] {
    let bases = Dictionary(uniqueKeysWithValues: zip(roots, arena.offsets))
    return network.layers.indices.map { layer in
      let home = placement.homes[placement.keeper[layer]]
      let channels = home.channel..<(home.channel + channelCount(of: layer))
      return MapView(base: bases[home.root] ?? 0, layout: layouts[home.root], channels: channels)
    }
  }

  private func channelCount(of layer: Int) -> Int {
    let held = placement.heldInputs(of: layer)
    return held.isEmpty ? channels[layer] : held.map(channelCount).reduce(0, +)
  }

  // MARK: - Borders

  /// How far the widest reader of a layer's result reads beyond its border.
  private static func reach(of layer: Int, _ network: Network, _ placement: Placement) -> Extent {
    let reaches = placement.readers[layer].map { network.layers[$0].operation.reach }
    return Extent(height: reaches.map(\.height).max() ?? 0, width: reaches.map(\.width).max() ?? 0)
  }

  /// The border of each map: the widest reach among the layers that live in it.
  private static func borders(_ network: Network, placement: Placement) -> [Extent] {
    var borders = network.layers.indices.map { _ in Extent(height: 0, width: 0) }
    for layer in network.layers.indices where placement.isKept(layer) {
      let root = placement.homes[layer].root
      let reach = reach(of: layer, network, placement)
      borders[root] = Extent(
        height: max(borders[root].height, reach.height), width: max(borders[root].width, reach.width))
    }
    return borders
  }

  // MARK: - Tasks

  private mutating func schedule(_ layer: Int) {
    let inputs = network.layers[layer].inputs.map { placement.keeper[$0.index] }
    switch network.layers[layer].operation {
    case .image:
      add(.image, layer: layer, reads: [], writes: layer)
    case .convolution(let convolution) where convolution.sampling == .inverseEquirectangular:
      add(.other, layer: layer, reads: inputs, writes: placement.keeper[layer])
      addBorder(of: placement.keeper[layer])
      return
    case .convolution, .transposedConvolution, .interleavedConvolution:
      guard !merged.contains(layer), !placement.fusions.contains(where: { $0.convolution == layer }) else { return }
      if let fusion = placement.fusions.first(where: { $0.pointwise == layer }) {
        let read = network.layers[fusion.convolution].inputs.map { placement.keeper[$0.index] }
        add(
          .fusion(fusion), layer: layer, reads: read + (fusion.concatenation.map { [$0] } ?? []),
          writes: placement.keeper[layer])
        addBorder(of: placement.keeper[layer])
        return
      }
      let siblings = siblings(of: layer)
      merged.formUnion(siblings)
      add(.convolution(layers: siblings), layer: layer, reads: inputs, writes: placement.keeper[layer])
      for sibling in siblings { addBorder(of: placement.keeper[sibling]) }
      return
    case .concatenation:
      var channel = 0
      for input in placement.heldInputs(of: layer).map({ placement.keeper[$0] }) {
        if !placement.isInPlace(input, at: channel, of: layer) {
          add(.copy(input: input, firstChannel: channel), layer: layer, reads: [input], writes: layer)
        }
        channel += channelCount(of: input)
      }
    case .normalisation, .activation, .affine, .channels, .addition, .channelScaling, .nearestUpsampling, .subsampling,
      .bilinearResizing, .pooling, .globalAverage, .coordinates, .unitLength, .softmax, .logarithmicBins, .localPlanes,
      .superpixelPooling:
      guard !placement.isTakenIn(layer) else { return }
      add(.other, layer: layer, reads: inputs, writes: placement.keeper[layer])
    case .detached:
      return
    }
    addBorder(of: placement.keeper[layer])
  }

  private mutating func addBorder(of layer: Int) {
    let reach = Self.reach(of: layer, network, placement)
    guard reach.height > 0 || reach.width > 0 else { return }
    add(.border(reach: reach), layer: layer, reads: [layer], writes: layer)
  }

  private mutating func add(_ work: Task.Work, layer: Int, reads: [Int], writes: Int) {
    for used in reads + [writes] { use(used, by: tasks.count) }
    tasks.append(Task(layer: layer, work: work))
  }

  private mutating func use(_ layer: Int, by task: Int) {
    let root = placement.homes[layer].root
    let first = lifetimes[root]?.lowerBound ?? task
    lifetimes[root] = first...task
  }

  // MARK: - Convolutions side by side

  /// The convolutions that may be computed together with `layer`: those of the same input that write neighbouring
  /// channels.
  private func siblings(of layer: Int) -> [Int] {
    guard case .convolution(let first) = network.layers[layer].operation, first.groups == 1 else { return [layer] }
    let home = placement.homes[placement.keeper[layer]]
    var siblings = [layer]
    var next = home.channel + first.outputChannels
    for other in network.layers.indices.dropFirst(layer + 1) {
      guard case .convolution(let convolution) = network.layers[other].operation,
        network.layers[other].inputs == network.layers[layer].inputs, convolution.stride == first.stride,
        convolution.groups == 1, convolution.sampling == first.sampling,
        placement.activation(of: other) == placement.activation(of: layer),
        placement.homes[placement.keeper[other]] == Placement.Home(root: home.root, channel: next)
      else { continue }
      siblings.append(other)
      next += convolution.outputChannels
    }
    return siblings
  }
}

extension Network.Operation {
  /// Rows and columns beyond the border that this reads.
  var reach: Extent {
    switch self {
    case .convolution(let convolution) where convolution.sampling == .grid:
      Extent(height: convolution.reachY, width: convolution.reachX)
    case .transposedConvolution, .interleavedConvolution:
      Extent(height: 1, width: 1)
    case .convolution, .image, .normalisation, .activation, .affine, .channels, .concatenation, .addition,
      .channelScaling,
      .nearestUpsampling, .subsampling, .bilinearResizing, .pooling, .globalAverage, .coordinates, .unitLength,
      .softmax,
      .logarithmicBins, .localPlanes, .superpixelPooling, .detached:
      Extent(height: 0, width: 0)
    }
  }
}
