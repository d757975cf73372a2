// SPDX-License-Identifier: Apache-2.0

import RotundaKernels

/// What this machine can do at most with so many threads, measured.
struct MachinePeaks {
  /// Floating-point operations in a second, in registers: a multiply-add is two.
  let operations: Double
  /// Bytes in a second that a sum of two large arrays reads and writes.
  let bandwidth: Double

  /// Measurements of which the best counts.
  private static let rounds = 5
  /// Rounds of multiply-adds: some hundredths of a second.
  private static let chainRounds = 8_000_000
  /// Floats of each array, far more than caches hold.
  private static let floats = 16 << 20

  init(_ kernels: KernelTable, workers: Workers) {
    let perRound = Double(2 * KernelTable.chains * kernels.lanes)
    operations =
      perRound * Double(Self.chainRounds * workers.count)
      / Self.best { workers.perform(workers.count) { _, _ in _ = kernels.multiplyAddChains(Self.chainRounds) } }
    let arrays = (0..<3).map { _ in AlignedFloats(count: Self.floats) }
    let share = Self.floats / workers.count
    bandwidth =
      Double(arrays.count * share * workers.count * MemoryLayout<Float>.stride)
      / Self.best {
        workers.perform(workers.count) { item, _ in
          // Bound: the shares lie side by side within each array.
          kernels.add(
            arrays[0].base + item * share, arrays[1].base + item * share, arrays[2].base + item * share, share,
            .none)
        }
      }
  }

  /// Seconds of the fastest run.
  private static func best(_ run: () -> Void) -> Double {
    (0..<rounds).map { _ in ContinuousClock().measure(run) / .seconds(1) }.min() ?? .infinity
  }
}
