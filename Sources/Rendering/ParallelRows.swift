// SPDX-License-Identifier: Apache-2.0

import Dispatch
import RotundaSolids

/// Does something for every row, on several threads; rows may run in any order, so each must write what is its own.
func forRows(_ count: Int, threads: Int, _ work: @Sendable (_ row: Int) -> Void) {
  guard threads > 1 else {
    for row in 0..<count { work(row) }
    return
  }
  // Strips of rows keep neighbours, which meet the same surfaces, on one thread.
  let strip = 8
  DispatchQueue.concurrentPerform(iterations: (count + strip - 1) / strip) { index in
    for row in index * strip..<min(count, (index + 1) * strip) { work(row) }
  }
}
