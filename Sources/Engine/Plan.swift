// SPDX-License-Identifier: Apache-2.0

package import RotundaKernels
package import RotundaNetworks

/// A network for one picture size as a list of steps over one arena.
package struct Plan: Sendable {
  /// The convolution algorithms, tried in this order; the cheapest wins.
  package static let algorithms: [any ConvolutionAlgorithm.Type] = [InnerProduct.self, ImplicitGEMM.self]

  /// A step and the layer that it belongs to.
  package struct Entry: Sendable {
    /// Position in `Network.layers`.
    package let layer: Int
    /// What is done.
    package let step: any Step
  }

  /// What runs, in order.
  package let entries: [Entry]
  /// Where the network's outputs are when all steps have run.
  package let outputs: [MapView]
  /// The maps' places in memory.
  package let arena: Arena
  /// The maps' needs, in the order of `arena.offsets`.
  package let requests: [Arena.Request]

  /// Floats of scratch memory that each thread needs.
  package var scratchCount: Int { entries.map(\.step.scratchCount).max() ?? 0 }

  /// Bytes of one running prediction: the maps and each thread's scratch memory.
  package func byteCount(threads: Int) -> Int {
    (arena.count + threads * scratchCount) * MemoryLayout<Float>.stride
  }

  /// Plans `network` for pictures of `size`.
  ///
  /// - Throws: `NetworkError.unsuitableSize`. The weights must have been checked against the network.
  package init(_ network: Network, weights: Weights, size: Extent, kernels: KernelTable) throws(NetworkError) {
    let shapes = try network.shapes(for: size)
    let placement = Placement(network, shapes: shapes)
    let schedule = Schedule(network, placement: placement, shapes: shapes)
    requests = schedule.requests
    arena = Arena(requests)
    let views = schedule.views(at: arena)
    let builder = StepBuilder(network: network, weights: weights, views: views, placement: placement, kernels: kernels)
    entries = schedule.tasks.flatMap { task in
      builder.steps(for: task).map { Entry(layer: task.layer, step: $0) }
    }
    outputs = network.outputs.map { views[placement.keeper[$0.value.index]] }
  }

  /// An algorithm for a problem, and what it costs.
  struct Choice {
    let problem: ConvolutionProblem
    let algorithm: any ConvolutionAlgorithm.Type
    let cost: Double
  }

  /// The cheapest algorithm for a problem.
  static func choice(for problem: ConvolutionProblem, kernels: KernelTable) -> Choice {
    let choices = algorithms.map { algorithm in
      Choice(
        problem: problem, algorithm: algorithm,
        cost: algorithm.cost(of: problem, lanes: kernels.lanes) ?? .infinity)
    }
    let anyProblem = Choice(problem: problem, algorithm: ImplicitGEMM.self, cost: .infinity)
    return choices.min { $0.cost < $1.cost } ?? anyProblem
  }
}
