// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaImaging

/// A picture of many panoramas, each above the preview of its depth, to look through at once.
struct PredictionSheet: Sendable, ExpressibleByArgument {
  /// Where the sheet is written, and how.
  let url: URL
  private let encoding: RGBImage.Encoding

  private static let columns = 4
  private static let tileWidth = 512

  /// A file that ends in .jpg, .jpeg or .png.
  init?(argument: String) {
    url = URL(filePath: argument)
    switch url.pathExtension.lowercased() {
    case "jpg", "jpeg": encoding = .jpeg(quality: 90)
    case "png": encoding = .png
    case _: return nil
    }
  }

  /// Writes a sheet of the panoramas whose results lie in `folder`, and says how many there are; none writes no file.
  ///
  /// - Throws: `ImagingError`.
  func write(_ inputs: [Input], in folder: URL, acceptsAnyAspect: Bool) throws(ImagingError) {
    var tiles: [RGBImage] = []
    var captions: [String] = []
    for input in inputs {
      let preview = folder.appending(path: "\(input.name)/preview.png")
      // What failed, or was not reached before a stop, has been named already.
      guard FileManager.default.fileExists(atPath: preview.path) else { continue }
      let options = ReadingOptions(minimumWidth: Self.tileWidth, acceptsAnyAspect: acceptsAnyAspect)
      let panorama = try Panorama(contentsOf: input.url, options: options).image
      tiles.append(Self.tile(panorama).above(Self.tile(try RGBImage(contentsOf: preview))))
      captions.append(input.name)
    }
    guard !tiles.isEmpty else { return }
    try ContactSheet(tiles, captions: captions, columns: Self.columns).image.write(to: url, as: encoding)
    Console.current.say("\(url.relativePath): \(tiles.count) panoramas above their depth")
  }

  private static func tile(_ picture: RGBImage) -> RGBImage {
    picture.resized(width: tileWidth, height: max(1, picture.height * tileWidth / picture.width))
  }
}
