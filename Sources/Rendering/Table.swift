// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Elements at a fixed address, read by rays without counting references.
final class Table<Element: Sendable>: Sendable {
  // Written once, before anyone else knows the table; read within `0..<count`, as with any buffer.
  nonisolated(unsafe) let elements: UnsafeBufferPointer<Element>

  init(_ source: [Element]) {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: source.count)
    // As many elements as were allocated.
    _ = memory.initialize(from: source)
    elements = UnsafeBufferPointer(memory)
  }

  deinit {
    let memory = UnsafeMutableBufferPointer(mutating: elements)
    memory.deinitialize()
    memory.deallocate()
  }
}
