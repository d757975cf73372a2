// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Where the program's words go; tests listen through a console of their own.
struct Console: Sendable {
  /// Results, for people and for pipes: a line.
  let say: @Sendable (String) -> Void
  /// Complaints: a line.
  let complain: @Sendable (String) -> Void
  /// Words without a line's end, to be overwritten by the next ones; nil where nobody watches.
  let flash: (@Sendable (String) -> Void)?

  @TaskLocal static var current = standard

  /// The process's own streams; words are overwritten only on a terminal.
  private static let standard = Console(
    say: { text in write(text + "\n", to: .standardOutput) },
    complain: { text in write(text + "\n", to: .standardError) },
    flash: isatty(STDERR_FILENO) == 1 ? overwrite : nil)

  @Sendable private static func overwrite(_ text: String) { write("\r\u{1B}[K" + text, to: .standardError) }

  private static func write(_ text: String, to handle: FileHandle) {
    do {
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      failed.store(true, ordering: .relaxed)
    }
  }

  /// Whether words were lost: a full disk, or a reader that went away.
  static var hasLostWords: Bool { failed.load(ordering: .relaxed) }

  private static let failed = Atomic<Bool>(false)
}
