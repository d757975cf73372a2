// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The temporary files `.rotunda-PROCESS-RANDOM.partial` that `AtomicFile` renames when they are whole.
enum PartialFile {
  private static let prefix = ".rotunda-"
  private static let suffix = ".partial"
  private static let sweptFolders = Mutex<Set<String>>([])

  /// A name for a file that this process writes.
  static func name() -> String {
    "\(prefix)\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 36))\(suffix)"
  }

  /// Removes what killed processes left in `folder`; looks into each folder once.
  ///
  /// A process number can mean another process in another container that shares the folder, therefore a file that
  /// someone holds locked stays too.
  static func removeAbandoned(in folder: URL) {
    let path = folder.path(percentEncoded: false)
    guard sweptFolders.withLock({ $0.insert(path).inserted }),
      let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    else { return }
    for name in names where isAbandoned(name) {
      unlinkUnlessLocked(folder.appending(path: name).path(percentEncoded: false))
    }
  }

  private static func isAbandoned(_ name: String) -> Bool {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
    let parts = name.dropFirst(prefix.count).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    // 0 and negative numbers would ask for groups of processes.
    guard parts.count == 2, let process = pid_t(parts[0]), process > 0 else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  private static func unlinkUnlessLocked(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
  }
}
