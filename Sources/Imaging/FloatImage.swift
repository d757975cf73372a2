// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Three numbers a pixel, row by row: linear light, or normals.
public struct FloatImage: Sendable, Hashable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `3 * width * height` numbers: red, green, blue of each pixel, or x, y, z.
  public var values: [Float]

  /// A picture of `3 * width * height` numbers.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(values.count == 3 * width * height, "three numbers a pixel")
    self.width = width
    self.height = height
    self.values = values
  }

  /// How numbers are written.
  public enum Encoding: Sendable, Hashable {
    /// OpenEXR, 32-bit floats, channels `R`, `G`, `B`, exact.
    case exr
    /// Radiance RGBE: light to a precision of 1 %, nothing negative.
    case radiance
  }

  /// Writes the numbers; the file appears whole or not at all.
  ///
  /// - Throws: `ImagingError.unwritable`, and `.tooLargeForFormat` for sides beyond the format's.
  public func write(to url: URL, as encoding: Encoding) throws(ImagingError) {
    try AtomicFile.write(to: url) { (file) throws(ImagingError) in
      switch encoding {
      case .exr: try OpenEXRWriter.write(self, to: file)
      case .radiance: try RadianceHDRWriter.write(self, to: file, path: url.path(percentEncoded: false))
      }
    }
  }
}
