// SPDX-License-Identifier: Apache-2.0

/// Measures how long algorithms take on this machine, each alone.
struct Stopwatch {
  /// Seconds by layers and algorithm.
  private(set) var times: [String: Double]
  /// Whether any of them is new.
  private(set) var hasMeasured = false

  private let workers: Workers
  private var arena = AlignedFloats(count: 0)

  /// An algorithm runs at least this long, in seconds, or three times; the fastest counts.
  private static let enough = 0.1

  /// - `known`: times that need not be measured again.
  init(workers: Workers, known: [String: Double]) {
    self.workers = workers
    times = known
  }

  /// The time of a candidate for an arena of so many floats.
  mutating func seconds(_ candidate: Candidate, arena floats: Int) -> Double {
    let name = "\(candidate.layers): \(candidate.estimate.name)"
    if let known = times[name] { return known }
    if arena.count < floats { arena = AlignedFloats(count: floats) }
    let seconds = measured(candidate.make())
    times[name] = seconds
    hasMeasured = true
    return seconds
  }

  private func measured(_ step: any Step) -> Double {
    let scratch = (0..<workers.count).map { _ in AlignedFloats(count: step.scratchCount) }
    // The pointer is used until `perform` returns; the arena lives as long as this value.
    nonisolated(unsafe) let maps = arena.base
    func run() -> Double {
      ContinuousClock().measure {
        workers.perform(step.itemCount) { item, worker in
          step.run(item: item, in: StepMemory(arena: maps, scratch: scratch[worker].base, image: maps))
        }
      } / .seconds(1)
    }
    // The first run brings weights and scratch memory in.
    _ = run()
    var best = Double.infinity
    var total = 0.0
    for _ in 0..<3 where total < Self.enough {
      let seconds = run()
      best = min(best, seconds)
      total += seconds
    }
    return best
  }
}
