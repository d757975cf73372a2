// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder that a URI names, and what lies in it.
struct DatasetFolder: Sendable {
  let uri: DataURI
  /// Without a slash at its end.
  let path: String

  init(_ uri: DataURI) throws(DatasetsError) {
    self.uri = uri
    guard !uri.path.isEmpty else {
      throw .malformedURI(uri.description, reason: "it names no folder; write \(uri.scheme):FOLDER")
    }
    let end = uri.path.lastIndex { $0 != "/" } ?? uri.path.startIndex
    path = String(uri.path[...end])
    guard isFolder("") else { throw .missingFolder(uri: uri.description, path: uri.path) }
  }

  /// Where a path in the dataset lies; the empty one is the folder itself.
  func file(_ inner: String) -> String { inner.isEmpty ? path : "\(path)/\(inner)" }

  /// Whether a path in the dataset is a folder, or a link to one.
  func isFolder(_ inner: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: file(inner), isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Names of what lies in a folder of the dataset, in order, without hidden ones.
  func names(in inner: String) throws(DatasetsError) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: file(inner)) else {
      throw .unreadableFolder(path: file(inner))
    }
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
      let resolved = URL(filePath: file(folder)).resolvingSymlinksInPath().path(percentEncoded: false)
      guard visited.insert(resolved.hasSuffix("/") ? String(resolved.dropLast()) : resolved).inserted else { continue }
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
      name.hasPrefix("/") ? [name] : [file(name), file("splits/\(name)")]
    }
    guard let list = candidates.first(where: SampleFiles.exists) else {
      throw .missingList(
        uri: uri.description, split: uri.options["list"] ?? uri.options["split"] ?? "",
        searched: candidates)
    }
    return try SplitList(path: list)
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
    var list: SplitList?
    var missingList: DatasetsError?
    do throws(DatasetsError) {
      list = try self.list(names: lists)
    } catch {
      // The official split stands in for a list that is not there, but not for one that was named.
      guard case .missingList = error, split != nil, uri.options["list"] == nil else { throw error }
      missingList = error
    }
    if let list {
      return try pictures(of: list, among: files(skipping: skipped, where: isPicture), where: isPicture)
    }
    let all = try files(skipping: skipped, where: isPicture)
    guard !all.isEmpty else { throw .noSamples(uri: uri.description, path: uri.path, expected: expected) }
    guard let split, let missingList else { return all }
    let wanted = all.filter { split($0) == uri.options["split"] }
    guard !wanted.isEmpty else { throw missingList }
    return wanted
  }

  /// The pictures of a list; those of the folder are looked for only where a row names a scene.
  private func pictures(
    of list: SplitList, among all: @autoclosure () throws(DatasetsError) -> [String], where isPicture: (String) -> Bool
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
