// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks
import Synchronization

/// A planned network with its transformed weights.
///
/// Predictions share the weights; each that runs at the same time has an arena of its own, kept for the next.
package final class CPUNetwork: PreparedNetwork {
  package let network: Network
  package let size: Extent
  /// The steps.
  package let plan: Plan
  private let workers: Workers
  private let idle = Mutex<[Workspace]>([])

  /// Memory of one running prediction.
  private final class Workspace: Sendable {
    let arena: AlignedFloats
    let scratch: [AlignedFloats]

    init(_ plan: Plan, workers: Int) {
      arena = AlignedFloats(count: plan.arena.count)
      scratch = (0..<workers).map { _ in AlignedFloats(count: plan.scratchCount) }
    }
  }

  init(network: Network, size: Extent, plan: Plan, workers: Workers) {
    self.network = network
    self.size = size
    self.plan = plan
    self.workers = workers
  }

  /// Bytes of one running prediction, beside the weights.
  package var byteCount: Int { plan.byteCount(threads: workers.count) }

  package func predict(_ image: FeatureMap) throws -> [FeatureMap] {
    try check(image)
    let workspace = idle.withLock { $0.popLast() } ?? Workspace(plan, workers: workers.count)
    defer { idle.withLock { $0.append(workspace) } }
    image.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for entry in plan.entries { run(entry.step, image: base, in: workspace) }
    }
    return plan.outputs.map { map(at: $0, in: workspace.arena) }
  }

  /// Seconds of each entry of the plan, for one picture.
  package func profile(_ image: FeatureMap) throws -> [Double] {
    try check(image)
    let workspace = idle.withLock { $0.popLast() } ?? Workspace(plan, workers: workers.count)
    defer { idle.withLock { $0.append(workspace) } }
    return image.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return [] }
      return plan.entries.map { entry in
        ContinuousClock().measure { run(entry.step, image: base, in: workspace) } / .seconds(1)
      }
    }
  }

  private func run(_ step: any Step, image: UnsafePointer<Float>, in workspace: Workspace) {
    // The pointer is shared by this step's threads only, all of which end before `perform` returns.
    nonisolated(unsafe) let image = image
    workers.perform(step.itemCount) { item, worker in
      step.run(
        item: item,
        in: StepMemory(arena: workspace.arena.base, scratch: workspace.scratch[worker].base, image: image))
    }
  }

  /// A copy of a map as `[C, H, W]`.
  private func map(at view: MapView, in arena: AlignedFloats) -> FeatureMap {
    var values: [Float] = []
    values.reserveCapacity(view.channels.count * view.height * view.width)
    for run in view.runs {
      for channel in 0..<run.count {
        for row in 0..<view.height {
          // Bound: channel < run.count and column < view.width, so every index is a pixel of the map's place in the arena.
          let first = run.offset(row: row, column: 0) + channel
          for column in 0..<view.width { values.append(arena.base[first + column * run.pixelLength]) }
        }
      }
    }
    let shape = Network.MapShape(channels: view.channels.count, height: view.height, width: view.width)
    return FeatureMap(shape: shape, values: values)
  }
}
