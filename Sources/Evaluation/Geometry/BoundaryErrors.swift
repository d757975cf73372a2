// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere

/// How well edges of depth are where they should be.
///
/// An edge is where the 3x3 Sobel gradient sqrt(gx^2 + gy^2) of the distances, not divided by 8, is above a contrast in
/// metres. Columns wrap and rows go on across the poles. A pixel counts where truth and prediction are valid all around it.
///
/// - Source: Hu et al., "Revisiting single image depth estimation", WACV 2019; contrasts and the rules for images without
///   edges as in Albanis et al., "Pano3D", CVPR workshops 2021.
struct BoundaryErrors {
  /// True positives by predicted edges: 0 without predicted ones, 1 without true ones.
  let precision: Double
  /// True positives by true edges: 1 without true ones.
  let recall: Double

  /// Metres.
  private static let contrasts = [0.25, 0.5, 1.0]

  /// The errors at each contrast; nil where no pixel is valid all around.
  static func all(of prediction: DepthMap, against truth: DepthMap) -> [BoundaryErrors?] {
    let (found, wanted) = (Gradients(prediction), Gradients(truth))
    return contrasts.map { BoundaryErrors(found, wanted, contrast: $0) }
  }

  private init?(_ found: Gradients, _ wanted: Gradients, contrast: Double) {
    var (counted, predicted, existing, both) = (0, 0, 0, 0)
    for (found, wanted) in zip(found.magnitudes, wanted.magnitudes) {
      guard let found, let wanted else { continue }
      counted += 1
      if found > contrast { predicted += 1 }
      if wanted > contrast { existing += 1 }
      if found > contrast && wanted > contrast { both += 1 }
    }
    guard counted > 0 else { return nil }
    precision = existing == 0 ? 1 : predicted == 0 ? 0 : Double(both) / Double(predicted)
    recall = existing == 0 ? 1 : Double(both) / Double(existing)
  }
}

/// Sobel gradients of a depth map, metres; nil where a pixel or one around it is a hole.
private struct Gradients {
  let magnitudes: [Double?]

  init(_ depth: DepthMap) {
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    magnitudes = (0..<depth.height).flatMap { row in
      (0..<depth.width).map { column in
        var (across, down) = (0.0, 0.0)
        for (dx, dy) in Self.neighbours {
          let place = grid.wrapped(column: column + dx, row: row + dy)
          let value = Double(depth[column: place.column, row: place.row])
          guard value > 0 else { return nil }
          across += value * Double(dx * (2 - abs(dy)))
          down += value * Double(dy * (2 - abs(dx)))
        }
        return (across * across + down * down).squareRoot()
      }
    }
  }

  private static let neighbours = (-1...1).flatMap { dy in (-1...1).map { dx in (dx, dy) } }
}
