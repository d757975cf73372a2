// SPDX-License-Identifier: Apache-2.0

/// One entry of a plan: work items that may run in any order and at the same time.
package protocol Step: Sendable {
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
  package var scratchCount: Int { 0 }
}

/// What a step works on.
///
/// Its pointers are valid while the step runs.
package struct StepMemory {
  /// The plan's arena; a step stays within the maps that the plan gave it.
  package let arena: UnsafeMutablePointer<Float>
  /// `scratchCount` floats of this thread's own.
  package let scratch: UnsafeMutablePointer<Float>
  /// The picture, `[C, H, W]`.
  package let image: UnsafePointer<Float>

  /// The memory of one thread in one step.
  package init(
    arena: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>, image: UnsafePointer<Float>
  ) {
    self.arena = arena
    self.scratch = scratch
    self.image = image
  }
}
