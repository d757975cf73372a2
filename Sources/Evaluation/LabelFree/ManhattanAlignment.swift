// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaImaging
import RotundaSphere

/// How well the surfaces of a depth map agree with the three directions of a building.
///
/// A Manhattan world has the vertical and two horizontal directions at right angles, six axes with their opposites, and
/// nearly all of a room's surface faces one of them. Normals are those of `EquirectangularGrid.normals`; each counts with
/// its pixel's solid angle. The frame is the one whose axes are nearest to the normals in the mean:
///
///     yaw = argmin over [0, 90) degrees of  sum_i w_i min_k angle(n_i, axis_k(yaw)) / sum_i w_i
///
/// A mean of angles, unlike one of squares, is not moved by furniture that stands askew. Normals that lie anywhere have
/// 3 (1 - cos 15 degrees) = 10 % within 15 degrees. Panoramas must be level.
///
/// - Source: Coughlan, Yuille, "Manhattan world: compass direction from a single image by Bayesian inference", ICCV 1999,
///   for the model.
public struct ManhattanAlignment: Sendable, Hashable {
  /// Longitude of the frame's first axis, degrees in [0, 90), to 0.1.
  public let yaw: Double
  /// Share of the solid angle whose normal is within 15 degrees of an axis, of what has a normal.
  public let share: Double
  /// Mean angle between normals and their nearest axes, degrees, weighted by solid angle.
  public let meanAngle: Double

  /// Degrees within which a normal is aligned.
  public static let bound = 15.0
  /// Rows and columns are skipped down to this many columns while the yaw is searched.
  private static let searchedColumns = 256

  /// The alignment of a map of ray distances; nil where no pixel has a normal.
  public init?(of depth: DepthMap) {
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    let normals = grid.normals(ofDepth: depth.values)
    let all = WeightedNormals(normals, on: grid, stride: 1)
    guard all.weight > 0 else { return nil }
    let sparse = WeightedNormals(normals, on: grid, stride: max(1, depth.width / Self.searchedColumns))
    yaw = (sparse.weight > 0 ? sparse : all).nearestYaw
    (meanAngle, share) = all.agreement(yaw: yaw, bound: Self.bound)
  }
}

/// Normals with the solid angle that each stands for.
private struct WeightedNormals {
  private struct Normal {
    /// Length of the vertical and of the horizontal part.
    let vertical: Double
    let horizontal: Double
    /// Longitude modulo 90 degrees.
    let longitude: Double
    let weight: Double

    /// Degrees to the nearest of six axes, exact also where it is small.
    func angle(yaw: Double) -> Double {
      let turned = abs(longitude - yaw).truncatingRemainder(dividingBy: 90)
      let offset = min(turned, 90 - turned) * .pi / 180
      let along = horizontal * cos(offset)
      guard along > vertical else { return atan2(horizontal, vertical) * 180 / .pi }
      let across = horizontal * sin(offset)
      return atan2((vertical * vertical + across * across).squareRoot(), along) * 180 / .pi
    }
  }

  private var normals: [Normal] = []
  /// Sum of the weights.
  private(set) var weight = 0.0

  /// Every `stride`-th column of every `stride`-th row, where there is a normal.
  init(_ values: [Float], on grid: EquirectangularGrid, stride: Int) {
    for row in Swift.stride(from: stride / 2, to: grid.height, by: stride) {
      let share = cos(grid.latitude(row: Double(row)))
      for column in Swift.stride(from: stride / 2, to: grid.width, by: stride) {
        let index = 3 * (row * grid.width + column)
        let (x, y, z) = (Double(values[index]), Double(values[index + 1]), Double(values[index + 2]))
        guard x != 0 || y != 0 || z != 0 else { continue }
        let longitude = atan2(x, -z) * 180 / .pi + 180
        normals.append(
          Normal(
            vertical: abs(y), horizontal: (x * x + z * z).squareRoot(),
            longitude: longitude.truncatingRemainder(dividingBy: 90), weight: share))
        weight += share
      }
    }
  }

  /// The mean angle to the nearest axes, and the share of the weight within `bound`.
  func agreement(yaw: Double, bound: Double) -> (meanAngle: Double, share: Double) {
    var (sum, within) = (0.0, 0.0)
    for normal in normals {
      let angle = normal.angle(yaw: yaw)
      sum += normal.weight * angle
      if angle < bound { within += normal.weight }
    }
    return (sum / weight, within / weight)
  }

  /// The yaw of the least mean angle: the best whole degree, then the best tenth around it.
  var nearestYaw: Double {
    let degrees = best(of: (0..<90).map(Double.init))
    let tenths = best(of: (-10...10).map { degrees + Double($0) / 10 })
    return (tenths + 90).truncatingRemainder(dividingBy: 90)
  }

  private func best(of yaws: [Double]) -> Double {
    let angles = yaws.map { agreement(yaw: $0, bound: 0).meanAngle }
    return zip(yaws, angles).min { $0.1 < $1.1 }?.0 ?? 0
  }
}
