// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Whole files in memory, for readers of formats that are no pictures.
public enum FileContents {
  /// Every byte of a regular file.
  ///
  /// Files are read rather than mapped, since a mapped file that another program shortens would end this one.
  ///
  /// - Throws: `ImagingError` where there is no regular file with at least one byte, or it has more than `limit`.
  public static func bytes(of url: URL, limit: Int) throws(ImagingError) -> [UInt8] {
    let file = try SourceFile(url)
    guard file.count <= limit else { throw .tooManyBytes(path: file.path, count: file.count, limit: limit) }
    return try file.bytes(at: 0, count: file.count)
  }
}
