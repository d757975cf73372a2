// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation
import Rotunda
public import RotundaNetworks

/// `rotunda weights`.
struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "Look at, import and convert weight files.",
    subcommands: [Info.self, Import.self, Convert.self])

  /// `rotunda weights info`.
  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print what a weight file holds.")

    @Argument(help: "safetensors, or a PyTorch checkpoint.", completion: .file())
    var file: String

    func run() throws {
      let url = URL(filePath: file)
      let weights = try Weights(contentsOf: url)
      let count = weights.arrays.values.map(\.values.count).reduce(0, +)
      Console.current.say("\(file): \(weights.arrays.count) arrays, \(count) numbers")
      Console.current.say("sha256 \(try SHA256.hexadecimal(ofFile: url))")
      for (key, value) in weights.metadata.sorted(by: { $0.key < $1.key }) { Console.current.say("\(key): \(value)") }
      let architecture = try weights.checkedArchitecture(nil, file: file)
      Console.current.say("fits \(architecture)")
      for parameter in architecture.network.parameters {
        Console.current.say("  \(parameter.name) \(parameter.shape)")
      }
    }
  }

  /// `rotunda weights import`.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Turn a PyTorch checkpoint (.pth) into safetensors.",
      discussion: "The checkpoint is interpreted, never executed: what is not data is refused by name.")

    @Argument(help: "The checkpoint.", completion: .file())
    var checkpoint: String

    @Option(
      help: ArgumentHelp(
        "A text file that says what arrays are called here.",
        discussion: """
          One rule a line: a pattern, spaces, a name. * in the pattern is any text, which the name's * repeats; the name - \
          drops an array. The first rule that fits holds.
          """),
      completion: .file())
    var map: String?

    @OptionGroup var target: Target

    func run() throws {
      let names = try map.map { try NameMap(String(contentsOf: URL(filePath: $0), encoding: .utf8)) }
      try target.write(weightsAt: checkpoint, renamedBy: names)
    }
  }

  /// `rotunda weights convert`.
  struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change the precision of a weight file, or what it says that it is for.")

    @Argument(help: "The weights.", completion: .file())
    var file: String

    @OptionGroup var target: Target

    func run() throws { try target.write(weightsAt: file) }
  }

  /// Where weights go, and as what.
  struct Target: ParsableArguments {
    @Option(name: .shortAndLong, help: "The safetensors file to write.", completion: .file())
    var output: String

    @Option(help: "single (32 bits) or half (16 bits).")
    var precision = Weights.Precision.single

    @Option(help: "The network that these are for, as rectnet-w4-sphere; told by names and shapes where left out.")
    var architecture: String?

    @Option(help: "Size of the pictures that they were trained on, WIDTHxHEIGHT.")
    var inputSize: String?

    func write(weightsAt file: String, renamedBy names: NameMap? = nil) throws {
      let stored = try Weights(contentsOf: URL(filePath: file))
      let weights = try names?.applied(to: stored) ?? stored
      let known = try architecture.map { name in
        guard let architecture = Architecture(name) else { throw CommandError.unknownNetwork(name) }
        return architecture
      }
      let network = try weights.checkedArchitecture(known, file: file)
      let size = try inputSize.map { try Extent(parsing: $0) }
      if let size { _ = try network.network.shapes(for: size) }
      try weights.labelled(as: network, inputSize: size).write(to: URL(filePath: output), precision: precision)
      Console.current.say("\(output): \(network), \(precision.rawValue) precision")
    }
  }
}

extension Weights.Precision: ExpressibleByArgument {}

extension Weights {
  /// The network that these are for: `known`, or told by names and shapes; the error names the file where they do not fit.
  fileprivate func checkedArchitecture(_ known: Architecture?, file: String) throws -> Architecture {
    do throws(NetworkError) {
      let architecture: Architecture
      if let known { architecture = known } else { architecture = try self.architecture }
      try check(against: architecture.network)
      return architecture
    } catch {
      throw EstimatorError.unusableWeights(name: file, error)
    }
  }
}
