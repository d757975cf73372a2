// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSolids

/// A mesh file in memory, and the files beside it that it may name.
struct MeshFile {
  let path: String
  let format: MeshFormat
  let bytes: [UInt8]
  private let folder: URL

  /// Longest file that is read.
  static let byteLimit = 4 << 30
  /// Most pixels of all textures together: two gigabytes.
  static let pixelLimit = 1 << 29

  init(_ url: URL) throws(MeshError) {
    path = url.path(percentEncoded: false)
    folder = url.deletingLastPathComponent()
    bytes = try Self.bytes(of: url)
    guard let format = MeshFormat(content: bytes) else { throw .unknownFormat(path: path) }
    self.format = format
  }

  /// A file that this one names by a path relative to its own folder, which the path must not leave.
  func neighbour(_ name: String) throws(MeshError) -> URL {
    let parts = name.replacing("\\", with: "/").split(separator: "/").filter { $0 != "." }
    guard let first = name.first, first != "/", first != "\\", !parts.isEmpty, !parts.contains(".."),
      !name.contains("\0"), !name.contains(":")
    else { throw .outsideFolder(path: path, name: name) }
    return parts.reduce(folder) { $0.appending(path: String($1)) }
  }

  /// The bytes of a neighbouring file.
  func contents(of name: String) throws(MeshError) -> [UInt8] { try Self.bytes(of: neighbour(name)) }

  /// A neighbouring picture, when the pixels of all of them stay within the limit.
  func picture(_ name: String, pixelsSoFar: Int) throws(MeshError) -> RGBImage {
    let url = try neighbour(name)
    return try picture(pixelsSoFar) { (limit) throws(ImagingError) in
      try RGBImage(contentsOf: url, maximumPixels: limit)
    }
  }

  /// A picture that lies within the file or its buffers; `name` says which.
  func picture(_ bytes: [UInt8], name: String, pixelsSoFar: Int) throws(MeshError) -> RGBImage {
    let fullName = "\(path) (\(name))"
    return try picture(pixelsSoFar) { (limit) throws(ImagingError) in
      try RGBImage(bytes: bytes, name: fullName, maximumPixels: limit)
    }
  }

  private func picture(
    _ pixelsSoFar: Int, _ read: (Int) throws(ImagingError) -> RGBImage
  ) throws(MeshError) -> RGBImage {
    let left = min(Self.pixelLimit - pixelsSoFar, ReadingOptions.defaultMaximumPixels)
    do {
      return try read(left)
    } catch .tooManyPixels where left < ReadingOptions.defaultMaximumPixels {
      throw .tooManyPixels(path: path, limit: Self.pixelLimit)
    } catch {
      throw .file(error)
    }
  }

  func corrupt(_ detail: String) -> MeshError { .corrupt(path: path, format: format, detail: detail) }

  var truncated: MeshError { .truncated(path: path, format: format) }

  private static func bytes(of url: URL) throws(MeshError) -> [UInt8] {
    do {
      return try FileContents.bytes(of: url, limit: byteLimit)
    } catch .tooManyBytes(let path, let count, let limit) {
      throw .tooManyBytes(path: path, count: count, limit: limit)
    } catch {
      throw .file(error)
    }
  }
}
