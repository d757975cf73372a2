// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

extension Extent {
  /// Reads WIDTHxHEIGHT.
  ///
  /// - Throws: `CommandError.notASize`.
  init(parsing text: String) throws {
    let numbers = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let width = numbers[0], let height = numbers[1], width > 0, height > 0 else {
      throw CommandError.notASize(text)
    }
    self.init(height: height, width: width)
  }
}
