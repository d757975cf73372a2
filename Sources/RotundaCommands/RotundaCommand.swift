// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser

/// The command `rotunda`.
public struct RotundaCommand: AsyncParsableCommand {
  /// Name, version and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "rotunda",
    abstract: "Metric depth from one 360-degree photograph of a room.",
    version: programVersion,
    subcommands: [
      Predict.self, Inspect.self, NetworkCommand.self, WeightsCommand.self, Render.self, Evaluate.self, Train.self,
      Conventions.self,
    ])

  /// The command before its arguments are parsed.
  public init() {}

  /// Runs the program with the process's arguments and ends it with the status that belongs to what happened.
  public static func main() async {
    let status = await run(Array(CommandLine.arguments.dropFirst()))
    exit(withError: ExitCode(status.rawValue))
  }

  /// Runs one command line; errors are printed, never thrown.
  static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return .done
    } catch let status as ExitStatus {
      return status
    } catch let error as any ExitStatusProviding {
      Console.current.complain("rotunda: \(error)")
      return error.exitStatus
    } catch is CancellationError {
      return .someFailed
    } catch {
      let isRequest = exitCode(for: error) == .success
      let text = fullMessage(for: error)
      if isRequest { Console.current.say(text) } else { Console.current.complain(text) }
      return isRequest ? .done : .usage
    }
  }
}

/// The program's version, written into every sidecar.
public let programVersion = "0.1.0"
