// SPDX-License-Identifier: Apache-2.0

package import RotundaKernels
package import RotundaNetworks

/// A network for one picture size as a list of steps over one arena.
package struct Plan: Sendable {
  /// A step and the layer that it belongs to.
  package struct Entry: Sendable {
    /// Position in `Network.layers`.
    package let layer: Int
    /// What is done.
    package let step: any Step
    /// What was expected of it, where it is a convolution.
    package let estimate: Estimate?
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
  /// - `threads`: that share the work; results do not depend on them.
  /// - `weightBudget`: bytes that transformed weights may take, where a choice of algorithms can keep it.
  /// - `time`: what a candidate takes in an arena of so many floats, in any unit; nil for what it is estimated to take.
  /// - Throws: `NetworkError.unsuitableSize`. The weights must have been checked against the network.
  package init(
    _ network: Network, weights: Weights, size: Extent, kernels: KernelTable, threads: Int = 2,
    accuracy: Accuracy = .high, weightBudget: Int = .max,
    time: ((_ candidate: Candidate, _ arena: Int) -> Double)? = nil
  ) throws(NetworkError) {
    let shapes = try network.shapes(for: size)
    let placement = Placement(network, shapes: shapes)
    let schedule = Schedule(network, placement: placement, shapes: shapes)
    requests = schedule.requests
    arena = Arena(requests)
    let views = schedule.views(at: arena)
    let builder = StepBuilder(
      network: network, weights: weights, views: views, placement: placement, kernels: kernels,
      threads: threads)
    var questions = schedule.tasks.compactMap(builder.question)
    if let time {
      let floats = arena.count
      questions = questions.map { $0.map { $0.map { $0.map { $0.taking(time($0, floats)) } } } }
    }
    let selection = Selection(
      questions,
      bounds: .init(
        amplification: accuracy.amplificationLimit / network.architecture.family.errorGrowth, weightBytes: weightBudget)
    )
    var answers = selection.answers[...]
    entries = schedule.tasks.flatMap { task -> [Entry] in
      guard task.isQuestion, let answer = answers.popFirst() else {
        return builder.steps(for: task).map { Entry(layer: task.layer, step: $0, estimate: nil) }
      }
      return answer.candidates.map { Entry(layer: task.layer, step: $0.make(), estimate: $0.estimate) }
    }
    outputs = network.outputs.map { views[placement.keeper[$0.value.index]] }
  }
}
