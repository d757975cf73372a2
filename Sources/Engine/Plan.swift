// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

/// A network for one picture size as a list of steps over one arena.
struct Plan: Sendable {
  /// The convolution algorithms, tried in this order; the cheapest wins.
  static let algorithms: [any ConvolutionAlgorithm.Type] = [InnerProduct.self, ImplicitGEMM.self]

  /// A step and the layer that it belongs to.
  struct Entry: Sendable {
    /// Position in `Network.layers`.
    let layer: Int
    /// What is done.
    let step: any Step
  }

  /// What runs, in order.
  let entries: [Entry]
  /// Where the network's outputs are when all steps have run.
  let outputs: [MapView]
  /// The maps' places in memory.
  let arena: Arena
  /// The maps' needs, in the order of `arena.offsets`.
  let requests: [Arena.Request]

  /// Floats of scratch memory that each thread needs.
  var scratchCount: Int { entries.map(\.step.scratchCount).max() ?? 0 }

  /// Plans `network` for pictures of `size`.
  ///
  /// - Throws: `NetworkError.unsuitableSize`. The weights must have been checked against the network.
  init(_ network: Network, weights: Weights, size: Extent, kernels: KernelTable) throws(NetworkError) {
    let shapes = try network.shapes(for: size)
    let placement = Placement(network, shapes: shapes)
    let schedule = Schedule(network, placement: placement, shapes: shapes)
    requests = schedule.requests
    arena = Arena(requests)
    let views = schedule.views(at: arena)
    let builder = StepBuilder(network: network, weights: weights, views: views, placement: placement, kernels: kernels)
    entries = schedule.tasks.map { Entry(layer: $0.layer, step: builder.step(for: $0)) }
    outputs = network.outputs.map { views[placement.keeper[$0.value.index]] }
  }

  /// The cheapest algorithm for a problem.
  static func algorithm(for problem: ConvolutionProblem, kernels: KernelTable) -> any ConvolutionAlgorithm {
    let costs = algorithms.map { ($0, $0.cost(of: problem, lanes: kernels.lanes) ?? .infinity) }
    let cheapest = costs.min { $0.1 < $1.1 }?.0 ?? ImplicitGEMM.self
    return cheapest.init(problem, kernels: kernels)
  }
}
