// SPDX-License-Identifier: Apache-2.0

@preconcurrency import Dispatch
import Foundation
import Synchronization

/// Whether the user has pressed Ctrl-C, or the system asked the program to end.
///
/// Long work looks at it between two steps. A second Ctrl-C ends the program at once.
final class Interruption: Sendable {
  private let requested = Atomic<Bool>(false)
  private let sources: [any DispatchSourceSignal]

  /// Listens from now on; `whenRequested` is called once, from another thread.
  init(whenRequested: @escaping @Sendable () -> Void = {}) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
    for (source, number) in zip(sources, [SIGINT, SIGTERM]) {
      source.setEventHandler { [weak self] in
        guard let self else { return }
        if requested.exchange(true, ordering: .relaxed) { exit(128 + number) }
        whenRequested()
      }
      source.resume()
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }

  var isRequested: Bool { requested.load(ordering: .relaxed) }
}
