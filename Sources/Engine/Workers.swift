// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Threads that share a list of work items.
struct Workers: Sendable {
  /// How many.
  let count: Int

  /// Runs `body` once for each item; returns when all are done.
  ///
  /// Each thread takes the next item when it has finished its last, so that a slow or interrupted core delays nobody.
  /// - `body`: the item, and the worker (0..<count) that runs it.
  func perform(_ items: Int, body: @Sendable (_ item: Int, _ worker: Int) -> Void) {
    let needed = min(count, items)
    guard needed > 1 else {
      for item in 0..<items { body(item, 0) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: needed) { worker in
      while true {
        let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard item < items else { return }
        body(item, worker)
      }
    }
  }
}
