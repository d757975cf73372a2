// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  /// Where the pixels of a perspective picture look: right-handed, y up, -z forward, its axis through the middle.
  public struct PinholeView: Sendable, Hashable {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// The focal length, pixels.
    public let focalLength: Double

    /// A view; the properties say what each argument is.
    public init(width: Int, height: Int, focalLength: Double) {
      precondition(width > 0 && height > 0 && focalLength > 0, "a picture has pixels and a focal length")
      (self.width, self.height, self.focalLength) = (width, height, focalLength)
    }

    /// The point of a pixel at a depth of 1 along the axis.
    func ray(column: Int, row: Int) -> SIMD3<Double> {
      SIMD3(
        (Double(column) + 0.5 - Double(width) / 2) / focalLength,
        (Double(height) / 2 - Double(row) - 0.5) / focalLength, -1)
    }
  }
#endif
