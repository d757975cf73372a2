// SPDX-License-Identifier: Apache-2.0

/// The folders of 360D and 3D60, one a source of scenes, however they are spelled.
///
/// Lists of different years write `Matterport`, `Matteport3D`, `Matterport3D`, `Stanford`, `Stanford2D3D`, `SunCG`; the
/// folder on disk has one of these names or another.
struct DatasetParts {
  /// A source of scenes.
  enum Part {
    case matterport
    case stanford
    case suncg

    /// The part that a folder's name means, by its letters and digits alone.
    init?(spelling: some StringProtocol) {
      let letters = spelling.utf8.compactMap { byte -> UInt8? in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case _: nil
        }
      }
      guard let part = Self.spellings[String(decoding: letters, as: UTF8.self)] else { return nil }
      self = part
    }

    private static let spellings: [String: Part] = [
      "matterport": .matterport, "matterport3d": .matterport, "matteport": .matterport, "matteport3d": .matterport,
      "stanford": .stanford, "stanford2d3d": .stanford, "stanford2d3ds": .stanford, "suncg": .suncg,
    ]
  }

  /// Names of the folders that there are.
  private let folders: [Part: [String]]

  init(_ folder: DatasetFolder) throws(DatasetsError) {
    var folders: [Part: [String]] = [:]
    for name in try folder.names(in: "") {
      guard let part = Part(spelling: name), folder.isFolder(name) else { continue }
      folders[part, default: []].append(name)
    }
    self.folders = folders
  }

  /// The part that a path of a list lies in.
  func part(ofPath path: String) -> Part? { located(path)?.part }

  /// Where a path of a list lies: without what comes before the part, which is spelled as on disk.
  func pathOnDisk(_ path: String) -> String {
    guard let (part, spelling, rest) = located(path) else { return path }
    let names = folders[part] ?? []
    let folder = names.contains(spelling) ? spelling : names.first ?? spelling
    return folder + rest
  }

  /// The part of a path, how the path spells it, and what follows from the slash on.
  private func located(_ path: String) -> (part: Part, spelling: String, rest: Substring)? {
    var start = path.startIndex
    while let slash = path.utf8[start...].firstIndex(of: UInt8(ascii: "/")) {
      if let part = Part(spelling: path[start..<slash]) { return (part, String(path[start..<slash]), path[slash...]) }
      start = path.utf8.index(after: slash)
    }
    return nil
  }
}
