// SPDX-License-Identifier: Apache-2.0

extension Collection<UInt8> where Index == Int {
  /// The unsigned number of `length` bytes at `position` counted from the start, lowest byte first; nil past the end.
  func littleEndian(at position: Int, length: Int) -> Int? {
    guard position >= 0, length >= 0, position <= count - length else { return nil }
    return (0..<length).reduce(0) { $0 | Int(self[startIndex + position + $1]) << (8 * $1) }
  }

  /// The unsigned number of `length` bytes at `position` counted from the start, highest byte first; nil past the end.
  func bigEndian(at position: Int, length: Int) -> Int? {
    guard position >= 0, length >= 0, position <= count - length else { return nil }
    return (0..<length).reduce(0) { $0 << 8 | Int(self[startIndex + position + $1]) }
  }
}
