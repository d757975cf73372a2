// SPDX-License-Identifier: Apache-2.0

/// A face of the cube around the camera, in the order +x -x +y -y +z -z.
///
/// Each face is what a camera with a field of view of 90 degrees sees; the faces of the horizon keep up upright, `up` has
/// the backward direction at its upper border and `down` the forward direction.
public enum CubeFace: Int, CaseIterable, Sendable, Hashable {
  /// +x.
  case right
  /// -x.
  case left
  /// +y.
  case up
  /// -y.
  case down
  /// +z.
  case back
  /// -z.
  case front

  /// The face that a direction meets: that of its largest component.
  ///
  /// Of equal components z wins over x, and x over y.
  public init(facing direction: SIMD3<Double>) {
    let x = abs(direction.x)
    let y = abs(direction.y)
    let z = abs(direction.z)
    if z >= x, z >= y {
      self = direction.z > 0 ? .back : .front
    } else if x >= y {
      self = direction.x > 0 ? .right : .left
    } else {
      self = direction.y > 0 ? .up : .down
    }
  }

  /// Where the face's camera looks, with what it has on its right and above.
  var axes: (forward: SIMD3<Double>, right: SIMD3<Double>, up: SIMD3<Double>) {
    switch self {
    case .right: (SIMD3(1, 0, 0), SIMD3(0, 0, 1), SIMD3(0, 1, 0))
    case .left: (SIMD3(-1, 0, 0), SIMD3(0, 0, -1), SIMD3(0, 1, 0))
    case .up: (SIMD3(0, 1, 0), SIMD3(1, 0, 0), SIMD3(0, 0, 1))
    case .down: (SIMD3(0, -1, 0), SIMD3(1, 0, 0), SIMD3(0, 0, -1))
    case .back: (SIMD3(0, 0, 1), SIMD3(-1, 0, 0), SIMD3(0, 1, 0))
    case .front: (SIMD3(0, 0, -1), SIMD3(1, 0, 0), SIMD3(0, 1, 0))
    }
  }

  /// Direction through the point `a` to the right of and `b` above the face's centre, both in [-1, 1] on the face.
  ///
  /// Not a unit vector: it ends on the plane at distance 1.
  public func direction(right a: Double, above b: Double) -> SIMD3<Double> {
    let axes = axes
    return axes.forward + a * axes.right + b * axes.up
  }

  /// Perspective projection of a direction onto the face's plane; nil behind the face's camera.
  public func projection(of direction: SIMD3<Double>) -> (right: Double, above: Double)? {
    let axes = axes
    let depth = dot(direction, axes.forward)
    guard depth > 0 else { return nil }
    return (dot(direction, axes.right) / depth, dot(direction, axes.up) / depth)
  }
}

/// The pixel grid of the six faces of a cube map: where each pixel of a face looks.
///
/// Positions are those of pixel centres: `(-0.5, -0.5)` is the upper left corner of a face.
public struct CubeGrid: Sendable, Hashable {
  /// Columns and rows of a face; the focal length is half of it.
  public let size: Int

  /// A grid of six faces of `size` by `size` pixels.
  public init(size: Int) {
    precondition(size > 0, "a face has at least one pixel")
    self.size = size
  }

  /// Where a position lies on its face's plane: right and above its centre, in [-1, 1].
  public func coordinates(column: Double, row: Double) -> (right: Double, above: Double) {
    (2 * (column + 0.5) / Double(size) - 1, 1 - 2 * (row + 0.5) / Double(size))
  }

  /// Unit vector along which a position of a face looks.
  public func direction(_ face: CubeFace, column: Double, row: Double) -> SIMD3<Double> {
    let (right, above) = coordinates(column: column, row: row)
    return face.direction(right: right, above: above) / rayDistancePerZDepth(column: column, row: row)
  }

  /// Face and position that a direction meets; the direction need not be a unit vector.
  public func position(of direction: SIMD3<Double>) -> (face: CubeFace, column: Double, row: Double) {
    let face = CubeFace(facing: direction)
    let (right, above) = face.projection(of: direction) ?? (0, 0)
    let scale = Double(size) / 2
    return (face, (right + 1) * scale - 0.5, (1 - above) * scale - 0.5)
  }

  /// Ray distance of a point at z-depth 1: `sqrt(1 + a^2 + b^2)`, from 1 at the centre to 1.732 in the corners.
  ///
  /// Multiply a z-depth by it for the ray distance, divide for the way back.
  public func rayDistancePerZDepth(column: Double, row: Double) -> Double {
    let (right, above) = coordinates(column: column, row: row)
    return (1 + right * right + above * above).squareRoot()
  }
}
