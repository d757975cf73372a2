// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Enough bands to keep uneven cores busy, few enough that what a band allocates once does not count.
private let bandLimit = 64

/// An array of `rows * rowLength` elements whose bands of rows are filled on all cores.
///
/// `fill` gets the rows of its band and the band's elements, each `initial` at first. Nothing else may be shared
/// between bands: they run in any order and at the same time.
package func filledByBands<Element: BitwiseCopyable & Sendable>(
  rows: Int, rowLength: Int, with initial: Element,
  _ fill: @Sendable (_ rows: Range<Int>, _ band: inout MutableSpan<Element>) -> Void
) -> [Element] {
  [Element](unsafeUninitializedCapacity: rows * rowLength) { buffer, initializedCount in
    // Two threads never touch one element: band k owns [start(k), start(k + 1)) * rowLength of rows * rowLength
    // elements, and start(0) = 0, start(bands) = rows.
    nonisolated(unsafe) let elements = buffer
    let bands = min(rows, bandLimit)
    DispatchQueue.concurrentPerform(iterations: bands) { band in
      let range = (band * rows / bands)..<((band + 1) * rows / bands)
      let own = UnsafeMutableBufferPointer(
        rebasing: elements[(range.lowerBound * rowLength)..<(range.upperBound * rowLength)])
      own.initialize(repeating: initial)
      var span = own.mutableSpan
      fill(range, &span)
    }
    initializedCount = rows * rowLength
  }
}
