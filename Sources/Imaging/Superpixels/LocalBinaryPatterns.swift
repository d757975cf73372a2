// SPDX-License-Identifier: Apache-2.0

/// Texture as a histogram of uniform local binary patterns.
///
/// Each pixel is described by which of its eight neighbours are brighter. The 56 patterns that change twice around the
/// circle have bins of their own; those that never change share one, all others another.
/// - Source: Ojala, Pietikäinen, Mäenpää, "Multiresolution gray-scale and rotation invariant texture classification with
///   local binary patterns", TPAMI 2002.
enum LocalBinaryPatterns {
  /// Bins of the histogram.
  static let count = 58

  /// The share of each bin among the pixels of a square of `side` whose first pixel is (`column`, `row`).
  ///
  /// - `grey`: `width * height` numbers, row by row; beyond them all is 0.
  static func histogram(
    of grey: [Double], width: Int, height: Int, column: Int, row: Int, side: Int
  ) -> [Double] {
    func value(_ x: Int, _ y: Int) -> Double {
      x >= 0 && y >= 0 && x < width && y < height ? grey[y * width + x] : 0
    }
    var bins = Array(repeating: 0.0, count: count)
    for y in row..<row + side {
      for x in column..<column + side {
        let centre = value(x, y)
        let pattern = circle.enumerated().reduce(0) { pattern, step in
          value(x + step.element.0, y + step.element.1) > centre ? pattern | 1 << step.offset : pattern
        }
        bins[binOfPattern[pattern]] += 1 / Double(side * side)
      }
    }
    return bins
  }

  /// The eight neighbours, one beside the next.
  private static let circle = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]

  private static let binOfPattern: [Int] = {
    var next = 0
    return (0..<256).map { pattern in
      let turned = (pattern >> 1) | (pattern & 1) << 7
      switch (pattern ^ turned).nonzeroBitCount {
      case 0: return 56
      case 2:
        next += 1
        return next - 1
      default: return 57
      }
    }
  }()
}
