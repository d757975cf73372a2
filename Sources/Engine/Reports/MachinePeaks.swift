// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor
import RotundaKernels

/// What this machine can do at most with so many threads, measured.
struct MachinePeaks {
  /// Floating-point operations in a second, in registers: a multiply-add is two.
  let operations: Double
  /// The same of numbers split in two, by the matrix unit; nil where there is none.
  let splitOperations: Double?
  /// Bytes in a second that a sum of two large arrays reads and writes.
  let bandwidth: Double

  /// Measurements of which the best counts.
  private static let rounds = 5
  /// Rounds of multiply-adds: some hundredths of a second.
  private static let chainRounds = 8_000_000
  /// Products of 64 pixels, 128 channels and 32 outputs: as many hundredths.
  private static let splitRounds = 20_000
  /// Floats of each array, far more than caches hold.
  private static let floats = 16 << 20

  init(_ kernels: KernelTable, workers: Workers) {
    let perRound = Double(2 * KernelTable.chains * kernels.lanes)
    operations =
      perRound * Double(Self.chainRounds * workers.count)
      / Self.best { workers.perform(workers.count) { _, _ in _ = kernels.multiplyAddChains(Self.chainRounds) } }
    splitOperations = kernels.hasMatrixUnit ? Self.splitOperations(workers: workers) : nil
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

  private static func splitOperations(workers: Workers) -> Double {
    let (pixels, groups) = (64, 4)
    let offsets = (0..<groups).map { $0 * ProductArithmetic.splitGroup }
    let inputs = groups * ProductArithmetic.splitGroup
    let seconds = best {
      workers.perform(workers.count) { _, _ in
        // Bound: pixels and weights of two parts take as many floats as there are numbers.
        let (source, weights) = (AlignedFloats(count: pixels * inputs), AlignedFloats(count: inputs * 32))
        let sums = AlignedFloats(count: pixels * 32)
        rotunda_matrix_unit_begin()
        offsets.withUnsafeBufferPointer { offsets in
          var product = RotundaMatrixProduct(
            source: source.base, step: inputs, offsets: offsets.baseAddress, groups: groups, weights: weights.base,
            sums: sums.base, pixels: pixels, parts: 2, accumulates: 0, ahead: weights.base, ahead_count: 0)
          for _ in 0..<splitRounds { rotunda_matrix_unit_multiply(&product) }
        }
        rotunda_matrix_unit_end()
      }
    }
    return 2 * Double(pixels * inputs * 32 * splitRounds * workers.count) / seconds
  }

  /// Seconds of the fastest run.
  private static func best(_ run: () -> Void) -> Double {
    (0..<rounds).map { _ in ContinuousClock().measure(run) / .seconds(1) }.min() ?? .infinity
  }
}
