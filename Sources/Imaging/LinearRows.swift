// SPDX-License-Identifier: Apache-2.0

/// A picture of linear light that can be read row by row, as often as wanted, without being held as numbers.
protocol LinearRows {
  var width: Int { get }
  var height: Int { get }
  /// Calls `body` with each row from the top: red, green, blue and coverage (0 is none) of each pixel, 4 * width
  /// numbers that may be anything, NaN included.
  func forEachRow(_ body: (_ row: Int, _ samples: UnsafeBufferPointer<Float>) -> Void) throws(ImagingError)
}
