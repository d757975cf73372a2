// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import RotundaEngine

/// How Rotunda's own engine runs a network.
struct ProcessorOptions: ParsableArguments {
  @Option(help: "Threads of the engine; all cores by default.")
  var threads: Int?

  @Option(
    help: "Largest error of the engine, of the largest depth: exact (1e-5), high (1e-4), fast (1e-3); fast is fastest.")
  var accuracy = Accuracy.high

  @Flag(
    help:
      "Choose the engine's algorithms by times measured on this machine: a minute the first time, kept for the next.")
  var autotune = false

  /// Where measured times are kept; nil to choose by estimates.
  var tuning: TuningCache? { autotune ? .standard : nil }

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be above zero, not \(threads)") }
  }
}
