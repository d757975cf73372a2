// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import RotundaEngine
import RotundaNetworks

/// `rotunda network`.
struct NetworkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network", abstract: "Print a network's layers: shapes, parameters, operations.")

  @Argument(help: .network)
  var name: String

  @Option(help: "Size of the picture, WIDTHxHEIGHT.")
  var size = "512x256"

  @Flag(help: "Print how the engine runs it: the algorithm of every convolution, its operations, error and memory.")
  var plan = false

  @Option(
    help: "With --plan, the largest error of the outputs: exact (1e-5 of their maximum), high (1e-4) or fast (1e-3).")
  var accuracy = Accuracy.high

  @Flag(help: "With --plan, choose algorithms by times measured on this machine, which are kept.")
  var autotune = false

  func run() throws {
    guard let architecture = Architecture(name) else { throw CommandError.unknownNetwork(name) }
    let network = architecture.network
    let size = try Extent(parsing: size)
    let table =
      plan
      ? try CPURuntime(accuracy: accuracy, tuning: autotune ? .standard : nil).planTable(of: network, size: size)
      : try network.table(for: size)
    for line in table { Console.current.say(line) }
  }
}

extension ArgumentHelp {
  /// What may stand for a network.
  static var network: ArgumentHelp {
    let families = Architecture.Family.allCases.map(\.rawValue).joined(separator: ", ")
    return "One of \(families); -w2, -w4, -w8 for a narrower one, -sphere for spherical padding."
  }
}
