// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging

/// The folders that results go to.
enum OutputFolder {
  /// Makes a folder and those above it.
  ///
  /// - Throws: `ImagingError.unwritable`.
  static func make(_ url: URL) throws(ImagingError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: url.path, code: isBlockedByFile(url) ? ENOTDIR : EACCES)
    }
  }

  /// Whether a file lies where the folder, or one above it, should be.
  private static func isBlockedByFile(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      let parent = url.deletingLastPathComponent()
      return parent.path != url.path && isBlockedByFile(parent)
    }
    return !isFolder.boolValue
  }
}
