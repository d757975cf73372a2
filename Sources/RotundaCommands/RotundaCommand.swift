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
      Predict.self, Export.self, Inspect.self, NetworkCommand.self, Benchmark.self, WeightsCommand.self, Render.self,
      DatasetsCommand.self,
      Serve.self, Evaluate.self, Consistency.self, Train.self, Adapt.self, Reproduce.self, Plot.self, Conventions.self,
    ])

  /// The command before its arguments are parsed.
  public init() {}

  /// Runs the program with the process's arguments and ends it with the status that belongs to what happened.
  public static func main() async {
    let status = await run(Array(CommandLine.arguments.dropFirst()))
    let isLost = status == .done && Console.hasLostWords
    exit(withError: ExitCode((isLost ? ExitStatus.inputOutput : status).rawValue))
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
      // What is left is ArgumentParser's (help and wrong usage), or an error that no room declares.
      switch exitCode(for: error) {
      case .success:
        Console.current.say(fullMessage(for: error))
        return .done
      case .validationFailure:
        Console.current.complain(fullMessage(for: error))
        return .usage
      default:
        Console.current.complain("rotunda: \(error)")
        return .softwareFault
      }
    }
  }
}

/// The program's version, written into every sidecar.
public let programVersion = "0.1.0"
