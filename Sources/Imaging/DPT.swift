// SPDX-License-Identifier: Apache-2.0

/// The depth maps of the Matterport3D 360 and Replica 360 datasets, `.dpt`: read only.
///
/// Twelve bytes, then 32-bit floats row by row from the top, all little-endian. The bytes are the number 202021.25 (in
/// letters, `PIEH`), columns and rows. Optical flow files (`.flo`, Middlebury) begin the same and hold two numbers a
/// pixel: only the length tells them apart.
enum DPT {
  static let magic = Array("PIEH".utf8)
  private static let headerLength = 12

  static func read(_ file: SourceFile, maximumPixels: Int) throws(ImagingError) -> ScalarMap {
    let header = try file.bytes(at: 0, count: headerLength)
    guard let width = header.littleEndian(at: 4, length: 4), let height = header.littleEndian(at: 8, length: 4) else {
      throw .truncated(path: file.path, format: .dpt)
    }
    try file.check(width: width, height: height, format: .dpt, maximumPixels: maximumPixels)
    let count = width * height * 4
    guard file.count - headerLength >= count else { throw .truncated(path: file.path, format: .dpt) }
    guard file.count - headerLength == count else {
      throw .corrupt(
        path: file.path, format: .dpt,
        detail: "\(file.count) bytes are more than \(width) x \(height) numbers, as in optical flow")
    }
    let bytes = try file.bytes(at: headerLength, count: count)
    guard bytes.count == count else { throw .truncated(path: file.path, format: .dpt) }
    return ScalarMap(width: width, height: height, values: FloatEncoding.littleEndian32.floats(bytes))
  }
}
