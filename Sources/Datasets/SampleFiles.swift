// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where one sample lies on disk.
///
/// Paths are kept as text: a list may have a hundred thousand, and a `URL` takes long to make.
struct SampleFiles: Sendable, Hashable {
  /// The picture's path in the dataset.
  let name: String
  let picture: String
  /// Nil in a dataset without depth.
  var depth: DepthFile?
  /// Where the same viewpoint lies unturned, for lists that name turned files which need not exist.
  var unturned: Unturned?
  /// What cameras beside and above saw, where that is asked for.
  var partners: Partners?

  /// The files of a sample's partners.
  struct Partners: Sendable, Hashable {
    let right: View
    let up: View

    /// A picture with its depth.
    struct View: Sendable, Hashable {
      let picture: String
      let depth: DepthFile
    }
  }

  /// A depth map on disk.
  struct DepthFile: Sendable, Hashable {
    let path: String
    let encoding: DepthEncoding
    /// A picture that is black where depth is invalid; need not exist.
    var mask: String?
  }

  /// The files of which turning by `degrees` makes the sample.
  struct Unturned: Sendable, Hashable {
    let picture: String
    let depth: String
    let degrees: Int
  }

  /// The files to read, and by how much to turn what they hold.
  func onDisk() -> (files: SampleFiles, degrees: Int) {
    guard let unturned, let depth, ![picture, depth.path].allSatisfy(Self.exists),
      [unturned.picture, unturned.depth].allSatisfy(Self.exists)
    else { return (self, 0) }
    let straight = DepthFile(path: unturned.depth, encoding: depth.encoding, mask: depth.mask)
    return (SampleFiles(name: name, picture: unturned.picture, depth: straight), unturned.degrees)
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
