// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import RotundaNetworks

/// `rotunda network`.
struct NetworkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network", abstract: "Print a network's layers: shapes, parameters, operations.")

  @Argument(help: "rectnet or uresnet; -w2, -w4, -w8 for a narrower one, -sphere for spherical padding.")
  var name: String

  @Option(help: "Size of the picture, WIDTHxHEIGHT.")
  var size = "512x256"

  func run() throws {
    guard let architecture = Architecture(name) else { throw CommandError.unknownNetwork(name) }
    for line in try architecture.network.table(for: Extent(parsing: size)) { Console.current.say(line) }
  }
}
