// SPDX-License-Identifier: Apache-2.0

/// One entry of a plan: work items that may run in any order and at the same time.
protocol Step: Sendable {
  /// What it does, for people.
  var label: String { get }
  /// Independent pieces of work.
  var itemCount: Int { get }
  /// Floats of scratch memory that each thread needs.
  var scratchCount: Int { get }
  /// Does one piece.
  func run(item: Int, in memory: StepMemory)
}

extension Step {
  var scratchCount: Int { 0 }
}

/// What a step works on. Its pointers are valid while the step runs.
struct StepMemory {
  /// The plan's arena; a step stays within the maps that the plan gave it.
  let arena: UnsafeMutablePointer<Float>
  /// `scratchCount` floats of this thread's own.
  let scratch: UnsafeMutablePointer<Float>
  /// The picture, `[C, H, W]`.
  let image: UnsafePointer<Float>
}
