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
      let posix = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw .unwritable(path: url.path, code: posix.map { Int32($0.code) } ?? EACCES)
    }
  }
}
