// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaExport
import RotundaImaging
import RotundaSphere
import RotundaTestSupport

/// A box around the camera with boxes in it, whose distances follow from rays and planes.
struct FurnishedRoom {
  var walls = BoxRoom(lower: SIMD3(-1.7, -1.5, -2.2), upper: SIMD3(2.3, 1.1, 2.8))
  /// Least and greatest corners, metres, around the camera.
  var furniture: [(low: SIMD3<Double>, high: SIMD3<Double>)] = []

  /// 4 m by 5 m by 2.6 m, empty.
  static let empty = FurnishedRoom()
  /// With a table and a wardrobe.
  static let furnished = FurnishedRoom(furniture: [
    (SIMD3(0.9, -1.5, -1.2), SIMD3(1.9, -0.76, 0.2)), (SIMD3(-1.7, -1.5, 1.7), SIMD3(-1.1, 0.5, 2.7)),
  ])

  /// Distance along a unit ray from the camera.
  func distance(_ ray: SIMD3<Double>) -> Double {
    var distance = walls.hit(ray).distance
    for box in furniture {
      let (a, b) = (box.low / ray, box.high / ray)
      let (enter, leave) = (pointwiseMin(a, b).max(), pointwiseMax(a, b).min())
      if enter > 0, enter < leave { distance = min(distance, enter) }
    }
    return distance
  }

  /// Distances seen by a camera whose axes `pose` takes to the room's.
  func depth(width: Int, pose: Rotation = .identity) -> DepthMap {
    let grid = EquirectangularGrid(width: width, height: width / 2)
    let values = (0..<grid.height).flatMap { row in
      (0..<width).map { Float(distance(pose * grid.direction(column: Double($0), row: Double(row)))) }
    }
    return DepthMap(width: width, height: grid.height, values: values)
  }

  /// The room with a photo of `photoWidth`, grey but for a gradient.
  func captured(width: Int, photoWidth: Int = 64, pose: Rotation = .identity, spread: DepthMap? = nil) throws
    -> CapturedRoom
  {
    var pixels: [UInt8] = []
    for row in 0..<photoWidth / 2 {
      for column in 0..<photoWidth {
        pixels += [UInt8(255 * column / photoWidth), UInt8(510 * row / photoWidth), 90]
      }
    }
    return try CapturedRoom(
      title: "box", photo: Panorama(width: photoWidth, height: photoWidth / 2, pixels: pixels),
      depth: depth(width: width, pose: pose), spread: spread, pose: pose)
  }
}
