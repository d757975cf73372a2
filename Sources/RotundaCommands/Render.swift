// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaNetworks

/// `rotunda render`.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render random rooms with their exact depth.",
    discussion: "Writes NAME.png or NAME.jpg (the panorama), NAME_depth.exr and NAME_preview.png.")

  /// A file format for panoramas.
  enum Picture: String, CaseIterable, ExpressibleByArgument {
    case png
    case jpg

    var encoding: RGBImage.Encoding {
      switch self {
      case .png: .png
      case .jpg: .jpeg(quality: 95)
      }
    }
  }

  @Option(help: "Format of the panoramas.")
  var picture = Picture.png

  @Option(help: "Which rooms.")
  var data = "rooms:seed=7,count=4"

  @Option(help: "Size of the panoramas, WIDTHxHEIGHT.")
  var size = "1024x512"

  @Option(name: .shortAndLong, help: "Folder to write to.", completion: .directory)
  var output = "rooms"

  func run() throws {
    let extent = try Extent(parsing: size)
    guard extent.width * extent.height <= ReadingOptions.defaultMaximumPixels else { throw CommandError.notASize(size) }
    let (source, count) = try SampleSources.openFinite(data, width: extent.width, height: extent.height)
    let folder = URL(filePath: output)
    try OutputFolder.make(folder)
    for index in 0..<count {
      let sample = try source.sample(at: index)
      let depth = try sample.label()
      let name = "\(sample.name).\(picture.rawValue)"
      try sample.panorama.write(to: folder.appending(path: name), as: picture.encoding)
      try depth.write(to: folder.appending(path: "\(sample.name)_depth.exr"), as: .exr)
      try DepthPreview(of: depth).image().write(
        to: folder.appending(path: "\(sample.name)_preview.png"), as: .png)
      Console.current.say("\(folder.appending(path: sample.name).relativePath)  \(index + 1)/\(count)")
    }
  }
}
