// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

extension Extent {
  /// No side of a picture is longer; what is computed from sizes then fits an Int.
  private static let longestSide = 1 << 16

  /// Reads WIDTHxHEIGHT, each from 1 to 65,536.
  ///
  /// - Throws: `CommandError.notASize`.
  init(parsing text: String) throws {
    let numbers = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let width = numbers[0], let height = numbers[1],
      (1...Self.longestSide).contains(width), (1...Self.longestSide).contains(height)
    else {
      throw CommandError.notASize(text)
    }
    self.init(height: height, width: width)
  }
}
