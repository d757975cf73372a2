// SPDX-License-Identifier: Apache-2.0

/// Steps that may run at the same time, as one.
struct SideBySideStep: Step {
  private let steps: [any Step]
  /// The first item of each step.
  private let firstItems: [Int]

  init(_ steps: [any Step]) {
    self.steps = steps
    var items = 0
    firstItems = steps.map { step in
      defer { items += step.itemCount }
      return items
    }
    itemCount = items
  }

  let itemCount: Int

  var label: String { "\(steps.count) times \(steps.first?.label ?? "nothing")" }

  var scratchCount: Int { steps.map(\.scratchCount).max() ?? 0 }

  func run(item: Int, in memory: StepMemory) {
    // The last step whose first item is not later.
    var low = 0
    var high = steps.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstItems[middle] <= item { low = middle } else { high = middle }
    }
    steps[low].run(item: item - firstItems[low], in: memory)
  }
}

extension Candidate {
  /// The ways to compute several problems of one shape that all have, each problem by the same.
  static func sideBySide(_ problems: [[Candidate]]) -> [Candidate] {
    guard let first = problems.first else { return [] }
    return first.indices.compactMap { index in
      let candidates = problems.compactMap { $0.count == first.count ? $0[index] : nil }
      guard candidates.count == problems.count else { return nil }
      let estimates = candidates.map(\.estimate)
      var whole = Candidate(
        Estimate(
          name: estimates[0].name, cycles: estimates.map(\.cycles).reduce(0, +),
          products: estimates.map(\.products).reduce(0, +), weightBytes: estimates.map(\.weightBytes).reduce(0, +),
          amplification: estimates[0].amplification),
        make: { SideBySideStep(candidates.map { $0.make() }) })
      whole.layers = first[index].layers
      return whole
    }
  }
}
