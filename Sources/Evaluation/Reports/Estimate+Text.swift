// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Double {
  /// Eight decimals, enough for any use and the same on every machine.
  var field: String { isFinite ? String(format: "%.8f", self) : isNaN ? "nan" : self > 0 ? "inf" : "-inf" }
}

extension Estimate {
  /// For people: the value, and its interval in brackets.
  var text: String { String(format: "%.4f [%.4f, %.4f]", value, low, high) }

  /// For programs: the value and the ends of its interval.
  var fields: [String] { [value, low, high].map(\.field) }
}
