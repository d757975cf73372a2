// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import RotundaEngine
import RotundaNetworks

/// `rotunda benchmark`.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure this machine's peaks and how near a network comes to them, layer by layer.")

  @Argument(help: "rectnet or uresnet; -w2, -w4, -w8 for a narrower one, -sphere for spherical padding.")
  var network = "rectnet"

  @Option(help: "Size of the picture, WIDTHxHEIGHT.")
  var size = "512x256"

  @Option(help: "Predictions that are timed.")
  var rounds = 9

  @Option(help: "Threads of the engine; all cores by default.")
  var threads: Int?

  @Option(help: "Largest error of the outputs: exact (1e-5 of their maximum), high (1e-4) or fast (1e-3).")
  var accuracy = Accuracy.high

  @Flag(help: "Choose algorithms by times measured on this machine, which are kept.")
  var autotune = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be above zero, not \(threads)") }
    if rounds < 1 { throw ValidationError("--rounds must be above zero, not \(rounds)") }
  }

  func run() throws {
    guard let architecture = Architecture(network) else { throw CommandError.unknownNetwork(network) }
    let runtime = CPURuntime(threads: threads, accuracy: accuracy, tuning: autotune ? .standard : nil)
    for line in try runtime.benchmark(architecture.network, size: Extent(parsing: size), rounds: rounds) {
      Console.current.say(line)
    }
  }
}
