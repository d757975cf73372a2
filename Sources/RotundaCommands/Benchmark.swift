// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import RotundaEngine
import RotundaNetworks

/// `rotunda benchmark`.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure this machine's peaks and how near a network comes to them, layer by layer.")

  @Argument(help: .network)
  var network = "rectnet"

  @Option(help: "Size of the picture, WIDTHxHEIGHT.")
  var size = "512x256"

  @Option(help: "Predictions that are timed.")
  var rounds = 9

  @OptionGroup var processor: ProcessorOptions

  func validate() throws {
    if rounds < 1 { throw ValidationError("--rounds must be above zero, not \(rounds)") }
  }

  func run() throws {
    guard let architecture = Architecture(network) else { throw CommandError.unknownNetwork(network) }
    let runtime = CPURuntime(
      threads: processor.threads, accuracy: processor.accuracy, tuning: processor.tuning)
    for line in try runtime.benchmark(architecture.network, size: Extent(parsing: size), rounds: rounds) {
      Console.current.say(line)
    }
  }
}
