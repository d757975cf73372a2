// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor

/// Floats aligned to the widest vector and to a cache line; zeros to begin with.
///
/// `@unchecked Sendable`: packed weights are written before they are shared; an arena belongs to one prediction at a
/// time, whose steps write disjoint parts.
package final class AlignedFloats: @unchecked Sendable {
  /// `count` floats.
  package let base: UnsafeMutablePointer<Float>
  /// How many.
  package let count: Int

  /// Bytes of a large page on x86-64 and arm64.
  private static let largePage = 2 << 20

  /// Zeros.
  package convenience init(count: Int) {
    self.init(uninitialisedCount: count)
    base.initialize(repeating: 0, count: count)
  }

  /// Memory of which every float will be written before it is read.
  package init(uninitialisedCount count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let isLarge = bytes >= 2 * Self.largePage
    let memory =
      isLarge
      ? UnsafeMutableRawPointer.allocate(
        byteCount: (bytes + Self.largePage - 1) / Self.largePage * Self.largePage, alignment: Self.largePage)
      : UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    if isLarge { rotunda_advise_large_pages(memory, UInt(bytes / Self.largePage * Self.largePage)) }
    base = memory.bindMemory(to: Float.self, capacity: count)
  }

  /// A copy of an array.
  package convenience init(_ values: [Float]) {
    self.init(count: values.count)
    // Bound: count is values.count.
    for (index, value) in values.enumerated() { base[index] = value }
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
