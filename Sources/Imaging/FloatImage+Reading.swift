// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension FloatImage {
  /// Reads a panorama of light: Radiance HDR and OpenEXR as they are, 8-bit pictures through the inverse of sRGB's
  /// transfer function.
  ///
  /// Red, green and blue have sRGB's primaries and the file's own unit. Pixels that the file does not cover are 0; the
  /// others may hold anything the file holds, NaN included. The picture is turned as its header says. A file that covers a part of the sphere only is not read: light is
  /// missing in it.
  public init(contentsOf url: URL, options: ReadingOptions = ReadingOptions()) throws(ImagingError) {
    self = try PictureDecoder(SourceFile(url)).linearPanorama(options)
  }

  /// The numbers of rows of linear light.
  init(_ rows: some LinearRows) throws(ImagingError) {
    var values = [Float](repeating: 0, count: 3 * rows.width * rows.height)
    try rows.forEachRow { row, samples in
      for column in 0..<rows.width where samples[4 * column + 3] != 0 {
        let target = 3 * (row * rows.width + column)
        for channel in 0..<3 { values[target + channel] = samples[4 * column + channel] }
      }
    }
    self.init(width: rows.width, height: rows.height, values: values)
  }

  /// The light that an sRGB picture shows.
  init(_ picture: Panorama) {
    let table = (0...255).map { Self.linear(Double($0) / 255) }
    self.init(width: picture.width, height: picture.height, values: picture.pixels.map { table[Int($0)] })
  }

  /// The inverse of sRGB's transfer function, IEC 61966-2-1.
  private static func linear(_ encoded: Double) -> Float {
    Float(encoded <= 0.040_45 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4))
  }
}
