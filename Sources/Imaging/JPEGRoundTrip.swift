// SPDX-License-Identifier: Apache-2.0

import CRotundaTurboJPEG
import Foundation

extension RGBImage {
  /// The picture as it is read again after it was written as JPEG of a quality from 1 to 100.
  public func afterJPEG(quality: Int) throws(ImagingError) -> RGBImage {
    let name = "a JPEG in memory"
    let bytes = try jpeg(quality: quality, path: name)
    guard let decoder = tjInitDecompress() else { throw .unwritable(path: name, code: ENOMEM) }
    defer { tjDestroy(decoder) }
    var result: Int32 = 0
    let decoded = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, initialized in
      // TurboJPEG writes `height` rows of 3 * width bytes: the capacity.
      result = tjDecompress2(
        decoder, bytes, UInt(bytes.count), buffer.baseAddress, Int32(width), Int32(3 * width), Int32(height),
        Int32(TJPF_RGB.rawValue), 0)
      initialized = result == 0 ? pixels.count : 0
    }
    guard result == 0 else { throw .corrupt(path: name, format: .jpeg, detail: "TurboJPEG cannot read its own output") }
    return RGBImage(width: width, height: height, pixels: decoded)
  }
}
