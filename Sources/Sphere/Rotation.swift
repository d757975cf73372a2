// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A rotation of three-dimensional space, as the images of the three axes.
///
/// As the pose of a camera it maps directions of the camera to directions of the world: `pose * SIMD3(0, 0, -1)` is
/// where the camera looks. A camera whose photo says GPano PoseHeadingDegrees, PosePitchDegrees and PoseRollDegrees has
///
///     pose = yaw(heading) * pitch(pitch) * roll(roll)
///
/// so pitch stays the elevation of the image's centre whatever the roll. The level panorama of such a photo reads the
/// photo at `pose.inverse * direction`.
public struct Rotation: Sendable, Hashable {
  private let right, up, backward: PackedVector

  /// Where +x (right) goes.
  public var x: SIMD3<Double> { right.vector }
  /// Where +y (up) goes.
  public var y: SIMD3<Double> { up.vector }
  /// Where +z (backward) goes.
  public var z: SIMD3<Double> { backward.vector }

  /// A rotation that leaves everything where it is.
  public static let identity = Rotation(x: SIMD3(1, 0, 0), y: SIMD3(0, 1, 0), z: SIMD3(0, 0, 1))

  /// The rotation with these images of the axes, which must be unit vectors at right angles with z = x × y.
  init(x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>) {
    right = PackedVector(x)
    up = PackedVector(y)
    backward = PackedVector(z)
  }

  /// A turn by `angle` radians about `axis`, counterclockwise as seen from the axis' tip; the identity for a zero axis.
  ///
  /// Rodrigues' formula.
  public init(axis: SIMD3<Double>, angle: Double) {
    let length = norm(axis)
    guard length > 0 else {
      self = .identity
      return
    }
    let unit = axis / length
    func turned(_ vector: SIMD3<Double>) -> SIMD3<Double> {
      vector * cos(angle) + cross(unit, vector) * sin(angle) + unit * (dot(unit, vector) * (1 - cos(angle)))
    }
    self.init(x: turned(SIMD3(1, 0, 0)), y: turned(SIMD3(0, 1, 0)), z: turned(SIMD3(0, 0, 1)))
  }

  /// The view turned to the right: forward goes to longitude `angle`, `pi / 2` being +x.
  public static func yaw(_ angle: Double) -> Rotation {
    Rotation(x: SIMD3(cos(angle), 0, sin(angle)), y: SIMD3(0, 1, 0), z: SIMD3(-sin(angle), 0, cos(angle)))
  }

  /// The view raised: forward goes to latitude `angle`, `pi / 2` being the zenith.
  public static func pitch(_ angle: Double) -> Rotation {
    Rotation(x: SIMD3(1, 0, 0), y: SIMD3(0, cos(angle), sin(angle)), z: SIMD3(0, -sin(angle), cos(angle)))
  }

  /// The camera rolled clockwise as its holder sees it: up goes towards +x, and the horizon in the image turns
  /// counterclockwise.
  public static func roll(_ angle: Double) -> Rotation {
    Rotation(x: SIMD3(cos(angle), -sin(angle), 0), y: SIMD3(sin(angle), cos(angle), 0), z: SIMD3(0, 0, 1))
  }

  /// The smallest rotation that takes a measured upward direction to +y; nil for a vector without a direction.
  ///
  /// `up` is opposite to gravity and need not be a unit vector. From straight down it is a half-turn about the x axis.
  public init?(takingToUp up: SIMD3<Double>) {
    let length = norm(up)
    guard length > 0, length.isFinite else { return nil }
    let unit = up / length
    let axis = cross(unit, SIMD3(0, 1, 0))
    let sine = norm(axis)
    self.init(axis: sine > 0 ? axis : SIMD3(1, 0, 0), angle: atan2(sine, unit.y))
  }

  /// The rotation that undoes this one.
  public var inverse: Rotation {
    Rotation(x: SIMD3(x.x, y.x, z.x), y: SIMD3(x.y, y.y, z.y), z: SIMD3(x.z, y.z, z.z))
  }

  /// The rotated vector.
  public static func * (rotation: Rotation, vector: SIMD3<Double>) -> SIMD3<Double> {
    rotation.x * vector.x + rotation.y * vector.y + rotation.z * vector.z
  }

  /// First `second`, then `first`, as with matrices.
  public static func * (first: Rotation, second: Rotation) -> Rotation {
    Rotation(x: first * second.x, y: first * second.y, z: first * second.z)
  }

  /// The angle of a rotation that keeps +y exactly where it is, so that it only turns the view; nil for any other.
  public var yawAlone: Double? {
    guard y == SIMD3(0, 1, 0), x.y == 0, z.y == 0 else { return nil }
    return atan2(x.z, x.x)
  }
}

/// Inner product.
package func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }

/// Right-handed vector product.
package func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

/// Euclidean length.
package func norm(_ a: SIMD3<Double>) -> Double { dot(a, a).squareRoot() }
