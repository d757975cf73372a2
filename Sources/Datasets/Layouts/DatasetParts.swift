// SPDX-License-Identifier: Apache-2.0

/// The folders of 360D and 3D60, one a source of scenes, however they are spelled.
///
/// Lists of different years write `Matterport`, `Matteport3D`, `Matterport3D`, `Stanford`, `Stanford2D3D`, `SunCG`; the
/// folder on disk has one of these names or another.
struct DatasetParts {
  enum Part: CaseIterable {
    case matterport
    case stanford
    case suncg

    /// The part that a folder's name means, by its letters and digits alone.
    init?(spelling: some StringProtocol) {
      let letters = spelling.lowercased().filter { $0.isLetter || $0.isNumber }
      guard let part = Self.allCases.first(where: { $0.spellings.contains(letters) }) else { return nil }
      self = part
    }

    private var spellings: Set<String> {
      switch self {
      case .matterport: ["matterport", "matteport", "matterport3d", "matteport3d"]
      case .stanford: ["stanford", "stanford2d3d", "stanford2d3ds", "stanford2d3dset"]
      case .suncg: ["suncg"]
      }
    }
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
    return "\(folder)/\(rest)"
  }

  private func located(_ path: String) -> (part: Part, spelling: String, rest: String)? {
    let names = path.split(separator: "/")
    for (index, name) in names.dropLast().enumerated() {
      guard let part = Part(spelling: name) else { continue }
      return (part, String(name), names[(index + 1)...].joined(separator: "/"))
    }
    return nil
  }
}
