// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The pixel grid of an equirectangular panorama: the one definition of where a pixel looks.
///
/// Axes are right-handed: +x right, +y up, -z forward (glTF). A pixel's position is that of its centre, so pixel
/// `(column, row)` looks along
///
///     longitude = 2 pi (column + 1/2) / width - pi      grows to the right, 0 in the middle of the image
///     latitude  = pi / 2 - pi (row + 1/2) / height       +pi/2 at the zenith
///     direction = (cos lat sin lon, sin lat, -cos lat cos lon)
///
/// Positions may be fractional; (-0.5, ...) is the image's left border.
public struct EquirectangularGrid: Sendable, Hashable {
  /// Columns; they cover 360 degrees.
  public let width: Int
  /// Rows; they cover 180 degrees.
  public let height: Int

  /// A grid of `width` by `height` pixels over the full sphere.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a grid has at least one pixel")
    self.width = width
    self.height = height
  }

  /// Longitude in radians of a column position.
  public func longitude(column: Double) -> Double { 2 * .pi * (column + 0.5) / Double(width) - .pi }

  /// Latitude in radians of a row position.
  public func latitude(row: Double) -> Double { .pi / 2 - .pi * (row + 0.5) / Double(height) }

  /// Unit vector along which position `(column, row)` looks.
  public func direction(column: Double, row: Double) -> SIMD3<Double> {
    let longitude = longitude(column: column)
    let latitude = latitude(row: row)
    return SIMD3(cos(latitude) * sin(longitude), sin(latitude), -cos(latitude) * cos(longitude))
  }

  /// Position of a direction, which need not be a unit vector: column in [-0.5, width - 0.5], row in [-0.5, height - 0.5].
  public func position(of direction: SIMD3<Double>) -> (column: Double, row: Double) {
    let longitude = atan2(direction.x, -direction.z)
    let latitude = atan2(direction.y, (direction.x * direction.x + direction.z * direction.z).squareRoot())
    return (
      column: (longitude + .pi) / (2 * .pi) * Double(width) - 0.5,
      row: (.pi / 2 - latitude) / .pi * Double(height) - 0.5
    )
  }

  /// The pixel that stands for `(column, row)` when either leaves the image: columns wrap around, and a row beyond a
  /// pole continues on the opposite meridian (a half-turn and a flip).
  ///
  /// `width` must be even for the crossing to be exact. Any distance beyond the border is accepted.
  public func wrapped(column: Int, row: Int) -> (column: Int, row: Int) {
    var row = modulo(row, 2 * height)
    var column = column
    if row >= height {
      row = 2 * height - 1 - row
      column += width / 2
    }
    return (modulo(column, width), row)
  }
}

/// `value` modulo `divisor`, in [0, divisor) also for negative values.
@inlinable
package func modulo(_ value: Int, _ divisor: Int) -> Int {
  let remainder = value % divisor
  return remainder < 0 ? remainder + divisor : remainder
}
