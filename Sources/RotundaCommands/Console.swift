// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where the program's words go; tests listen through a console of their own.
struct Console: Sendable {
  /// Results, for people and for pipes: a line.
  let say: @Sendable (String) -> Void
  /// Complaints: a line.
  let complain: @Sendable (String) -> Void
  /// Words without a line's end, to be overwritten by the next ones; nil where nobody watches.
  let flash: (@Sendable (String) -> Void)?

  @TaskLocal static var current = Console(
    say: { text in FileHandle.standardOutput.write(Data((text + "\n").utf8)) },
    complain: { text in FileHandle.standardError.write(Data((text + "\n").utf8)) },
    flash: isatty(STDERR_FILENO) == 1
      ? { text in FileHandle.standardError.write(Data(("\r\u{1B}[K" + text).utf8)) } : nil)
}
