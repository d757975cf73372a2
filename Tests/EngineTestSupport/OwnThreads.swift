// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Runs `body` once on each of `count` new threads; returns when all have ended.
///
/// A pool may give several calls to one of its threads, one after another; here none of them is ordered before another,
/// so that the thread sanitizer sees every pair of accesses that could meet.
package func onThreads(_ count: Int, _ body: @escaping @Sendable (_ thread: Int) -> Void) {
  let running = DispatchGroup()
  for thread in 0..<count {
    running.enter()
    Thread {
      body(thread)
      running.leave()
    }.start()
  }
  running.wait()
}
