// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where one sample lies on disk.
struct SampleFiles: Sendable, Hashable {
  /// The picture's path in the dataset.
  let name: String
  let picture: URL
  /// Nil in a dataset without depth.
  var depth: DepthFile?
  /// Where the same viewpoint lies unturned, for lists that name turned files which need not exist.
  var unturned: Unturned?

  /// A depth map on disk.
  struct DepthFile: Sendable, Hashable {
    let url: URL
    let encoding: DepthEncoding
    /// A picture that is black where depth is invalid; need not exist.
    var mask: URL?
  }

  /// The files of which turning by `degrees` makes the sample.
  struct Unturned: Sendable, Hashable {
    let picture: URL
    let depth: URL
    let degrees: Int
  }

  /// The files to read, and by how much to turn what they hold.
  func onDisk() -> (files: SampleFiles, degrees: Int) {
    guard let unturned, let depth, ![picture, depth.url].allSatisfy(Self.exists),
      [unturned.picture, unturned.depth].allSatisfy(Self.exists)
    else { return (self, 0) }
    let straight = DepthFile(url: unturned.depth, encoding: depth.encoding, mask: depth.mask)
    return (SampleFiles(name: name, picture: unturned.picture, depth: straight), unturned.degrees)
  }

  static func exists(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
  }
}
