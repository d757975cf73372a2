// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

@testable import RotundaCommands

/// What a command line printed and how it ended, run inside the test's process.
struct CommandResult {
  let status: ExitStatus
  let output: String
  let complaints: String
}

/// Runs `rotunda` with these arguments.
func rotunda(_ arguments: String...) async -> CommandResult { await rotunda(arguments: arguments) }

/// Runs `rotunda` with these arguments.
func rotunda(arguments: [String]) async -> CommandResult {
  let lines = Lines()
  let console = Console(
    say: { lines.output.append($0) }, complain: { lines.complaints.append($0) }, flash: nil)
  let status = await Console.$current.withValue(console) { await RotundaCommand.run(arguments) }
  return CommandResult(status: status, output: lines.output.text, complaints: lines.complaints.text)
}

private final class Lines: Sendable {
  let output = Text()
  let complaints = Text()

  final class Text: Sendable {
    private let lines = Mutex<[String]>([])
    func append(_ line: String) { lines.withLock { $0.append(line) } }
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
  }
}
