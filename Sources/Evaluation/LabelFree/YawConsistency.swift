// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaImaging
import RotundaSphere

/// How much a prediction changes when the panorama is turned about the vertical.
///
/// With a the prediction of the panorama and b that of the turned one, turned back,
///
///     mean of |a - b| / ((a + b) / 2)
///
/// over the pixels where both are valid, weighted by solid angle. 0 where the predictor commutes with the turn.
public struct YawConsistency: Sendable, Hashable {
  /// The mean relative difference.
  public let relativeDifference: Double

  /// Compares the prediction of a panorama with that of the panorama turned by `YawTurn.turned`; both of one size.
  ///
  /// Nil where no pixel is valid in both.
  public init?(of prediction: DepthMap, turned: DepthMap, by turn: YawTurn) {
    precondition(prediction.width == turned.width && prediction.height == turned.height, "maps of one size")
    let grid = EquirectangularGrid(width: prediction.width, height: prediction.height)
    let back = grid.columnsMoved(turned.values, by: -turn.columns(ofWidth: grid.width), mirrored: false)
    var (sum, weight) = (0.0, 0.0)
    for row in 0..<grid.height {
      let share = cos(grid.latitude(row: Double(row)))
      for index in row * grid.width..<(row + 1) * grid.width {
        let (a, b) = (Double(prediction.values[index]), Double(back[index]))
        guard a > 0, b > 0 else { continue }
        sum += share * abs(a - b) / ((a + b) / 2)
        weight += share
      }
    }
    guard weight > 0 else { return nil }
    relativeDifference = sum / weight
  }
}
