// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The weights that come with the library, in a folder of resources beside the program.
enum BuiltInWeights {
  /// Mean relative error of their distances on 3000 panoramas of 500 rendered homes (docs/model-card.md).
  static let meanRelativeError = 0.162

  /// The file; nil where the program was moved without its resources.
  ///
  /// SwiftPM's own accessor ends the program where the folder is missing, which is not for a library to do.
  static var url: URL? {
    let folders = [
      Bundle.main.resourceURL, Bundle.main.bundleURL, executableFolder, Bundle(for: Marker.self).bundleURL,
    ]
    return folders.compactMap { $0 }.lazy
      .flatMap { folder in
        ["resources", "bundle"].map { folder.appending(path: "rotunda_Rotunda.\($0)/Weights/starter.safetensors") }
      }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The folder of the program itself, also where it was started through a link.
  private static var executableFolder: URL? {
    Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
  }

  private final class Marker {}
}
