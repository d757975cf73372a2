// SPDX-License-Identifier: Apache-2.0

/// The one EXIF value that changes how a picture is read: its orientation.
enum EXIF {
  private static let orientationTag = 0x0112
  private static let entryLength = 12

  /// The orientation in an EXIF block, with or without its `Exif\0\0` prefix; nil where it has none that is valid.
  ///
  /// Source: EXIF 2.32, section 4.6: a TIFF header, then the entries of the first image directory.
  static func orientation(in block: [UInt8]) -> Orientation? {
    let tiff = block.starts(with: Array("Exif\0\0".utf8)) ? block[6...] : block[...]
    let isLittleEndian: Bool
    switch (tiff.littleEndian(at: 0, length: 2), tiff.bigEndian(at: 0, length: 2)) {
    case (0x4949, _): isLittleEndian = true
    case (_, 0x4D4D): isLittleEndian = false
    case (_, _): return nil
    }
    func number(at position: Int, length: Int) -> Int? {
      isLittleEndian
        ? tiff.littleEndian(at: position, length: length) : tiff.bigEndian(at: position, length: length)
    }
    guard let directory = number(at: 4, length: 4), let entries = number(at: directory, length: 2) else { return nil }
    for entry in 0..<entries {
      let position = directory + 2 + entry * entryLength
      guard let tag = number(at: position, length: 2) else { return nil }
      guard tag == orientationTag else { continue }
      return number(at: position + 8, length: 2).flatMap(Orientation.init(rawValue:))
    }
    return nil
  }
}
