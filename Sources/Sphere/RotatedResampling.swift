// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Panoramas seen from a turned camera: the output pixel that looks along `d` reads the source at `rotation * d`.
///
/// So `.yaw(a)` turns the view to the right, and the picture's content moves to the left. A yaw by whole columns moves
/// pixels and changes none. The output has the source's grid, where no antialiasing is needed.
extension EquirectangularGrid {
  /// A raster whose column `c` is the source's column `c + columns`, around the seam.
  public func rolled<Element: BitwiseCopyable & Sendable>(
    _ raster: [Element], channels: Int = 1, by columns: Int
  ) -> [Element] {
    let shift = modulo(columns, width) * channels
    guard shift > 0, let initial = raster.first else { return raster }
    let rowLength = width * channels
    return filledByBands(rows: height, rowLength: rowLength, with: initial) { rows, band in
      for row in rows {
        let start = (row - rows.lowerBound) * rowLength
        for index in 0..<rowLength {
          let source = index + shift
          band[start + index] = raster[row * rowLength + (source < rowLength ? source : source - rowLength)]
        }
      }
    }
  }

  /// An 8-bit interleaved picture, bilinear, rounded to nearest.
  public func rotated(_ pixels: [UInt8], channels: Int, by rotation: Rotation) -> [UInt8] {
    if let columns = wholeColumns(of: rotation) { return rolled(pixels, channels: channels, by: columns) }
    return read(by: rotation, channels: channels, initial: UInt8(0)) { column, row, start, band in
      let taps = BilinearTaps(self, column: column, row: row)
      for channel in 0..<channels {
        var sum: Float = 0.5
        for tap in 0..<4 { sum += taps.weights[tap] * Float(pixels[taps.pixels[tap] * channels + channel]) }
        band[start + channel] = UInt8(min(sum, 255))
      }
    }
  }

  /// A raster whose values must not be mixed, such as a coverage mask: each pixel the nearest of the source.
  public func rotatedNearest<Element: BitwiseCopyable & Sendable>(
    _ raster: [Element], by rotation: Rotation
  ) -> [Element] {
    if let columns = wholeColumns(of: rotation) { return rolled(raster, by: columns) }
    guard let initial = raster.first else { return raster }
    return read(by: rotation, channels: 1, initial: initial) { column, row, start, band in
      band[start] = raster[nearestPixelIndex(column: column, row: row)]
    }
  }

  /// A map of ray distances, which a rotation only moves; 0 is invalid.
  public func rotated(
    depth: [Float], by rotation: Rotation, mixing: DepthMixing = .sameSurface
  ) -> [Float] {
    if let columns = wholeColumns(of: rotation) { return rolled(depth, by: columns) }
    return read(by: rotation, channels: 1, initial: Float(0)) { column, row, start, band in
      band[start] = bilinear(depth: depth, mixing: mixing, column: column, row: row)
    }
  }

  /// The columns that a pure yaw moves everything by; nil for another rotation or a fraction of a column.
  private func wholeColumns(of rotation: Rotation) -> Int? {
    guard let angle = rotation.yawAlone else { return nil }
    let columns = angle / (2 * .pi) * Double(width)
    // sin and cos give the angle back to 1e-15 of a turn.
    guard abs(columns - columns.rounded()) < 1e-9 * Double(width) else { return nil }
    return Int(columns.rounded())
  }

  /// An array filled by `write`, which is told where each output pixel reads the source.
  private func read<Element: BitwiseCopyable & Sendable>(
    by rotation: Rotation, channels: Int, initial: Element,
    _ write: @Sendable (_ column: Double, _ row: Double, _ start: Int, _ band: inout MutableSpan<Element>) -> Void
  ) -> [Element] {
    // Where the meridians' horizon points go; a row then needs two multiplications a component.
    let horizon = (0..<width).map { column in
      let longitude = longitude(column: Double(column))
      return rotation * SIMD3(sin(longitude), 0, -cos(longitude))
    }
    return filledByBands(rows: height, rowLength: width * channels, with: initial) { rows, band in
      var start = 0
      for row in rows {
        let latitude = latitude(row: Double(row))
        let vertical = rotation.y * sin(latitude)
        for column in 0..<width {
          let source = position(of: vertical + horizon[column] * cos(latitude))
          write(source.column, source.row, start, &band)
          start += channels
        }
      }
    }
  }
}
