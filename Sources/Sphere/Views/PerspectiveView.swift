// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A square pinhole camera at the panorama's centre: where it looks, how wide, and with how many pixels.
///
/// Points of its picture are named by how far they lie to the right of and above the centre, both from -1 to 1 between the
/// picture's borders, so that maps of any resolution over the same picture agree.
public struct PerspectiveView: Sendable, Hashable {
  /// The camera's axes in those of the panorama: +x is its right, +y its up, and it looks along -z.
  public let pose: Rotation
  /// Columns and rows of its picture.
  public let size: Int
  /// Angle between the middles of opposite borders, radians.
  public let fieldOfView: Double
  /// tan(field of view / 2): half the picture's side on the plane at distance 1.
  let halfSide: Double

  /// A camera with `size` by `size` pixels over a field of view in radians, below a half-turn.
  public init(pose: Rotation, size: Int, fieldOfView: Double) {
    precondition(size > 0, "a picture has at least one pixel")
    precondition(fieldOfView > 0 && fieldOfView < .pi, "a pinhole camera sees less than a half-space")
    self.pose = pose
    self.size = size
    self.fieldOfView = fieldOfView
    halfSide = tan(fieldOfView / 2)
  }

  /// A camera with `size` by `size` pixels and a focal length in pixels.
  public init(pose: Rotation, size: Int, focalLength: Double) {
    self.init(pose: pose, size: size, fieldOfView: 2 * atan(Double(size) / (2 * focalLength)))
  }

  /// Focal length in pixels of its picture: `size / (2 tan(field of view / 2))`.
  public var focalLength: Double { Double(size) / 2 / halfSide }

  /// Unit vector along which the camera looks.
  public var forward: SIMD3<Double> { -pose.z }
  /// Unit vector to the camera's right.
  public var right: SIMD3<Double> { pose.x }
  /// Unit vector above the camera.
  public var up: SIMD3<Double> { pose.y }

  /// Where the centre of a pixel lies in a picture of `width` by `height` pixels over the whole view.
  public static func coordinates(
    column: Int, row: Int, width: Int, height: Int
  ) -> (right: Double, above: Double) {
    (2 * (Double(column) + 0.5) / Double(width) - 1, 1 - 2 * (Double(row) + 0.5) / Double(height))
  }

  /// Direction through a point of the picture, in the panorama's axes.
  ///
  /// Not a unit vector: it ends on the plane at distance 1.
  public func direction(right a: Double, above b: Double) -> SIMD3<Double> {
    forward + right * (a * halfSide) + up * (b * halfSide)
  }

  /// Perspective projection of a direction onto the picture, which may lie beyond its borders; nil behind the camera.
  public func projection(of direction: SIMD3<Double>) -> (right: Double, above: Double)? {
    let depth = dot(direction, forward) * halfSide
    guard depth > 0 else { return nil }
    return (dot(direction, right) / depth, dot(direction, up) / depth)
  }

  /// Ray distance of a point at z-depth 1: `sqrt(1 + u^2 + v^2)`, with u and v on the plane at distance 1.
  public func rayDistancePerZDepth(right a: Double, above b: Double) -> Double {
    (1 + halfSide * halfSide * (a * a + b * b)).squareRoot()
  }
}
