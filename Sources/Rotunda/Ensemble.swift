// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks
import RotundaSphere

/// One look at a panorama: turned about the vertical by whole columns, and mirrored.
///
/// A network whose padding wraps around commutes with turns by its total stride (4 columns for RectNet), so useful
/// turns differ in their remainder: pass k turns by about k/N of the circle, to a column that is k modulo 4. Every
/// second group of four is mirrored.
struct EnsemblePass: Hashable {
  let shift: Int
  let mirrored: Bool

  /// The passes of an ensemble of `count` on maps of `width` columns; the first shows the panorama as it is.
  static func passes(_ count: Int, width: Int) -> [EnsemblePass] {
    (0..<max(count, 1)).map { index in
      let even = index * width / max(count, 1)
      return EnsemblePass(shift: (even / 4 * 4 + index % 4) % width, mirrored: index / 4 % 2 == 1)
    }
  }

  /// The picture as this pass shows it: column x comes from column x - shift, then left and right change places.
  func shown(_ map: FeatureMap) -> FeatureMap {
    moved(map) { column, width in modulo((mirrored ? width - 1 - column : column) - shift, width) }
  }

  /// A result brought back to the panorama as it is.
  func undone(_ map: FeatureMap) -> FeatureMap {
    moved(map) { column, width in
      let turned = modulo(column + shift, width)
      return mirrored ? width - 1 - turned : turned
    }
  }

  private func moved(_ map: FeatureMap, source: (Int, Int) -> Int) -> FeatureMap {
    guard self != EnsemblePass(shift: 0, mirrored: false) else { return map }
    let width = map.shape.width
    let columns = (0..<width).map { source($0, width) }
    var result = map
    for row in 0..<map.shape.channels * map.shape.height {
      for column in 0..<width { result.values[row * width + column] = map.values[row * width + columns[column]] }
    }
    return result
  }
}

/// The median of several predictions, pixel by pixel, and half the width of their middle two thirds.
struct EnsembleStatistics {
  let median: [Float]
  let spread: [Float]

  init(_ predictions: [[Float]]) {
    let count = predictions.count
    let low = count / 6
    let high = count - 1 - low
    var median: [Float] = []
    var spread: [Float] = []
    median.reserveCapacity(predictions.first?.count ?? 0)
    spread.reserveCapacity(predictions.first?.count ?? 0)
    for pixel in predictions.first?.indices ?? 0..<0 {
      let sorted = predictions.map { $0[pixel] }.sorted()
      median.append((sorted[(count - 1) / 2] + sorted[count / 2]) / 2)
      spread.append((sorted[high] - sorted[low]) / 2)
    }
    self.median = median
    self.spread = spread
  }
}
