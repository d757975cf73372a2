// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A picture to work on, and the name of the folder that its results go to.
struct Input: Hashable {
  let url: URL
  let name: String
}

/// Turns what a user names (files, folders, patterns) into pictures.
enum Inputs {
  private static let suffixes: Set<String> = ["jpg", "jpeg", "png", "webp", "hdr", "exr"]

  /// The pictures, in the order in which they were named, each once; what names none is a failure of its own.
  static func find(_ names: [String]) -> (inputs: [Input], failures: [CommandError]) {
    var urls: [URL] = []
    var failures: [CommandError] = []
    for name in names {
      do {
        urls += try pictures(named: name)
      } catch {
        failures.append(error)
      }
    }
    var seen: Set<String> = []
    let unique = urls.filter { seen.insert($0.standardizedFileURL.path).inserted }
    return (named(unique), failures)
  }

  private static func pictures(named name: String) throws(CommandError) -> [URL] {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
    if exists && isFolder.boolValue {
      guard let contents = try? FileManager.default.contentsOfDirectory(atPath: name) else {
        throw .unreadableFolder(path: name)
      }
      let pictures = contents.filter { suffixes.contains(URL(filePath: $0).pathExtension.lowercased()) }.sorted()
      guard !pictures.isEmpty else { throw .folderWithoutPictures(path: name) }
      return pictures.map { URL(filePath: name).appending(path: $0) }
    }
    guard !exists, name.contains(where: { "*?[".contains($0) }) else { return [URL(filePath: name)] }
    let matches = expanded(name)
    guard !matches.isEmpty else { throw .noInputs(pattern: name) }
    return matches.map { URL(filePath: $0) }
  }

  /// Files that a shell pattern matches, for shells that pass patterns on.
  private static func expanded(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    // Bound: glob() wrote gl_pathc pointers to C strings.
    return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
  }

  /// Every picture's file name without suffix; with it, and then with a number, where two would share a folder.
  private static func named(_ urls: [URL]) -> [Input] {
    var taken: Set<String> = []
    return urls.map { url in
      let plain = url.deletingPathExtension().lastPathComponent
      let numbered = (2...).lazy.map { "\(url.lastPathComponent)-\($0)" }
      let name = ([plain, url.lastPathComponent] + numbered.prefix(urls.count)).first { taken.insert($0).inserted }
      return Input(url: url, name: name ?? plain)
    }
  }
}
