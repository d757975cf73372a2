// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The folders of resources that lie beside the program, one a room that has any.
package enum ProgramResources {
  /// A file of the room `Rotunda<room>`, or of `Rotunda` itself for an empty name; nil where the program was moved
  /// without its resources.
  ///
  /// SwiftPM's own accessor ends the program where the folder is missing, which is not for a library to do.
  package static func url(room: String, path: String) -> URL? {
    let folders = [
      Bundle.main.resourceURL, Bundle.main.bundleURL, executableFolder, Bundle(for: Marker.self).bundleURL,
    ]
    return folders.compactMap { $0 }.lazy
      .flatMap { folder in
        ["resources", "bundle"].map { folder.appending(path: "rotunda_Rotunda\(room).\($0)/\(path)") }
      }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The folder of the program itself, also where it was started through a link.
  private static var executableFolder: URL? {
    Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
  }

  private final class Marker {}
}
