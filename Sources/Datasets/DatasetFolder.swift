// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder that a URI names, and what lies in it.
struct DatasetFolder: Sendable {
  let uri: DataURI
  let url: URL

  init(_ uri: DataURI) throws(DatasetsError) {
    self.uri = uri
    guard !uri.path.isEmpty else {
      throw .malformedURI(uri.description, reason: "it names no folder; write \(uri.scheme):FOLDER")
    }
    url = URL(filePath: uri.path, directoryHint: .isDirectory)
    guard isFolder("") else { throw .missingFolder(uri: uri.description, path: uri.path) }
  }

  /// Where a path in the dataset lies.
  func file(_ path: String) -> URL { url.appending(path: path, directoryHint: .notDirectory) }

  /// Whether a path in the dataset is a folder, or a link to one.
  func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: file(path).path(percentEncoded: false), isDirectory: &isFolder)
    return exists && isFolder.boolValue
  }

  /// Names of what lies in a folder of the dataset, in order, without hidden ones.
  func names(in path: String) throws(DatasetsError) -> [String] {
    let folder = path.isEmpty ? url : file(path)
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    guard let names else { throw .unreadableFolder(path: folder.path(percentEncoded: false)) }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Paths in the dataset of all files that `isWanted`, in order.
  ///
  /// Links to folders are followed, each folder once. Folders named in `skipped` are not entered.
  func files(skipping skipped: Set<String> = [], where isWanted: (String) -> Bool) throws(DatasetsError) -> [String] {
    var found: [String] = []
    var visited: Set<String> = []
    var waiting = [""]
    while let folder = waiting.popLast() {
      let resolved = (folder.isEmpty ? url : file(folder)).resolvingSymlinksInPath().path(percentEncoded: false)
      guard visited.insert(resolved).inserted else { continue }
      var folders: [String] = []
      for name in try names(in: folder) where !skipped.contains(name) {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        if isFolder(path) {
          folders.append(path)
        } else if isWanted(path) {
          found.append(path)
        }
      }
      // The first is entered first, so that of two names of one folder the first counts.
      waiting += folders.reversed()
    }
    return found.sorted()
  }

  // MARK: - Lists

  /// The list that the URI asks for; nil where it asks for no split.
  ///
  /// - `names`: what lists of a split are called, the best first, as paths in the dataset or in its `splits`.
  func list(names: (_ split: String) -> [String]) throws(DatasetsError) -> SplitList? {
    let wanted: [String]
    if let name = uri.options["list"] {
      wanted = [name, "\(name).txt", "\(name).yaml"]
    } else if let split = uri.options["split"] {
      wanted = names(split)
    } else {
      return nil
    }
    let candidates = wanted.flatMap { name in
      name.hasPrefix("/") ? [URL(filePath: name)] : [file(name), file("splits/\(name)")]
    }
    guard let list = candidates.first(where: SampleFiles.exists) else {
      throw .missingList(
        uri: uri.description, split: uri.options["list"] ?? uri.options["split"] ?? "",
        searched: candidates.map { $0.path(percentEncoded: false) })
    }
    return try SplitList(contentsOf: list)
  }

  /// What everybody calls lists of a split.
  static func commonNames(_ split: String) -> [String] {
    let words = split == "val" ? ["val", "valid", "validation"] : [split]
    return words.flatMap { ["\($0).txt", "scenes_\($0).txt"] }
  }

  // MARK: - Pictures

  /// Paths of the pictures that the URI asks for: those of its list, those of its split, or all there are.
  ///
  /// A row of a list names a picture, or a scene: a folder, all of whose pictures it stands for.
  /// - `expected`: how pictures are named, for people.
  /// - `split`: the official split of a picture, where there is one beside lists.
  func pictures(
    expected: String, lists: (String) -> [String] = commonNames, skipping skipped: Set<String> = [],
    split: ((String) -> String?)? = nil, where isPicture: (String) -> Bool
  ) throws(DatasetsError) -> [String] {
    do throws(DatasetsError) {
      if let list = try list(names: lists) {
        return try pictures(of: list, all: files(skipping: skipped, where: isPicture), where: isPicture)
      }
    } catch {
      // The official split stands in for a list that is not there, but not for one that was named.
      guard case .missingList = error, split != nil, uri.options["list"] == nil else { throw error }
    }
    var all = try files(skipping: skipped, where: isPicture)
    if let split, let wanted = uri.options["split"] { all = all.filter { split($0) == wanted } }
    guard !all.isEmpty else { throw .noSamples(uri: uri.description, path: uri.path, expected: expected) }
    return all
  }

  private func pictures(
    of list: SplitList, all: @autoclosure () throws(DatasetsError) -> [String], where isPicture: (String) -> Bool
  ) throws(DatasetsError) -> [String] {
    var pictures: [String] = []
    var scenes: [Substring: [String]]?
    for row in list.rows {
      let path = row.columns[0]
      guard !isPicture(path) else {
        pictures.append(path)
        continue
      }
      if scenes == nil { scenes = Self.scenes(of: try all()) }
      guard let scene = scenes?[path[...]] else {
        throw .badList(
          path: list.path, line: row.line, reason: "\(path) is neither a picture's name nor a folder with pictures")
      }
      pictures += scene
    }
    return pictures
  }

  /// Pictures by the name and by the path of every folder that they lie in.
  private static func scenes(of pictures: [String]) -> [Substring: [String]] {
    var scenes: [Substring: [String]] = [:]
    for picture in pictures {
      let slashes = picture.indices.filter { picture[$0] == "/" }
      let names = picture.split(separator: "/").dropLast()
      for name in Set(names + slashes.map { picture[..<$0] }) { scenes[name, default: []].append(picture) }
    }
    return scenes
  }
}
