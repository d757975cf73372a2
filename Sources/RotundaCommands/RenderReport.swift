// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaScenes
import Synchronization

/// What `rotunda render` says while it works and when it is done.
final class RenderReport: Sendable {
  private let total: Int
  private let start = Date()
  private let state = Mutex(State())

  private struct State {
    var rendered = 0
    var skipped = 0
    var failures = 0
  }

  init(total: Int) { self.total = total }

  /// A panorama was written.
  func rendered() {
    let (rendered, skipped) = state.withLock { state in
      state.rendered += 1
      return (state.rendered, state.skipped)
    }
    let speed = Double(rendered) / max(Date().timeIntervalSince(start), 1e-3)
    let minutes = Double(max(0, total - rendered - skipped)) / speed / 60
    Console.current.flash?(
      String(format: "%d/%d panoramas  %.2f a second  %.0f min left", rendered + skipped, total, speed, minutes))
  }

  /// A scene is done, or failed.
  func finished(_ scene: String, _ outcome: Result<DatasetWriter.Outcome, any Error>) {
    switch outcome {
    case .success(let outcome): state.withLock { $0.skipped += outcome.skipped }
    case .failure(let error):
      state.withLock { $0.failures += 1 }
      Console.current.complain("rotunda: \(scene): \(error)")
    }
  }

  /// The last line, and the status where not everything was done.
  func conclude(folder: URL, interrupted: Bool) throws {
    let state = state.withLock { $0 }
    let seconds = Date().timeIntervalSince(start)
    Console.current.flash?("")
    var line = String(
      format: "%d panoramas in %.1f s (%.2f a second)", state.rendered, seconds,
      Double(state.rendered) / max(seconds, 1e-3))
    if state.skipped > 0 { line += ", \(state.skipped) were there" }
    if state.failures > 0 { line += ", \(state.failures) scenes failed" }
    if interrupted { line += "; interrupted: start it again to go on" }
    Console.current.say("\(folder.relativePath): \(line)")
    if state.failures > 0 || interrupted { throw ExitStatus.someFailed }
  }
}
