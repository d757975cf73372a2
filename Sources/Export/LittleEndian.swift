// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
  /// Adds an integer, its lowest byte first.
  @inline(__always)
  mutating func append<Integer: FixedWidthInteger>(littleEndian value: Integer) {
    for byte in 0..<MemoryLayout<Integer>.size { append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }
}
