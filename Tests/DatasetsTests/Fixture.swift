// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaTestSupport
import Testing

/// A dataset that a test writes, file by file, in the layout that the public one has.
struct Fixture {
  let folder: URL
  let width = 32
  let height = 16

  /// Runs `body` with an empty dataset, which is removed afterwards.
  static func with(_ body: (Fixture) throws -> Void) throws {
    try withTemporaryFolder { try body(Fixture(folder: $0)) }
  }

  func url(_ path: String) throws -> URL {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    return url
  }

  /// Opens `scheme:FOLDER` followed by `query`, at the size of its files.
  func open(_ scheme: String, _ query: String = "", width: Int = 32) throws -> FileSource {
    let path = folder.path(percentEncoded: false)
    return try Layout.open(DataURI(parsing: "\(scheme):\(path)\(query)"), width: width, height: width / 2)
  }

  // MARK: - Files

  /// A picture that `tag` tells from others: red is the tag, green the column, blue the row.
  func picture(_ tag: UInt8) -> Panorama {
    Panorama(
      width: width, height: height,
      pixels: (0..<width * height).flatMap { [tag, UInt8($0 % width * 8), UInt8($0 / width * 16)] })
  }

  func writePicture(_ path: String, _ tag: UInt8) throws {
    let isJPEG = path.hasSuffix("jpg")
    try picture(tag).write(to: url(path), as: isJPEG ? .jpeg(quality: 95) : .png)
  }

  /// Distances that `tag` tells from others, all different and multiples of 1/512 m.
  func distances(_ tag: UInt8) -> [Float] {
    (0..<width * height).map { Float(tag) / 64 + 1 + Float($0) / 512 }
  }

  /// Numbers with `holes` in their first pixels.
  func values(_ tag: UInt8, holes: [Float] = [], scale: Float = 1) -> [Float] {
    holes + distances(tag).dropFirst(holes.count).map { $0 * scale }
  }

  func writeFloats(_ path: String, _ values: [Float], as format: DepthFormat) throws {
    try ScalarMap(width: width, height: height, values: values).write(to: url(path), as: format)
  }

  /// A 16-bit PNG of these very numbers.
  func writeSteps(_ path: String, _ steps: [Float]) throws {
    try ScalarMap(width: width, height: height, values: steps).write(to: url(path), as: .png, step: 1)
  }

  /// The format of Matterport3D 360, byte by byte.
  func writeDPT(_ path: String, _ values: [Float]) throws {
    var bytes = Data("PIEH".utf8)
    for side in [width, height] { withUnsafeBytes(of: Int32(side).littleEndian) { bytes.append(contentsOf: $0) } }
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    try bytes.write(to: url(path))
  }

  func writeText(_ path: String, _ text: String) throws {
    try Data(text.utf8).write(to: url(path))
  }

  /// A viewpoint of 360D or 3D60 under a name as `Matterport3D/1_abc`, unturned.
  func writeView(_ name: String, _ tag: UInt8, view: String = "Left_Down", holes: [Float] = []) throws {
    try writePicture("\(name)_color_0_\(view)_0.0.png", tag)
    try writeFloats("\(name)_depth_0_\(view)_0.0.exr", values(tag, holes: holes), as: .exr)
  }

  // MARK: - Expectations

  /// Expects a sample to be that of `tag`, with the first `holes` pixels of depth invalid, turned by `columns`.
  func expect(
    _ source: FileSource, _ index: Int, is tag: UInt8, holes: Int = 0, turnedBy columns: Int = 0,
    tolerance: Float = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let sample = try source.sample(at: index)
    let isLossy = sample.name.hasSuffix("jpg")
    let expected = picture(tag)
    let depth = try sample.label()
    #expect(depth.width == width && depth.height == height, sourceLocation: sourceLocation)
    let wanted = values(tag, holes: Array(repeating: 0, count: holes))
    for row in 0..<height {
      for column in 0..<width {
        let from = row * width + (column + width - columns) % width
        let to = row * width + column
        let colours = (0..<3).map {
          abs(Int(sample.panorama.pixels[3 * to + $0]) - Int(expected.pixels[3 * from + $0]))
        }
        let isRight =
          colours.allSatisfy { $0 <= (isLossy ? 12 : 0) } && abs(depth.values[to] - wanted[from]) <= tolerance
          && (depth.values[to] == 0) == (wanted[from] == 0)
        guard !isRight else { continue }
        Issue.record(
          "\(sample.name) at \(column), \(row): colour off by \(colours), \(depth.values[to]) m for \(wanted[from])",
          sourceLocation: sourceLocation)
        return
      }
    }
  }

  /// The error that opening throws.
  func openingError(_ scheme: String, _ query: String = "") throws -> DatasetsError? {
    do {
      _ = try open(scheme, query)
      return nil
    } catch let error as DatasetsError {
      return error
    }
  }
}

extension Fixture {
  /// What the error says that opening throws.
  func openingText(_ scheme: String, _ query: String = "") throws -> String {
    try openingError(scheme, query)?.description ?? "no error"
  }
}

extension FileSource {
  /// What its samples are called, in order.
  var names: [String] { (0..<(count ?? 0)).map(name) }
}
